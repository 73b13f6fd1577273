"""A list of a shift waits and nobody takes it over: the giver's direct supervisor sees to it."""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import select

from domain.access import Act
from domain.errors import BadField
from domain.shift import ListAnswered, ListState, ShiftList
from terminal.actions.rule import expect_supervisor
from terminal.transaction import Answer, Transaction, required


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteShift:
    """Write down what is done about it; it is back in his list when it still waits an hour later.

    A record, not a signature: custody moves only when the arriving person signs.
    """

    act: ClassVar[str] = Act.NOTE_SHIFT
    shift: str
    note: str

    def perform(self, tx: Transaction) -> Answer:
        """Return the list; raises `ListAnswered` when somebody has taken it over meanwhile."""
        query = select(ShiftList).where(ShiftList.number == self.shift).with_for_update()
        found = tx.db.scalar(query.execution_options(populate_existing=True))
        shift = required(found, "shift-list", self.shift[:40])
        person = tx.sign(Act.NOTE_SHIFT)
        expect_supervisor(tx, person, shift.giver_id)
        if shift.state is not ListState.OPEN:
            raise ListAnswered(list=shift.number)
        if not self.note:
            raise BadField(field="note", value="")
        shift.noted_by, shift.noted_at = tx.signed_name, tx.at
        tx.record("shift:noted", details={"list": shift.number, "note": self.note})
        tx.tell("desk", shift.station)
        return {"result": "shift-noted", "list": shift.number}
