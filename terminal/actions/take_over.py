"""A lot whose responsible person has left gets a new one: who has it by the rule signs for it."""

from dataclasses import dataclass
from typing import ClassVar

from domain.access import Act
from domain.custody import NotYours, StillInHand
from domain.lot import LotState
from terminal.custody import staff
from terminal.transaction import Answer, Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeOver:
    """The team's leader signs that the lots of who has left are his now (K-16).

    His deputy may, and the direct supervisor of who has left. Nothing is counted: he has them by
    the rule already, and the next hand-over or change of shift counts.
    """

    act: ClassVar[str] = Act.TAKE_OVER
    lot: str
    version: int

    def perform(self, tx: Transaction) -> Answer:
        """Return the lot; raises `StillInHand`, or `NotYours` with who has it."""
        lot = tx.lock_lot(self.lot, self.version)
        person = tx.sign(Act.TAKE_OVER)
        known, left = staff(tx.db), lot.person_id
        if lot.state is LotState.ENDED or not known.has_left(left):
            raise StillInHand(lot=lot.number, name=known.name(left))
        mine = {person.id, *(other.person for other in tx.stand_ins)}
        if not mine & known.heirs(left):
            raise NotYours(lot=lot.number, name=known.name(known.holder(left) or 0))
        lot.person_id = person.id
        tx.record("lot:taken-over", lot=lot, meaning="taken-over", details={"from": left})
        tx.tell("desk", lot.station)
        return {"result": "taken-over", "lot": lot.number}
