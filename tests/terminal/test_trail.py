"""The trail of events cannot be changed without being named, and the tables refuse to change."""

from collections.abc import Callable
from dataclasses import fields
from typing import Any

import pytest
from sqlalchemy import Connection, delete, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from domain.events import Event, Head
from domain.ledger import Movement
from domain.lot import Lot, LotState
from domain.process import Step
from terminal.audit import audit
from tests.floor import PACKER, Floor

EVENT: Any = Event.__table__
HEAD: Any = Head.__table__


def work(floor: Floor) -> int:
    """A little honest work; returns the number of the last event."""
    lot = floor.book_in(50)
    floor.receive(PACKER, "RECV-1", lot, 50)
    floor.decide(PACKER, "RECV-1", lot, counts={"counted": 20})
    assert audit(floor.site) == []
    with floor.site.reading() as db:
        return db.scalars(select(Head.number)).one()


def tamper(floor: Floor, change: Callable[[Connection], object]) -> list[str]:
    """Change the database as somebody could who owns it; returns what the audit names."""
    engine = floor.site.database.write_engine
    with engine.begin() as connection:
        for table in ("event", "movement"):
            for verb in ("update", "delete"):
                name = f"{table}_never_{verb}"
                of = "" if floor.site.database.is_sqlite else f" ON {table}"
                connection.execute(text(f"DROP TRIGGER {name}{of}"))
        change(connection)
    return audit(floor.site)


def row(connection: Connection, number: int) -> dict[str, Any]:
    return dict(connection.execute(select(EVENT).where(EVENT.c.number == number)).mappings().one())


@pytest.mark.parametrize("verb", ["update", "delete", "replace", "truncate"])
@pytest.mark.parametrize("table", ["event", "movement"])
def test_the_tables_refuse_to_change(floor: Floor, table: str, verb: str) -> None:
    work(floor)
    sqlite = floor.site.database.is_sqlite
    commands = {
        "update": "UPDATE {} SET quantity = 1",
        "delete": "DELETE FROM {}",
        "replace": "INSERT OR REPLACE INTO {0} SELECT * FROM {0} LIMIT 1",
        "truncate": "TRUNCATE {}",
    }
    if (verb == "replace" and not sqlite) or (verb == "truncate" and sqlite):
        return  # the other database has no such word
    with (
        pytest.raises(DBAPIError, match="append-only"),
        floor.site.database.write_engine.begin() as connection,
    ):
        connection.execute(text(commands[verb].format(table)))
    assert audit(floor.site) == []


def other(value: object, name: str) -> object:
    match value:
        case int():
            return value + 9
        case str():
            return value + "x"
        case None if name in {"batch", "lot"}:
            return "RT-2611-0009"
        case None if name.endswith("_at"):
            return None
        case None:
            return 7
    return value.replace(year=2025)  # type: ignore[union-attr]


def test_an_edit_of_any_one_field_is_named(floor: Floor) -> None:
    last = work(floor)
    number = last
    names = [one.name for one in fields(Event) if one.name not in {"number", "stated_at"}]
    with floor.site.database.write_engine.connect() as connection:
        honest = row(connection, number)
    change = update(EVENT).where(EVENT.c.number == number)
    assert tamper(floor, lambda connection: connection.execute(select(1))) == []
    for name in names:
        with floor.site.database.write_engine.begin() as connection:
            connection.execute(change.values({name: other(honest[name], name)}))
        assert str(number) in "".join(audit(floor.site)[:1]), name
        with floor.site.database.write_engine.begin() as connection:
            connection.execute(change.values(honest))
        assert audit(floor.site) == []


def test_a_claimed_time_that_was_added_is_named(floor: Floor) -> None:
    last = work(floor)
    change = update(EVENT).where(EVENT.c.number == last).values(stated_at=floor.clock())
    assert str(last) in tamper(floor, lambda connection: connection.execute(change))[0]


def test_a_deleted_event_is_named(floor: Floor) -> None:
    last = work(floor)
    gone = delete(EVENT).where(EVENT.c.number == last - 2)
    assert str(last - 2) in tamper(floor, lambda connection: connection.execute(gone))[0]


def test_a_cut_off_tail_is_named(floor: Floor) -> None:
    last = work(floor)
    gone = delete(EVENT).where(EVENT.c.number > last - 2)
    assert str(last - 1) in tamper(floor, lambda connection: connection.execute(gone))[0]


def test_an_old_head_is_named(floor: Floor) -> None:
    last = work(floor)
    with floor.site.reading() as db:
        seal = db.scalars(select(Event.seal).where(Event.number == last - 1)).one()
    back = update(HEAD).values(number=last - 1, seal=seal)
    assert str(last) in tamper(floor, lambda connection: connection.execute(back))[0]


def swap(one: int, two: int) -> Callable[[Connection], object]:
    def change(connection: Connection) -> None:
        first, second = row(connection, one), row(connection, two)
        connection.execute(delete(EVENT).where(EVENT.c.number.in_([one, two])))
        connection.execute(insert(EVENT).values(first | {"number": two}))
        connection.execute(insert(EVENT).values(second | {"number": one}))

    return change


def test_events_that_changed_places_are_named(floor: Floor) -> None:
    last = work(floor)
    assert str(last - 1) in tamper(floor, swap(last - 1, last))[0]


@pytest.mark.parametrize("site", ["RT", "XX"])
def test_an_inserted_event_is_named_whatever_site_it_claims(floor: Floor, site: str) -> None:
    last = work(floor)

    def change(connection: Connection) -> None:
        forged = row(connection, last) | {"number": last + 1, "batch": None, "site": site}
        connection.execute(insert(EVENT).values(forged))

    assert str(last + 1) in tamper(floor, change)[0]


def test_an_inserted_event_before_the_first_is_named(floor: Floor) -> None:
    last = work(floor)

    def change(connection: Connection) -> None:
        forged = row(connection, last) | {"number": -1, "batch": None}
        connection.execute(insert(EVENT).values(forged))

    assert "event -1" in tamper(floor, change)[0]


@pytest.mark.parametrize(
    ("name", "value"), [("quantity", 7), ("step", Step.OQC), ("state", LotState.ENDED)]
)
def test_a_lot_that_the_ledger_does_not_know_is_named(
    floor: Floor, name: str, value: object
) -> None:
    work(floor)
    with floor.site.database.write_engine.begin() as connection:
        connection.execute(update(Lot).where(Lot.sequence == 2).values({name: value}))
    assert audit(floor.site)[0].startswith("RT-2611-0001.2:")


def test_a_movement_that_was_changed_is_named(floor: Floor) -> None:
    work(floor)
    change = update(Movement).values(quantity=Movement.quantity + 1)
    assert tamper(floor, lambda connection: connection.execute(change))


@pytest.mark.parametrize(("pragma", "value"), [
    ("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 10_000),
    ("trusted_schema", 0), ("recursive_triggers", 1), ("journal_size_limit", 67_108_864),
])  # fmt: skip
def test_sqlite_is_opened_with_care(sqlite_floor: Floor, pragma: str, value: object) -> None:
    for open_it in (sqlite_floor.site.reading, sqlite_floor.site.writing):
        with open_it() as db:
            assert db.scalar(text(f"PRAGMA {pragma}")) == value


def test_a_reader_on_sqlite_can_write_nothing(sqlite_floor: Floor) -> None:
    with pytest.raises(DBAPIError, match="readonly"), sqlite_floor.site.reading() as db:
        db.execute(text("DELETE FROM lot"))
