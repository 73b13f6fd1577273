"""Turns paper into lines that fit: both ways of printing start from the same lines."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, zip_longest

from devices.cells import Align, cut, fill, pad, width, wrap
from devices.paper import (
    QR,
    BadPaper,
    Beside,
    Block,
    Code128,
    Cut,
    DataMatrix,
    Feed,
    Image,
    Pair,
    Paper,
    Rule,
    Table,
    Text,
)

SMALLEST_VALUE, SMALLEST_COLUMN = 12, 2
CELL, BAR_MODULE, BAR_QUIET = 12, 2, 10


@dataclass(frozen=True, slots=True)
class Line:
    """Text in its place; `cells(text) * width` never exceeds the paper."""

    text: str
    width: int = 1
    height: int = 1
    bold: bool = False


Item = Line | Rule | QR | DataMatrix | Code128 | Image | Beside | Feed | Cut


def lay_out(paper: Paper, cells: int) -> Iterator[Item]:
    """Yield what is printed on paper of `cells` cells, top first; it always ends with a cut."""
    for block in paper.blocks:
        yield from _items(block, cells)
    if not paper.blocks or not isinstance(paper.blocks[-1], Cut):
        yield Cut()


def _items(block: Block, cells: int) -> Iterator[Item]:
    match block:
        case Text():
            yield from lines_of(block, cells)
        case Pair():
            yield from _pair(block, cells)
        case Table():
            yield from _table(block, cells)
        case Code128():
            yield block if bars_fit(block.data, cells) else QR(block.data)
            yield from lines_of(Text(block.data, align="center"), cells)
        case _:
            yield block


def bars_fit(data: str, cells: int) -> bool:
    """Tell whether a bar code in one code set and its quiet zones fit, at 2 dots a module."""
    start, check, stop = 11, 11, 13
    modules = start + 11 * len(data) + check + stop + 2 * BAR_QUIET
    return BAR_MODULE * modules <= cells * CELL


def lines_of(text: Text, cells: int) -> Iterator[Line]:
    """Yield a paragraph as lines of at most `cells` cells (at least 4)."""
    room = cells // text.width
    for line in wrap(text.text, room) if text.wrap else [cut(text.text, room)]:
        yield Line(pad(line, room, text.align), text.width, text.height, text.bold)


def _pair(pair: Pair, cells: int) -> Iterator[Line]:
    for text in _pair_texts(pair, cells):
        yield Line(text, height=pair.height, bold=pair.bold)


def _pair_texts(pair: Pair, cells: int) -> Iterator[str]:
    left, right = width(pair.left), width(pair.right)
    if left + 1 + right <= cells:
        yield pair.left + pad(pair.right, cells - left, "right")
    elif cells - left - 1 >= SMALLEST_VALUE:
        for row, value in enumerate(wrap(pair.right, cells - left - 1)):
            yield fill("" if row else pair.left, left + 1) + value
    else:
        yield from wrap(pair.left, cells)
        yield from ("  " + value for value in wrap(pair.right, cells - 2))


def _table(table: Table, cells: int) -> Iterator[Item]:
    if has_room(len(table.columns), cells):
        yield from _side_by_side(table, cells)
    else:
        yield from _one_below_another(table, cells)


def _one_below_another(table: Table, cells: int) -> Iterator[Item]:
    """Yield each row as pairs of head and value, for columns that do not fit side by side."""
    if not table.rows:
        yield from (Line(text, bold=True) for head in table.head for text in wrap(head, cells))
    for number, row in enumerate(table.rows):
        if number:
            yield Rule()
        if table.head:
            for head, value in zip(table.head, row, strict=True):
                yield from _pair(Pair(head, value), cells)
        else:
            yield from (Line(text) for value in row for text in wrap(value, cells))


def _side_by_side(table: Table, cells: int) -> Iterator[Item]:
    rooms = shares(table.columns, cells)
    left: Align = "left"
    aligns = table.align or (left,) * len(rooms)
    if table.head:
        yield from (Line(text, bold=True) for text in _row(table.head, rooms, aligns))
        yield Rule()
    for row in table.rows:
        yield from map(Line, _row(row, rooms, aligns))


def _row(row: Sequence[str], rooms: Sequence[int], aligns: Sequence[Align]) -> Iterator[str]:
    stacks = [wrap(value, room) for value, room in zip(row, rooms, strict=True)]
    for level in zip_longest(*stacks, fillvalue=""):
        placed = zip(level, rooms, aligns, strict=True)
        yield " ".join(fill(*one) for one in placed).rstrip(" ")


def has_room(columns: int, cells: int) -> bool:
    """Tell whether each column can have two cells, for a Chinese character, and a blank between."""
    return SMALLEST_COLUMN * columns + columns - 1 <= cells


def shares(weights: Sequence[int], cells: int) -> list[int]:
    """Share the cells by weight, one blank between columns and two cells at least for each.

    Raises `BadPaper` where there is no room for that.
    """
    if not has_room(len(weights), cells):
        raise BadPaper(f"{len(weights)} columns do not fit on {cells} cells")
    free = cells - (len(weights) - 1) - SMALLEST_COLUMN * len(weights)
    marks = [sum(weights[:count]) * free // sum(weights) for count in range(len(weights) + 1)]
    return [SMALLEST_COLUMN + end - start for start, end in pairwise(marks)]
