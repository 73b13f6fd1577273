"""A department signs for forms that came without goods, several of them at once."""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import select

from domain.access import Act
from domain.batch import Batch
from domain.errors import BadField, UnknownThing
from domain.paperwork import SIGNS_FOR, FormHandover
from domain.process import Role
from terminal.locking import lock_batches_of, read_ids
from terminal.transaction import Answer, Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveForms:
    """Sign for the forms that lie before me (`forms` are their ids); what is missing stays open.

    The management office reviews the weekly report: its signature has a `note` (K-36).
    """

    act: ClassVar[str] = Act.RECEIVE_FORMS
    forms: tuple[str, ...]
    note: str = ""

    def perform(self, tx: Transaction) -> Answer:
        """Return how many forms were signed for."""
        wanted = read_ids("forms", self.forms)
        batches = lock_batches_of(tx, FormHandover, wanted)
        query = select(FormHandover).where(FormHandover.id.in_(wanted)).order_by(FormHandover.id)
        query = query.with_for_update().execution_options(populate_existing=True)
        found = list(tx.db.scalars(query))
        if not found or len(found) < len(wanted):
            raise UnknownThing(kind="form", name=",".join(self.forms)[:40])
        among = frozenset[Role].intersection(*(SIGNS_FOR[form.department] for form in found))
        tx.sign(Act.RECEIVE_FORMS, among=among)
        for form in found:
            self._receive(tx, form, batches.get(form.batch_id or 0))
        tx.tell("desk", tx.station)
        return {"result": "forms-received", "count": len(found)}

    def _receive(self, tx: Transaction, form: FormHandover, batch: Batch | None) -> None:
        if form.is_reviewed and not self.note:
            raise BadField(field="note", value="")
        form.receive(tx.hand, self.note)
        tx.record(
            "form:received",
            batch=batch,
            meaning="report-reviewed" if form.is_reviewed else "form-received",
            details={
                "form": form.kind.value,
                "number": form.number,
                "to": form.department.value,
                "note": self.note,
            },
        )
