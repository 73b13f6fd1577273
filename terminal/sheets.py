"""The first sheet of a spreadsheet file (.xlsx), as plain text and with nothing in it trusted.

An .xlsx is a zip of XML. What it would unpack to is limited before openpyxl opens it; defusedxml,
which openpyxl uses where it is installed, refuses document types and entities.
"""

import zipfile
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any, Final

UNPACKED: Final = 4 * 1024 * 1024
MEMBERS: Final = 200
COLUMNS: Final = 200
LAST: Final = 20_000
FORMULA: Final = "=…"


class NotASheet(ValueError):
    """This is no spreadsheet, or none that anybody would fill in."""


def sheet_rows(data: bytes) -> Iterator[tuple[int, list[str]]]:
    """Yield the number, as the spreadsheet counts, and cells of each row that says something.

    Raises `NotASheet`, also where something stands below row 20,000. A formula is told as what it
    is; a number stands as the spreadsheet keeps it.
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
    if not isinstance(book.worksheets[0], ReadOnlyWorksheet):
        raise NotASheet
    yield from _first_sheet(book)


def _first_sheet(book: Any) -> Iterator[tuple[int, list[str]]]:
    from openpyxl.worksheet._reader import WorkSheetParser  # noqa: PLC0415

    sheet = book.worksheets[0]
    with sheet._get_source() as source:  # noqa: SLF001
        parser = WorkSheetParser(
            source,
            sheet._shared_strings,  # noqa: SLF001
            epoch=book.epoch,
            date_formats=book._date_formats,  # noqa: SLF001
            timedelta_formats=book._timedelta_formats,  # noqa: SLF001
        )
        yield from _told(parser.parse())


def _told(rows: Iterable[tuple[int, list[dict[str, Any]]]]) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that say something; openpyxl's own reader makes up those between them."""
    before = 0
    for number, row in rows:
        texts = {cell["column"]: _cell(cell) for cell in row if cell["column"] <= COLUMNS}
        if not any(texts.values()):
            continue  # a cell far below that has a colour and nothing else
        if not before < number <= LAST:
            raise NotASheet
        before = number
        yield number, [texts.get(column, "") for column in range(1, max(texts) + 1)]


def _cell(cell: dict[str, Any]) -> str:
    return FORMULA if cell["data_type"] == "f" else _text(cell["value"])


def _text(value: object) -> str:
    if value is None:
        return ""
    return repr(value).upper() if isinstance(value, float) else str(value)
