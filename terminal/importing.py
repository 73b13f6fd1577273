"""Bringing a factory's people, customers, products and coded words in from a file.

All rows are checked before one is written; what is wrong is told with row and key, and then
nothing is imported. New people get a start PIN that is told once; with it they choose their own.
"""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from domain.batch import Customer
from domain.people import Badge, BadgeKind, Person, PersonRole, Team
from domain.process import Role
from domain.staff import StartPin
from terminal.actions.issue_pin import SEED, forget_pin
from terminal.pins import hash_pin, start_pin
from terminal.registers.register import REGISTERS
from terminal.registers.rows import (
    CustomerRow,
    FormatRow,
    PersonRow,
    ProductRow,
    TeamRow,
    TermRow,
    wrong_values,
)
from terminal.registers.tables import TABLES
from terminal.settings import BadSettings
from terminal.site import Site
from terminal.toml import read_text, read_toml
from terminal.transaction import Transaction

KINDS: Final[Mapping[str, type[Any]]] = {
    "team": TeamRow,
    "person": PersonRow,
    "customer": CustomerRow,
    "product": ProductRow,
    "format": FormatRow,
    "term": TermRow,
}
# What a row that says nothing of it leaves as it is.
LEFT_OPEN: Final = {kind: {"retired": None} for kind in REGISTERS}

# Rows that name another row: kind, field, and what the field names.
NAMES: Final = (
    ("team", "leader", "person"),
    ("person", "supervisor", "person"),
    ("person", "team", "team"),
    ("product", "customer", "customer"),
    ("format", "customer", "customer"),
)

# Number, name, badge token and PIN of a new person, or of one who has not used his start PIN.
Credential = tuple[str, str, str, str]


@dataclass(slots=True)
class Imported:
    """What came in, and the new people's badge tokens and PINs, to be handed out once."""

    counts: dict[str, int] = field(default_factory=dict)
    credentials: list[Credential] = field(default_factory=list)


def import_file(site: Site, path: Path) -> Imported:
    """Import a TOML file of rows; raises `BadSettings` with everything that is wrong in it.

    A row that is already there is updated; whether it is retired, only where the file says so.
    People keep their badge and PIN; who has not used his start PIN gets a new one. The event keeps
    every row that changed as it was and as it is.
    """
    rows = _read(path)
    done = Imported({kind: len(found) for kind, found in rows.items()})
    with site.writing() as db:
        strangers = _strangers(db, path.name, rows)
        if strangers := [*strangers, *_unknown_labels(site, path.name, rows["product"])]:
            raise BadSettings(strangers)
        tx = Transaction(site, db, None, site.now())
        before = _present(site, db)
        for kind, write in WRITERS.items():
            told = [write(tx, row) for row in rows[kind]]
            done.credentials += [one for one in told if one]
            db.flush()
        for kind, register in REGISTERS.items():
            for row in rows[kind]:
                register.write(db, _as_told(row, before.get(f"{kind} {register.name(row)}")))
                db.flush()
        _link(db, rows)
        db.flush()
        tx.record("site:imported", details={
            "file": path.name, "rows": dict(done.counts),
            "start_pins": [number for number, *_ in done.credentials],
            "changes": _changes(before, _present(site, db)),
        })  # fmt: skip
        tx.finish()
    return done


def _present(site: Site, db: Db) -> dict[str, Any]:
    return {
        f"{kind} {name}": asdict(row)
        for kind in KINDS
        for name, row in TABLES[kind].present(site, db).items()
    }


