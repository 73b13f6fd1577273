"""A table that somebody sends: the cells of a CSV or XLSX file as plain text, or a refusal.

UTF-8 or the GB18030 that Excel writes in China; tabs where the first line has them. Nothing in it
is ever executed: a formula stands as `=…`.
"""

import csv
import io
from collections.abc import Iterator
from typing import Final

from domain.errors import DomainError
from terminal.sheets import NotASheet, sheet_rows

LARGEST: Final = 512 * 1024
ZIP: Final = b"PK\x03\x04"
ENCODINGS: Final = ("utf-8-sig", "gb18030")


class BadFile(DomainError):
    """A file that is no table that can be read; `fault` says why, and nothing of it came in."""

    code = "bad-file"


def table_cells(data: bytes) -> Iterator[tuple[int, list[str]]]:
    """Yield each row's number, as a spreadsheet counts, and its cells; raises `BadFile`."""
    if len(data) > LARGEST:
        raise BadFile(fault="too-large")
    try:
        yield from sheet_rows(data) if data.startswith(ZIP) else _cells(_text(data))
    except (NotASheet, csv.Error):
        raise BadFile(fault="not-text") from None


def _text(data: bytes) -> str:
    for encoding in ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise BadFile(fault="not-text")


def _cells(text: str) -> Iterator[tuple[int, list[str]]]:
    dialect = "excel-tab" if "\t" in text.partition("\n")[0] else "excel"
    yield from enumerate(csv.reader(io.StringIO(text, newline=""), dialect=dialect), 1)
