"""Spreadsheets as people send them: coloured cells, gaps, and rows that say they are far below."""

import io
from zipfile import ZipFile

from openpyxl import Workbook
from openpyxl.styles import PatternFill


def spreadsheet(rows: dict[int, list[str]]) -> bytes:
    """A spreadsheet with these rows; one without cells has nothing but a colour."""
    book, file = Workbook(), io.BytesIO()
    assert book.active
    for number, cells in rows.items():
        for column, cell in enumerate(cells or [""], 1):
            book.active.cell(number, column, cell).fill = PatternFill("solid", "FFFF00")
    book.save(file)
    return file.getvalue()


def below(data: bytes, row: int) -> bytes:
    """The same spreadsheet with its row 99 said to be another one."""
    file = io.BytesIO()
    with ZipFile(io.BytesIO(data)) as sent, ZipFile(file, "w") as packed:
        for name in sent.namelist():
            text = sent.read(name).replace(b'<row r="99"', b'<row r="%d"' % row)
            packed.writestr(name, text)
    return file.getvalue()
