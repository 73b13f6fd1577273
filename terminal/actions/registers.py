"""Customers, products and coded words: added, changed, retired and taken up again.

A form says what it has seen (`seen`, the mark of the row): nobody writes over another's change,
and no new entry over one that is there.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from typing import Any, ClassVar

from domain.access import Act
from domain.errors import BadField, UnknownThing
from domain.registers import CodeTaken, EntryChanged
from terminal.registers.register import REGISTERS, in_turn, mark, put
from terminal.registers.rows import wrong_values
from terminal.site import Site
from terminal.transaction import Action, Answer, Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveCustomer:
    """A new customer, or another name of one."""

    act: ClassVar[str] = Act.SAVE_CUSTOMER
    code: str
    name: str
    seen: str = ""

    def perform(self, tx: Transaction) -> Answer:
        """Return code and name; raises `CodeTaken`, `EntryChanged`."""
        row = _save(tx, "customer", self)
        return {"result": "customer-saved", "code": row.code, "name": row.name}


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveProduct:
    """A new product, or another name, customer, packing instruction or count of one."""

    act: ClassVar[str] = Act.SAVE_PRODUCT
    code: str
    name: str
    customer: str = ""
    packing: str = ""
    pieces_per_box: int = 50
    boards_per_panel: int = 1
    serials: str = ""
    part_number: str = ""
    label: str = ""
    seen: str = ""

    def perform(self, tx: Transaction) -> Answer:
        """Return code and name; raises `CodeTaken`, `EntryChanged`, `UnknownThing`."""
        row = _save(tx, "product", self)
        return {"result": "product-saved", "code": row.code, "name": row.name}


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveTerm:
    """A new coded word, or other words, place or responsibility of one; its code stays."""

    act: ClassVar[str] = Act.SAVE_TERM
    kind: str
    code: str
    zh: str
    en: str
    responsibility: str = ""
    position: int = 0
    seen: str = ""

    def perform(self, tx: Transaction) -> Answer:
        """Return code and words; raises `CodeTaken`, `EntryChanged`."""
        row = _save(tx, "term", self)
        return {"result": "term-saved", "code": row.code, "zh": row.zh, "en": row.en}


@dataclass(frozen=True, slots=True, kw_only=True)
class Retire:
    """An entry is not used any more, or again; it stays where it was ever used."""

    act: ClassVar[str] = Act.RETIRE
    register: str
    entry: str
    retired: bool

    def perform(self, tx: Transaction) -> Answer:
        """Return the entry; raises `EntryChanged` when it is so already."""
        tx.sign(Act.RETIRE)
        in_turn(tx)
        register = REGISTERS.get(self.register)
        before = register.present(tx.db).get(self.entry) if register else None
        if register is None or before is None:
            raise UnknownThing(kind="entry", name=self.entry[:40])
        if before.retired is self.retired:
            raise EntryChanged(entry=self.entry)
        meaning = "entry-retired" if self.retired else "entry-restored"
        put(tx, register, replace(before, retired=self.retired), before, meaning=meaning)
        tx.tell("desk", tx.station)
        return {
            "result": "entry-retired" if self.retired else "entry-restored",
            "entry": self.entry.rpartition("/")[2],
        }


def expect_labels(site: Site, rows: Iterable[object]) -> None:
    """Raise `BadField` where a row names labels that nobody has laid out."""
    for row in rows:
        label = getattr(row, "label", "")
        if label and label not in site.labels.variants:
            raise BadField(field="label", value=label[:40])


def _save(tx: Transaction, kind: str, form: Action) -> Any:
    tx.sign(Act(form.act))
    in_turn(tx)
    register = REGISTERS[kind]
    typed: dict[str, Any] = asdict(form)  # type: ignore[call-overload]
    seen = typed.pop("seen")
    row = register.row(**typed)
    before = register.present(tx.db).get(register.name(row))
    if before is not None and not seen:
        raise CodeTaken(entry=row.code)
    if mark(before) != seen:
        raise EntryChanged(entry=row.code)
    if before is not None:
        row = replace(before, **typed)
    for name, _ in wrong_values(row):
        raise BadField(field=name, value=str(getattr(row, name))[:40])
    expect_labels(tx.site, [row])
    put(tx, register, row, before, meaning="entry-saved")
    tx.tell("desk", tx.station)
    return row
