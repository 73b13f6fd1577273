"""Repairing and reworking: the record of some pieces, and the verdict that the records carry."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from domain.access import Act
from domain.batch import Batch
from domain.findings import RepairRecord, Term, TermKind
from domain.lot import Lot
from domain.process import Outcome, Step, outcomes_at
from terminal.actions.record_repair import RecordRepair
from terminal.actions.void_repair import VoidRepair
from terminal.queries.steps.aside import aside
from terminal.queries.steps.pad import Pad, pad_of, tiles_of
from terminal.queries.steps.places import board_of, known_spots, named_places, tapped
from terminal.queries.steps.sheet import Desk, Need, Sheet, counted, desk_of, written
from terminal.queries.steps.typed import Typed, group, whole, words

if TYPE_CHECKING:
    from terminal.queries.extras import Facing

CURED = frozenset({Outcome.REPAIRED, Outcome.REWORKED})
FIRST_CAUSES = 4
FIRST_ACTIONS = 5
REMEMBERED = 3


@dataclass(frozen=True, slots=True)
class Choice:
    """A coded word and how often this product had it, in per cent; None before any record."""

    code: str
    zh: str
    en: str
    share: int | None
    retired: bool = False


@dataclass(frozen=True, slots=True)
class Past:
    """A record of this lot or of another one: what it was and what was done."""

    id: int
    lot: str
    outcome: str
    cause: Choice
    repair: Choice | None
    location: str
    parts: str
    quantity: int
    minutes: int
    at: datetime
    person: str
    picture: int
    across: int | None
    down: int | None
    again: int = 0


def repair(facing: Facing) -> dict[str, object]:
    """Return the record page of repair or rework, or the verdict's when it was opened."""
    desk = desk_of(facing)
    records = _records(desk)
    last = records[0] if records else None
    sums = _sums(records)
    recorded = sum(sums.values())
    left = (desk.work.quantity or 0) - recorded
    outcomes = outcomes_at(Step(desk.work.step))
    own = _sheet(desk, records, left)
    causes, actions = _choices(desk, TermKind.CAUSE), _choices(desk, TermKind.ACTION)
    board = board_of(desk.facing.db, desk.work.product_id)
    symptom = desk.typed(RecordRepair.act).get("symptom") or desk.work.complaint
    told = {choice.code: choice for choice in causes} | {
        f"do-{choice.code}": choice for choice in actions
    }
    causes, actions = [[one for one in words if not one.retired] for words in (causes, actions)]
    spot = tapped(desk.typed(RecordRepair.act), board)
    sent = {"symptom": symptom} | ({} if spot else dict.fromkeys(("picture", "across", "down"), ""))
    return {
        **aside(desk, own, _pad(desk, own, outcomes, {"cause": causes, "repair": actions}, sent)),
        "outcomes": [outcome.value for outcome in outcomes],
        "causes": causes,
        "first_causes": _first(
            causes, own.typed.get("cause") or (last.cause if last else ""), FIRST_CAUSES
        ),
        "repairs": _first(
            actions, own.typed.get("repair") or (last.action if last else ""), FIRST_ACTIONS
        ),
        "records": [_past(record, desk.work.lot, told) for record in records],
        "sums": sums,
        "recorded": recorded,
        "unrecorded": left,
        "symptom": symptom,
        "places": named_places(desk.facing.db, desk.work.product_id),
        "board": board,
        "spots": known_spots(desk.facing.db, board),
        "spot": spot,
        "helped": _helped(desk, symptom, told),
    }


def _sheet(desk: Desk, records: list[RepairRecord], left: int) -> Sheet:
    """Return the form of the open panel: the verdict, a record to void, or one more record."""
    if desk.panel == "finish":
        return desk.sheet(Act.DECIDE, lambda typed: _verdict(desk, typed, _sums(records)))
    if desk.panel == "records":
        return desk.sheet(VoidRepair.act, lambda typed: _chosen(typed, records), Act.RECORD)
    return desk.sheet(RecordRepair.act, lambda typed: _record(typed, left), Act.RECORD)


def _pad(
    desk: Desk,
    own: Sheet,
    outcomes: Sequence[Outcome],
    words: Mapping[str, list[Choice]],
    sent: Mapping[str, str],
) -> Pad:
    if own.act == Act.DECIDE:
        ways = tiles_of(outcomes)
        return pad_of(desk.work, own, [tile for _, tile in ways.values()], results=ways)
    if own.act == VoidRepair.act:
        return pad_of(desk.work, own)
    single = {name: frozenset(one.code for one in choices) for name, choices in words.items()}
    single |= {"outcome": frozenset(outcome.value for outcome in outcomes)}
    results = {outcome: ("outcome", outcome.value) for outcome in outcomes}
    return pad_of(
        desk.work, own, ["quantity", "minutes"], single=single, results=results, sends=sent
    )


