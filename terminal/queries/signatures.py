"""The tracking column of a lot: every signature of its pieces, its ancestors' included."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.events import Event
from domain.handover import Handover, HandoverState
from domain.lot import Lot, lineage

RECEIPTS: Final = frozenset(
    {"handover:received", "handover:received-in-part", "discrepancy:agreed"}
)

# The person who missed a fault is not everybody's business (process.md, Names).
NAMELESS: Final = frozenset({"anomaly-confirmed", "inspector-absent"})


@dataclass(frozen=True, slots=True)
class Signature:
    """One line of the tracking column; `quantity` is None while it must not be seen.

    `stated_at` and `stated_by` are what a slip of an outage says (late entry, 补录).
    """

    number: int
    step: str
    meaning: str
    quantity: int | None
    name: str
    role: str
    station: str
    at: datetime
    stated_at: datetime | None = None
    stated_by: str = ""


def signatures(db: Session, lot: Lot) -> list[Signature]:
    """Return the signatures of a lot's pieces, oldest first.

    An ancestor's signatures count up to the event in which the pieces left it. While an offer
    waits for its receiver's count, no figure after the last receipt is shown, nor any that names
    what another open offer holds (process.md, Independent count).
    """
    bounds = lineage(lot)
    query = select(Event).where(Event.lot.in_(bounds), Event.meaning != "")
    events = [
        event
        for event in db.scalars(query.order_by(Event.number))
        if event.number <= bounds[event.lot or ""]
    ]
    uncounted = _uncounted(db, lot)
    received = [event.number for event in events if event.kind in RECEIPTS]
    seen = max(received, default=0) if lot.last_handover in uncounted else math.inf
    return [_signature(event, lot, uncounted, seen) for event in events]


def _uncounted(db: Session, lot: Lot) -> frozenset[int]:
    """Return the batch's hand-overs whose figures nobody but their givers may know yet.

    An offer that was refused or withdrawn told the same figure as the one that follows it.
    """
    query = select(Handover).where(Handover.batch_id == lot.batch_id)
    offers = list(db.scalars(query.order_by(Handover.number)))
    last = {offer.lot_id: offer for offer in offers}
    secret = {
        lot_id
        for lot_id, offer in last.items()
        if offer.state is not HandoverState.RECEIVED and offer.second_count is None
    }
    return frozenset(
        offer.number
        for offer in offers
        if offer.lot_id in secret and offer.state is not HandoverState.RECEIVED
    )


def _signature(event: Event, lot: Lot, uncounted: frozenset[int], seen: float) -> Signature:
    quantity, handovers = _own_part(event, lot)
    hidden = event.number > seen or handovers & uncounted
    received = event.kind.startswith("handover:received")
    return Signature(
        number=event.number,
        step=event.to_step if received else event.from_step,
        meaning=event.meaning,
        quantity=None if hidden else quantity,
        name=event.person_name,
        role=event.role,
        station=event.station,
        at=event.at,
        stated_at=event.stated_at,
        stated_by=stated_by(event.facts) if event.stated_at else "",
    )


def stated_by(facts: Mapping[str, object]) -> str:
    """Return who did on paper what an event says."""
    late = facts.get("late")
    return str(late.get("by", "")) if isinstance(late, dict) else ""


def _own_part(event: Event, lot: Lot) -> tuple[int | None, set[object]]:
    """Return a signature's figure for one lot, and the hand-overs whose counts it would tell."""
    facts = event.facts
    parts = facts.get("parts")
    if not isinstance(parts, list):
        return event.quantity, {facts.get("handover")}
    for part in parts:
        if part["lot"] == lot.number:
            return part["quantity"], {part.get("handover")}
    return event.quantity, {part.get("handover") for part in parts}
