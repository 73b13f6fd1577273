"""What needs a person now: by lot, station and team, never a person to blame."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any, Final, TypeVarTuple

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Session as Db

from devices.state import STOPPED, Condition
from domain.access import Act, permitted_roles
from domain.batch import Batch
from domain.cases import Discrepancy, DiscrepancyState, ReviewCase
from domain.events import Event
from domain.handover import Handover, HandoverState
from domain.late import LateEntry, SlipBook
from domain.lot import HELD, Lot, LotState
from domain.people import Person, Team
from domain.printing import JobState, PrintJob
from domain.process import Role, Step
from domain.receipt import ReceiptState, ReturnReceipt
from domain.stray import Stray
from terminal.site import Site
from terminal.unsorted import too_old

LISTED: Final = 8
OPEN: Final = tuple(state for state in LotState if state is not LotState.ENDED)
UNSIGNED: Final = tuple(state for state in DiscrepancyState if state is not DiscrepancyState.CLOSED)


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that waits for a person.

    `about` is a lot or a device; who is asked is a `team`, a `role` or the `station`. `codes` are
    refusal reasons, a device's condition, who still has to sign a difference, or a step.
    """

    about: str
    age: timedelta
    step: str = ""
    station: str = ""
    team: str = ""
    role: str = ""
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pile:
    """Everything of one kind that waits: how many, and the oldest few."""

    kind: str
    count: int
    oldest: tuple[Need, ...]


def piles(site: Site, db: Db) -> tuple[Pile, ...]:
    """Return what needs a person, the most urgent kind first."""
    made = (_pile(kind, source(site, db)) for kind, source in SOURCES)
    return tuple(pile for pile in made if pile.count)


def _pile(kind: str, found: Sequence[tuple[int, Need]]) -> Pile:
    return Pile(kind, found[0][0] if found else 0, tuple(need for _, need in found))


Columns = TypeVarTuple("Columns")
Found = list[tuple[int, Need]]
TOTAL: Final = func.count().over()


def _few(query: Select[*Columns], oldest: Any) -> Select[*Columns]:
    return query.order_by(oldest).limit(LISTED)


# Built once: putting a statement together costs more than most of these take to answer.
OVERDUE: Final = _few(
    select(TOTAL, Lot.number, Lot.step, Lot.station, Batch.due_on)
    .join(Batch, Batch.id == Lot.batch_id)
    .where(Batch.closed_at.is_(None), Batch.due_on < bindparam("today"), Lot.state.in_(OPEN)),
    Batch.due_on,
)
CONTESTED: Final = _few(
    select(
        TOTAL, Lot.number, Handover.answered_at, Handover.offered_at, Handover.from_step,
        Handover.from_station, Handover.reasons, Team.name,
    )
    .join(Lot, Lot.id == Handover.lot_id)
    .outerjoin(Person, Person.id == Handover.giver_id)
    .outerjoin(Team, Team.id == Person.team_id)
    .where(Handover.state == bindparam("state")),
    func.coalesce(Handover.answered_at, Handover.offered_at),
)  # fmt: skip
WAITING: Final = _few(
    select(TOTAL, Lot.number, Handover.target, Handover.from_step, Handover.offered_at)
    .join(Lot, Lot.id == Handover.lot_id)
    .join(Batch, Batch.id == Lot.batch_id)
    .where(Handover.state == HandoverState.OPEN, Handover.offered_at <= bindparam("before"))
    .where(Batch.awaits_paper.is_(False)),
    Handover.offered_at,
)
PAPERLESS: Final = _few(
    select(TOTAL, Batch.number, Batch.booked_at).where(
        Batch.awaits_paper, Batch.closed_at.is_(None)
    ),
    Batch.booked_at,
)
HELD_AT: Final = (
    select(func.max(Event.at))
    .where(Event.lot == Lot.number, Event.kind == "lot:held")
    .scalar_subquery()
)
ON_HOLD: Final = _few(
    select(TOTAL, Lot.number, Lot.step, Lot.station, func.coalesce(HELD_AT, Lot.since)).where(
        HELD, Lot.state != LotState.ENDED
    ),
    Lot.since,
)
REVIEWS: Final = _few(
    select(TOTAL, ReviewCase.origin, ReviewCase.opened_at, Lot.number, Lot.step, Lot.station)
    .join(Lot, Lot.id == ReviewCase.lot_id)
    .where(ReviewCase.decided_at.is_(None)),
    ReviewCase.opened_at,
)
DIFFERENCES: Final = _few(
    select(TOTAL, Discrepancy.state, Discrepancy.proposed_at, Lot.number, Lot.step, Lot.station)
    .join(Lot, Lot.id == Discrepancy.lot_id)
    .where(Discrepancy.state.in_(UNSIGNED)),
    Discrepancy.proposed_at,
)
STRAYS: Final = _few(
    select(TOTAL, Stray.number, Stray.station, Stray.found_at).where(Stray.way.is_(None)),
    Stray.found_at,
)
UNSORTED: Final = _few(
    select(TOTAL, ReturnReceipt.number, ReturnReceipt.station, ReturnReceipt.received_at).where(
        ReturnReceipt.state == ReceiptState.OPEN, ReturnReceipt.received_at <= bindparam("before")
    ),
    ReturnReceipt.received_at,
)
UNWITNESSED: Final = _few(
    select(TOTAL, SlipBook.number, func.min(LateEntry.entered_at))
    .join(LateEntry, LateEntry.book_id == SlipBook.id)
    .where(SlipBook.witnessed_at.is_(None))
    .group_by(SlipBook.id, SlipBook.number),
    func.min(LateEntry.entered_at),
)
DOUBTED_SINCE: Final = func.coalesce(PrintJob.changed_at, PrintJob.queued_at)
DOUBTFUL: Final = _few(
    select(TOTAL, PrintJob.lot, PrintJob.printer, PrintJob.document, DOUBTED_SINCE).where(
        PrintJob.printer.in_(bindparam("printers", expanding=True)),
        PrintJob.state == JobState.UNCERTAIN,
    ),
    DOUBTED_SINCE,
)


