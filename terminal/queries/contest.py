"""An offer as its giver sees it: waiting, refused or disputed, and who decides about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from domain.access import Act, permitted_roles
from domain.cases import Discrepancy, DiscrepancyState
from domain.handover import Handover, HandoverState
from domain.process import Outcome, Step
from terminal.custody import staff
from terminal.queries.receiving import offering_pad, receiving_pad
from terminal.queries.weighing import offer_of

if TYPE_CHECKING:
    from terminal.queries.extras import Facing


@dataclass(frozen=True, slots=True)
class Outgoing:
    """The last offer of a lot. `offered` and `counted` are None until both may be seen."""

    number: int
    target: str
    giver: str
    offered_at: datetime
    waited: timedelta
    is_counted: bool
    is_ordered: bool
    state: str
    receiver: str
    to_station: str
    answered_at: datetime | None
    reasons: tuple[str, ...]
    note: str
    decides: str
    offered: int | None
    counted: int | None
    proposed: bool
    has: str


def incoming(facing: Facing) -> dict[str, object]:
    """Return the roles that may receive the lot on this desk, if the signed-on person has none."""
    work, who = facing.work, facing.view.who
    came_by = Outcome(work.came_by) if work and work.came_by else None
    roles = permitted_roles(Act.RECEIVE, Step(work.step), came_by) if work else frozenset()
    stranger = who is not None and not roles.intersection(who.roles)
    return {
        "strangers": tuple(sorted(roles)) if stranger else (),
        "pad": receiving_pad(work) if work else None,
        "scale": offer_of(facing.site, facing.db, facing.station.code, work.lot) if work else None,
    }


def outgoing(facing: Facing) -> dict[str, object]:
    """Return the last offer of the lot that lies on this desk, and where it can be received."""
    work = facing.work
    offer = last_offer(facing.db, work.lot_id, facing.site.now()) if work else None
    target = offer.target if offer else ""
    stations = [one.code for one in facing.site.settings.stations if target in one.steps]
    pad = offering_pad(work) if work and facing.page == "offer" else None
    return {"offer": offer, "takers": stations, "pad": pad}


def last_offer(db: Db, lot_id: int, now: datetime) -> Outgoing | None:
    """Return the last offer of a lot, nothing when it was never offered."""
    query = select(Handover).where(Handover.lot_id == lot_id).order_by(Handover.number.desc())
    handover = db.scalar(query.limit(1))
    if handover is None:
        return None
    seen = handover.second_count is not None
    return Outgoing(
        number=handover.number,
        target=handover.target.value,
        giver=handover.giver_name,
        offered_at=handover.offered_at,
        waited=now - handover.offered_at,
        is_counted=handover.first_count is not None,
        is_ordered=handover.ordered,
        state=handover.state.value,
        receiver=handover.receiver_name,
        to_station=handover.to_station,
        answered_at=handover.answered_at,
        reasons=tuple(reason.value for reason in handover.reason_codes),
        note=handover.note,
        decides=supervisor_of(db, handover.giver_id),
        offered=handover.quantity if seen else None,
        counted=handover.last_count if seen else None,
        proposed=handover.state is HandoverState.DISPUTED and _is_proposed(db, handover),
        has=staff(db).heir(handover.lot.person_id),
    )


def supervisor_of(db: Db, person: int) -> str:
    """Return the name of who decides about a person's lots, nothing when nobody does."""
    known = staff(db)
    return " ".join(known.name(one) for one in sorted(known.bosses(person)))


def _is_proposed(db: Db, handover: Handover) -> bool:
    query = select(Discrepancy.id).where(
        Discrepancy.handover_id == handover.id, Discrepancy.state == DiscrepancyState.PROPOSED
    )
    return db.scalar(query) is not None
