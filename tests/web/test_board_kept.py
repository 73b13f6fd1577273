"""The board is drawn once for each thing that happens, and never shows what was."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import event, select, update
from sqlalchemy.orm import Session as Db

from devices.state import Condition, DeviceState
from domain.lot import Lot
from domain.printing import JobState, PrintJob
from terminal.compose import compose
from terminal.database import Database
from terminal.demo import fill
from terminal.desk import drafts
from terminal.desk.scans import lay_by_hand, put_away, scan
from terminal.desk.sessions import sign_off
from terminal.site import Site
from tests.floor import LEADER, Clock, Floor, settings_for
from tests.web.pages import later
from web.app import create_app


def panel(app: Flask, **look: str) -> str:
    return app.test_client().get("/board/panel", query_string=look).get_data(as_text=True)


@dataclass
class Walls:
    """A wall that has hung there all the time, and one that is drawn anew whenever one looks."""

    site: Site
    old: Flask = field(init=False)
    new: Flask = field(init=False)
    seen: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.old, self.new = create_app(self.site), create_app(self.site)

    def compare(self) -> str:
        """Both show the same, whatever the first has kept; returns what they show."""
        self.new.extensions.pop("board", None)
        shown = panel(self.old)
        assert shown == panel(self.new)
        self.seen.append(shown)
        return shown


@dataclass(frozen=True)
class Watched(Database):
    """The database, with somebody who looks at the walls after every commit."""

    look: Callable[[], object]

    @contextmanager
    def writing(self) -> Iterator[Db]:
        with super().writing() as db:
            yield db
        self.look()


def test_after_every_commit_of_a_day_the_wall_shows_what_is(
    tmp_path: Path, database_url: str
) -> None:
    """The clock of the walls stands still, so nothing but the commit tells them to draw."""
    clock = Clock()
    site = compose(settings_for(tmp_path, database_url), now=clock)
    walls = Walls(site)
    base = site.database
    watched = Watched(base.url, base.readers, base.writers, base.turn_file, walls.compare)
    try:
        fill(replace(site, database=watched))
    finally:
        base.dispose()
    assert len(walls.seen) > 200
    assert len(set(walls.seen)) > 100


def lay(floor: Floor, lot: str) -> None:
    assert lay_by_hand(floor.site, "SCREEN-1", lot)


def type_figures(floor: Floor, lot: str) -> None:
    drafts.save(floor.site, "SCREEN-1", lot, "decide", {"counts.unseen": "7"})


def type_more(floor: Floor, lot: str) -> None:
    drafts.save(floor.site, "SCREEN-1", lot, "decide", {"counts.unseen": "12"})


def take_away(floor: Floor, lot: str) -> None:
    del lot
    put_away(floor.site, "SCREEN-1")


def wait(floor: Floor, lot: str) -> None:
    del lot
    floor.clock.pass_by(minutes=4)


def tap(floor: Floor, lot: str) -> None:
    """The same person taps his badge: no event, but he is there."""
    del lot
    assert scan(floor.site, "SCREEN-1", floor.badge(LEADER))


def leave(floor: Floor, lot: str) -> None:
    del lot
    sign_off(floor.site, "SCREEN-1")


def papers(floor: Floor, *states: JobState) -> None:
    """Let the first papers be in these states; a printer's worker writes no event."""
    with floor.site.writing() as db:
        jobs = db.scalars(select(PrintJob.id).order_by(PrintJob.id)).all()
        for job, state in zip(jobs, states, strict=False):
            db.execute(update(PrintJob).where(PrintJob.id == job).values(state=state))


def one_in_doubt(floor: Floor, lot: str) -> None:
    del lot
    papers(floor, JobState.UNCERTAIN, JobState.SENT)


def another_in_doubt(floor: Floor, lot: str) -> None:
    del lot
    papers(floor, JobState.SENT, JobState.UNCERTAIN)


def out_of_paper(floor: Floor, lot: str) -> None:
    del lot
    now = floor.site.now()
    floor.site.devices["screen-1-label"] = DeviceState(Condition.PAPER_OUT, now, now)