def _overdue(site: Site, db: Db) -> Found:
    found = []
    for total, lot, step, station, due in db.execute(OVERDUE, {"today": site.today()}):
        if due is None:
            continue
        end = datetime.combine(due, time.max, site.settings.timezone).astimezone(UTC)
        need = Need(lot, site.now() - end, step.value, station, codes=(step.value,))
        found.append((total, need))
    return found


def _contested(state: HandoverState) -> Callable[[Site, Db], Found]:
    def read(site: Site, db: Db) -> Found:
        found = []
        for total, lot, answered, offered, step, station, reasons, team in db.execute(
            CONTESTED, {"state": state}
        ):
            age = site.now() - (answered or offered)
            codes = tuple(json.loads(reasons))
            found.append((total, Need(lot, age, step.value, station, team or "", codes=codes)))
        return found

    return read


def _waiting(site: Site, db: Db) -> Found:
    limit = timedelta(minutes=site.figures.overdue_handover_minutes)
    return [
        (total, Need(lot, site.now() - at, target.value, codes=(origin.value, target.value)))
        for total, lot, target, origin, at in db.execute(WAITING, {"before": site.now() - limit})
    ]


def _held(site: Site, db: Db) -> Found:
    return [
        (total, Need(lot, site.now() - at, step.value, station))
        for total, lot, step, station, at in db.execute(ON_HOLD)
    ]


def _reviews(site: Site, db: Db) -> Found:
    found = []
    for total, origin, at, lot, step, station in db.execute(REVIEWS):
        roles = sorted(permitted_roles(Act.DECIDE, Step.REVIEW, origin))
        need = Need(lot, site.now() - at, step.value, station, role=roles[0] if roles else "")
        found.append((total, need))
    return found


def _differences(site: Site, db: Db) -> Found:
    return [
        (total, Need(lot, site.now() - at, step.value, station, codes=(state.value,)))
        for total, state, at, lot, step, station in db.execute(DIFFERENCES)
    ]


def _strays(site: Site, db: Db) -> Found:
    return [
        (total, Need(number, site.now() - at, station=station))
        for total, number, station, at in db.execute(STRAYS)
    ]


def _unsorted(site: Site, db: Db) -> Found:
    return [
        (total, Need(number, site.now() - at, station=station))
        for total, number, station, at in db.execute(UNSORTED, {"before": too_old(site)})
    ]


def _paperless(site: Site, db: Db) -> Found:
    return [
        (total, Need(number, site.now() - at, role=Role.SALES.value))
        for total, number, at in db.execute(PAPERLESS)
    ]


def _late(site: Site, db: Db) -> Found:
    return [(total, Need(number, site.now() - at)) for total, number, at in db.execute(UNWITNESSED)]


def _printing(site: Site, db: Db) -> Found:
    printers = [printer.code for printer in site.settings.printers]
    return [
        (total, Need(lot or printer, site.now() - at, station=printer, codes=(document.value,)))
        for total, lot, printer, document, at in db.execute(DOUBTFUL, {"printers": printers})
    ]


def _devices(conditions: frozenset[Condition]) -> Callable[[Site, Db], Found]:
    def read(site: Site, _: Db) -> Found:
        found = sorted(
            (state.since, code, state.condition)
            for code, state in list(site.devices.items())
            if state.condition in conditions
        )
        return [
            (len(found), Need(code, site.now() - since, codes=(condition.value,)))
            for since, code, condition in found
        ]

    return read


# What is late comes first, then what stops somebody, then what somebody has to sign.
SOURCES: Final[tuple[tuple[str, Callable[[Site, Db], Found]], ...]] = (
    ("overdue", _overdue),
    ("refused", _contested(HandoverState.REFUSED)),
    ("disputed", _contested(HandoverState.DISPUTED)),
    ("stopped", _devices(STOPPED)),
    ("held", _held),
    ("review", _reviews),
    ("waiting", _waiting),
    ("difference", _differences),
    ("stray", _strays),
    ("paperless", _paperless),
    ("unsorted", _unsorted),
    ("late", _late),
    ("printing", _printing),
    ("low", _devices(frozenset({Condition.PAPER_LOW}))),
)