def _changes(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    return {
        name: {"before": before.get(name, {}), "after": row}
        for name, row in after.items()
        if row != before.get(name)
    }


def _as_told(row: Any, before: dict[str, Any] | None) -> Any:
    """Return a row that says whether it is retired: as the file says, else as it is."""
    if row.retired is not None:
        return row
    return replace(row, retired=bool(before and before["retired"]))


def _read(path: Path) -> dict[str, list[Any]]:
    try:
        table = read_toml(read_text(path))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadSettings([f"{path}: {error}"]) from error
    problems = [
        f"{path.name}: {key}: is none of {', '.join(KINDS)}" for key in table - KINDS.keys()
    ]
    rows: dict[str, list[Any]] = {kind: [] for kind in KINDS}
    for kind, row_type in KINDS.items():
        found = table.get(kind, [])
        if not isinstance(found, list):
            problems.append(f"{path.name}: {kind}: must be written [[{kind}]]")
            continue
        for number, row in enumerate(found, 1):
            try:
                rows[kind].append(row_type(**(LEFT_OPEN.get(kind, {}) | row)))
            except TypeError as error:
                problems.append(f"{path.name}: {kind}[{number}]: {error}")
            else:
                problems += _wrong_values(f"{path.name}: {kind}[{number}]", rows[kind][-1])
    if problems:
        raise BadSettings(problems)
    return rows


def _wrong_values(where: str, row: Any) -> list[str]:
    problems = []
    for known in fields(row):
        value = getattr(row, known.name)
        open_ = known.name == "retired" and value is None  # which no TOML says
        if known.type in {str, int, bool} and type(value) is not known.type and not open_:
            problems.append(f"{where}.{known.name}: {value!r}")
    if isinstance(row, PersonRow):
        roles = row.roles if isinstance(row.roles, list) else [row.roles]
        wrong = [role for role in roles if role not in list(Role)]
        problems += [f"{where}.roles: {role!r} is no role" for role in wrong]
        if roles is not row.roles:
            problems.append(f"{where}.roles: must be a list")
    if problems:
        return problems
    return [f"{where}.{name}: {getattr(row, name)!r} ({why})" for name, why in wrong_values(row)]


def _strangers(db: Db, name: str, rows: dict[str, list[Any]]) -> list[str]:
    """Name every row that names somebody who is neither in the file nor in the database."""
    known = {
        kind: set(db.scalars(select(column))) | {getattr(row, column.key) for row in rows[kind]}
        for kind, column in {
            "person": Person.number, "team": Team.code, "customer": Customer.code,
        }.items()
    }  # fmt: skip
    return [
        f"{name}: {kind}[{number}].{field}: there is no {wanted} {getattr(row, field)!r}"
        for kind, field, wanted in NAMES
        for number, row in enumerate(rows[kind], 1)
        if getattr(row, field) and getattr(row, field) not in known[wanted]
    ]


def _unknown_labels(site: Site, name: str, products: list[ProductRow]) -> list[str]:
    """Name every product whose labels nobody has laid out."""
    return [
        f"{name}: product[{number}].label: there is no layout for {row.label!r}"
        for number, row in enumerate(products, 1)
        if row.label and row.label not in site.labels.variants
    ]


def _team(tx: Transaction, row: TeamRow) -> None:
    team = tx.db.scalar(select(Team).where(Team.code == row.code))
    if team is None:
        team = Team(code=row.code, name=row.name)
        tx.db.add(team)
    team.name, team.shift = row.name, row.shift


def _person(tx: Transaction, row: PersonRow) -> Credential | None:
    credential = None
    person = tx.db.scalar(select(Person).where(Person.number == row.number))
    if person is None:
        person = Person(number=row.number, name=row.name)
        tx.db.add(person)
        tx.db.flush()
        pin = _first_pin(tx, person, row)
        token = tx.site.token(8)
        tx.db.add(Badge(token=token, person_id=person.id, issued_at=tx.at))
        credential = (row.number, row.name, token, pin)
    else:
        credential = _renewed(tx, person, row)
    person.name, person.language = row.name, row.language
    person.person_roles = [
        PersonRole(role=Role(role), position=n) for n, role in enumerate(row.roles)
    ]
    return credential


def _first_pin(tx: Transaction, person: Person, row: PersonRow) -> str:
    """Return the demo's own PIN, or a start PIN that is good for choosing one's own."""
    pepper = tx.site.secrets.pepper
    if row.pin and tx.site.settings.demo:
        person.pin_hash = hash_pin(row.pin, pepper)
        return row.pin
    start = StartPin(person_id=person.id, seed=tx.site.token(SEED), session="", issued_at=tx.at)
    tx.db.add(start)
    return start_pin(start.seed, pepper)


def _renewed(tx: Transaction, person: Person, row: PersonRow) -> Credential | None:
    """Renew a start PIN that was never used: nobody else may be there who could issue one."""
    start = tx.db.get(StartPin, person.id)
    printed = Badge.revoked_at.is_(None), Badge.kind == BadgeKind.PRINTED
    query = select(Badge.token).where(Badge.person_id == person.id, *printed)
    token = tx.db.scalar(query.order_by(Badge.id.desc()).limit(1))
    if start is None or person.pin_hash or token is None or not person.active:
        return None
    forget_pin(tx, person)
    start.seed, start.session, start.issued_at = tx.site.token(SEED), "", tx.at
    return row.number, row.name, token, start_pin(start.seed, tx.site.secrets.pepper)


WRITERS: Final[Mapping[str, Callable[[Transaction, Any], Credential | None]]] = {
    "team": _team,
    "person": _person,
}


def _link(db: Db, rows: dict[str, list[Any]]) -> None:
    people = {person.number: person for person in db.scalars(select(Person))}
    teams = {team.code: team for team in db.scalars(select(Team))}
    for row in rows["person"]:
        person, boss = people[row.number], people.get(row.supervisor)
        person.supervisor_id = boss.id if boss else None
        person.team_id = teams[row.team].id if row.team in teams else None
    for row in rows["team"]:
        if row.leader in people:
            teams[row.code].leader_id = people[row.leader].id
