"""A customer's label is taught: how its text is split, and what each piece of it says."""

import re
from dataclasses import dataclass, field, replace
from typing import ClassVar, Final

from domain.access import Act
from domain.errors import BadField
from domain.label_formats import expect_not_ours, template_of
from domain.registers import CodeTaken, EntryChanged
from domain.templates import SEPARATORS, Holds, visible
from terminal.lookup import known_customer
from terminal.registers.register import REGISTERS, in_turn, mark, put
from terminal.registers.rows import FormatRow, wrong_values
from terminal.transaction import Answer, Transaction

PLACE: Final = re.compile("[0-9]{1,3}")


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveFormat:
    """A new label format of a customer, or another reading of one.

    `cuts` are the places before which a text without separators is cut. `holds` says what each
    piece is, by its number from 0; `prefix` how many of its first characters are constant.
    """

    act: ClassVar[str] = Act.SAVE_FORMAT
    customer: str
    name: str
    sample: str
    separator: str = ""
    cuts: tuple[str, ...] = ()
    holds: dict[str, str] = field(default_factory=dict)
    prefix: dict[str, int] = field(default_factory=dict)
    seen: str = ""

    def perform(self, tx: Transaction) -> Answer:
        """Return customer and name.

        Raises `BadTemplate`, `FormatsOverlap`, `CodeTaken`, `EntryChanged`, or `Retired`.
        """
        tx.sign(Act.SAVE_FORMAT)
        in_turn(tx)
        customer = known_customer(tx.db, self.customer)
        register = REGISTERS["format"]
        row = self.row
        before = register.present(tx.db).get(register.name(row))
        if before is not None and not self.seen:
            raise CodeTaken(entry=row.name)
        if mark(before) != self.seen:
            raise EntryChanged(entry=row.name)
        if before is not None:
            row = replace(row, retired=before.retired)
        expect_not_ours(template_of(row.sample, row.separator, row.cuts, row.parts), row.sample)
        for name, _ in wrong_values(row):
            raise BadField(field=name, value=str(getattr(row, name))[:40])
        put(tx, register, row, before, meaning="entry-saved")
        tx.tell("desk", tx.station)
        return {"result": "format-saved", "name": row.name, "customer": customer.name}

    @property
    def row(self) -> FormatRow:
        """The format as its register keeps it."""
        sample = visible(self.sample)
        cuts = sorted({int(one) for one in self.cuts if PLACE.fullmatch(one)})
        sign = SEPARATORS.get(self.separator)
        pieces = sample.count(sign) + 1 if sign else len(cuts) + 1
        parts = []
        for number in map(str, range(pieces)):
            holds, length = self.holds.get(number, Holds.IGNORE.value), self.prefix.get(number, 0)
            constant = holds in {Holds.IGNORE, Holds.CONSTANT}
            parts.append(f"{holds}+{length}" if length and not constant else holds)
        places = "" if self.separator else " ".join(map(str, cuts))
        return FormatRow(self.customer, self.name, sample, self.separator, places, parts)
