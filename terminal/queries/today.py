"""What was signed at a station today; figures that a receiver must not see yet are left out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session as Db

from domain.access import Act, permitted_roles
from domain.batch import Batch, Customer
from domain.cases import ComplaintNotice, NoticeState
from domain.events import Event
from domain.handover import Handover, HandoverState
from domain.lot import Lot, LotState
from domain.people import Team
from domain.printing import JobState, PrintJob
from domain.process import Role, Step
from domain.shift import LineState, ListState, ShiftLine, ShiftList
from terminal.queries.board_pictures import may_set
from terminal.queries.carts import ready
from terminal.queries.details import count_paperless
from terminal.queries.printers import papers_of
from terminal.queries.week import open_judgements
from terminal.unsorted import count_unsorted

if TYPE_CHECKING:
    from terminal.queries.extras import Facing
    from terminal.site import Site

OPEN = tuple(state for state in LotState if state is not LotState.ENDED)
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


@dataclass(frozen=True, slots=True)
class Found:
    """What the list needs of a lot; a station may hold thousands, so no whole records are read."""

    number: str
    customer: str
    quantity: int
    state: LotState
    hold_reason: str


@dataclass(frozen=True, slots=True)
class Signed:
    """The last signature of today for a lot at this station."""

    at: datetime
    meaning: str
    quantity: int | None
    details: str


def idle(facing: Facing) -> dict[str, object]:
    """Return today's lots, their sum, and which views this station and this person may open."""
    rows = today(facing.site, facing.db, facing.station.code)
    notices = unissued(facing)
    views = _views(facing, notices)
    return {
        "today": rows[:ROWS],
        "today_lots": len(rows),
        "today_pieces": _sum(rows),
        "longest": max((one.waited for one in facing.view.waiting), default=None),
        "views": views,
        "judgements": open_judgements(facing.db) if "week" in views else 0,
        "notices": notices,
        "unsorted": count_unsorted(facing.site, facing.db) if "intake" in views else (0, False),
        "paperless": count_paperless(facing.db) if "intake" in views else 0,
        "uncertain": uncertain(facing),
    }


def _sum(rows: Sequence[TodayRow]) -> int | None:
    """Return how many pieces are known of; nothing where all of them are covered."""
    known = [row.quantity for row in rows if row.quantity is not None]
    return sum(known) if known or not rows else None


def today(site: Site, db: Db, station: str) -> list[TodayRow]:
    """Return the lots signed for here since midnight and those still here, open work first."""
    signed = _signed(site, db, station)
    hidden = being_counted(db)
    here = _lots(db, Lot.station == station, Lot.state.in_(OPEN))
    gone = _lots(db, Lot.number.in_(signed.keys() - {lot.number for lot in here}))
    rows = [_row(lot, signed.get(lot.number), hidden, here=True) for lot in here]
    rows += [_row(lot, signed[lot.number], hidden, here=False) for lot in gone]
    return sorted(rows, key=_urgency)


def _lots(db: Db, *which: ColumnElement[bool]) -> list[Found]:
    query = (
        select(Lot.number, Customer.name, Lot.quantity, Lot.state, Lot.hold_reason)
        .join(Batch, Batch.id == Lot.batch_id)
        .join(Customer, Customer.id == Batch.customer_id)
        .where(*which)
    )
    return [Found(*row) for row in db.execute(query)]


def _signed(site: Site, db: Db, station: str) -> dict[str, Signed]:
    """Return the last signature of today for each lot that was signed for at a station."""
    midnight = site.local(site.now()).replace(hour=0, minute=0, second=0, microsecond=0)
    query = (
        select(Event.lot, Event.at, Event.meaning, Event.quantity, Event.details)
        .where(Event.station == station, Event.at >= midnight, Event.meaning != "")
        .where(Event.lot.is_not(None))
        .order_by(Event.number)
    )
    return {
        lot or "": Signed(at, meaning, quantity, details)
        for lot, at, meaning, quantity, details in db.execute(query)
    }


def being_counted(db: Db) -> frozenset[str]:
    """Return the lots whose offered figure nobody may see: no receiver has counted them twice.

    So it is with the lots of a shift that somebody is to take over.
    """
    query = (
        select(Lot.number)
        .join(Handover, Handover.lot_id == Lot.id)
        .where(Handover.number == Lot.last_handover, Handover.state.in_(OPEN_TO_COUNT))
    )
    shifts = (
        select(Lot.number)
        .join(ShiftLine, ShiftLine.lot_id == Lot.id)
        .join(ShiftList, ShiftList.id == ShiftLine.list_id)
        .where(ShiftList.state == ListState.OPEN, ShiftLine.state == LineState.WAITING)
    )
    return frozenset((*db.scalars(query), *db.scalars(shifts)))


def _row(lot: Found, event: Signed | None, hidden: frozenset[str], *, here: bool) -> TodayRow:
    return TodayRow(
        lot=lot.number,
        customer=lot.customer,
        quantity=None if hidden & _lots_of(lot.number, event) else _figure(lot, event, here=here),
        signed_at=event.at if event else None,
        meaning=event.meaning if event else "",
        state=lot.state.value,
        hold=bool(lot.hold_reason) and here,
        here=here,
    )


def _figure(lot: Found, event: Signed | None, *, here: bool) -> int | None:
    return lot.quantity if here or event is None else event.quantity


def _lots_of(number: str, event: Signed | None) -> frozenset[str]:
    parts = json.loads(event.details).get("parts") if event else None
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
    if notices or roles & SUPERVISING or _leads(facing):
        views.append("supervise")
    if ready(facing.db, facing.station.code):
        views.append("load")
    if Role.TECHNICAL_SUPERVISOR in roles:
        views.append("week")
    if roles & {
        one for step in facing.station.steps for one in permitted_roles(Act.GIVE_SHIFT, step)
    }:
        views.append("shift")
    if Role.ADMINISTRATOR in roles:
        views.append("admin")
    if roles & permitted_roles(Act.SAVE_CUSTOMER, None):
        views.append("registers")
    elif may_set(facing):
        views.append("boards")
    return (*views, "queue") if facing.station.printers else tuple(views)


def _leads(facing: Facing) -> bool:
    # What is in the name of somebody of the team who has left waits in its leader's list.
    query = select(Team.id).where(Team.leader_id == (facing.view.who.id if facing.view.who else 0))
    return facing.db.scalar(query.limit(1)) is not None


SUPERVISING = frozenset(
    role.value
    for act in (
        Act.RULE,
        Act.OPINION,
        Act.SIGN_ANOMALY,
        Act.ISSUE_NOTICE,
        Act.SETTLE,
        Act.APPOINT,
        Act.RECEIVE_FORMS,
        Act.NAME_MEASURE,
    )
    for role in permitted_roles(act, None)
)


def uncertain(facing: Facing) -> int:
    """Return how many papers of this station wait for somebody: to look, or to send elsewhere."""
    query = select(PrintJob.id).where(
        papers_of(facing.station.printers.values()),
        PrintJob.state.in_((JobState.UNCERTAIN, JobState.FAILED)),
    )
    return len(list(facing.db.scalars(query)))
