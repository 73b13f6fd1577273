"""What lies in a database, whole, so that a test can say: nothing has changed."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import select

from domain.base import Record
from domain.errors import DomainError
from domain.events import Event
from terminal.audit import audit
from tests.floor import Floor

# What a refused try may touch: the log of it, the desk's screen, and who is signed on.
MAY_CHANGE = frozenset({"event", "head", "desk", "session", "person"})

Dump = dict[str, list[tuple[object, ...]]]


def dump(floor: Floor, *, without: frozenset[str] = MAY_CHANGE) -> Dump:
    """Every row of every table, but for those that any try may touch."""
    with floor.site.reading() as db:
        return {
            table.name: sorted(map(tuple, db.execute(select(table))), key=repr)
            for table in Record.metadata.sorted_tables
            if table.name not in without
        }


def events(floor: Floor, kind: str = "") -> list[Event]:
    """The events of one kind, oldest first."""
    with floor.site.reading() as db:
        query = select(Event).order_by(Event.number)
        return list(db.scalars(query.where(Event.kind == kind) if kind else query))


class Refusal:
    """What a rule said: filled in when the block is over."""

    code = ""
    facts: dict[str, str | int]


@contextmanager
def nothing_changes(floor: Floor) -> Iterator[Refusal]:
    """A block in which a rule must say no, and after which every table is as it was."""
    before, refusal = dump(floor), Refusal()
    try:
        yield refusal
    except DomainError as error:
        refusal.code, refusal.facts = error.code, dict(error.facts)
    else:
        raise AssertionError("no rule said no")
    assert dump(floor) == before
    assert audit(floor.site) == []
