"""Which figures of a batch nobody may see while a receiver has not counted.

Everything that was said about pieces since their last receipt is hidden while their offer is
open; figures that were received earlier stay visible (process.md, Independent count).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from domain.batch import Batch
from domain.events import Event
from domain.handover import Handover, HandoverState
from domain.lot import Descent, Lot, LotState

RECEIPTS: Final = frozenset(
    {"handover:received", "handover:received-in-part", "discrepancy:agreed"}
)
ON_THEIR_WAY: Final = frozenset({LotState.DECIDED, LotState.OFFERED, LotState.DISPUTED})


@dataclass(frozen=True, slots=True)
class Kin:
    """A lot came out of another one at an event."""

    child: int
    parent: int
    event: int


@dataclass(frozen=True, slots=True)
class _Veil:
    """Events of these lots after `since` are hidden; an ancestor's only up to the split."""

    until: Mapping[str, int | None]
    since: int

    def covers(self, lot: str, event: int) -> bool:
        if lot not in self.until or event <= self.since:
            return False
        until = self.until[lot]
        return until is None or event <= until


@dataclass(frozen=True, slots=True)
class Blind:
    """What must not be told of one batch now; `lots` are those whose offer is open."""

    lots: frozenset[str]
    veils: tuple[_Veil, ...]

    def hides(self, lot: str | None, event: int) -> bool:
        """Whether an event's figures are hidden; those of the whole batch are, after any offer."""
        if lot is None:
            return any(event > veil.since for veil in self.veils)
        return any(veil.covers(lot, event) for veil in self.veils)

    @property
    def hides_total(self) -> bool:
        """Whether even the received total is hidden: nobody but Sales has counted it."""
        return any(veil.since == 0 for veil in self.veils)

    @property
    def hides_anything(self) -> bool:
        """Whether an offer is open."""
        return bool(self.veils)


def blind(
    lots: Sequence[Lot], kin: Sequence[Kin], handovers: Sequence[Handover], events: Sequence[Event]
) -> Blind:
    """Return what is hidden.

    A lot that was refused or whose offer was withdrawn will be counted by somebody yet; a disputed
    one has been counted on both sides.
    """
    numbers = {lot.id: lot.number for lot in lots}
    counted = {one.lot_id for one in handovers if one.state is HandoverState.DISPUTED}
    waiting = [lot.id for lot in lots if lot.state in ON_THEIR_WAY and lot.id not in counted]
    veils = tuple(_veil(dict(_family(lot, None, numbers, kin)), events) for lot in waiting)
    return Blind(frozenset(numbers[lot] for lot in waiting), veils)


def kin_of(db: Db, batch: int) -> list[Kin]:
    """Return which lots of a batch came out of which."""
    query = (
        select(Descent.child_id, Descent.parent_id, Descent.event)
        .join(Lot, Lot.id == Descent.child_id)
        .where(Lot.batch_id == batch)
        .order_by(Descent.event, Descent.child_id)
    )
    return [Kin(child, parent, event) for child, parent, event in db.execute(query)]


def blind_of(db: Db, batch: int) -> Blind:
    """Return what is hidden of a batch now, for a page that has not read the batch itself."""
    lots = db.scalars(select(Lot).where(Lot.batch_id == batch).order_by(Lot.sequence)).all()
    handovers = select(Handover).where(Handover.batch_id == batch).order_by(Handover.number)
    receipts = select(Event).join(Batch, Batch.number == Event.batch).where(
        Batch.id == batch, Event.kind.in_(RECEIPTS)
    )  # fmt: skip
    events = db.scalars(receipts.order_by(Event.number)).all()
    return blind(lots, kin_of(db, batch), db.scalars(handovers).all(), events)


def _family(
    lot: int, until: int | None, numbers: Mapping[int, str], kin: Sequence[Kin]
) -> Iterator[tuple[str, int | None]]:
    for one in kin:
        if one.child == lot and (until is None or one.event <= until):
            left = min(filter(None, (one.event, until)), default=until)
            yield from _family(one.parent, left, numbers, kin)
    yield numbers[lot], until


def _veil(until: Mapping[str, int | None], events: Sequence[Event]) -> _Veil:
    receipts = [
        event.number
        for event in events
        if event.kind in RECEIPTS
        and (event.lot or "") in until
        and ((bound := until[event.lot or ""]) is None or event.number <= bound)
    ]
    return _Veil(until, max(receipts, default=0))
