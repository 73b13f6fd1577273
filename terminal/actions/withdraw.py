"""The giver takes back an offer that nobody has answered."""

from dataclasses import dataclass
from typing import ClassVar

from domain import handing
from domain.access import Act
from terminal.actions.receive import tell_both
from terminal.custody import sign_as_holder
from terminal.lookup import open_handover
from terminal.transaction import Answer, Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdraw:
    """Withdraw an unanswered offer; the lot can be offered again."""

    act: ClassVar[str] = Act.WITHDRAW
    lot: str
    version: int

    def perform(self, tx: Transaction) -> Answer:
        """Return the lot's number."""
        lot = tx.lock_lot(self.lot, self.version)
        sign_as_holder(tx, Act.WITHDRAW, lot)
        lot.expect_at(lot.step, tx.station)
        handover = open_handover(tx.db, lot)
        handing.withdraw(handover, tx.at)
        tx.record(
            "handover:withdrawn",
            lot=lot,
            quantity=handover.quantity,
            meaning="withdrawn",
            details={"handover": handover.number},
        )
        tell_both(tx, handover)
        return {"result": "withdrawn", "lot": lot.number}
