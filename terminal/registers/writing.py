"""A table as a file that people open: CSV or XLSX, heads and codes in the reader's words.

What goes out comes in again unchanged; no cell of it is ever computed.
"""

import csv
import io
from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy.orm import Session as Db

from terminal.registers.reading import SIGNS
from terminal.registers.said import said
from terminal.registers.tables import Table
from terminal.site import Site
from terminal.words import Locale

BOM: Final = "\ufeff"  # without it Excel reads Chinese as nonsense


def table_lines(site: Site, db: Db, table: Table, locale: Locale) -> Iterable[list[str | int]]:
    """Yield the heads and every row of a table, in a reader's words."""
    words = site.words
    yield [words.say(locale, f"column.{column}") for column in table.columns]
    for row in table.every(site, db):
        yield [_cell(site, locale, name, getattr(row, name)) for name in table.columns]


def as_csv(lines: Iterable[list[str | int]]) -> bytes:
    """Return lines as a CSV file in UTF-8."""
    text = io.StringIO()
    csv.writer(text).writerows([harmless(str(cell)) for cell in line] for line in lines)
    return (BOM + text.getvalue()).encode()


def as_xlsx(lines: Iterable[list[str | int]]) -> bytes:
    """Return lines as a spreadsheet; every text is a text, whatever it begins with."""
    from openpyxl import Workbook  # noqa: PLC0415  (7 MiB, for a rare file)
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE  # noqa: PLC0415

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for line in lines:
        cells = []
        for value in line:
            kept = ILLEGAL_CHARACTERS_RE.sub("�", value) if isinstance(value, str) else value
            cell = WriteOnlyCell(sheet, value=kept)
            if isinstance(value, str):
                cell.data_type = "s"
            cells.append(cell)
        sheet.append(cells)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def harmless(cell: str) -> str:
    """Return a cell that a spreadsheet shows and never computes."""
    return f"'{cell}" if cell.startswith(SIGNS) else cell


def _cell(site: Site, locale: Locale, name: str, value: Any) -> str | int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value or ""
    return said(site.words, locale, name, value)
