"""The first sheet of a spreadsheet file (.xlsx), as plain text and with nothing in it trusted.

An .xlsx is a zip of XML. What it would unpack to is limited before openpyxl opens it; defusedxml,
which openpyxl uses where it is installed, refuses document types and entities.
"""

import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Final

UNPACKED: Final = 4 * 1024 * 1024
MEMBERS: Final = 200
COLUMNS: Final = 200
FORMULA: Final = "=…"


class NotASheet(ValueError):
    """This is no spreadsheet, or none that anybody would fill in."""


def sheet_rows(data: bytes) -> Iterator[tuple[int, list[str]]]:
    """Yield each row's number, as the spreadsheet counts, and its cells; raises `NotASheet`.

    A formula is told as what it is; a number stands as the spreadsheet keeps it.
    """
    try:
        yield from _rows(data)
    except Exception as error:  # whatever a hostile file makes the library raise
        raise NotASheet from error


def _rows(data: bytes) -> Iterator[tuple[int, list[str]]]:
    from openpyxl import load_workbook  # noqa: PLC0415  (7 MiB, for a rare file)
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet  # noqa: PLC0415

    with zipfile.ZipFile(BytesIO(data)) as packed:
        members = packed.infolist()
    if len(members) > MEMBERS or sum(one.file_size for one in members) > UNPACKED:
        raise NotASheet
    book = load_workbook(BytesIO(data), read_only=True, keep_links=False)
    sheet = book.worksheets[0]
    if isinstance(sheet, ReadOnlyWorksheet):
        sheet.reset_dimensions()
    for number, row in enumerate(sheet.iter_rows(max_col=COLUMNS), 1):
        yield number, [FORMULA if cell.data_type == "f" else _text(cell.value) for cell in row]


def _text(value: object) -> str:
    if value is None:
        return ""
    return repr(value).upper() if isinstance(value, float) else str(value)
