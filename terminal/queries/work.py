"""The lot that lies on a desk: what it is, where it stands, and what may be done with it here."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from domain.batch import Batch
from domain.cases import Discrepancy, DiscrepancyState
from domain.handover import WAITING, Handover, HandoverState
from domain.lot import Lot, LotState
from domain.people import Draft
from domain.process import ROUTES, Step
from terminal.actions.receive import required_forms
from terminal.queries.signatures import NAMELESS, Signature, signatures
from terminal.settings import Station
from terminal.site import Site

NOBODY = "—"
NO_FORMS = ("panel", "photos")
WAY = (
    Step.INTAKE,
    Step.REGISTER,
    Step.SCREENING,
    Step.REPAIR,
    Step.RETEST,
    Step.OQC,
    Step.PACK,
    Step.SHIP,
)
BESIDE = {Step.REWORK: Step.REPAIR, Step.REVIEW: Step.REPAIR}


@dataclass(frozen=True, slots=True)
class Incoming:
    """An offer that waits for this desk; the offered figure is not in here until it may be seen.

    `counts` is how many times the receiver has counted. `offered` is None until both counts are
    stored (disputed).
    """

    number: int
    from_step: str
    from_station: str
    giver: str
    offered_at: datetime
    waited: timedelta
    counts: int
    last_count: int | None
    disputed: bool
    proposed: bool
    offered: int | None
    forms: tuple[str, ...]
    asks_on_time: bool
    ordered: bool
    awaits_paper: bool


@dataclass(frozen=True, slots=True)
class Work:
    """A lot on a desk. `mode` names the page: receive, a step's own code, offer, sent, disputed.

    `quantity` is None while it must not be seen here. `draft` is what was typed and not signed.
    """

    mode: str
    lot: str
    version: int
    batch: str
    step: str
    state: str
    customer: str
    product: str
    part: str
    complaint: str
    demand: str
    due: datetime | None
    rush: bool
    round: int
    came_by: str
    quantity: int | None
    hold: str
    batch_problem: bool
    pieces_per_box: int
    boards_per_panel: int
    packing: str
    rma: str
    target: str
    way: tuple[tuple[str, str], ...]
    track: tuple[Signature, ...]
    incoming: Incoming | None
    draft: Mapping[str, str]
    lot_id: int
    batch_id: int
    product_id: int


def work_view(site: Site, db: Db, station: Station, number: str) -> Work | None:
    """Read the lot that lies on a desk; nothing when it has gone from here."""
    lot = db.scalar(select(Lot).where(Lot.number == number))
    if lot is None:
        return None
    handover = _open_offer(db, lot)
    receiving = handover is not None and handover.target in station.steps
    mode = _mode(lot, station, receiving=receiving)
    if mode is None:
        return None
    incoming = _incoming(db, handover, site.now()) if handover and receiving else None
    hidden = receiving or lot.state is LotState.OFFERED
    step = handover.target if handover and receiving else lot.step
    return Work(
        mode=mode,
        lot=lot.number,
        version=lot.version,
        step=step.value,
        state=lot.state.value,
        round=lot.round,
        came_by=(handover.route if handover and receiving else lot.came_by) or "",
        quantity=None if hidden else lot.quantity,
        hold=lot.hold_reason,
        target=ROUTES[lot.route].target.value if lot.route else "",
        way=_way(step),
        track=tuple(_told(one) for one in signatures(db, lot)),
        incoming=incoming,
        draft=_draft(db, station.code, number),
        lot_id=lot.id,
        **_goods(site, lot.batch),
    )


def _told(one: Signature) -> Signature:
    """Leave out who missed a fault: that is for those who decide (process.md, Names)."""
    return replace(one, name=NOBODY) if one.meaning in NAMELESS else one


def _goods(site: Site, batch: Batch) -> dict[str, Any]:
    return {
        "batch": batch.number,
        "batch_id": batch.id,
        "customer": batch.customer.name,
        "product": batch.product.name,
        "product_id": batch.product_id,
        "part": batch.product.code,
        "complaint": batch.complaint,
        "demand": batch.demand,
        "due": _end_of(site, batch),
        "rush": batch.rush,
        "batch_problem": batch.batch_problem,
        "pieces_per_box": batch.product.pieces_per_box,
        "boards_per_panel": batch.product.boards_per_panel,
        "packing": batch.product.packing,
        "rma": batch.rma,
    }


def _mode(lot: Lot, station: Station, *, receiving: bool) -> str | None:
    if receiving:
        return "receive"
    if lot.station != station.code or lot.step not in station.steps:
        return None
    return {
        LotState.OFFERED: "sent",
        LotState.DECIDED: "offer",
        LotState.DISPUTED: "disputed",
        LotState.ENDED: None,
    }.get(lot.state, lot.step.value)


def _open_offer(db: Db, lot: Lot) -> Handover | None:
    query = select(Handover).where(
        Handover.lot_id == lot.id,
        Handover.number == lot.last_handover,
        Handover.state.in_(WAITING),
    )
    return db.scalar(query)


def _incoming(db: Db, handover: Handover, now: datetime) -> Incoming:
    disputed = handover.state is HandoverState.DISPUTED
    proposed = db.scalar(
        select(Discrepancy.id).where(
            Discrepancy.handover_id == handover.id,
            Discrepancy.state == DiscrepancyState.PROPOSED,
        )
    )
    return Incoming(
        number=handover.number,
        from_step=handover.from_step.value,
        from_station=handover.from_station,
        giver=handover.giver_name,
        offered_at=handover.offered_at,
        waited=now - handover.offered_at,
        counts=(handover.first_count is not None) + (handover.second_count is not None),
        last_count=handover.last_count if disputed else None,
        disputed=disputed,
        proposed=proposed is not None,
        offered=handover.quantity if disputed else None,
        forms=required_forms(db, handover),
        asks_on_time=handover.target in {Step.REPAIR, Step.REWORK},
        ordered=handover.ordered,
        awaits_paper=handover.batch.awaits_paper,
    )


def _way(step: Step) -> tuple[tuple[str, str], ...]:
    line = [step if BESIDE.get(step) is one else one for one in WAY]
    here = line.index(step)
    return tuple(
        (one.value, "done" if n < here else "now" if n == here else "next")
        for n, one in enumerate(line)
    )


def _draft(db: Db, station: str, lot: str) -> dict[str, str]:
    query = select(Draft).where(
        Draft.station == station, Draft.lot == lot, Draft.act.not_in(NO_FORMS)
    )
    draft = db.scalar(query.order_by(Draft.saved_at.desc()).limit(1))
    return dict(json.loads(draft.fields)) if draft else {}


def _end_of(site: Site, batch: Batch) -> datetime | None:
    if batch.due_on is None:
        return None
    zone = site.settings.timezone
    return datetime(batch.due_on.year, batch.due_on.month, batch.due_on.day, 18, tzinfo=zone)
