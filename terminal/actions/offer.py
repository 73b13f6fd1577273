"""The giver offers a decided lot again, after a withdrawal or a recount."""

from dataclasses import dataclass
from typing import ClassVar

from domain import handing
from domain.access import Act
from domain.handover import Handover
from domain.lot import Lot
from terminal import papers
from terminal.custody import sign_as_holder
from terminal.transaction import Answer, Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """Count a decided lot again and offer it to the step of its route."""

    act: ClassVar[str] = Act.OFFER
    lot: str
    version: int
    count: int

    def perform(self, tx: Transaction) -> Answer:
        """Return the number of the new hand-over."""
        lot = tx.lock_lot(self.lot, self.version)
        sign_as_holder(tx, Act.OFFER, lot, lot.came_by)
        lot.expect_at(lot.step, tx.station)
        handover = make_offer(tx, lot, self.count)
        tx.record(
            "handover:offered",
            lot=lot,
            to_step=handover.target,
            quantity=self.count,
            meaning="offered",
            details={"handover": handover.number},
        )
        papers.print_traveler(tx, lot)
        tx.tell("desk", tx.station)
        return {"result": "offered", "lot": lot.number, "handover": handover.number}


def make_offer(tx: Transaction, lot: Lot, count: int) -> Handover:
    """Offer a lot in this transaction and tell the stations that may receive it."""
    handover = handing.offer(lot, count, tx.hand)
    tx.db.add(handover)
    tx.tell("waiting", handover.target)
    return handover
