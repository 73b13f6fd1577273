"""Bringing a factory's people, customers, products and coded words in from a file.

All rows are checked before one is written; what is wrong is told with row and key, and then
nothing is imported. New people get a start PIN that is told once; with it they choose their own.
"""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from domain.batch import Customer, Product
from domain.findings import Responsibility, Term, TermKind
from domain.people import Badge, Person, PersonRole, Team
from domain.process import Role
from domain.staff import StartPin
from terminal.actions.issue_pin import SEED
from terminal.pins import hash_pin, start_pin
from terminal.settings import BadSettings
from terminal.site import Site
from terminal.transaction import Transaction


@dataclass(frozen=True, slots=True)
class TeamRow:
    """A team and the number of the person who leads it."""

    code: str
    name: str
    shift: str = ""
    leader: str = ""


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person; `roles` as codes, `supervisor` and `team` by number and code."""

    number: str
    name: str
    roles: list[str]
    team: str = ""
    supervisor: str = ""
    language: str = ""
    pin: str = ""


@dataclass(frozen=True, slots=True)
class CustomerRow:
    """A customer."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class ProductRow:
    """A product, with the code of the customer it is made for."""

    code: str
    name: str
    customer: str = ""
    packing: str = ""
    pieces_per_box: int = 50
    boards_per_panel: int = 1
    serials: str = ""


@dataclass(frozen=True, slots=True)
class TermRow:
    """A coded word in both languages."""

    kind: str
    code: str
    zh: str
    en: str
    responsibility: str = ""


KINDS: Final[Mapping[str, type[Any]]] = {
    "team": TeamRow,
    "person": PersonRow,
    "customer": CustomerRow,
    "product": ProductRow,
    "term": TermRow,
}


# Rows that name another row: kind, field, and what the field names.
NAMES: Final = (
    ("team", "leader", "person"),
    ("person", "supervisor", "person"),
    ("person", "team", "team"),
    ("product", "customer", "customer"),
)

# Number, name, badge token and PIN of a new person.
Credential = tuple[str, str, str, str]


@dataclass(slots=True)
class Imported:
    """What came in, and the new people's badge tokens and PINs, to be handed out once."""

    counts: dict[str, int] = field(default_factory=dict)
    credentials: list[Credential] = field(default_factory=list)


def import_file(site: Site, path: Path) -> Imported:
    """Import a TOML file of rows; raises `BadSettings` with everything that is wrong in it.

    A row that is already there is updated; people keep their badge and PIN.
    """
    rows = _read(path)
    done = Imported({kind: len(found) for kind, found in rows.items()})
    with site.writing() as db:
        if strangers := _strangers(db, path.name, rows):
            raise BadSettings(strangers)
        tx = Transaction(site, db, None, site.now())
        for kind, write in WRITERS.items():
            for position, row in enumerate(rows[kind]):
                told = write(tx, row, position)
                done.credentials += [told] if told else []
            db.flush()
        _link(db, rows)
        tx.record("site:imported", details={"file": path.name, "rows": dict(done.counts)})
        tx.finish()
    return done


def _read(path: Path) -> dict[str, list[Any]]:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
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
                rows[kind].append(row_type(**row))
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
        if known.type in {str, int} and type(value) is not known.type:
            problems.append(f"{where}.{known.name}: {value!r}")
        elif known.type is int and value < 1:
            problems.append(f"{where}.{known.name}: {value!r} is too small")
    if isinstance(row, PersonRow):
        roles = row.roles if isinstance(row.roles, list) else [row.roles]
        wrong = [role for role in roles if role not in list(Role)]
        problems += [f"{where}.roles: {role!r} is no role" for role in wrong]
        if roles is not row.roles:
            problems.append(f"{where}.roles: must be a list")
    if isinstance(row, TermRow):
        if row.kind not in list(TermKind):
            problems.append(f"{where}.kind: {row.kind!r}")
        if row.responsibility and row.responsibility not in list(Responsibility):
            problems.append(f"{where}.responsibility: {row.responsibility!r}")
    return problems


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


def _team(tx: Transaction, row: TeamRow, _: int) -> None:
    team = tx.db.scalar(select(Team).where(Team.code == row.code))
    if team is None:
        team = Team(code=row.code, name=row.name)
        tx.db.add(team)
    team.name, team.shift = row.name, row.shift


def _person(tx: Transaction, row: PersonRow, _: int) -> Credential | None:
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


def _customer(tx: Transaction, row: CustomerRow, _: int) -> None:
    customer = tx.db.scalar(select(Customer).where(Customer.code == row.code))
    if customer is None:
        customer = Customer(code=row.code, name=row.name)
        tx.db.add(customer)
    customer.name = row.name


def _product(tx: Transaction, row: ProductRow, _: int) -> None:
    product = tx.db.scalar(select(Product).where(Product.code == row.code))
    if product is None:
        product = Product(code=row.code, name=row.name)
        tx.db.add(product)
    customer = tx.db.scalar(select(Customer).where(Customer.code == row.customer))
    product.name, product.customer_id = row.name, customer.id if customer else None
    product.packing, product.pieces_per_box = row.packing, row.pieces_per_box
    product.boards_per_panel, product.serials = row.boards_per_panel, row.serials


def _term(tx: Transaction, row: TermRow, position: int) -> None:
    kind = TermKind(row.kind)
    term = tx.db.scalar(select(Term).where(Term.kind == kind, Term.code == row.code))
    if term is None:
        term = Term(kind=kind, code=row.code, zh=row.zh, en=row.en)
        tx.db.add(term)
    term.zh, term.en, term.position = row.zh, row.en, position
    term.responsibility = Responsibility(row.responsibility) if row.responsibility else None


WRITERS: Final[Mapping[str, Callable[[Transaction, Any, int], Credential | None]]] = {
    "team": _team,
    "person": _person,
    "customer": _customer,
    "product": _product,
    "term": _term,
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
