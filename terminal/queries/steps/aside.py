"""What may be done beside a step's own work: put on hold, release, merge, print again."""

from collections.abc import Callable
from types import MappingProxyType
from typing import Final

from sqlalchemy import select

from domain.access import Act
from domain.lot import OPEN_WORK, Lot
from domain.process import Step
from terminal.desk.serial_scans import WAY
from terminal.queries.steps.pad import Pad
from terminal.queries.steps.serials import serials
from terminal.queries.steps.sheet import Desk, Sheet, written


def aside(desk: Desk, own: Sheet, pad: Pad | None) -> dict[str, object]:
    """Return the facts that every step's page shows; a panel's form takes the place of its own."""
    opened = PANELS.get(desk.panel)
    return {
        "sheet": opened(desk) if opened else own,
        "pad": None if opened else pad,
        "mergeable": mergeable(desk),
        "held_for": HOLD_REASONS,
        "serials": serials(desk),
    }


def mergeable(desk: Desk) -> list[Lot]:
    """Return the lots that differ from this one in nothing (合批)."""
    db, work = desk.facing.db, desk.work
    lot = db.get_one(Lot, work.lot_id)
    query = select(Lot).where(
        Lot.batch_id == work.batch_id,
        Lot.id != lot.id,
        Lot.step == lot.step,
        Lot.step != Step.REVIEW,
        Lot.station == lot.station,
        Lot.round == lot.round,
        Lot.payer == lot.payer,
        Lot.ending == lot.ending,
        Lot.state.in_(OPEN_WORK),
        Lot.hold_reason == "",
    )
    return [one for one in db.scalars(query.order_by(Lot.id)) if one.came_by is lot.came_by]


def _hold(desk: Desk) -> Sheet:
    return desk.sheet(Act.HOLD, lambda typed: written(typed, "reason"))


def _release(desk: Desk) -> Sheet:
    return desk.sheet(Act.RELEASE, lambda _: ())


def _merge(desk: Desk) -> Sheet:
    return desk.sheet(Act.MERGE, lambda typed: written(typed, "other"))


def _serials(desk: Desk) -> Sheet:
    return desk.sheet(WAY, lambda _: (), Act.RECORD)


PANELS: Final = MappingProxyType[str, Callable[[Desk], Sheet]](
    {"hold": _hold, "release": _release, "merge": _merge, "serials": _serials}
)
HOLD_REASONS: Final = ("parts", "fixture", "question", "shift")