def _record(typed: Typed, left: int) -> Iterator[Need]:
    quantity = whole(typed, "quantity")
    if left <= 0:
        yield Need("all-recorded")
        return
    if not quantity:
        yield Need("count")
    elif quantity > left:
        yield Need("over", {"over": quantity - left})
    asked = ["outcome", "cause"]
    if words(typed, "outcome") in CURED:
        asked.append("repair")
    yield from written(typed, *asked)


def _chosen(typed: Typed, records: list[RepairRecord]) -> Iterator[Need]:
    if whole(typed, "record") not in {record.id for record in records}:
        yield Need("fill-in", family="field.", codes=("record",))


def _verdict(desk: Desk, typed: Typed, sums: dict[str, int]) -> Iterator[Need]:
    yield from counted(desk, typed)
    counts = group(typed, "counts")
    for outcome in outcomes_at(Step(desk.work.step)):
        told, recorded = counts.get(outcome, 0), sums.get(outcome, 0)
        if told != recorded:
            facts = {"counted": told, "recorded": recorded}
            yield Need("records", facts, "outcome.", (outcome.value,))


def _records(desk: Desk) -> list[RepairRecord]:
    query = select(RepairRecord).where(
        RepairRecord.lot_id == desk.work.lot_id, RepairRecord.closed_by == 0
    )
    return list(desk.facing.db.scalars(query.order_by(RepairRecord.id.desc())))


def _sums(records: list[RepairRecord]) -> dict[str, int]:
    sums: Counter[str] = Counter()
    for record in records:
        sums[record.outcome.value] += record.quantity
    return dict(sums)


def _choices(desk: Desk, kind: TermKind) -> list[Choice]:
    """Return the words of a kind, this product's commonest first."""
    db = desk.facing.db
    column = RepairRecord.cause if kind is TermKind.CAUSE else RepairRecord.action
    query = (
        select(column, func.sum(RepairRecord.quantity))
        .where(RepairRecord.product_id == desk.work.product_id, RepairRecord.voided_by == 0)
        .group_by(column)
    )
    often = {code: int(total) for code, total in db.execute(query) if code}
    total = sum(often.values())
    terms = db.scalars(select(Term).where(Term.kind == kind))
    return [
        Choice(
            term.code,
            term.zh,
            term.en,
            round(100 * often.get(term.code, 0) / total) if total else None,
            term.retired,
        )
        for term in sorted(terms, key=lambda t: (-often.get(t.code, 0), t.position, t.id))
    ]


def _first(choices: list[Choice], chosen: str, most: int) -> list[Choice]:
    first = choices[:most]
    if chosen in {one.code for one in first}:
        return first
    mine = [one for one in choices if one.code == chosen]
    return first[: most - len(mine)] + mine


def _past(record: RepairRecord, lot: str, told: dict[str, Choice], again: int = 0) -> Past:
    unknown = Choice(record.cause, record.cause, record.cause, None)
    return Past(
        id=record.id,
        lot=lot,
        outcome=record.outcome.value,
        cause=told.get(record.cause, unknown),
        repair=told.get(f"do-{record.action}"),
        location=record.location,
        parts=record.parts,
        quantity=record.quantity,
        minutes=record.minutes,
        at=record.recorded_at,
        person=record.person_name,
        picture=record.picture_id or 0,
        across=record.across,
        down=record.down,
        again=again,
    )


def _helped(desk: Desk, symptom: str, told: dict[str, Choice]) -> list[Past]:
    """Return what cured the same symptom of the same product, the latest first."""
    query = (
        select(RepairRecord, Lot.number)
        .join(Lot, Lot.id == RepairRecord.lot_id)
        .join(Batch, Batch.id == RepairRecord.batch_id)
        .where(
            RepairRecord.product_id == desk.work.product_id,
            RepairRecord.outcome.in_(CURED),
            RepairRecord.voided_by == 0,
            RepairRecord.lot_id != desk.work.lot_id,
            (RepairRecord.symptom == symptom) | (Batch.complaint == symptom),
        )
        .order_by(RepairRecord.id.desc())
        .limit(REMEMBERED)
    )
    return [
        _past(record, number, told, _failed_again(desk, record))
        for record, number in desk.facing.db.execute(query)
    ]


def _failed_again(desk: Desk, record: RepairRecord) -> int:
    """Return how many pieces of the batch came back with the same cause in a later round."""
    query = select(func.coalesce(func.sum(RepairRecord.quantity), 0)).where(
        RepairRecord.batch_id == record.batch_id,
        RepairRecord.cause == record.cause,
        RepairRecord.round > record.round,
        RepairRecord.voided_by == 0,
    )
    return int(desk.facing.db.scalar(query) or 0)
