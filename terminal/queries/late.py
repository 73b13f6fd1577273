"""The page on which a slip of an outage is entered, with the books that are not witnessed yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select

from domain.access import RECORDERS, Act, permitted_roles
from domain.late import LateEntry, SlipBook
from domain.people import Person, PersonRole
from terminal.desk.late import DAYS, FORM
from terminal.queries.drafts import draft_of

if TYPE_CHECKING:
    from terminal.queries.extras import Facing

NEEDED: Final = ("book", "leaf", "clock", "day", "by")
NAMES: Final = 6
BOOKS: Final = 4


@dataclass(frozen=True, slots=True)
class Book:
    """A book of blank slips: how many it has, how many of them are entered."""

    number: str
    slips: int
    entered: int


def late(facing: Facing) -> dict[str, object]:
    """Return what was typed, who could have done it here, and the open books."""
    typed = draft_of(facing.db, facing.station.code, FORM)
    who = facing.view.who
    may_print = {role.value for role in permitted_roles(Act.PRINT_SLIPS, None)}
    return {
        "typed": typed,
        "missing": [name for name in NEEDED if not typed.get(name, "").strip()],
        "days": range(DAYS),
        "people": _people(facing),
        "books": _books(facing),
        "may_print": who is not None and bool(may_print & set(who.roles)),
    }


def _people(facing: Facing) -> list[str]:
    """Return who works at this station's steps, for a tap instead of typing."""
    roles = frozenset().union(*(RECORDERS[step] for step in facing.station.steps))
    query = (
        select(Person.name)
        .join(PersonRole, PersonRole.person_id == Person.id)
        .where(Person.active, PersonRole.role.in_(roles))
        .group_by(Person.id, Person.name, Person.number)
        .order_by(Person.number)
        .limit(NAMES)
    )
    return list(facing.db.scalars(query))


def _books(facing: Facing) -> list[Book]:
    entered = func.count(LateEntry.id)
    query = (
        select(SlipBook.number, SlipBook.slips, entered)
        .join(LateEntry, LateEntry.book_id == SlipBook.id, isouter=True)
        .where(SlipBook.witnessed_at.is_(None))
        .group_by(SlipBook.id, SlipBook.number, SlipBook.slips)
        .order_by(SlipBook.id.desc())
        .limit(BOOKS)
    )
    return [Book(*row) for row in facing.db.execute(query)]
