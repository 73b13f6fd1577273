"""The live board: where the pieces are, how the day goes, and how old each figure is.

No offered quantity is in here while its receiver has not counted: pieces that are judged and on
their way are left out, and the day's figures are those of receipts and shipments.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, case, func, select
from sqlalchemy.orm import Session as Db

from domain.batch import Batch
from domain.cases import Shipment
from domain.handover import Handover, HandoverState
from domain.lot import OPEN_WORK, Lot
from domain.process import Step
from terminal.queries.board_cards import Card, cards
from terminal.queries.board_needs import OPEN, Pile, piles
from terminal.site import Site

HOURS: Final = 7
# Step, station, whether on the way to a receiver, lots, pieces, since when the oldest is there.
Held = Sequence[Row[Step, str, bool, int, int, datetime]]


@dataclass(frozen=True, slots=True)
class Place:
    """One step of the flow: its lots, how long the oldest is here, how many are overdue.

    `pieces` are those in hand; None when every lot here is on its way and none may be told.
    `coming` lots have been offered to this step, the longest for `waited`.
    """

    step: str
    lots: int
    pieces: int | None
    oldest: timedelta | None
    overdue: int
    coming: int
    waited: timedelta | None


@dataclass(frozen=True, slots=True)
class Day:
    """Today's figures in pieces, and the output of the last hours as (local hour, pieces).

    `received` has been counted in by the packer, `passed` of `retested` came through their first
    retest, output is what packing has taken over from OQC.
    """

    received: int
    shipped: int
    passed: int
    retested: int
    output: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Board:
    """Everything on the wall, as of `at`."""

    at: datetime
    lines: tuple[str, ...]
    flow: tuple[Place, ...]
    day: Day
    cards: tuple[Card, ...]
    piles: tuple[Pile, ...]
    waiting: int
    waited: timedelta | None
    overdue: int


def _pieces(which: ColumnElement[bool]) -> ColumnElement[int]:
    received = func.coalesce(Handover.second_count, Handover.first_count, Handover.quantity)
    return func.sum(case((which, received), else_=0))


def _answered(steps: tuple[Step, ...], *sums: ColumnElement[bool]) -> Select[*tuple[int, ...]]:
    return select(*(_pieces(which) for which in sums)).where(
        Handover.from_step.in_(steps),
        Handover.answered_at >= bindparam("since"),
        Handover.state == HandoverState.RECEIVED,
    )


def _within(number: int) -> ColumnElement[bool]:
    return and_(
        Handover.target == Step.PACK,
        Handover.answered_at >= bindparam(f"hour{number}"),
        Handover.answered_at < bindparam(f"hour{number + 1}"),
    )


# Built once: putting a statement together costs more than most of these take to answer.
OFFERED: Final = Lot.state.not_in(OPEN_WORK).label("offered")
HELD_LOTS: Final = (
    select(
        Lot.step,
        Lot.station,
        OFFERED,
        func.count().label("lots"),
        func.sum(Lot.quantity).label("pieces"),
        func.min(Lot.since).label("since"),
    )
    .where(Lot.state.in_(OPEN))
    .group_by(Lot.step, Lot.station, OFFERED)
)
OVERDUE: Final = (
    select(Lot.step, func.count())
    .join(Batch, Batch.id == Lot.batch_id)
    .where(Batch.closed_at.is_(None), Batch.due_on < bindparam("today"), Lot.state.in_(OPEN))
    .group_by(Lot.step)
)
OFFERS: Final = (
    select(Handover.target, func.count(), func.min(Handover.offered_at))
    .where(Handover.state == HandoverState.OPEN)
    .group_by(Handover.target)
)
FIRST_RETEST: Final = and_(Handover.from_step == Step.RETEST, Handover.round == 0)
RECEIPTS: Final = _answered(
    (Step.INTAKE, Step.RETEST),
    Handover.from_step == Step.INTAKE,
    FIRST_RETEST,
    and_(FIRST_RETEST, Handover.target == Step.OQC),
)
OUTPUT: Final = _answered((Step.OQC,), *(_within(number) for number in range(HOURS)))
SHIPPED: Final = select(func.sum(Shipment.quantity)).where(
    Shipment.shipped_at >= bindparam("since")
)


def board(site: Site, db: Db) -> Board:
    """Read the board of a still site; its cost follows open lots, not closed ones."""
    now = site.now()
    held = held_lots(db)
    late = overdue_lots(db, site.today())
    coming = offers(db, now)
    flow = tuple(_place(step, held, late, coming, now) for step in Step)
    waits = {place.step: place.coming for place in flow}
    waiting = piles(site, db)
    lines = dict.fromkeys(station.line for station in site.settings.stations if station.line)
    return Board(
        at=now,
        lines=tuple(lines),
        flow=flow,
        day=day(site, db),
        cards=cards(site, db, waiting, waits, _oldest(held)),
        piles=waiting,
        waiting=sum(waits.values()),
        waited=max((place.waited for place in flow if place.waited), default=None),
        overdue=sum(late.values()),
    )


def held_lots(db: Db) -> Held:
    """Return open lots by step, station and whether they are judged and on their way."""
    return db.execute(HELD_LOTS).all()


def overdue_lots(db: Db, today: date) -> dict[Step, int]:
    """Return how many open lots are past their internal due date, by step."""
    return dict(iter(db.execute(OVERDUE, {"today": today})))


def offers(db: Db, now: datetime) -> dict[Step, tuple[int, timedelta]]:
    """Return how many offers wait for each step, and the longest wait."""
    return {step: (count, now - since) for step, count, since in db.execute(OFFERS)}


def day(site: Site, db: Db) -> Day:
    """Return today's figures; a quantity counts once its receiver has signed for it."""
    now = site.local(site.now())
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    received, retested, passed = db.execute(RECEIPTS, {"since": midnight}).one()
    running = now.replace(minute=0, second=0, microsecond=0)
    starts = [running - timedelta(hours=back) for back in range(HOURS - 1, -2, -1)]
    moments = {f"hour{number}": start for number, start in enumerate(starts)}
    output = db.execute(OUTPUT, moments | {"since": starts[0]}).one()
    shipped = db.scalar(SHIPPED, {"since": midnight})
    hours = (start.hour for start in starts[:-1])
    return Day(
        received=int(received or 0),
        shipped=int(shipped or 0),
        passed=int(passed or 0),
        retested=int(retested or 0),
        output=tuple((hour, int(pieces or 0)) for hour, pieces in zip(hours, output, strict=True)),
    )


def _oldest(held: Held) -> dict[str, datetime]:
    oldest: dict[str, datetime] = {}
    for row in held:
        oldest[row.station] = min(row.since, oldest.get(row.station, row.since))
    return oldest


def _place(
    step: Step,
    held: Held,
    late: dict[Step, int],
    coming: dict[Step, tuple[int, timedelta]],
    now: datetime,
) -> Place:
    here = [row for row in held if row.step is step]
    in_hand = [int(row.pieces) for row in here if not row.offered]
    count, waited = coming.get(step, (0, None))
    return Place(
        step=step.value,
        lots=sum(row.lots for row in here),
        pieces=sum(in_hand) if in_hand or not here else None,
        oldest=max((now - row.since for row in here), default=None),
        overdue=late.get(step, 0),
        coming=count,
        waited=waited,
    )
