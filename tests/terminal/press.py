"""A station's slip printer at work: its spool on a real database, and what came out of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from time import monotonic

from sqlalchemy import select

from devices.escpos.commands import ask_when_printed
from devices.escpos.compiler import compile_paper
from devices.paper import Paper, Text
from devices.printer import Printer
from devices.profile import Profile
from devices.sim.page import PrintedPaper
from devices.sim.printer import SimulatedPrinter
from domain.printing import Document, JobState, PrintJob
from terminal.spool import Spool
from tests.devices.samples import FONTS, NATIVE, a_simulated_printer
from tests.floor import SALES, Floor

STATION, PRINTER = "SALES-1", "sales-1-slip"
PATIENCE = 30.0
A_QUESTION = ask_when_printed(0)


@dataclass
class Press:
    """One printer; `papers` are all that came out of it, whole or torn, oldest first."""

    floor: Floor
    twin: SimulatedPrinter
    profile: Profile = field(init=False)
    spool: Spool = field(init=False)
    model: Paper = field(init=False)
    papers: list[PrintedPaper] = field(default_factory=list)
    _seen: int = 0

    def owe(self) -> int:
        """Owe a traveler like the one that a real act has printed, of a number of its own."""
        with self.floor.site.writing() as db:
            job = PrintJob(
                printer=PRINTER, document=Document.TRAVELER, paper="", queued_at=self.floor.clock()
            )
            db.add(job)
            db.flush()
            number = job.id
            job.lot = f"RT-0000-{number:05}.1"
            named = Text(f"No. {number:05}"), *self.model.blocks
            job.paper = replace(self.model, blocks=named).to_json()
        return number

    def row(self, job: int) -> PrintJob:
        with self.floor.site.reading() as db:
            return db.get_one(PrintJob, job)

    def rows(self) -> list[PrintJob]:
        with self.floor.site.reading() as db:
            query = select(PrintJob).where(PrintJob.printer == PRINTER).order_by(PrintJob.id)
            return list(db.scalars(query))

    def bytes_of(self, job: int) -> bytes:
        return compile_paper(Paper.from_json(self.row(job).paper), self.profile, FONTS)

    def look(self) -> list[PrintedPaper]:
        """Take what has come out since the last look, as the operator does."""
        count = self.twin.printed - self._seen
        self._seen += count
        # Half a question is no paper, though the strict printer shows it as one.
        found = self.twin.papers[-count:] if count else []
        found = [paper for paper in found if not A_QUESTION[:5].startswith(paper.raw[:5])]
        self.papers += found
        return found

    def answer(self, job: int, *, printed: bool) -> None:
        """Say on the page whether an uncertain paper came out; else a marked copy is owed."""
        self.floor.note(SALES, STATION, "answer-print", job=job, printed=printed)

    def copies_of(self, job: int) -> list[PrintJob]:
        with self.floor.site.reading() as db:
            of_it = select(PrintJob).where(PrintJob.lot == self.row(job).lot, PrintJob.copy > 1)
            return list(db.scalars(of_it.order_by(PrintJob.id)))

    def use(
        self, profile: Profile, *, proof_seconds: float = PATIENCE, answer_seconds: float = PATIENCE
    ) -> None:
        """Serve the printer as one of another profile, or with less patience."""
        printer = Printer(
            PRINTER,
            f"sim:{self.twin.name}",
            profile,
            self.floor.clock,
            proof_seconds=proof_seconds,
            answer_seconds=answer_seconds,
        )
        self.profile, self.spool = profile, Spool(self.floor.site, printer, FONTS)

    def finish(self) -> None:
        """Print all that waits on a printer that is in order."""
        self.twin.heal()
        while self.spool.print_next():
            pass
        self.look()

    def came_out(self, job: int, count: int) -> int:
        """Return how many whole papers of a job there are, at the latest when there are enough."""
        data, end = self.bytes_of(job), monotonic() + PATIENCE
        while sum(paper.raw == data for paper in self.papers) < count and monotonic() < end:
            self.twin.wait_for_papers(self.twin.printed + 1, 0.05)
            self.look()
        return sum(paper.raw == data for paper in self.papers)


@contextmanager
def a_press(floor: Floor, profile: Profile = NATIVE) -> Iterator[Press]:
    """Give a floor one simulated printer; a traveler that a real act has printed is the model."""
    with a_simulated_printer(profile) as twin:
        press = Press(floor, twin)
        press.use(profile)
        floor.book_in(50)
        real = press.rows()[0]
        press.model = Paper.from_json(real.paper)
        with floor.site.writing() as db:
            db.get_one(PrintJob, real.id).state = JobState.CONFIRMED
        yield press
