"""The giver's direct supervisor decides about a lot that did not change hands with the shift."""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import select

from domain.access import Act
from domain.cases import Discrepancy, DiscrepancyState
from domain.errors import BadField, UnknownThing, WrongState
from domain.handover import SamePerson
from domain.ledger import DISCREPANCY
from domain.lot import Lot
from domain.shift import UNSETTLED, Fate, LineState, ListState, ShiftLine, is_here
from terminal.actions.rule import expect_supervisor
from terminal.ratio import draft_notice
from terminal.transaction import Answer, Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleShift:
    """Decide: the giver keeps it and looks again, the receiver has it, or the difference is real.

    A real difference goes to the discrepancy account; both have signed their counts (K-18).
    """

    act: ClassVar[str] = Act.SETTLE_SHIFT
    line: int
    fate: Fate
    note: str = ""

    def perform(self, tx: Transaction) -> Answer:
        """Return the lot and what became of it."""
        query = select(Lot.number).join(ShiftLine, ShiftLine.lot_id == Lot.id)
        number = tx.db.scalar(query.where(ShiftLine.id == self.line))
        if number is None:
            raise UnknownThing(kind="shift-line", name=str(self.line))
        lot = tx.lock_lot(number)
        line = tx.db.get_one(ShiftLine, self.line, populate_existing=True)
        shift = line.shift
        person = tx.sign(Act.SETTLE_SHIFT)
        if line.state not in UNSETTLED or line.decided_at or shift.state is not ListState.TAKEN:
            raise WrongState(lot=number, state="settled", step=lot.step.value)
        expect_supervisor(tx, person, shift.giver_id)
        if person.id == shift.receiver_id:
            raise SamePerson(name=person.name)
        difference = self._carry_out(tx, line)
        line.fate, line.decided_by, line.decided_at = self.fate, tx.signed_name, tx.at
        tx.record(
            "shift:settled",
            lot=lot,
            quantity=lot.quantity,
            meaning=f"shift-{self.fate.value}",
            details={"list": shift.number, "difference": difference, "note": self.note},
        )
        draft_notice(tx, lot.batch)
        tx.tell("desk", lot.station)
        return {"result": "shift-settled", "lot": number}

    def _carry_out(self, tx: Transaction, line: ShiftLine) -> int:
        lot, shift = line.lot, line.shift
        if self.fate is Fate.KEEP:
            return 0
        if not is_here(lot, shift.station):
            raise WrongState(lot=lot.number, state=lot.state.value, step=lot.step.value)
        difference = 0
        if self.fate is Fate.BOOK:
            if line.state is not LineState.DIFFERENT or lot.quantity != line.held:
                raise BadField(field="fate", value=self.fate.value)
            difference = _book(tx, line)
        lot.person_id = shift.receiver_id or lot.person_id
        return difference


def _book(tx: Transaction, line: ShiftLine) -> int:
    lot, shift = line.lot, line.shift
    difference = (line.second_count or 0) - lot.quantity
    if difference < 0:
        lot.batch.move(lot.account, DISCREPANCY, -difference)
    else:
        lot.batch.move(DISCREPANCY, lot.account, difference)
    tx.db.add(
        Discrepancy(
            batch_id=lot.batch_id,
            lot_id=lot.id,
            quantity=difference,
            state=DiscrepancyState.CLOSED,
            proposed_by=shift.receiver_name,
            proposer_id=shift.receiver_id or 0,
            proposer_station=shift.station,
            proposed_at=shift.taken_at or tx.at,
            agreed_by=shift.giver_name,
            agreer_id=shift.giver_id,
            closed_by=tx.signed_name,
            closed_at=tx.at,
            note=shift.number,
        )
    )
    return difference
