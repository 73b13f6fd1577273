"""Pieces by weight: what one piece weighs, and when a weight says how many they are."""

from dataclasses import dataclass
from datetime import datetime
from math import sqrt
from typing import Final

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Counter, Record
from domain.errors import DomainError

LEAST_SAMPLE: Final = 10
"""Pieces that are counted by hand for a reference, at least."""
STEPS: Final = 50
"""A reference weighs at least as many of the scale's steps, or the step would be all of it."""
VARIATION: Final = 0.005
"""How much one board differs from the next, as a part of its weight (standard deviation)."""
SURE: Final = 2.0
"""Standard deviations on which a figure is relied."""
HALF: Final = 0.5


class ScaleUnsettled(DomainError):
    """No settled weight lies on this station's scale."""

    code = "scale-unsettled"


class SampleTooSmall(DomainError):
    """A reference takes at least `least` counted pieces, and enough weight for this scale."""

    code = "sample-too-small"


class CountByHand(DomainError):
    """The weight does not say without doubt how many pieces lie on the scale."""

    code = "count-by-hand"


class PieceWeight(Record):
    """So many counted pieces of a product weighed so much; the last one counts."""

    __tablename__ = "piece_weight"
    __table_args__ = (Index("piece_weight_of_product", "product_id", "id"),)

    id: Mapped[int] = mapped_column(Counter, init=False, primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"))
    pieces: Mapped[int]
    milligrams: Mapped[int] = mapped_column(Counter)
    step: Mapped[int] = mapped_column(Counter)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    station: Mapped[str]
    weighed_at: Mapped[datetime]

    @property
    def of_one(self) -> float:
        """What one piece weighs, in milligrams."""
        return self.milligrams / self.pieces


@dataclass(frozen=True, slots=True)
class Estimate:
    """How many pieces a weight comes to: the nearest number, and how far off it may be.

    `sure` says that no other number is possible, and that it is a number at all: half a board
    more is something else on the scale.
    """

    pieces: int
    off: float
    within: float

    @property
    def sure(self) -> bool:
        """Whether the figure may be offered."""
        return self.pieces > 0 and self.off <= self.within and self.off + self.within < HALF


def expect_sample(pieces: int, milligrams: int, step: int) -> None:
    """Raise `SampleTooSmall` unless a reference can be relied on."""
    if pieces < LEAST_SAMPLE or milligrams < step * STEPS:
        raise SampleTooSmall(least=LEAST_SAMPLE)


def estimate(milligrams: int, step: int, reference: PieceWeight) -> Estimate:
    """Return how many pieces a weight comes to.

    What may be off adds up in quadrature: the scale's step, the reference's own step and its
    boards' differences, both as often as there are pieces, and these boards' differences.
    """
    one = reference.of_one
    number = milligrams / one
    nearest = max(0, round(number))
    parts = (
        step / one / SURE,
        number * reference.step / reference.milligrams / SURE,
        number * VARIATION / sqrt(reference.pieces),
        sqrt(max(number, 0.0)) * VARIATION,
    )
    within = SURE * sqrt(sum(part * part for part in parts))
    return Estimate(nearest, abs(number - nearest), within)
