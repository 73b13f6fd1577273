"""Pieces with a serial number: each one's own lot, round, payer and path (K-09).

Serials are optional per batch. The key of a piece is (product, serial); each of its visits is a
row, so that a piece that comes back is seen. Which pieces a verdict sends where, scans say.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Counter, Record
from domain.errors import DomainError
from domain.lot import Payer

LONGEST: Final = 40
READABLE: Final = re.compile(r"[A-Z0-9][A-Z0-9._/:+#*-]*", re.ASCII)
# One character of a product's pattern: a digit, a letter, anything; all others are themselves.
PATTERN: Final = {"#": "[0-9]", "@": "[A-Z]", "*": "."}


class BadSerial(DomainError):
    """Not a serial: `fault` is unreadable, too-long, or shape (the product's serials look else)."""

    code = "bad-serial"


class SerialTwice(DomainError):
    """This serial is registered in this batch already; `lot` has it."""

    code = "serial-twice"


class SerialUnknown(DomainError):
    """Nobody has registered this serial in any open batch."""

    code = "serial-unknown"


class SerialElsewhere(DomainError):
    """This piece belongs to another lot; `lot`, `step` and `station` say where."""

    code = "serial-elsewhere"


class SerialsTooMany(DomainError):
    """More serials than the lot holds pieces."""

    code = "serials-too-many"


class SerialsDiffer(DomainError):
    """More pieces were scanned for a verdict than it counts."""

    code = "serials-differ"


class SerialsOpen(DomainError):
    """Pieces that have a serial go several ways, and nobody has scanned which; `left` are open."""

    code = "serials-open"


class SerialsGoWhole(DomainError):
    """Pieces with serials are not split by a mere count: refuse the lot, the giver sorts it."""

    code = "serials-go-whole"


class Piece(Record):
    """One visit of one piece. `lot_id` is where it is now, `mark` where a scan wants it to go.

    `gone` is how it left: a shipping order, `scrapped`, or `missing` (nobody scanned it when all
    others were). `tagged` is why its serial cannot be read: then `serial` is the number of a tag
    that was tied on, and a repeat return cannot be checked (补码).
    """

    __tablename__ = "piece"
    __table_args__ = (
        UniqueConstraint("batch_id", "serial"),
        Index("piece_of_product", "product_id", "serial"),
        Index("piece_in_lot", "lot_id"),
    )

    id: Mapped[int] = mapped_column(Counter, init=False, primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"))
    serial: Mapped[str] = mapped_column(index=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"))
    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"))
    registered_at: Mapped[datetime]
    registered_by: Mapped[str]
    mark: Mapped[str] = mapped_column(default="")
    marked: Mapped[int] = mapped_column(Counter, default=0)
    payer: Mapped[Payer] = mapped_column(default=Payer.UNDECIDED)
    gone: Mapped[str] = mapped_column(default="")
    tagged: Mapped[str] = mapped_column(default="")
    earlier_id: Mapped[int | None] = mapped_column(ForeignKey("piece.id"), default=None)


class PieceStep(Record):
    """A piece went into a lot at an event by a verdict (`mark`) or a merge; written once."""

    __tablename__ = "piece_step"

    piece_id: Mapped[int] = mapped_column(ForeignKey("piece.id"), primary_key=True)
    event: Mapped[int] = mapped_column(Counter, primary_key=True, autoincrement=False)
    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"))
    mark: Mapped[str]


def read_serial(text: str, shape: str = "") -> str:
    """Return a serial as it is kept, in capitals; raises `BadSerial` with the reason."""
    serial = text.strip().upper()
    shown = "".join(c if c.isprintable() else "�" for c in serial)[:LONGEST]
    if len(serial) > LONGEST:
        raise BadSerial(serial=shown, fault="too-long")
    if not READABLE.fullmatch(serial):
        raise BadSerial(serial=shown or "—", fault="unreadable")
    pattern = "".join(PATTERN.get(c, re.escape(c.upper())) for c in shape)
    if shape and not re.fullmatch(pattern, serial):
        raise BadSerial(serial=serial, fault="shape")
    return serial


def could_be(text: str) -> str:
    """Return a scanned text as a serial would be kept, empty when it cannot be one."""
    try:
        return read_serial(text)
    except BadSerial:
        return ""


def sort_pieces(
    pieces: Sequence[Piece], told: Mapping[str, int], held: int
) -> dict[str, list[Piece]]:
    """Return which pieces go each way of a verdict, "" those that stay, "missing" those lost.

    Scanned pieces go where the scan said. The others all go the one way that has room for them;
    where there are several, raises `SerialsOpen`; `SerialsDiffer` when too many were scanned.
    """
    ways: dict[str, list[Piece]] = {way: [] for way in (*told, "", "missing")}
    room = {**told, "": held - sum(told.values())}
    for piece in (piece for piece in pieces if piece.mark):
        ways.setdefault(piece.mark, []).append(piece)
        room[piece.mark] = room.get(piece.mark, 0) - 1
        if room[piece.mark] < 0:
            scanned = sum(one.mark == piece.mark for one in pieces)
            raise SerialsDiffer(
                outcome=piece.mark, scanned=scanned, counted=told.get(piece.mark, 0)
            )
    loose = [piece for piece in pieces if not piece.mark]
    free = [way for way, pieces_left in room.items() if pieces_left]
    if len(free) > 1 or (free and room[free[0]] < len(loose)):
        if loose:
            raise SerialsOpen(left=len(loose))
        return ways
    ways[free[0] if free else "missing"] += loose
    return ways
