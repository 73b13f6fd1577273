"""A printer's worker on a simulated printer of its own, driven by hand, one paper at a time."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from itertools import count
from typing import Final

from sqlalchemy import select

from devices.paper import Cut, Paper, Text
from devices.printer import Printer
from devices.profile import Profile
from devices.sim.printer import simulated_printer
from domain.events import Event
from domain.printing import Document, JobState, PrintJob
from terminal.print_policy import Policy
from terminal.spool import Spool
from tests.devices.neighbours import PATIENCE
from tests.devices.samples import FONTS, NATIVE
from tests.floor import Floor

numbers = count(1)
SHORT: Final = Paper(title="小纸", blocks=(Text("小纸"), Cut())).to_json()


class Press:
    """One spool with its simulated printer.

    `meanwhile` are things that happen while it works, one at each look at the clock: the first
    when the printer has answered how it is, the second when the job is going out.
    """

    def __init__(self, floor: Floor, code: str, profile: Profile) -> None:
        self.floor = floor
        self.meanwhile: list[Callable[[], object]] = []
        self.twin = simulated_printer(f"press-{next(numbers)}", dots=profile.dots)
        printer = Printer(
            code,
            f"sim:{self.twin.name}",
            profile,
            self.now,
            proof_seconds=PATIENCE,
            answer_seconds=PATIENCE,
        )
        self.spool = Spool(floor.site, printer, FONTS)

    @property
    def papers(self) -> int:
        """How many papers have come out."""
        return self.twin.printed

    def at(self, url: str, profile: Profile) -> None:
        """Serve the printer at another address with a worker of its own, as after a restart."""
        printer = Printer(self.spool.printer.code, url, profile, self.now)
        self.spool = Spool(self.floor.site, printer, FONTS)

    def now(self) -> datetime:
        if self.meanwhile:
            self.meanwhile.pop(0)()
        return self.floor.clock()


def nothing() -> None:
    """Time passes."""


@contextmanager
def a_press(floor: Floor, code: str, profile: Profile = NATIVE) -> Iterator[Press]:
    """Serve one printer of the demo factory on a twin that no other test knows."""
    press = Press(floor, code, profile)
    try:
        yield press
    finally:
        press.twin.close()


def owe(
    floor: Floor,
    printer: str,
    paper: str = SHORT,
    lot: str = "",
    document: Document = Document.TRAVELER,
) -> int:
    """Owe a paper to a printer; returns its job's number."""
    job = PrintJob(
        printer=printer, document=document, paper=paper, queued_at=floor.clock(), lot=lot
    )
    with floor.site.writing() as db:
        db.add(job)
        db.flush()
        return job.id


def job(floor: Floor, number: int) -> PrintJob:
    """Return a job as it stands in the database."""
    with floor.site.reading() as db:
        return db.get_one(PrintJob, number)


def state(floor: Floor, number: int) -> JobState:
    """Return what has become of a job."""
    return job(floor, number).state


def become(floor: Floor, number: int, after: JobState) -> None:
    """Let a job be in a state that a test starts from."""
    with floor.site.writing() as db:
        db.get_one(PrintJob, number).state = after


def told(floor: Floor, kind: str) -> list[Event]:
    """The events of one kind, oldest first."""
    with floor.site.reading() as db:
        return list(db.scalars(select(Event).where(Event.kind == kind).order_by(Event.number)))


def diverting(floor: Floor, code: str, fallback: str, seconds: int = 60) -> Floor:
    """The same floor, with another error policy of one printer."""
    changed = tuple(
        replace(one, policy=Policy("divert", fallback, seconds)) if one.code == code else one
        for one in floor.site.settings.printers
    )
    settings = replace(floor.site.settings, printers=changed)
    return replace(floor, site=replace(floor.site, settings=settings))
