"""Technical's page: who is responsible for what was repaired, and the weekly report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session as Db

from domain.batch import Product
from domain.findings import RepairRecord, Responsibility, Term, TermKind
from domain.lot import Lot
from domain.process import Role
from domain.weekly import SUMS, Share, Week, WeeklyReport, shares, top
from terminal.actions.weekly import AS_RECORDED, IssueWeek, JudgeRecords
from terminal.queries.drafts import draft_of
from terminal.queries.paperwork import FormRow, copies_of
from terminal.queries.prevention import measures_of
from terminal.queries.supervise import eyes_of
from terminal.site import Site
from terminal.weekly import ARRIVED, Content, changed, draft, latest

if TYPE_CHECKING:
    from terminal.queries.extras import Facing

JUDGE: Final = "judge"
GROUPS: Final = 6
WEEKS: Final = 3
SHOWN: Final = 5
CHOICES: Final = (
    AS_RECORDED, Responsibility.PRODUCTION, Responsibility.INSPECTION, Responsibility.MATERIAL,
    Responsibility.DESIGN, Responsibility.CUSTOMER, Responsibility.OTHER, Responsibility.UNDECIDED,
)  # fmt: skip
OPEN: Final = (
    *ARRIVED, or_(RepairRecord.judged.is_(None), RepairRecord.judged == Responsibility.UNDECIDED)
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Group:
    """Records that are alike in product, cause and what the repairer said; `ids` with commas."""

    ids: str
    product: str
    cause: tuple[str, str]
    responsibility: str
    records: int
    pieces: int
    lot: str
    location: str


@dataclass(frozen=True, slots=True)
class WeekRow:
    """One week in the list; `state` is running, draft, issued, changed or empty."""

    week: str
    number: int
    first: date
    last: date
    state: str
    version: int
    pieces: int


@dataclass(frozen=True, slots=True)
class Sum:
    """One table of a report, the first rows and the rest; `words` are its codes in words."""

    kind: str
    rows: Sequence[Share]
    rest: Share | None


def week(facing: Facing) -> dict[str, object]:
    """Return the weeks, the chosen one or the open judgements; nothing to anybody else."""
    who = facing.view.who
    if who is None or not is_technical(facing.site, facing.db, who.id):
        return {"is_technical": False}
    picked = draft_of(facing.db, facing.station.code, "week")
    weeks = list(_weeks(facing))
    item = picked.get("item", JUDGE)
    chosen = next((one for one in weeks if one.week == item), None)
    groups = open_groups(facing.db, single=picked.get("mode") == "single")
    act = IssueWeek.act if chosen else JudgeRecords.act
    typed = draft_of(facing.db, facing.station.code, act)
    return {
        "is_technical": True,
        "pick": picked,
        "weeks": weeks,
        "groups": groups[:GROUPS],
        "more": len(groups) - GROUPS,
        "undecided": sum(group.records for group in groups),
        "choices": [str(one) for one in CHOICES],
        "typed": typed if typed.get("item") == item else {},
        "chosen": chosen,
        **(report_facts(facing.site, facing.db, Week.read(chosen.week)) if chosen else {}),
    }


def is_technical(site: Site, db: Db, person: int) -> bool:
    """Whether somebody is technical supervisor today, himself or for another."""
    return Role.TECHNICAL_SUPERVISOR in eyes_of(site, db, person).roles


def report_facts(
    site: Site, db: Db, week: Week, version: int = 0, most: int = SHOWN
) -> dict[str, object]:
    """Return a week's report: the issued version that is asked for or the draft of the next one.

    Its tables have at most so many rows each.
    """
    now, last = draft(site, db, week), latest(db, week)
    report = _version(db, week, version) if version else last
    is_new = last is None or changed(last, now)
    shows_draft = report is None or (is_new and not version)
    content = now if shows_draft or report is None else Content.frozen(report)
    return {
        "week": week,
        "content": content,
        "report": None if shows_draft else report,
        "last": last,
        "is_new": is_new,
        "unjudged": sum(not one.judged for one in content.repairs),
        "sums": {kind: Sum(kind, *top(shares(content.repairs, kind), most)) for kind in SUMS},
        "copies": _copies(db, report, site),
        "measures": measures_of(db, week) if last else (),
    }


def _version(db: Db, week: Week, version: int) -> WeeklyReport | None:
    query = select(WeeklyReport).where(
        WeeklyReport.year == week.year,
        WeeklyReport.week == week.week,
        WeeklyReport.version == version,
    )
    return db.scalar(query)


def _copies(db: Db, report: WeeklyReport | None, site: Site) -> Sequence[FormRow]:
    return copies_of(db, report.number, site.now()) if report else ()


def _weeks(facing: Facing) -> Iterator[WeekRow]:
    week = running = Week.of(facing.site.today())
    for _ in range(WEEKS):
        now, last = draft(facing.site, facing.db, week), latest(facing.db, week)
        state = "running" if week == running else "draft"
        if last:
            state = "changed" if changed(last, now) else "issued"
        elif not now.repairs:
            state = "empty"
        version = last.version if last else 0
        yield WeekRow(str(week), week.week, week.first, week.last, state, version, now.pieces)
        week = week.before


def open_groups(db: Db, *, single: bool = False) -> list[Group]:
    """Return the records whose responsibility is open, alike ones together, the most first."""
    query = (
        select(RepairRecord, Product.name, Lot.number)
        .join(Lot, Lot.id == RepairRecord.lot_id)
        .join(Product, Product.id == RepairRecord.product_id)
        .where(*OPEN)
        .order_by(RepairRecord.id)
    )
    alike: dict[tuple[object, ...], list[tuple[RepairRecord, str, str]]] = {}
    for record, product, lot in db.execute(query):
        own = record.id if single else 0
        key = (record.product_id, record.cause, record.responsibility, own)
        alike.setdefault(key, []).append((record, product, lot))
    terms = select(Term.code, Term.zh, Term.en).where(Term.kind == TermKind.CAUSE)
    words = {code: (zh, en) for code, zh, en in db.execute(terms)}
    groups = [_group(rows, words) for rows in alike.values()]
    return sorted(groups, key=lambda group: (-group.pieces, group.ids))


def _group(
    rows: Sequence[tuple[RepairRecord, str, str]], words: dict[str, tuple[str, str]]
) -> Group:
    first, product, lot = rows[0]
    return Group(
        ids=",".join(str(record.id) for record, _, _ in rows),
        product=product,
        cause=words.get(first.cause, (first.cause, first.cause)),
        responsibility=first.responsibility.value,
        records=len(rows),
        pieces=sum(record.quantity for record, _, _ in rows),
        lot=lot if len(rows) == 1 else "",
        location=first.location if len(rows) == 1 else "",
    )


def open_judgements(db: Db) -> int:
    """Return how many records still wait for their final judgement."""
    query = select(func.count(RepairRecord.id)).join(Lot, Lot.id == RepairRecord.lot_id)
    return db.scalar(query.where(*OPEN)) or 0
