"""What was signed at a station today; figures that a receiver must not see yet are left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import Session as Db

from domain.access import Act, permitted_roles
from domain.batch import Batch, Customer
from domain.cases import ComplaintNotice, NoticeState
from domain.events import Event
from domain.handover import Handover, HandoverState
from domain.lot import Lot, LotState
from domain.printing import JobState, PrintJob
from domain.process import Step

if TYPE_CHECKING:
    from terminal.queries.extras import Facing

OPEN_TO_COUNT = (HandoverState.OPEN, HandoverState.REFUSED)
ROWS = 5


@dataclass(frozen=True, slots=True)
class TodayRow:
    """One lot as the idle page lists it; `quantity` is None while somebody is to count it."""

    lot: str
    customer: str
    quantity: int | None
    signed_at: datetime | None
    meaning: str
    state: str
    hold: bool
    here: bool


def idle(facing: Facing) -> dict[str, object]:
    """Return today's lots, their sum, and which views this station and this person may open."""
    rows = today(facing)
    notices = unissued(facing)
    return {
        "today": rows[:ROWS],
        "today_lots": len(rows),
        "today_pieces": _sum(rows),
        "longest": max((one.waited for one in facing.view.waiting), default=None),
        "views": _views(facing, notices),
        "notices": notices,
        "uncertain": uncertain(facing),
    }


def _sum(rows: Sequence[TodayRow]) -> int | None:
    """Return how many pieces are known of; nothing where all of them are covered."""
    known = [row.quantity for row in rows if row.quantity is not None]
    return sum(known) if known or not rows else None


def today(facing: Facing) -> list[TodayRow]:
    """Return the lots signed for here since midnight and those still here, open work first."""
    site, db = facing.site, facing.db
    midnight = site.local(site.now()).replace(hour=0, minute=0, second=0, microsecond=0)
    query = (
        select(Event)
        .where(Event.station == facing.station.code, Event.at >= midnight, Event.meaning != "")
        .where(Event.lot.is_not(None))
        .order_by(Event.number)
    )
    last = {event.lot or "": event for event in db.scalars(query)}
    held = {one.lot for one in facing.view.here}
    hidden = being_counted(db)
    rows = [_row(facing, lot, last.get(lot), hidden) for lot in {*last, *held}]
    return sorted(rows, key=_urgency)


def being_counted(db: Db) -> frozenset[str]:
    """Return the lots whose offered figure nobody may see: no receiver has counted them twice."""
    query = (
        select(Lot.number)
        .join(Handover, Handover.lot_id == Lot.id)
        .where(Handover.number == Lot.last_handover, Handover.state.in_(OPEN_TO_COUNT))
    )
    return frozenset(db.scalars(query))


def _row(facing: Facing, number: str, event: Event | None, hidden: frozenset[str]) -> TodayRow:
    query = (
        select(Lot, Customer.name)
        .join(Batch, Batch.id == Lot.batch_id)
        .join(Customer, Customer.id == Batch.customer_id)
        .where(Lot.number == number)
    )
    lot, customer = facing.db.execute(query).one()
    here = lot.station == facing.station.code and lot.state is not LotState.ENDED
    return TodayRow(
        lot=number,
        customer=customer,
        quantity=None if hidden & _lots_of(number, event) else _figure(lot, event, here=here),
        signed_at=event.at if event else None,
        meaning=event.meaning if event else "",
        state=lot.state.value,
        hold=bool(lot.hold_reason) and here,
        here=here,
    )


def _figure(lot: Lot, event: Event | None, *, here: bool) -> int | None:
    return lot.quantity if here or event is None else event.quantity


def _lots_of(number: str, event: Event | None) -> frozenset[str]:
    parts = event.facts.get("parts") if event else None
    named = {part["lot"] for part in parts} if isinstance(parts, list) else set()
    return frozenset({number, *named})


def _urgency(row: TodayRow) -> tuple[bool, bool, float, str]:
    mine = row.here and row.state != LotState.OFFERED
    at = row.signed_at.timestamp() if row.signed_at else 0.0
    return (not row.hold, not mine, -at, row.lot)


def unissued(facing: Facing) -> int:
    """Return how many complaint notices keep batches open; only where goods leave (K-34)."""
    if Step.SHIP not in facing.station.steps:
        return 0
    query = select(func.count(ComplaintNotice.id))
    return facing.db.scalar(query.where(ComplaintNotice.state == NoticeState.DRAFT)) or 0


def _views(facing: Facing, notices: int) -> tuple[str, ...]:
    views = ["intake"] if Step.INTAKE in facing.station.steps else []
    roles = set(facing.view.who.roles) if facing.view.who else set()
    if notices or roles & SUPERVISING:
        views.append("supervise")
    return (*views, "queue") if facing.station.printers else tuple(views)


SUPERVISING = frozenset(
    role.value
    for act in (Act.RULE, Act.OPINION, Act.SIGN_ANOMALY, Act.ISSUE_NOTICE, Act.SETTLE)
    for role in permitted_roles(act, None)
)


def uncertain(facing: Facing) -> int:
    """Return how many papers of this station wait for somebody to look at the printer."""
    query = select(PrintJob.id).where(
        PrintJob.printer.in_(set(facing.station.printers.values())),
        PrintJob.state == JobState.UNCERTAIN,
    )
    return len(list(facing.db.scalars(query)))
