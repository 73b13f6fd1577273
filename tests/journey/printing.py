"""Printers of a running service: papers that are owed to them, and what lies in their trays."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

from sqlalchemy import select

from devices.escpos.compiler import compile_paper
from devices.paper import Paper, Text
from devices.sim.page import PrintedPaper
from domain.printing import Document, JobState, PrintJob
from terminal.database import Database, open_database
from tests.devices.samples import FONTS, NATIVE, a_traveler
from tests.floor import INSPECTOR, LEADER, LINE, PACKER, QUALITY, REPAIRER, SALES, TESTER
from tests.journey.crew import Crew
from tests.journey.shop import PATIENCE, ROOT, Shop, free_port

WORKERS = {
    "SALES-1": SALES, "RECV-1": PACKER, "SCREEN-1": LEADER, "REWORK-1": LINE,
    "REPAIR-1": REPAIRER, "REVIEW-1": QUALITY, "RETEST-1": TESTER, "OQC-1": INSPECTOR,
    "PACK-1": PACKER,
}  # fmt: skip


@dataclass
class Trays:
    """What came out of each printer so far."""

    shop: Shop
    database: Database
    papers: dict[str, list[PrintedPaper]] = field(default_factory=dict)
    seen: dict[str, int] = field(default_factory=dict)

    def owe(self, printer: str) -> int:
        """Owe a traveler with a number of its own; there is one printer for each station."""
        with self.database.writing() as db:
            now = datetime.now(UTC)
            job = PrintJob(printer=printer, document=Document.TRAVELER, paper="", queued_at=now)
            db.add(job)
            db.flush()
            paper = a_traveler()
            numbered = (Text(f"No. {job.id:05}"), *paper.blocks)
            job.paper = replace(paper, blocks=numbered).to_json()
            job.lot = f"RT-0000-{job.id:05}.1"
            return job.id

    def change(self, job: int, **values: object) -> None:
        with self.database.writing() as db:
            row = db.get_one(PrintJob, job)
            for name, value in values.items():
                setattr(row, name, value)

    def row(self, job: int) -> PrintJob:
        with self.database.reading() as db:
            return db.get_one(PrintJob, job)

    def rows(self) -> list[PrintJob]:
        with self.database.reading() as db:
            return list(db.scalars(select(PrintJob).order_by(PrintJob.id)))

    def states(self) -> dict[int, JobState]:
        return {row.id: row.state for row in self.rows()}

    def look(self) -> None:
        """Take what has come out since the last look."""
        for code, twin in self.shop.printers.items():
            new = twin.printed - self.seen.get(code, 0)
            self.seen[code] = twin.printed
            self.papers.setdefault(code, []).extend(twin.papers[-new:] if new else [])

    def whole(self, job: PrintJob) -> int:
        data = compile_paper(Paper.from_json(job.paper), NATIVE, FONTS)
        return sum(paper.raw == data for paper in self.papers.get(job.printer, []))

    def until(self, what: str, holds: Callable[[], bool]) -> None:
        end = monotonic() + PATIENCE
        while not holds():
            assert monotonic() < end, (what, self.states())
            next(iter(self.shop.printers.values())).wait_for_papers(1 << 30, 0.03)
            self.look()

    def answer_all(self, crew: Crew) -> None:
        """Let somebody at each printer say what he sees, on the page."""
        self.look()
        for row in self.rows():
            if row.state is JobState.UNCERTAIN:
                worker = WORKERS[row.printer]
                there = self.whole(row) > 0
                crew.note(worker, row.printer, "answer-print", job=row.id, printed=there)

    def judge(self) -> None:
        """Assert that no paper is lost and none is there twice without a mark."""
        rows = self.rows()
        for row in rows:
            copies = [one for one in rows if one.lot == row.lot and one.copy > 1]
            if row.copy == 1 and row.state is not JobState.FAILED and row.answered_by != "nobody":
                assert self.whole(row) <= 1, row
                assert self.whole(row) + sum(map(self.whole, copies)) >= 1, row


@contextmanager
def a_shop_with_trays(folder: Path) -> Iterator[tuple[Shop, Trays]]:
    """A shop that is not open yet, on SQLite."""
    url = f"sqlite:///{folder}/floor.db"
    shop = Shop(folder, url, free_port())
    shop.prepare()
    database = open_database(url)
    try:
        yield shop, Trays(shop, database)
    finally:
        database.dispose()
        shop.stop()


def kill_before_the_first_byte(shop: Shop, printer: str) -> None:
    """Let a service mark a printer's next paper and kill -9 it before it sends anything."""
    command = [sys.executable, "-m", "tests.journey.held_spool", str(shop.config), printer]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as service:
        assert service.stdout
        assert service.stdout.readline() == b"marked\n"
        service.kill()
