"""The work list of supervisors and leaders: what waits for this very person's decision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from domain.findings import Term, TermKind
from domain.people import Person
from terminal.custody import staff
from terminal.queries.drafts import draft_of
from terminal.queries.intake import days
from terminal.queries.paging import page_of
from terminal.queries.paperwork import waiting_forms
from terminal.queries.photos import Shot, shots
from terminal.queries.prevention import measures
from terminal.queries.supervise_items import Eyes, Item
from terminal.queries.supervise_odd import books, strays, unsorted_receipts
from terminal.queries.supervise_overdue import left_behind, overdue_lots
from terminal.queries.supervise_people import appointments, locked
from terminal.queries.supervise_rows import SOURCES
from terminal.queries.supervise_shift import left_by_the_shift, nobody_takes_over
from terminal.queries.supervise_trays import fast_trays
from terminal.site import Site
from terminal.standing_in import days_at, roles_of, stand_ins

if TYPE_CHECKING:
    from terminal.queries.extras import Facing

ON_A_PAGE: Final = 5
ORDER: Final = {
    "rule": 0, "overdue-due": 1, "overdue-waiting": 1, "close-discrepancy": 2, "take-over": 2,
    "note-shift": 2, "shift-different": 2, "shift-missing": 2, "shift-left-out": 2,
    "sign-anomaly": 3, "promise-late": 4, "clarify": 5, "settle-receipt": 5,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the list, counted from 1."""

    number: int
    pages: int
    items: Sequence[Item]


def supervise(facing: Facing) -> dict[str, object]:
    """Return what waits for the signed-on person, the chosen item, and what was typed for it."""
    who = facing.view.who
    picked = draft_of(facing.db, facing.station.code, "supervise")
    items = decisions(eyes_of(facing.site, facing.db, who.id)) if who else []
    chosen = next((item for item in items if item.key == picked.get("item")), None)
    typed = draft_of(facing.db, facing.station.code, chosen.act, chosen.lot) if chosen else {}
    return {
        "todo": _page(items, picked.get("page", "1")),
        "item": chosen,
        "shots": _photos(facing.db, chosen) if chosen else [],
        "typed": typed if chosen and typed.get("item") == chosen.key else {},
        "is_known": who is not None,
        "total": len(items),
        "days": days(facing.site.today()),
        "delays": _delays(facing),
    }


def eyes_of(site: Site, db: Db, person: int) -> Eyes:
    """Return the eyes of a person, who also sees what waits for those he stands in for."""
    days = days_at(site, site.now())
    roles = roles_of(db, db.get_one(Person, person), days)
    bosses = {person, *(other.person for other in stand_ins(db, person, days))}
    held = frozenset(role.value for role in roles)
    return Eyes(site, db, person, held, frozenset(bosses), staff(db))


def decisions(eyes: Eyes) -> list[Item]:
    """Return all that waits for a person's decision, the most pressing first."""
    sources = (
        *SOURCES,
        fast_trays,
        overdue_lots,
        left_behind,
        left_by_the_shift,
        nobody_takes_over,
        locked,
        appointments,
        waiting_forms,
        strays,
        unsorted_receipts,
        books,
        measures,
    )
    items = (item for source in sources for item in source(eyes))
    return sorted(items, key=lambda item: (ORDER.get(item.kind, 9), -item.waited))


def _photos(db: Db, item: Item) -> list[Shot]:
    found = shots(db, stray=item.batch) if item.kind == "clarify" else []
    return [shot for shot in found if shot.digest]


def _page(items: Sequence[Item], wanted: str) -> Page:
    (number, pages), rows = page_of(items, wanted, ON_A_PAGE)
    return Page(number, pages, rows)


def _delays(facing: Facing) -> list[tuple[str, str, str]]:
    query = select(Term.code, Term.zh, Term.en).where(
        Term.kind == TermKind.DELAY, Term.retired.is_(False)
    )
    return [(code, zh, en) for code, zh, en in facing.db.execute(query.order_by(Term.position))]
