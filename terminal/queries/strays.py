"""The page on which somebody records boards that he found and that belong to nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from domain.access import Act, permitted_roles
from terminal.actions.strays import UNKNOWN
from terminal.queries.drafts import draft_of
from terminal.queries.find import products
from terminal.queries.intake import Choice

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
        "products": [*rows[:7], Choice(UNKNOWN, "")],
        "missing": missing,
        "may": who is not None
        and bool({role.value for role in permitted_roles(Act.REPORT_FOUND, None)} & {*who.roles}),
    }
