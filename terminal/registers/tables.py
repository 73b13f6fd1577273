"""The tables that go out of the registers and come in again, one for each kind of row."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from domain.errors import UnknownThing
from domain.people import Person, Team
from domain.staff import HasLeft, NotYourself
from terminal.actions.appointments import propose
from terminal.actions.set_figure import set_figure, stand_together
from terminal.figures import figure_rows
from terminal.registers.register import REGISTERS
from terminal.registers.rows import FigureRow, PersonRow, StationRow, TeamRow
from terminal.registers.staff import people, teams
from terminal.site import Site
from terminal.transaction import Transaction

SECRET: Final = frozenset({"pin"})


@dataclass(frozen=True, slots=True)
class Table:
    """One table: all its rows, and how one is written; without `write` it only goes out.

    `link` writes what a row says of other rows of the same table, once all are there.
    """

    kind: str
    row: type[Any]
    key: tuple[str, ...]
    every: Callable[[Site, Db], Iterable[Any]]
    write: Callable[[Transaction, Any], None] | None = None
    link: Callable[[Transaction, Any], None] | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the table: the fields of a row, but for secrets."""
        return tuple(field.name for field in fields(self.row) if field.name not in SECRET)

    def name(self, row: Any) -> str:
        """Return what names a row within its table."""
        return "/".join(getattr(row, part) for part in self.key)

    def present(self, site: Site, db: Db) -> dict[str, Any]:
        """Return the rows that there are, by their names."""
        return {self.name(row): row for row in self.every(site, db)}


def put_all(tx: Transaction, table: Table, rows: Sequence[tuple[Any | None, Any]]) -> None:
    """Write rows (as they were, as they shall be), each with an event of before and after."""
    assert table.write  # noqa: S101  (only tables that come in have rows to put)
    for _, row in rows:
        table.write(tx, row)
        tx.db.flush()
    for _, row in rows if table.link else ():
        assert table.link  # noqa: S101
        table.link(tx, row)
    tx.db.flush()
    now = table.present(tx.site, tx.db)
    for before, row in rows:
        name = table.name(row)
        after = now.get(name, row) if table.kind != "figure" else row
        tx.record(f"{table.kind}:saved", details={
            table.kind: name, "before": asdict(before) if before else {}, "after": asdict(after),
        })  # fmt: skip


def _write_team(tx: Transaction, row: TeamRow) -> None:
    leader = _person(tx, row.leader) if row.leader else None
    team = tx.db.scalar(select(Team).where(Team.code == row.code))
    if team is None:
        team = Team(code=row.code, name=row.name)
        tx.db.add(team)
    team.name, team.shift, team.leader_id = row.name, row.shift, leader.id if leader else None


def _write_person(tx: Transaction, row: PersonRow) -> None:
    person = tx.db.scalar(select(Person).where(Person.number == row.number).with_for_update())
    if person is None:
        person = Person(number=row.number, name=row.name)
        tx.db.add(person)
    if not person.active:
        raise HasLeft(name=person.name)
    person.name, person.language = row.name, row.language


def _link_person(tx: Transaction, row: PersonRow) -> None:
    """Give a person his team and supervisor; other roles are proposed, and another one agrees."""
    person = _person(tx, row.number)
    boss = _person(tx, row.supervisor) if row.supervisor else None
    team = tx.db.scalar(select(Team.id).where(Team.code == row.team)) if row.team else None
    if row.team and team is None:
        raise UnknownThing(kind="team", name=row.team[:40])
    person.team_id, person.supervisor_id = team, boss.id if boss else None
    if row.roles != [role.value for role in person.roles]:
        if tx.person is None or tx.person.id == person.id:
            raise NotYourself(name=person.name)
        propose(tx, person, tuple(row.roles))


def _person(tx: Transaction, number: str) -> Person:
    person = tx.db.scalar(select(Person).where(Person.number == number, Person.active))
    if person is None:
        raise UnknownThing(kind="person", name=number[:40])
    return person


def _set(tx: Transaction, row: FigureRow) -> None:
    set_figure(tx, row.key, row.value)


def _stand_together(tx: Transaction, _: FigureRow) -> None:
    stand_together(tx)


def _stations(site: Site, _: Db) -> Iterable[StationRow]:
    for one in site.settings.stations:
        yield StationRow(
            code=one.code,
            zh=one.called("zh"),
            en=one.called("en"),
            steps=[step.value for step in one.steps],
            line=one.line,
            printers=[f"{use}={code}" for use, code in one.printers.items()],
            origin=site.settings.origins.get(f"station.{one.code}", ""),
        )


def _kept(kind: str) -> Table:
    register = REGISTERS[kind]
    return Table(
        kind,
        register.row,
        register.key,
        lambda _, db: register.every(db),
        lambda tx, row: register.write(tx.db, row),
    )


TABLES: Final[Mapping[str, Table]] = MappingProxyType({
    one.kind: one
    for one in (
        _kept("customer"),
        _kept("product"),
        _kept("format"),
        _kept("term"),
        Table("person", PersonRow, ("number",), lambda _, db: people(db), _write_person,
              _link_person),
        Table("team", TeamRow, ("code",), lambda _, db: teams(db), _write_team),
        Table("figure", FigureRow, ("key",), lambda site, _: figure_rows(site), _set,
              _stand_together),
        Table("station", StationRow, ("code",), _stations),
    )
})  # fmt: skip
