"""Counting and judging: what the pages of register, screening, retest and OQC need."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from domain.access import Act
from domain.batch import Batch
from domain.findings import AnomalyReport, Finding, Term, TermKind
from domain.lot import Lot
from domain.people import Person
from domain.process import ROUTES, Outcome, Role, Step, outcomes_at
from domain.tray import TOLD
from domain.verdict import NAMED_BY_DEFECT
from terminal.actions.trays import TellTray
from terminal.needs import last_testers
from terminal.queries.steps.along import to_check, uncounted, with_along
from terminal.queries.steps.aside import aside
from terminal.queries.steps.pad import AIDS, Pad, pad_of, tiles_of
from terminal.queries.steps.sheet import Desk, Need, Sheet, counted, desk_of, pieces, written
from terminal.queries.steps.trays import Tally, tally_of
from terminal.queries.steps.typed import Typed, group

if TYPE_CHECKING:
    from terminal.queries.extras import Facing

ON_THE_PAGE = 3
# Function test by visual: row by row, as the page shows them.
MATRIX = (
    Outcome.NO_FAULT, Outcome.UNSEEN, Outcome.SEEN_ONLY, Outcome.SEEN, Outcome.UNTESTABLE,
)  # fmt: skip
INSPECTORS = frozenset({Role.TESTER, Role.OQC, Role.QC_LEADER})


@dataclass(frozen=True, slots=True)
class Defect:
    """One kind of defect: its words, how many pieces have it, whether the first row shows it."""

    code: str
    zh: str
    en: str
    count: int
    shown: bool


@dataclass(frozen=True, slots=True)
class Inspector:
    """Somebody who inspects, by factory number."""

    number: str
    name: str
    roles: tuple[str, ...]


def register(facing: Facing) -> dict[str, object]:
    """Return the count-in page: pieces for screening, or for rework when it is a batch problem."""
    desk = desk_of(facing)
    along = to_check(desk, desk.typed(Act.DECIDE))

    def needs(typed: Typed) -> Iterator[Need]:
        yield from counted(desk, typed)
        if group(typed, "counts").get(Outcome.BATCH_PROBLEM) and not desk.work.batch_problem:
            yield Need("batch-problem")
        yield from uncounted(along)

    own = desk.sheet(Act.DECIDE, needs)
    outcomes = [Outcome.COUNTED, *[Outcome.BATCH_PROBLEM] * desk.work.batch_problem]
    ways = tiles_of(outcomes)
    tiles = (*(tile for _, tile in ways.values()), *AIDS)
    pad = pad_of(desk.work, own, tiles, results=ways, sums="counts.counted")
    return {**aside(desk, own, with_along(pad, along)), "along": along}


def screening(facing: Facing) -> dict[str, object]:
    """Return the screening page: five outcomes, named defects, the anomaly report, the trays."""
    desk = desk_of(facing)
    tally = tally_of(desk)
    registered = _registered(desk)
    judged = tally.verdict if tally.trays else desk.typed(Act.DECIDE)
    counts = _outcomes(judged)
    needed = sum(counted for outcome, counted in counts.items() if ROUTES[outcome].anomaly)

    def needs(typed: Typed) -> Iterator[Need]:
        yield from counted(desk, typed)
        yield from _named(typed)
        if needed != registered:
            yield Need("anomaly", {"needed": needed, "registered": registered})

    def report(typed: Typed) -> Iterator[Need]:
        yield from pieces(desk, typed)
        yield from written(typed, "inspector", "description")

    own = desk.sheet(Act.DECIDE, needs, typed=judged)
    if desk.panel == "anomaly":
        missing = {"quantity": str(needed - registered)} if tally.trays else {}
        own = desk.sheet(
            Act.REGISTER_ANOMALY, report, typed=missing | dict(desk.typed(Act.REGISTER_ANOMALY))
        )
    elif tally.shown == "tally":
        own = desk.sheet(TellTray.act, tally.needs, Act.RECORD)
    found = _defects(desk, tally.typed if tally.shown == "tally" else judged)
    return {
        **aside(desk, own, _screening_pad(desk, tally, own, found)),
        **found,
        "tally": tally,
        "testers": facing.site.settings.testers,
        "needed": needed,
        "registered": registered,
        "inspectors": _inspectors(desk),
    }


def tested(facing: Facing) -> dict[str, object]:
    """Return the retest or OQC page: passed, failed, failed visibly, with named defects."""
    desk = desk_of(facing)
    who = facing.view.who
    mine = (
        facing.page == "oqc"
        and who is not None
        and who.id in last_testers(facing.db, facing.db.get_one(Lot, desk.work.lot_id))
    )

    def needs(typed: Typed) -> Iterator[Need]:
        if mine:
            yield Need("tested-by-you")
        yield from counted(desk, typed)
        yield from _named(typed)

    limited = desk.work.round >= facing.site.figures.round_limit
    own, found = desk.sheet(Act.DECIDE, needs), _defects(desk, desk.typed(Act.DECIDE))
    outcomes = outcomes_at(Step(facing.page))
    return {
        **aside(desk, own, _judging(desk, own, outcomes, found)),
        **found,
        "tested_by_me": mine,
        "limited": limited,
    }


def _screening_pad(desk: Desk, tally: Tally, own: Sheet, found: Mapping[str, object]) -> Pad | None:
    """Return what can be filled in on the page of the screening that is open."""
    if desk.panel == "log":
        return None
    if desk.panel == "anomaly":
        return pad_of(desk.work, own, ["quantity"])
    if tally.shown == "finish":
        return pad_of(desk.work, own)
    if tally.shown == "tally":
        bad = {outcome: ("field", f"bad.{outcome.value}") for outcome in TOLD}
        chips = _chips(found) | {chip for _, chip in bad.values()}
        return pad_of(
            desk.work, own, results=bad, chips=chips, sends={"tray": str(tally.size or "")}
        )
    return _judging(desk, own, MATRIX, found)


def _judging(
    desk: Desk, own: Sheet, outcomes: Iterable[Outcome], found: Mapping[str, object]
) -> Pad:
    """Return the tiles of the outcomes and the chips of the defects."""
    if desk.panel == "defects":
        return pad_of(desk.work, own, chips=_chips(found))
    ways = tiles_of(outcomes)
    return pad_of(
        desk.work, own, [tile for _, tile in ways.values()], results=ways, chips=_chips(found)
    )


def _chips(found: Mapping[str, object]) -> frozenset[str]:
    rows = found["defects"]
    assert isinstance(rows, list)  # noqa: S101  (the rows of _defects)
    return frozenset(f"defects.{row.code}" for row in rows)


def _outcomes(judged: Typed) -> dict[Outcome, int]:
    counts = group(judged, "counts")
    return {Outcome(name): counted for name, counted in counts.items() if name in set(Outcome)}


def _named(typed: Typed) -> Iterator[Need]:
    failed = sum(n for name, n in group(typed, "counts").items() if name in NAMED_BY_DEFECT)
    named = sum(group(typed, "defects").values())
    if named != failed:
        yield Need("defects", {"named": named, "failed": failed})


def _registered(desk: Desk) -> int:
    total = select(func.coalesce(func.sum(AnomalyReport.quantity), 0)).where(
        AnomalyReport.lot_id == desk.work.lot_id, AnomalyReport.closed_by == 0
    )
    return int(desk.facing.db.scalar(total) or 0)


def _defects(desk: Desk, judged: Typed) -> dict[str, object]:
    """Return this product's commonest defects first, and how many pieces are named at all."""
    typed = group(judged, "defects")
    terms = _terms(desk)
    with_pieces = [term.code for term in terms if typed.get(term.code)]
    others = [term.code for term in terms if term.code not in with_pieces]
    shown = {*(with_pieces + others)[:ON_THE_PAGE]}
    rows = [
        Defect(term.code, term.zh, term.en, typed.get(term.code, 0), term.code in shown)
        for term in terms
    ]
    counts = group(judged, "counts")
    return {
        "defects": rows,
        "failed": sum(counts.get(outcome, 0) for outcome in NAMED_BY_DEFECT),
        "unseen_named": sum(row.count for row in rows if not row.shown),
    }


def _terms(desk: Desk) -> list[Term]:
    db = desk.facing.db
    found = (
        select(Finding.defect, func.sum(Finding.quantity))
        .join(Batch, Batch.id == Finding.batch_id)
        .where(Batch.product_id == desk.work.product_id)
        .group_by(Finding.defect)
    )
    often = {defect: int(total) for defect, total in db.execute(found)}
    terms = db.scalars(select(Term).where(Term.kind == TermKind.DEFECT, Term.retired.is_(False)))
    return sorted(terms, key=lambda term: (-often.get(term.code, 0), term.position, term.id))


def _inspectors(desk: Desk) -> list[Inspector]:
    people = desk.facing.db.scalars(select(Person).where(Person.active).order_by(Person.number))
    return [
        Inspector(one.number, one.name, tuple(role.value for role in one.roles))
        for one in people
        if INSPECTORS.intersection(one.roles)
    ]
