"""The page on which somebody records boards that he found and that belong to nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from domain.access import Act, permitted_roles
from domain.stray import Stray
from terminal.actions.strays import UNKNOWN
from terminal.queries.drafts import draft_of
from terminal.queries.find import products
from terminal.queries.intake import Choice
from terminal.queries.photos import JUST_NOW, shots

if TYPE_CHECKING:
    from terminal.queries.extras import Facing

NEEDED: Final = ("product", "quantity", "place")


def stray(facing: Facing) -> dict[str, object]:
    """Return the products to choose from, what was typed, and what is missing."""
    typed = draft_of(facing.db, facing.station.code, Act.REPORT_FOUND)
    who = facing.view.who
    rows = products(facing.db, typed.get("find-product", ""), in_house=False)
    missing = [name for name in NEEDED if not typed.get(name, "").strip(" 0")]
    return {
        "typed": typed,
        "latest": _latest(facing),
        "products": [*rows[:7], Choice(UNKNOWN, "")],
        "missing": missing,
        "may": who is not None
        and bool({role.value for role in permitted_roles(Act.REPORT_FOUND, None)} & {*who.roles}),
    }


def _latest(facing: Facing) -> tuple[str, int] | None:
    """Return the boards that were recorded here just now, and how many photos they have."""
    query = select(Stray.number).where(
        Stray.station == facing.station.code,
        Stray.way.is_(None),
        Stray.found_at > facing.site.now() - JUST_NOW,
    )
    number = facing.db.scalar(query.order_by(Stray.id.desc()).limit(1))
    return (number, len(shots(facing.db, stray=number))) if number else None
