"""Each register: its row, what names one, how all are read and one is written.

A change of any of them, by a form or by a file, is `put`: the row is written, and the event keeps
what was there before and what is there now.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy.orm import Session as Db

from domain.events import canonical_json
from terminal.registers import formats, goods, terms
from terminal.registers.rows import CustomerRow, FormatRow, ProductRow, TermRow
from terminal.transaction import Transaction

MARK: Final = 12


@dataclass(frozen=True, slots=True)
class Register:
    """One register: `key` names a row, `every` reads all, `write` adds or changes one."""

    kind: str
    row: type[Any]
    key: tuple[str, ...]
    every: Callable[[Db], Iterator[Any]]
    write: Callable[[Db, Any], None]

    def name(self, row: Any) -> str:
        """Return what names a row within its register: `HK`, or `defect/bridge`."""
        return "/".join(getattr(row, part) for part in self.key)

    def present(self, db: Db) -> dict[str, Any]:
        """Return the rows that there are, by their names."""
        return {self.name(row): row for row in self.every(db)}


REGISTERS: Final[Mapping[str, Register]] = MappingProxyType({
    one.kind: one
    for one in (
        Register("customer", CustomerRow, ("code",), goods.customers, goods.write_customer),
        Register("product", ProductRow, ("code",), goods.products, goods.write_product),
        Register("format", FormatRow, ("customer", "name"), formats.formats, formats.write_format),
        Register("term", TermRow, ("kind", "code"), terms.terms, terms.write_term),
    )
})  # fmt: skip


def mark(row: Any | None) -> str:
    """Return a short mark of a row as it stands; nothing for none. A changed row has another."""
    if row is None:
        return ""
    return hashlib.sha256(canonical_json(asdict(row)).encode()).hexdigest()[:MARK]


def in_turn(tx: Transaction) -> None:
    """Let who changes a register wait for who is changing one: the second sees the first."""
    _ = tx.next_event  # locks the head row


def put(
    tx: Transaction, register: Register, row: Any, before: Any | None, *, meaning: str = ""
) -> None:
    """Write a row and the event of it, with what was there before and what is there now."""
    register.write(tx.db, row)
    tx.db.flush()
    after = register.present(tx.db)[register.name(row)]
    tx.record(f"{register.kind}:saved", meaning=meaning, details={
        register.kind: register.name(row),
        "before": asdict(before) if before else {}, "after": asdict(after),
    })  # fmt: skip
