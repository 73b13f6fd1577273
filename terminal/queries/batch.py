"""Everything about one batch on one page, with nothing told that must not be seen yet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from domain.accessory import Accessory
from domain.batch import Batch
from domain.errors import UnknownBatch
from domain.events import Event
from domain.findings import Term
from domain.handover import Handover
from domain.ledger import CUSTOMER, DISCREPANCY, Movement, balances
from domain.lot import Lot, LotState
from domain.process import Ending, Step
from domain.receipt import ReturnReceipt
from terminal.accessories import accessories_of
from terminal.queries.batch_blind import Blind, blind, kin_of
from terminal.queries.batch_papers import Papers, papers
from terminal.queries.batch_pieces import PieceRow, piece_rows
from terminal.queries.batch_tree import Tree, tree
from terminal.queries.signatures import NAMELESS
from terminal.site import Site

KEPT: Final = ("note", "conditions", "reasons", "report", "late")
# A hundred trays or serials are no story: the verdict that used them is, and the list of serials.
SINGLE: Final = frozenset({"tray:told", "serial:marked", "serial:undone"})


@dataclass(frozen=True, slots=True)
class Line:
    """One event in the time line; a signature when it has a `meaning`.

    `quantity` is None where there is none and while it must not be seen (`hidden`).
    """

    number: int
    at: datetime
    kind: str
    meaning: str
    lot: str
    step: str
    to_step: str
    quantity: int | None
    hidden: bool
    name: str
    role: str
    station: str
    facts: Mapping[str, object]
    stated_at: datetime | None


@dataclass(frozen=True, slots=True)
class Held:
    """So many pieces are at a place: a step, an ending, or `discrepancy`; None: not told yet."""

    place: str
    quantity: int | None
    lots: int


@dataclass(frozen=True, slots=True)
class BatchView:
    """One batch. `received` is None until somebody besides Sales has counted.

    `sums` add up to `received`; `sums_hidden` says that some of them are not told.
    """

    batch: Batch
    received: int | None
    sums: tuple[Held, ...]
    sums_hidden: bool
    lots: int
    open_lots: int
    tree: Tree
    lines: tuple[Line, ...]
    papers: Papers
    accessories: tuple[Accessory, ...]
    receipt: str
    pieces: tuple[PieceRow, ...]
    terms: Mapping[tuple[str, str], tuple[str, str]]
    overdue: bool


def batch_of(db: Db, number: str) -> str | None:
    """Return the batch that a batch's or a lot's number names."""
    known = db.scalar(select(Batch.number).where(Batch.number == number))
    if known:
        return known
    query = select(Batch.number).join(Lot, Lot.batch_id == Batch.id).where(Lot.number == number)
    return db.scalar(query)


def batch_view(site: Site, db: Db, number: str) -> BatchView:
    """Read a batch; raises `UnknownBatch`."""
    batch = db.scalar(select(Batch).where(Batch.number == number))
    if batch is None:
        raise UnknownBatch(batch=number)
    lots = db.scalars(select(Lot).where(Lot.batch_id == batch.id).order_by(Lot.sequence)).all()
    kin = kin_of(db, batch.id)
    handovers = db.scalars(
        select(Handover).where(Handover.batch_id == batch.id).order_by(Handover.number)
    ).all()
    events = db.scalars(select(Event).where(Event.batch == number).order_by(Event.number)).all()
    veil = blind(lots, kin, handovers, events)
    movements = db.scalars(select(Movement).where(Movement.batch_id == batch.id)).all()
    total = -balances(movements).get(CUSTOMER, 0)
    terms = db.execute(select(Term.kind, Term.code, Term.zh, Term.en))
    return BatchView(
        batch=batch,
        received=None if veil.hides_total else total,
        sums=tuple(_sums(lots, movements, veil)),
        sums_hidden=veil.hides_anything,
        lots=len(lots),
        open_lots=sum(lot.state is not LotState.ENDED for lot in lots),
        tree=tree(lots, kin, handovers, events, veil),
        lines=tuple(_line(event, veil) for event in events if event.kind not in SINGLE),
        papers=papers(db, batch, lots, handovers, veil),
        accessories=tuple(accessories_of(db, batch.id)),
        receipt=_receipt(db, batch.receipt_id),
        pieces=tuple(piece_rows(db, batch, lots, veil)),
        terms={(kind.value, code): (zh, en) for kind, code, zh, en in terms},
        overdue=bool(batch.due_on and not batch.closed_at and batch.due_on < site.today()),
    )


def _receipt(db: Db, receipt: int | None) -> str:
    query = select(ReturnReceipt.number).where(ReturnReceipt.id == receipt)
    return db.scalar(query) or "" if receipt else ""


def _sums(lots: Sequence[Lot], movements: Sequence[Movement], veil: Blind) -> list[Held]:
    found = []
    for step in Step:
        here = [lot for lot in lots if lot.step is step and lot.state is not LotState.ENDED]
        told = not any(lot.number in veil.lots for lot in here)
        pieces = sum(lot.quantity for lot in here) if told else None
        if here:
            found.append(Held(step.value, pieces, len(here)))
    held = balances(movements)
    ends = (*(ending.value for ending in Ending), DISCREPANCY)
    return found + [Held(place, held[place], 0) for place in ends if held.get(place)]


def _line(event: Event, veil: Blind) -> Line:
    hidden = veil.hides(event.lot, event.number)
    facts = event.facts
    return Line(
        number=event.number,
        at=event.at,
        kind=event.kind,
        meaning=event.meaning,
        lot=event.lot or "",
        step=event.from_step,
        to_step=event.to_step,
        quantity=None if hidden else event.quantity,
        hidden=hidden and event.quantity is not None,
        name="" if event.meaning in NAMELESS or not event.meaning else event.person_name,
        role=event.role,
        station=event.station,
        facts=_without_figures(facts, veil) if hidden else facts,
        stated_at=event.stated_at,
    )


def _without_figures(facts: Mapping[str, object], veil: Blind) -> dict[str, object]:
    """Keep of a verdict's parts the figures that have been received since, and no other."""
    parts = facts.get("parts")
    told: dict[str, object] = {name: facts[name] for name in KEPT if name in facts}
    if isinstance(parts, list):
        told["parts"] = [
            part | ({"quantity": None} if part["lot"] in veil.lots else {}) for part in parts
        ]
    return told
