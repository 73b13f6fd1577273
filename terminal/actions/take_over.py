"""Lots whose responsible person has left get a new one: who has them by the rule signs."""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import select

from domain.access import Act
from domain.batch import Batch
from domain.custody import NotYours, StillInHand
from domain.lot import Lot, LotState
from terminal.custody import staff
from terminal.locking import lock_batches
from terminal.transaction import Answer, Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeOver:
    """The team's leader signs that all lots of who has left are his now (K-16).

    `lot` is one of them; they are taken over together, in one signature.

    His deputy may, and the direct supervisor of who has left. Nothing is counted: he has them by
    the rule already, and the next hand-over or change of shift counts.
    """

    act: ClassVar[str] = Act.TAKE_OVER
    lot: str
    version: int

    def perform(self, tx: Transaction) -> Answer:
        """Return how many lots; raises `StillInHand`, or `NotYours` with who has them."""
        _lock_all_in_the_name_of_who_has(tx, self.lot)
        lot = tx.lock_lot(self.lot, self.version)
        person = tx.sign(Act.TAKE_OVER)
        known, left = staff(tx.db), lot.person_id
        if lot.state is LotState.ENDED or not known.has_left(left):
            raise StillInHand(lot=lot.number, name=known.name(left))
        mine = {person.id, *(other.person for other in tx.stand_ins)}
        if not mine & known.heirs(left):
            raise NotYours(lot=lot.number, name=known.name(known.holder(left) or 0))
        query = select(Lot).where(Lot.person_id == left, Lot.state != LotState.ENDED)
        lots = list(tx.db.scalars(query.order_by(Lot.id)))
        for one in lots:
            one.person_id = person.id
            tx.record("lot:taken-over", lot=one, meaning="taken-over", details={"from": left})
            tx.tell("desk", one.station)
        return {"result": "taken-over", "name": known.name(left), "lots": len(lots)}


def _lock_all_in_the_name_of_who_has(tx: Transaction, number: str) -> None:
    left = select(Lot.person_id).where(Lot.number == number).scalar_subquery()
    query = select(Batch.number).join(Lot, Lot.batch_id == Batch.id)
    lock_batches(tx, tx.db.scalars(query.where(Lot.person_id == left, Lot.state != LotState.ENDED)))
