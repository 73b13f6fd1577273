"""What came along with the boards: cords, adapters, covers; it must go back with them.

Accessories are no pieces and stand in no ledger: a checklist with three counts. Sales counts what
came, the packer at register what is really there, the packer at the end what goes into the boxes.
Counts that differ stay visible; nobody writes over an earlier one (3G, 4E).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Counter, Record
from domain.errors import BadField, BadQuantity, DomainError

MOST: Final = 999
LONGEST: Final = 30
KINDS: Final = 8


class AccessoriesUnchecked(DomainError):
    """What came along has to be counted with the boards; `names` are still open."""

    code = "accessories-unchecked"


class Accessory(Record):
    """One kind of thing that came along: how many came, were there at register, went back.

    `checked` is None until the packer has counted it; `packed` grows with each lot that is packed.
    """

    __tablename__ = "accessory"
    __table_args__ = (UniqueConstraint("batch_id", "name"),)

    id: Mapped[int] = mapped_column(Counter, init=False, primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"))
    name: Mapped[str]
    came: Mapped[int]
    checked: Mapped[int | None] = mapped_column(default=None)
    packed: Mapped[int] = mapped_column(default=0)

    @property
    def here(self) -> int:
        """How many there are by the latest count."""
        return self.came if self.checked is None else self.checked

    @property
    def to_pack(self) -> int:
        """How many have not gone back yet."""
        return self.here - self.packed

    @property
    def differs(self) -> bool:
        """Whether the packer has counted another number than Sales."""
        return self.checked is not None and self.checked != self.came


def of_batch(batch_id: int, counts: Mapping[str, int]) -> list[Accessory]:
    """Return what Sales has counted, nothing where none came.

    Raises `BadField` for a name that is too long or too many of them, `BadQuantity` above 999.
    """
    came = {name.strip(): quantity for name, quantity in counts.items() if quantity}
    for name, quantity in came.items():
        if not 0 < len(name) <= LONGEST:
            raise BadField(field="accessories", value=name[:40])
        if quantity > MOST:
            raise BadQuantity(quantity=quantity, most=MOST)
    if len(came) > KINDS:
        raise BadField(field="accessories", value=str(len(came)))
    return [Accessory(batch_id=batch_id, name=name, came=came[name]) for name in sorted(came)]


def check(rows: Sequence[Accessory], counts: Mapping[str, int]) -> list[Accessory]:
    """Keep the packer's count at register; return the rows that he has counted now.

    Raises `AccessoriesUnchecked` unless each of them is counted (0 is a count), `BadQuantity`
    above 999.
    """
    open_rows = [row for row in rows if row.checked is None]
    _each_is_told(open_rows, counts)
    for row in open_rows:
        if counts[row.name] > MOST:
            raise BadQuantity(quantity=counts[row.name], most=MOST)
    for row in open_rows:
        row.checked = counts[row.name]
    return open_rows


def pack(rows: Sequence[Accessory], counts: Mapping[str, int]) -> list[Accessory]:
    """Keep how many go into these boxes; return the rows that were asked for.

    Raises `AccessoriesUnchecked` unless each that is still here is told, `BadQuantity` for more
    than is here.
    """
    open_rows = [row for row in rows if row.to_pack > 0]
    _each_is_told(open_rows, counts)
    for row in open_rows:
        if counts[row.name] > row.to_pack:
            raise BadQuantity(quantity=counts[row.name], most=row.to_pack)
    for row in open_rows:
        row.packed += counts[row.name]
    return open_rows


def unpack(rows: Iterable[Accessory], packed: Mapping[str, int]) -> None:
    """Take what went into boxes out again: their pieces came back and are packed anew (K-18)."""
    for row in rows:
        row.packed -= min(row.packed, packed.get(row.name, 0))


def _each_is_told(rows: Iterable[Accessory], counts: Mapping[str, int]) -> None:
    missing = [row.name for row in rows if row.name not in counts]
    if missing:
        raise AccessoriesUnchecked(names=", ".join(missing))
