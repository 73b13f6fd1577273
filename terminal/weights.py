"""What lies on the scale of a station now, and how many pieces of a product that is."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from devices.scale import Weight
from domain.batch import Batch
from domain.lot import Lot
from domain.weighing import Estimate, PieceWeight, estimate

if TYPE_CHECKING:
    from terminal.site import Site

FRESH: Final = timedelta(seconds=20)
"""A scale may speak only when its weight has settled; after that, nobody knows what lies there."""


@dataclass(frozen=True, slots=True)
class OnScale:
    """The last weight that a scale has told, and when."""

    weight: Weight
    at: datetime

    @property
    def settled(self) -> int:
        """The weight in milligrams when it has settled; 0 for nothing, unsettled, or less."""
        return max(0, self.weight.milligrams) if self.weight.stable else 0


def settled(site: "Site", station: str) -> OnScale | None:
    """Return the settled weight on a station's scale, nothing when there is none now."""
    found = site.scales.get(station)
    if found is None or not found.settled or site.now() - found.at > FRESH:
        return None
    return found


def has_scale(site: "Site", station: str) -> bool:
    """Return whether a station has a scale."""
    return any(one.kind == "scale" and one.station == station for one in site.settings.scanners)


def reference_of(db: Db, lot: str) -> PieceWeight | None:
    """Return what a piece of a lot's product weighs, as it was weighed last."""
    query = (
        select(PieceWeight)
        .join(Batch, Batch.product_id == PieceWeight.product_id)
        .join(Lot, Lot.batch_id == Batch.id)
        .where(Lot.number == lot)
    )
    return db.scalar(query.order_by(PieceWeight.id.desc()).limit(1))


def pieces_of(found: OnScale, reference: PieceWeight) -> Estimate:
    """Return how many pieces lie on a scale."""
    return estimate(found.settled, found.weight.step, reference)


def in_words(milligrams: float) -> str:
    """Return a weight as it is shown: grams, or kilograms from ten on."""
    grams = milligrams / 1000
    return f"{grams / 1000:.3f} kg" if grams >= 10_000 else f"{grams:.2f} g"  # noqa: PLR2004
