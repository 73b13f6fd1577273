"""The first sheet of a spreadsheet file (.xlsx), as plain text and with nothing in it trusted.

An .xlsx is a zip of XML. What is unpacked is limited beforehand, a document type (the way to
entity bombs and to other files) is refused, and formulas are told as what they are.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Final
from xml.etree import ElementTree as ET

UNPACKED: Final = 4 * 1024 * 1024
MEMBERS: Final = 200
MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
SHEET: Final = re.compile(r"xl/worksheets/sheet(\d{1,4})\.xml")
CELL: Final = re.compile(r"([A-Z]{1,3})[0-9]{1,7}", re.ASCII)
FORMULA: Final = "=…"
BROKEN: Final = (
    zipfile.BadZipFile, zlib.error, ET.ParseError, KeyError, ValueError, IndexError, OSError,
    RuntimeError, NotImplementedError,
)  # fmt: skip


class NotASheet(ValueError):
    """This is no spreadsheet, or none that anybody would fill in."""


def sheet_rows(data: bytes) -> Iterator[tuple[int, list[str]]]:
    """Yield each row's number, as the spreadsheet counts, and its cells; raises `NotASheet`."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as packed:
            sheet, strings = _parts(packed)
        yield from _rows(sheet, strings)
    except BROKEN as error:
        raise NotASheet from error


def _parts(packed: zipfile.ZipFile) -> tuple[ET.Element, list[str]]:
    members = packed.infolist()
    if len(members) > MEMBERS or sum(one.file_size for one in members) > UNPACKED:
        raise NotASheet
    sheets = sorted((int(found[1]), one.filename) for one in members
                    if (found := SHEET.fullmatch(one.filename)))  # fmt: skip
    names = {one.filename for one in members}
    strings: list[str] = []
    if "xl/sharedStrings.xml" in names:
        shared = _xml(packed, "xl/sharedStrings.xml")
        strings = [_text(item) for item in shared.iter(f"{MAIN}si")]
    return _xml(packed, sheets[0][1]), strings


def _xml(packed: zipfile.ZipFile, name: str) -> ET.Element:
    with packed.open(name) as member:
        text = member.read(UNPACKED + 1)
    if len(text) > UNPACKED or b"<!DOCTYPE" in text.upper() or b"\x00" in text:
        raise NotASheet
    return ET.fromstring(text)  # noqa: S314


def _rows(sheet: ET.Element, strings: list[str]) -> Iterator[tuple[int, list[str]]]:
    for place, row in enumerate(sheet.iter(f"{MAIN}row"), 1):
        cells: list[str] = []
        for cell in row.iter(f"{MAIN}c"):
            column = _column(cell.get("r", ""), len(cells))
            cells += [""] * (column - len(cells))
            cells.append(_cell(cell, strings))
        yield int(row.get("r", place)), cells


def _column(name: str, otherwise: int) -> int:
    found = CELL.fullmatch(name)
    if not found:
        return otherwise
    number = 0
    for letter in found[1]:
        number = number * 26 + ord(letter) - ord("A") + 1
    if number > MEMBERS:
        raise NotASheet
    return max(otherwise, number - 1)


def _cell(cell: ET.Element, strings: list[str]) -> str:
    if cell.find(f"{MAIN}f") is not None:
        return FORMULA
    if cell.get("t") == "inlineStr":
        return _text(cell)
    value = cell.findtext(f"{MAIN}v") or ""
    return strings[int(value)] if cell.get("t") == "s" else value


def _text(parent: ET.Element) -> str:
    return "".join(part.text or "" for part in parent.iter(f"{MAIN}t"))
