"""A table of rows from a file: read strictly, every mistake with its row, column and reason.

Heads are the columns' names, as codes or as words of either language. A column that is not there
leaves what is known as it is; an empty cell empties it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import MISSING, asdict, dataclass, field, fields
from typing import Any, Final, get_origin, get_type_hints

from domain.errors import BadField, BadQuantity
from domain.figures import read_figure
from terminal.forms import HIDDEN
from terminal.registers.rows import CHOICES, FigureRow, wrong_values
from terminal.registers.said import FAMILIES
from terminal.registers.tables import Table
from terminal.sheets import FORMULA
from terminal.tables import BadFile, table_cells
from terminal.words import Words

MOST_ROWS: Final = 1000
MOST_DIGITS: Final = 7
HEADS_AND_ONE: Final = 2
SIGNS: Final = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")
SHOWN: Final = 40
LISTED: Final = str.maketrans("，、；;", ",,,,")


@dataclass(frozen=True, slots=True)
class Fault:
    """One cell that cannot be taken: the row as a spreadsheet counts, its column, and why."""

    row: int
    column: str
    why: str
    text: str = ""


class _Wrong(Exception):
    """A cell means nothing; the argument says why."""


@dataclass(slots=True)
class Reading:
    """Reads one file for one table.

    `present` are the rows that there are, by name; `others` the names that a column may hold, with
    those who have left under `gone`. Afterwards `rows` are the rows with their numbers, of which
    none counts when there are `faults`.
    """

    words: Words
    table: Table
    present: Mapping[str, Any]
    others: Mapping[str, set[str]]
    rows: list[tuple[int, Any]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    _meanings: dict[str, dict[str, str]] = field(default_factory=dict)

    def read(self, data: bytes) -> None:
        """Read a file; raises `BadFile` when it is no table of a size to be looked through."""
        cells = table_cells(data)
        lines = [(n, one) for n, one in cells if any(cell.strip() for cell in one)]
        if len(lines) < HEADS_AND_ONE:
            raise BadFile(fault="no-rows")
        if len(lines) > MOST_ROWS + 1:
            raise BadFile(fault="too-many-rows")
        heads = self._heads(*lines[0])
        if self.faults:
            return
        for number, line in lines[1:]:
            self._line(number, heads, line)
        self._check_names()

    def _heads(self, number: int, line: Sequence[str]) -> list[str]:
        said = {column: column for column in self.table.columns}
        for catalog in self.words.catalogs.values():
            said |= {catalog[f"column.{one}"].lower(): one for one in self.table.columns}
        found: list[str] = []
        for cell in line[: _length(line)]:
            column = said.get(cell.strip().lower(), "")
            if not column or column in found:
                why = "twice" if column else "unknown-column"
                self.faults.append(Fault(number, "", why, HIDDEN.sub("�", cell)[:SHOWN]))
            found.append(column)
        for missing in [one for one in self.table.key if one not in found]:
            self.faults.append(Fault(number, missing, "missing-column"))
        return found

    def _line(self, number: int, heads: Sequence[str], line: Sequence[str]) -> None:
        if _length(line) > len(heads):
            self.faults.append(Fault(number, "", "too-wide", line[_length(line) - 1][:SHOWN]))
            return
        padded = [*line, *[""] * len(heads)]
        told: dict[str, Any] = {}
        for column, cell in zip(heads, padded, strict=False):
            text = unguarded(cell.strip())
            try:
                told[column] = self._value(column, text)
            except _Wrong as why:
                self.faults.append(Fault(number, column, str(why), HIDDEN.sub("�", text)[:SHOWN]))
        if len(told) == len(heads):
            self._keep(number, told)

    def _keep(self, number: int, told: Mapping[str, Any]) -> None:
        known = self.present.get("/".join(told[part] for part in self.table.key))
        all_told = {**(asdict(known) if known else {}), **told}
        for one in fields(self.table.row):
            optional = one.default is not MISSING or one.default_factory is not MISSING
            if not optional and one.name not in all_told:
                self.faults.append(Fault(number, one.name, "missing"))
                return
        row = self.table.row(**all_told)
        for column, why in _wrong(row):
            self.faults.append(Fault(number, column, why, str(getattr(row, column))[:SHOWN]))
        self.rows.append((number, row))

    def _value(self, column: str, text: str) -> Any:
        """Return what a cell means; raises `_Wrong` when it means nothing."""
        hint = get_type_hints(self.table.row)[column]
        if text == FORMULA:
            raise _Wrong("formula")
        if HIDDEN.search(text):
            raise _Wrong("unreadable")
        if hint is int:
            return _number(text)
        if hint is bool:
            return self._flag(text)
        if get_origin(hint) is list:
            return [self._meant(column, one.strip()) for one in _parts(text)]
        coded = (self.table.row, column) in CHOICES or column == "value"
        return self._meant(column, text) if coded else text

    def _flag(self, text: str) -> bool:
        meant = self._meant("value", text) if text else "no"
        if meant not in {"yes", "no"}:
            raise _Wrong("yes-or-no")
        return meant == "yes"

    def _meant(self, column: str, text: str) -> str:
        """Return the code that a word of either language stands for; a code is itself."""
        family = FAMILIES.get(column, "")
        if family not in self._meanings:
            self._meanings[family] = {
                said.lower(): key.removeprefix(family)
                for catalog in self.words.catalogs.values()
                for key, said in catalog.items()
                if family and key.startswith(family)
            }
        return self._meanings[family].get(text.lower(), text)

    def _check_names(self) -> None:
        """Find the rows that are there twice, and those that name what nobody has registered."""
        first: dict[str, int] = {}
        for number, row in self.rows:
            name, key = self.table.name(row), self.table.key[-1]
            if first.setdefault(name, number) != number:
                self.faults.append(Fault(number, key, "twice", name))
            if name in self.others.get("gone", ()):
                self.faults.append(Fault(number, key, "has-left", name))
        mine = {*self.present, *first}
        for number, row in self.rows:
            for column, known in self.others.items():
                value = getattr(row, column, "")
                fits = known | mine if column == "supervisor" else known
                if value and value not in fits:
                    self.faults.append(Fault(number, column, "unknown", str(value)[:SHOWN]))
        self.faults.sort(key=lambda fault: fault.row)


def unguarded(text: str) -> str:
    """Return a cell without the sign that keeps a spreadsheet from computing it."""
    return text[1:] if text.startswith("'") and text[1:].startswith(SIGNS) else text


def _length(line: Sequence[str]) -> int:
    return max((n for n, cell in enumerate(line, 1) if cell.strip()), default=0)


def _parts(text: str) -> list[str]:
    return [one for one in text.translate(LISTED).split(",") if one.strip()]


def _number(text: str) -> int:
    digits = text.removesuffix(".0") or "0"
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= MOST_DIGITS):
        raise _Wrong("number")
    return int(digits)


def _wrong(row: Any) -> Iterator[tuple[str, str]]:
    yield from wrong_values(row)
    if isinstance(row, FigureRow):
        try:
            read_figure(row.key, row.value)
        except BadQuantity:
            yield "value", "size"
        except BadField as error:
            yield ("key", "unknown") if error.facts["field"] == "figure" else ("value", "choice")
