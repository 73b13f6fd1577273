"""One layout: read from its file, tried with samples, and laid out for each paper."""

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from devices.paper import Block
from devices.profile import Profile
from terminal.labels.base import Ink, Laid
from terminal.labels.blocks import TableBlock
from terminal.labels.fields import Declaration, Facts
from terminal.labels.kinds import GroupBlock, read_block
from terminal.labels.places import Places
from terminal.labels.reading import Scope
from terminal.toml import read_text, read_toml
from terminal.words import LOCALES, Locale, Words

WIDTHS: Final = (Profile(80), Profile(58))


@dataclass(frozen=True, slots=True)
class Layout:
    """How one document looks, and the file that says so."""

    document: Declaration
    source: Path
    blocks: tuple[Laid, ...]

    def lay(self, facts: Facts, locale: Locale, printer: Profile) -> Iterator[Block]:
        """Yield the blocks of a paper for these facts; no value of a fact is ever refused."""
        ink = Ink(facts, locale, printer)
        for block in self.blocks:
            yield from block.shown(ink)


def read_layout(
    path: Path,
    document: Declaration,
    words: Words,
    problems: list[str],
    heads: Iterable[Profile] = (),
) -> Layout | None:
    """Return the layout of a file; what is wrong with it goes to `problems`, line by line.

    It is tried on both widths of paper, and on `heads` that are narrower than their paper.
    """
    found: list[str] = []
    text = _text(path, found)
    table = {} if found else _table(path, text, found)
    layout = None if found else _layout(path, document, words, (text, table), found)
    if layout:
        found.extend(_flaws(layout, (*WIDTHS, *heads)))
    problems.extend(sorted(found, key=lambda one: _line_of(one, path)))
    return layout


def _layout(
    path: Path,
    document: Declaration,
    words: Words,
    said: tuple[str, dict[str, Any]],
    problems: list[str],
) -> Layout | None:
    text, table = said
    scope = Scope(path, Places.of(text), words, document.fields, problems)
    for key in sorted(table.keys() - {"block"}):
        scope.problem(f"{key}: only [[block]] stands here", f"{key} =")
    blocks = tuple(_blocks(scope, table.get("block")))
    return None if problems else Layout(document, path, blocks)


def _line_of(problem: str, path: Path) -> int:
    line = problem.removeprefix(f"{path}:").partition(":")[0]
    return int(line) if line.isdigit() else 0


def _text(path: Path, problems: list[str]) -> str:
    try:
        return read_text(path)
    except OSError as error:
        problems.append(f"{path}: cannot be read: {error.strerror}")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        problems.append(f"{path}:{line}: is not UTF-8: {error.reason}")
    return ""


def _table(path: Path, text: str, problems: list[str]) -> dict[str, Any]:
    try:
        return read_toml(text)
    except tomllib.TOMLDecodeError as error:
        told = str(error).rpartition("(at line ")[2].partition(",")[0]
        line = told if told.isdigit() else str(text.rstrip().count("\n") + 1)
        problems.append(f"{path}:{line}: is not TOML: {error}")
    return {}


def _blocks(scope: Scope, tables: Any) -> Iterator[Laid]:
    if not isinstance(tables, list) or not tables:
        scope.problem("there is no [[block]]")
        return
    for number, table in enumerate(tables):
        if block := read_block(scope.at(number), table):
            yield block


def _flaws(layout: Layout, printers: Iterable[Profile]) -> Iterator[str]:
    """Yield what a trial with sample facts finds, once for each block, and what is missing."""
    document, told = layout.document, dict[tuple[int, str], None]()
    for printer in printers:
        for locale in LOCALES:
            ink = Ink(document.samples, locale, printer)
            for block in layout.blocks:
                told |= {(block.line, flaw): None for flaw in _tried(block, ink, document)}
    yield from (f"{layout.source}:{line}: {flaw}" for line, flaw in sorted(told))
    for name in document.must:
        how = " as a code" if document.is_code(name) else ""
        for printer in WIDTHS:
            if not any(_sure(one, printer, name, document) for one in layout.blocks):
                yield (f"{layout.source}:1: {name!r} must stand on {printer.paper_mm} mm paper"
                       f"{how}, whatever else there is to say")  # fmt: skip


def _tried(block: Laid, ink: Ink, document: Declaration) -> Iterator[str]:
    if not block.fits(wide=ink.wide):
        return
    for flaw in block.flaws(ink):
        yield f"{block.kind}: {flaw}"
    inside = replace(ink, facts={**ink.facts, **document.samples_of(rows_of(block))})
    for one in block.inner:
        yield from _tried(one, inside, document)


def _sure(block: Laid, printer: Profile, name: str, document: Declaration) -> bool:
    """Whether a block always tells a fact on paper of this width: codes in a code."""
    wide = Ink({}, LOCALES[0], printer).wide
    if block.unless or block.when not in {"", name} or not block.fits(wide=wide):
        return False
    rows = rows_of(block)
    if rows and name != rows and name not in document.fields[rows].columns:
        return False  # there may be no row
    told = block.coded if document.is_code(name) else block.told
    return name in {*told, rows} or any(_sure(one, printer, name, document) for one in block.inner)


def rows_of(block: Laid) -> str:
    """Return the field over whose rows a block is repeated, if it is."""
    return block.rows if isinstance(block, GroupBlock | TableBlock) else ""
