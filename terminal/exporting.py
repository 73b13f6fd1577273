"""Writing a factory's people, customers, products and coded words in the form that is imported.

No secret leaves: neither badge nor PIN is in the file. Who has left is not in it either.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from domain.batch import Customer, Product
from domain.findings import Term
from domain.people import Person, Team
from terminal.importing import CustomerRow, PersonRow, ProductRow, TeamRow, TermRow
from terminal.site import Site

HEAD: Final = (
    "# People, customers, products and coded words; `terminal import` reads the same form.\n"
)


def export_file(site: Site, path: Path) -> dict[str, int]:
    """Write everything that can be imported into a new file; return how many rows of each kind."""
    with site.reading() as db:
        rows = list(_rows(db))
    text = HEAD + "".join(_written(kind, row) for kind, row in rows)
    with path.open("x", encoding="utf-8") as file:
        file.write(text)
    kinds = [kind for kind, _ in rows]
    return {kind: kinds.count(kind) for kind in dict.fromkeys(kinds)}


def _rows(db: Db) -> Iterator[tuple[str, Any]]:
    people = {person.id: person for person in db.scalars(select(Person).order_by(Person.number))}
    teams = {team.id: team for team in db.scalars(select(Team).order_by(Team.code))}
    here = {number: one.number for number, one in people.items() if one.active}
    for team in teams.values():
        yield "team", TeamRow(team.code, team.name, team.shift, here.get(team.leader_id or 0, ""))
    for person in people.values():
        if person.active:
            own = teams.get(person.team_id or 0)
            yield (
                "person",
                PersonRow(
                    number=person.number,
                    name=person.name,
                    roles=[role.value for role in person.roles],
                    team=own.code if own else "",
                    supervisor=here.get(person.supervisor_id or 0, ""),
                    language=person.language,
                ),
            )
    yield from _words(db)


def _words(db: Db) -> Iterator[tuple[str, Any]]:
    customers = {one.id: one for one in db.scalars(select(Customer).order_by(Customer.code))}
    for customer in customers.values():
        yield "customer", CustomerRow(customer.code, customer.name)
    for product in db.scalars(select(Product).order_by(Product.code)):
        maker = customers.get(product.customer_id or 0)
        yield (
            "product",
            ProductRow(
                code=product.code,
                name=product.name,
                customer=maker.code if maker else "",
                packing=product.packing,
                pieces_per_box=product.pieces_per_box,
                boards_per_panel=product.boards_per_panel,
                serials=product.serials,
            ),
        )
    for term in db.scalars(select(Term).order_by(Term.position, Term.id)):
        yield (
            "term",
            TermRow(
                kind=term.kind.value,
                code=term.code,
                zh=term.zh,
                en=term.en,
                responsibility=term.responsibility.value if term.responsibility else "",
            ),
        )


def _written(kind: str, row: Any) -> str:
    lines = [f"{name} = {_value(value)}" for name, value in asdict(row).items() if value != ""]
    return "\n".join((f"\n[[{kind}]]", *lines, ""))


def _value(value: object) -> str:
    # A TOML string may hold whatever a JSON string may, but for DEL, which JSON leaves as it is.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