def out_of_paper_for_an_hour(floor: Floor, lot: str) -> None:
    del lot
    now = floor.site.now()
    since = now - timedelta(hours=1)
    floor.site.devices["screen-1-label"] = DeviceState(Condition.PAPER_OUT, since, now)


SILENT = (
    lay, type_figures, type_more, take_away, wait, tap, leave, one_in_doubt, another_in_doubt,
    out_of_paper, out_of_paper_for_an_hour,
)  # fmt: skip


def test_what_happens_without_an_event_is_on_the_wall_too(floor: Floor) -> None:
    lot = floor.at_screening(40)
    walls = Walls(floor.site)
    walls.compare()
    for happens in SILENT:
        happens(floor, lot)
        walls.compare()
    for before, after, happened in zip(walls.seen, walls.seen[1:], SILENT, strict=False):
        assert before != after, happened.__name__


def test_what_was_and_is_again_is_told_from_what_came_between(floor: Floor) -> None:
    lot = floor.at_screening(40)
    walls = Walls(floor.site)
    walls.compare()
    lay(floor, lot)
    walls.compare()
    take_away(floor, lot)
    walls.compare()
    assert mark_of(walls.seen[0]) == mark_of(walls.seen[2]) != mark_of(walls.seen[1])


def mark_of(shown: str) -> str:
    found = re.search(r'name="seen" value="([^"]+)"', shown)
    assert found
    return found[1]


def test_ages_grow_on_a_wall_where_nothing_happens(floor: Floor) -> None:
    floor.at_screening(40)
    walls = Walls(floor.site)
    first = walls.compare()
    floor.clock.pass_by(seconds=59)
    assert walls.compare() == first
    floor.clock.pass_by(seconds=1)
    assert walls.compare() != first


def test_an_offer_that_waits_too_long_calls_in_its_minute(floor: Floor) -> None:
    floor.book_in(10)
    walls = Walls(floor.site)
    later(floor, minutes=57)
    for _ in range(6):
        walls.compare()
        later(floor, minutes=1)
    calling = ["久未签收" in shown for shown in walls.seen]
    assert calling == sorted(calling)
    assert calling.index(True) == 3


@pytest.mark.parametrize(("language", "word"), [("zh", "筛查"), ("en", "Screening")])
def test_each_wall_reads_its_own_language(floor: Floor, language: str, word: str) -> None:
    app = create_app(floor.site)
    panel(app, language="zh", theme="dark")
    panel(app, language="en", theme="dark")
    assert word in panel(app, language=language, theme="dark")
    assert mark_of(panel(app, language=language)).endswith("-light")


def test_a_second_wall_costs_no_second_drawing(floor: Floor) -> None:
    floor.at_screening(40)
    app = create_app(floor.site)
    said: list[str] = []
    engine = floor.site.database.readers.kw["bind"]

    def hear(_: object, __: object, statement: str, *more: object) -> None:
        said.append(statement)

    panel(app)
    event.listen(engine, "before_cursor_execute", hear)
    try:
        panel(app)
        asked_again = len(said)
        floor.book_in(10)
        panel(app)
    finally:
        event.remove(engine, "before_cursor_execute", hear)
    assert asked_again < 5
    assert len(said) > 3 * asked_again


def test_what_is_kept_is_the_board_and_nobodys_page(floor: Floor) -> None:
    app = create_app(floor.site)
    pages = [app.test_client().get("/board").get_data(as_text=True) for _ in range(2)]
    tokens = {re.findall(r'csrf-token" content="([^"]+)"', page)[0] for page in pages}
    assert len(tokens) == 2


def test_a_reader_sees_one_moment_while_others_write(floor: Floor) -> None:
    lot = floor.at_screening(40)
    with floor.site.reading() as db:
        before = board_of(db)
        floor.decide(LEADER, "SCREEN-1", lot, counts={"unseen": 40})
        assert board_of(db) == before


def board_of(db: Db) -> list[object]:
    return [tuple(row) for row in db.execute(select(Lot.number, Lot.state, Lot.version))]
