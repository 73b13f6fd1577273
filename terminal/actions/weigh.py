"""So many counted pieces lie on the scale: from now on it tells how many there are."""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import select

from domain.access import Act
from domain.batch import Batch
from domain.lot import Lot
from domain.weighing import PieceWeight, ScaleUnsettled, expect_sample
from terminal.transaction import Answer, Transaction
from terminal.weights import settled


@dataclass(frozen=True, slots=True, kw_only=True)
class WeighSample:
    """Keep what the pieces on this station's scale weigh, for the product of a lot.

    A record, not a signature: it says nothing about the lot, and every count stays a person's.
    """

    act: ClassVar[str] = Act.WEIGH_SAMPLE
    lot: str
    pieces: int

    def perform(self, tx: Transaction) -> Answer:
        """Return the pieces; raises `ScaleUnsettled` or `SampleTooSmall`."""
        product = tx.db.scalar(
            select(Batch.product_id)
            .join(Lot, Lot.batch_id == Batch.id)
            .where(Lot.number == self.lot)
        )
        person = tx.sign(Act.WEIGH_SAMPLE)
        found = settled(tx.site, tx.station)
        if found is None or product is None:
            raise ScaleUnsettled(station=tx.station)
        weight = found.weight
        expect_sample(self.pieces, found.settled, weight.step)
        tx.db.add(PieceWeight(
            product_id=product, pieces=self.pieces, milligrams=found.settled, step=weight.step,
            person_id=person.id, station=tx.station, weighed_at=tx.at,
        ))  # fmt: skip
        tx.record("product:weighed", details={
            "product": product, "pieces": self.pieces, "milligrams": found.settled,
            "step": weight.step,
        })  # fmt: skip
        tx.tell("desk", tx.station)
        return {"result": "sample-weighed", "pieces": self.pieces}
