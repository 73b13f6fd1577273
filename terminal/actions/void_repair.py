"""A repair record that was wrong is voided, and its pieces are recorded again."""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import select

from domain.access import Act
from domain.findings import RepairRecord
from domain.lot import OPEN_WORK
from terminal import pieces
from terminal.ratio import draft_notice
from terminal.repairs import payer_of
from terminal.transaction import Answer, Transaction, required


@dataclass(frozen=True, slots=True, kw_only=True)
class VoidRepair:
    """Void an open repair record (作废): it stays readable and counts no more."""

    act: ClassVar[str] = "void-repair"
    lot: str
    version: int
    record: int

    def perform(self, tx: Transaction) -> Answer:
        """Return how many pieces have to be recorded again."""
        lot = tx.lock_lot(self.lot, self.version)
        tx.sign(Act.RECORD, lot.step, lot.came_by)
        lot.expect_at(lot.step, tx.station)
        lot.expect_state(*OPEN_WORK)
        query = select(RepairRecord).where(
            RepairRecord.id == self.record,
            RepairRecord.lot_id == lot.id,
            RepairRecord.closed_by == 0,
        )
        record = required(tx.db.scalar(query), "repair-record", str(self.record))
        record.closed_by = record.voided_by = tx.next_event
        tx.flush()
        lot.payer = payer_of(tx.db, lot)
        tx.record(
            "repair:voided",
            lot=lot,
            quantity=record.quantity,
            details={"record": record.id, "outcome": record.outcome.value, "cause": record.cause},
        )
        pieces.unmark(tx.db, lot, record)
        draft_notice(tx, lot.batch)
        tx.tell("desk", tx.station)
        return {"result": "voided", "lot": lot.number, "quantity": record.quantity}
