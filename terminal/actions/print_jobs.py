"""A paper that waits is cancelled, tried again, or sent to another printer of the site.

Nothing of it was ever sent, so it stays one paper: a job that goes out, or of which nobody knows
whether it came out, is left alone. They are records within the session, each with its event.
"""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import select

from domain.errors import BadField
from domain.printing import TIED, WAITING, JobState, NothingWaits, PrintJob
from terminal.tending import address_of, expect_room, takes_papers_of, tend, waiting_job
from terminal.transaction import Answer, Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelPrint:
    """Say that a paper that waits shall never come out, and why."""

    act: ClassVar[str] = "cancel-print"
    job: int
    reason: str

    def perform(self, tx: Transaction) -> Answer:
        """Return what was cancelled; raises what `waiting_job` raises."""
        job = waiting_job(tx, self.job)
        job.state, job.changed_at = JobState.CANCELLED, tx.at
        job.reason, job.answered_by = "", tx.signed_name
        details = {"job": job.id, "lot": job.lot, "reason": self.reason[:200]}
        tx.record("paper:cancelled", details=details)
        _tell(tx, job.printer)
        return {"result": "print-cancelled", "about": about(job)}


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryPrint:
    """Let a paper be tried once more that could not be printed as it is."""

    act: ClassVar[str] = "retry-print"
    job: int

    def perform(self, tx: Transaction) -> Answer:
        """Return what waits again; raises what `waiting_job` raises."""
        job = waiting_job(tx, self.job)
        job.state, job.reason, job.changed_at = JobState.QUEUED, "", tx.at
        tx.record("paper:tried-again", details={"job": job.id, "lot": job.lot})
        _tell(tx, job.printer)
        return {"result": "print-retried", "about": about(job), "printer": job.printer}


@dataclass(frozen=True, slots=True, kw_only=True)
class MovePrint:
    """Let another printer of the site print a paper that waits: the same job, one paper."""

    act: ClassVar[str] = "move-print"
    job: int
    printer: str

    def perform(self, tx: Transaction) -> Answer:
        """Return where it comes out.

        Raises `NarrowPaper` for a printer with narrower paper than the one it was written for,
        `TiedPaper` for a test page or badge, `BadField` for the printer it waits at, and what
        `waiting_job` raises.
        """
        target = address_of(tx.site, self.printer)
        job = waiting_job(tx, self.job)
        if job.printer == target.code:
            raise BadField(field="printer", value=target.code)
        expect_room(tx.site, job, target)
        left = job.printer
        _move(tx, job, target.code)
        _tell(tx, left, target.code)
        return {"result": "print-moved", "about": about(job), "printer": target.code}


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveAllPrints:
    """Let another printer print everything that waits at one that is broken, paused or gone."""

    act: ClassVar[str] = "move-prints"
    of: str
    printer: str

    def perform(self, tx: Transaction) -> Answer:
        """Return how many papers were moved; a test page, a badge, or one that is too wide stays.

        Raises `NothingWaits`, `NarrowPaper` when none fits, `BadField` for the same printer.
        """
        target = address_of(tx.site, self.printer)
        tend(tx, self.of)
        if self.of == target.code:
            raise BadField(field="printer", value=target.code)
        query = select(PrintJob).where(
            PrintJob.printer == self.of,
            PrintJob.state.in_(WAITING),
            PrintJob.document.not_in(TIED),
        )
        ordered = query.order_by(PrintJob.id).with_for_update()
        jobs = list(tx.db.scalars(ordered.execution_options(populate_existing=True)))
        if not jobs:
            raise NothingWaits(printer=self.of)
        fits = [job for job in jobs if takes_papers_of(tx.site, job, target)]
        if not fits:
            expect_room(tx.site, jobs[0], target)
        for job in fits:
            _move(tx, job, target.code)
        _tell(tx, self.of, target.code)
        return {"result": "prints-moved", "count": len(fits), "printer": target.code}


def _move(tx: Transaction, job: PrintJob, target: str) -> None:
    details = {"job": job.id, "lot": job.lot, "from": job.printer, "to": target}
    job.printer, job.state, job.reason, job.changed_at = target, JobState.QUEUED, "", tx.at
    tx.record("paper:moved", details=details)


def about(job: PrintJob) -> str:
    """Return what a strip calls a job: its lot, or its number."""
    return job.lot or f"#{job.id}"


def _tell(tx: Transaction, *printers: str) -> None:
    for printer in printers:
        tx.tell("print", printer)
        tx.tell("printing", printer)
    tx.tell("desk", tx.station)
