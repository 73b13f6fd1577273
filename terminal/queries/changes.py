"""What was changed by administration: who, when, where, and what was there before and after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select

from domain.events import Event
from terminal.queries.paging import ON_A_PAGE, page_number

if TYPE_CHECKING:
    from terminal.queries.extras import Facing

# Each kind of event that changes people or registers, and the fact that names whom or what.
KINDS: Final = MappingProxyType({
    "person:hired": "number", "person:changed": "number", "person:left": "number",
    "person:came-back": "number", "person:pin-issued": "number", "badge:issued": "number",
    "badge:revoked": "number", "card:registered": "number",
    "appointment:proposed": "number", "appointment:agreed": "number",
    "appointment:declined": "number", "appointment:ended": "number", "team:saved": "team",
    "customer:saved": "customer", "product:saved": "product", "product:board-picture": "product",
    "term:saved": "term", "format:saved": "format",
    "figure:saved": "figure", "person:saved": "person", "site:imported": "file",
    "table:imported": "file", "station:enrolled": "station",
})  # fmt: skip
TOLD: Final = ("roles", "stands_for", "days", "note")


@dataclass(frozen=True, slots=True)
class Change:
    """One change: `word` is the catalog's for its kind, `about` whom or what it changed."""

    number: int
    at: datetime
    person: str
    role: str
    station: str
    word: str
    about: str
    differences: Sequence[tuple[str, object, object]]


def changes(facing: Facing, picked: Mapping[str, str]) -> dict[str, object]:
    """Return the latest changes first, and the one that is open with its before and after."""
    ours = Event.kind.in_(KINDS)
    count = facing.db.scalar(select(func.count(Event.number)).where(ours)) or 0
    page, pages = page_number(count, picked.get("page", "1"))
    query = select(Event).where(ours).order_by(Event.number.desc())
    found = facing.db.scalars(query.offset((page - 1) * ON_A_PAGE).limit(ON_A_PAGE))
    wanted = picked.get("entry", "")
    known = wanted.isascii() and wanted.isdecimal() and len(wanted) < 16  # noqa: PLR2004
    event = (
        facing.db.scalar(select(Event).where(Event.number == int(wanted), ours)) if known else None
    )
    return {
        "pages": (page, pages),
        "rows": [_change(one) for one in found],
        "change": _change(event) if event else None,
        "typed": {},
    }


def _change(event: Event) -> Change:
    facts = event.facts
    about = str(facts.get(KINDS[event.kind], ""))
    return Change(
        number=event.number,
        at=event.at,
        person=event.person_name,
        role=event.role,
        station=event.station,
        word=event.kind.replace(":", "."),
        about=about.rpartition("/")[2],
        differences=_differences(facts),
    )


def _differences(facts: Mapping[str, object]) -> list[tuple[str, object, object]]:
    """Return each field that changed with what it was and is; an imported file tells its rows."""
    before, after = facts.get("before"), facts.get("after")
    if isinstance(rows := facts.get("rows"), dict):
        return [(str(kind), "", count) for kind, count in rows.items() if count]
    if not isinstance(after, dict):
        return [(name, "", facts[name]) for name in TOLD if facts.get(name)]
    before = before if isinstance(before, dict) else {}
    names = dict.fromkeys([*before, *after])
    return [
        (name, before.get(name, ""), after.get(name, ""))
        for name in names
        if before.get(name, "") != after.get(name, "")
    ]
