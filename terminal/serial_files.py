"""Serials from a file: a table with one serial in each row, read strictly or not at all.

A CSV or text file, UTF-8 or the GB18030 that Excel writes in China, or a spreadsheet (.xlsx); the
serials stand in the first column, or in the one whose head is a word for them. Nothing in it is
ever executed, or stored before every row is right.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from domain.lot import Lot
from domain.serials import BadSerial, Piece, read_serial
from terminal.tables import BadFile, table_cells

MOST_ROWS: Final = 5000
WIDEST: Final = 200
# A spreadsheet keeps 15 digits of a number and writes the rest as a power of ten.
ROUNDED: Final = re.compile(r"[0-9]+(\.[0-9]+)?E[+-]?[0-9]+|[0-9]+\.[0-9]+", re.ASCII)
HEADS: Final = frozenset(
    {"序列号", "序号", "SN", "S/N", "SERIAL", "SERIAL NUMBER", "SERIAL NO", "条码"}
)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a file, counted from 1 as a spreadsheet counts, and what stands in it."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Wrong:
    """A row that is refused: `why` is unreadable, too-long, shape, rounded, twice or known."""

    row: int
    text: str
    why: str


def read_table(data: bytes) -> list[Row]:
    """Return the rows of a file that say something; raises `BadFile`."""
    rows = list(_column(table_cells(data)))
    if not rows:
        raise BadFile(fault="empty")
    if len(rows) > MOST_ROWS:
        raise BadFile(fault="too-many")
    return rows


def check_rows(db: Db, lot: Lot, rows: Sequence[Row]) -> tuple[list[str], list[Wrong]]:
    """Return the serials of the rows, and every row that is wrong with its reason."""
    known = set(db.scalars(select(Piece.serial).where(Piece.batch_id == lot.batch_id)))
    serials: dict[str, int] = {}
    wrong: list[Wrong] = []
    for row in rows:
        try:
            serial = read_serial(row.text, lot.batch.product.serials)
        except BadSerial as refusal:
            wrong.append(
                Wrong(row.number, str(refusal.facts["serial"]), str(refusal.facts["fault"]))
            )
            continue
        why = "twice" if serial in serials else "known" if serial in known else ""
        why = "rounded" if ROUNDED.fullmatch(serial) else why
        if why:
            wrong.append(Wrong(row.number, serial, why))
        serials.setdefault(serial, row.number)
    return list(serials), wrong


def _column(table: Iterator[tuple[int, list[str]]]) -> Iterator[Row]:
    column = 0
    for place, (number, cells) in enumerate(table):
        heads = [cell.strip().upper() for cell in cells]
        if place == 0 and HEADS & set(heads):
            column = next(place for place, head in enumerate(heads) if head in HEADS)
            continue
        if place > MOST_ROWS:
            raise BadFile(fault="too-many")
        text = cells[column].strip() if column < len(cells) else ""
        if text:
            yield Row(number, text[:WIDEST])
