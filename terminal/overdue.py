"""Which lots are overdue and undecided now: by their due date, or by the clock of their offer."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from domain.batch import Batch
from domain.handover import Handover, HandoverState
from domain.lot import Descent, Lot, LotState
from domain.overdue import Cause, OverdueDecision
from terminal.site import Site


@dataclass(frozen=True, slots=True)
class Overdue:
    """An overdue lot; `since` when, `handover` the offer that waits (None: past its due date)."""

    cause: Cause
    lot: Lot
    since: datetime
    handover: Handover | None = None


def overdue(site: Site, db: Db, lot: str = "") -> list[Overdue]:
    """Return what is overdue and not decided, a lot only once, the oldest first.

    With a lot's number only that lot is looked at.
    """
    late = _past_due(site, db, lot)
    known = {one.lot.id for one in late}
    waiting = [one for one in _waiting(site, db, lot) if one.lot.id not in known]
    return sorted((*late, *waiting), key=lambda one: (one.since, one.lot.id))


def _past_due(site: Site, db: Db, number: str) -> list[Overdue]:
    query = (
        select(Lot, Batch)
        .join(Batch, Batch.id == Lot.batch_id)
        .where(Batch.closed_at.is_(None), Batch.due_on < site.today())
        .where(Lot.state != LotState.ENDED)
    )
    if number:
        query = query.where(Lot.number == number)
    found = [(lot, batch) for lot, batch in db.execute(query)]
    settled = _settled(site, db, {batch.id for _, batch in found})
    zone = site.settings.timezone
    return [
        Overdue(Cause.DUE, lot, datetime.combine(batch.due_on, time.max, zone).astimezone(UTC))
        for lot, batch in found
        if batch.due_on and lot.id not in settled
    ]


def _settled(site: Site, db: Db, batches: Iterable[int]) -> set[int]:
    """Return the lots for whose due date a decision holds, with what was split off since."""
    query = (
        select(OverdueDecision.lot_id, OverdueDecision.event)
        .join(Batch, Batch.id == OverdueDecision.batch_id)
        .where(Batch.id.in_(list(batches)), OverdueDecision.due_on == Batch.due_on)
        .where(OverdueDecision.cause == Cause.DUE, OverdueDecision.until > site.now())
    )
    decided = [(lot, event) for lot, event in db.execute(query)]
    held = {lot for lot, _ in decided}
    while decided:
        decided = [one for one in _parts(db, decided) if one[0] not in held]
        held |= {lot for lot, _ in decided}
    return held


def _parts(db: Db, decided: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    since = dict(sorted(decided, reverse=True))
    query = select(Descent.child_id, Descent.parent_id, Descent.event)
    rows = db.execute(query.where(Descent.parent_id.in_(since)))
    return [(child, event) for child, parent, event in rows if event > since[parent]]


def _waiting(site: Site, db: Db, number: str) -> list[Overdue]:
    now = site.now()
    limit = timedelta(minutes=site.figures.overdue_handover_minutes)
    query = (
        select(Handover, Lot)
        .join(Lot, Lot.id == Handover.lot_id)
        .where(Handover.state == HandoverState.OPEN, Handover.offered_at <= now - limit)
    )
    if number:
        query = query.where(Lot.number == number)
    decided = select(OverdueDecision.lot_id, OverdueDecision.handover).where(
        OverdueDecision.cause == Cause.WAITING, OverdueDecision.until > now
    )
    held = {(lot, handover) for lot, handover in db.execute(decided)}
    return [
        Overdue(Cause.WAITING, lot, handover.offered_at, handover)
        for handover, lot in db.execute(query)
        if (lot.id, handover.number) not in held
    ]
