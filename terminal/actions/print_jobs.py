"""A paper that waits is cancelled, tried again, or sent to another printer of the site.

Nothing of it was ever sent, so it stays one paper: a job that goes out, or of which nobody knows
whether it came out, is left alone. They are records within the session, each with its event.
"""

from dataclasses import dataclass
from typing import ClassVar

from domain.errors import BadField
from domain.printing import JobState, PrintJob
from terminal.tending import address_of, expect_room, waiting_job
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
        `TiedPaper` for a test page, `BadField` for the printer it waits at, and what `waiting_job`
        raises.
        """
        target = address_of(tx.site, self.printer)
        job = waiting_job(tx, self.job)
        if job.printer == target.code:
            raise BadField(field="printer", value=target.code)
        expect_room(tx.site, job, target)
        left = job.printer
        job.printer, job.state, job.reason, job.changed_at = (
            target.code, JobState.QUEUED, "", tx.at,
        )  # fmt: skip
        details = {"job": job.id, "lot": job.lot, "from": left, "to": target.code}
        tx.record("paper:moved", details=details)
        _tell(tx, left, target.code)
        return {"result": "print-moved", "about": about(job), "printer": target.code}


def about(job: PrintJob) -> str:
    """Return what a strip calls a job: its lot, or its number."""
    return job.lot or f"#{job.id}"


def _tell(tx: Transaction, *printers: str) -> None:
    for printer in printers:
        tx.tell("print", printer)
        tx.tell("printing", printer)
    tx.tell("desk", tx.station)
