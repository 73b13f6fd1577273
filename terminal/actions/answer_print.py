"""Somebody looked at the printer and says whether the uncertain paper came out.

It is an observation about a machine, not a decision about goods, so it is a record within the
session: a named event without a signature of its own.
"""

from dataclasses import dataclass
from typing import ClassVar

from devices.paper import Paper
from domain.printing import Document, JobState, NotUncertain
from terminal.actions.reprint import locked_job, print_copy, sign_for_paper
from terminal.transaction import Answer, Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerPrint:
    """Say that an uncertain paper is there, or let it be printed again as a marked copy."""

    act: ClassVar[str] = "answer-print"
    job: int
    printed: bool

    def perform(self, tx: Transaction) -> Answer:
        """Return `printed` or `printed-again`; raises `NotUncertain` when nobody asked."""
        job = locked_job(tx, self.job)
        person = sign_for_paper(tx)
        if job.state is not JobState.UNCERTAIN:
            raise NotUncertain(job=job.id, state=job.state.value)
        job.state = JobState.CONFIRMED if self.printed else JobState.CANCELLED
        job.answered_by, job.changed_at = person.name, tx.at
        is_badge = job.document is Document.BADGE
        copy = 0 if self.printed or is_badge else print_copy(tx, job)
        tx.record(
            "paper:found"
            if self.printed
            else "paper:missing"
            if is_badge
            else "paper:printed-again",
            details={"job": job.id, "lot": job.lot, "copy": copy},
        )
        tx.tell("desk", tx.station)
        if is_badge and not self.printed:
            return {"result": "badge-missing", "about": Paper.from_json(job.paper).title}
        return {"result": "printed" if self.printed else "printed-again", "about": job.lot}
