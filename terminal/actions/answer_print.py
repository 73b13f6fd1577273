"""Somebody looked at the printer and says whether the uncertain paper came out.

It is an observation about a machine, not a decision about goods, so it is a record within the
session: a named event without a signature of its own.
"""

from dataclasses import dataclass
from typing import ClassVar

from devices.paper import Paper
from domain.printing import TIED, Document, JobState, NotUncertain
from terminal.actions.reprint import print_copy
from terminal.tending import asked_job, is_gone
from terminal.transaction import Answer, Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerPrint:
    """Say that an uncertain paper is there, or let it be printed again as a marked copy."""

    act: ClassVar[str] = "answer-print"
    job: int
    printed: bool

    def perform(self, tx: Transaction) -> Answer:
        """Return `printed` or `printed-again`; raises `NotUncertain` when nobody asked."""
        job, person = asked_job(tx, self.job)
        if job.state is not JobState.UNCERTAIN:
            raise NotUncertain(job=job.id, state=job.state.value)
        job.state = JobState.CONFIRMED if self.printed else JobState.CANCELLED
        job.answered_by, job.changed_at = person.name, tx.at
        is_badge = job.document is Document.BADGE
        lost = is_badge or (job.document in TIED and is_gone(tx.site, job.printer))
        copy = 0 if self.printed or lost else print_copy(tx, job)
        tx.record(
            "paper:found" if self.printed else "paper:missing" if lost else "paper:printed-again",
            details={"job": job.id, "lot": job.lot, "copy": copy},
        )
        tx.tell("desk", tx.station)
        if is_badge and not self.printed:
            return {"result": "badge-missing", "about": Paper.from_json(job.paper).title}
        if lost and not self.printed:
            return {"result": "print-cancelled", "about": f"#{job.id}"}
        return {"result": "printed" if self.printed else "printed-again", "about": job.lot}
