"""Fills an empty database with the demo factory and a day of its work."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from heapq import heapify, heappop, heappush
from pathlib import Path
from typing import Final

from sqlalchemy import select, update

from devices.sim.camera import board
from domain.people import Person
from domain.printing import JobState, PrintJob
from terminal.actions.board_picture import SetBoardPicture
from terminal.demo_boards import PLACES
from terminal.demo_stage import Stage
from terminal.demo_story import SCENES, at_their_desks
from terminal.importing import import_file
from terminal.pictures import developed
from terminal.site import Site

FACTORY: Final = Path(__file__).parent.parent / "config" / "demo-factory.toml"
PHOTOGRAPHED: Final = ("PCBA-HK7-R3.2", "PCBA-HK3-R1.0", "MR-PWR-240")
TECHNICAL: Final = "10120"
JUST_NOW: Final = timedelta(minutes=1)
LONG_PRINTED: Final = timedelta(minutes=40)


@dataclass
class Past:
    """A clock that stands at a moment of the last days until the story moves it."""

    at: datetime

    def __call__(self) -> datetime:
        """Return the moment that is being told."""
        return self.at


def fill(site: Site) -> None:
    """Import the demo factory and let it work; a database with people is left alone."""
    with site.reading() as db:
        if db.scalar(select(Person.id).limit(1)) is not None:
            return
    now = site.now()
    past = Past(now - timedelta(minutes=max(start for start, _ in SCENES) + 60))
    told = replace(site, now=past)
    people = {
        number: (token, pin) for number, _, token, pin in import_file(told, FACTORY).credentials
    }
    stage = Stage(told, people)
    _photograph_boards(stage)
    play(stage, past, now)
    past.at = now - JUST_NOW
    at_their_desks(stage)
    _forget_old_papers(site, now)


def _photograph_boards(stage: Stage) -> None:
    """Let the technical supervisor photograph the boards that are repaired most."""
    for product in PHOTOGRAPHED:
        with developed(stage.site, board(product, PLACES)) as digest:
            stage.act(TECHNICAL, "REVIEW-1", SetBoardPicture(product=product, image=digest))
    stage.go("REVIEW-1")


def play(stage: Stage, past: Past, now: datetime) -> None:
    """Let every scene act at its own moments, in the order of time."""
    acts: list[tuple[datetime, int, Iterator[float]]] = [
        (now - timedelta(minutes=start), number, scene(stage))
        for number, (start, scene) in enumerate(SCENES)
    ]
    heapify(acts)
    latest = now - JUST_NOW
    while acts:
        due, number, scene = heappop(acts)
        past.at = max(past.at, min(due, latest))
        pause = next(scene, None)
        if pause is not None:
            heappush(acts, (due + timedelta(minutes=pause), number, scene))


def _forget_old_papers(site: Site, now: datetime) -> None:
    # What was owed long ago has been printed long ago; the last papers come out at the start.
    with site.writing() as db:
        db.execute(
            update(PrintJob)
            .where(PrintJob.queued_at < now - LONG_PRINTED)
            .values(state=JobState.CONFIRMED, changed_at=PrintJob.queued_at)
        )


@cache
def demo_pins() -> dict[str, str]:
    """Return the demo factory's PINs by the people's numbers; nobody else's are known."""
    table = tomllib.loads(FACTORY.read_text(encoding="utf-8"))
    return {person["number"]: person["pin"] for person in table["person"]}
