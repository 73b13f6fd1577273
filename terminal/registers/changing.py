"""What a table that somebody sent would change, compared with what there is now."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from domain.batch import Customer
from domain.events import canonical_json
from domain.people import Person, Team
from terminal.registers.tables import TABLES, Table
from terminal.site import Site


@dataclass(frozen=True, slots=True)
class Changed:
    """One row of a file that changes something: as it is (none: new), and as it shall be."""

    number: int
    name: str
    before: Any | None
    after: Any

    @property
    def differences(self) -> list[tuple[str, object, object]]:
        """Each field that changes, with what it is and what it shall be."""
        before, after = asdict(self.before) if self.before else {}, asdict(self.after)
        return [
            (name, before.get(name, ""), value)
            for name, value in after.items()
            if value != before.get(name, "") and (self.before or value)
        ]


def changed(site: Site, db: Db, table: Table, rows: Sequence[tuple[int, Any]]) -> list[Changed]:
    """Return the rows that change something, in the order of the file."""
    present = table.present(site, db)
    found = (
        Changed(number, table.name(row), present.get(table.name(row)), row) for number, row in rows
    )
    return [one for one in found if one.before is None or _differs(one.before, one.after)]


def _differs(before: Any, after: Any) -> bool:
    told = asdict(after)
    if told.get("position") == 0:  # a place that is left open stays as it is
        told["position"] = before.position
    return told != asdict(before)


def digest(changes: Sequence[Changed]) -> str:
    """Return the mark of what is about to change, so that it is signed as it was shown."""
    told = [
        [one.name, asdict(one.before) if one.before else None, asdict(one.after)] for one in changes
    ]
    return hashlib.sha256(canonical_json(told).encode()).hexdigest()


def names_for(site: Site, db: Db) -> Mapping[str, set[str]]:
    """Return the names that columns may hold: customers, teams, people, labels, who has left."""
    here = set(db.scalars(select(Person.number).where(Person.active)))
    return {
        "customer": set(db.scalars(select(Customer.code))),
        "label": set(site.labels.variants),
        "team": set(db.scalars(select(Team.code))),
        "supervisor": here,
        "leader": here,
        "gone": set(db.scalars(select(Person.number).where(Person.active.is_(False)))),
    }


def kept_rows(kind: str, text: str) -> list[tuple[int, Any]]:
    """Return the rows that a desk keeps between the upload and the signature."""
    row = TABLES[kind].row
    return [(number, row(**told)) for number, told in json.loads(text)]


def keep_rows(rows: Sequence[tuple[int, Any]]) -> str:
    """Return rows as a desk keeps them."""
    return canonical_json([[number, asdict(row)] for number, row in rows])
