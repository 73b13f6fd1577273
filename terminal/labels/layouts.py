"""All layouts of a site: read and checked once at the start, used for every paper.

A site's own folder goes before the shipped one, document by document. Every mistake in every file
is told at once, with file and line, by `BadSettings`.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from devices.paper import Block
from terminal.labels.base import Ink, Laid
from terminal.labels.blocks import TableBlock
from terminal.labels.documents import DOCUMENTS
from terminal.labels.fields import Declaration, Facts
from terminal.labels.kinds import GroupBlock, read_block
from terminal.labels.places import Places
from terminal.labels.reading import Scope
from terminal.settings import BadSettings
from terminal.words import LOCALES, Locale, Words

SHIPPED: Final = Path(__file__).parents[2] / "config" / "labels"
WIDTHS: Final = {True: "80 mm", False: "58 mm"}


@dataclass(frozen=True, slots=True)
class Layout:
    """How one document looks, and the file that says so."""

    document: Declaration
    source: Path
    blocks: tuple[Laid, ...]

    def lay(self, facts: Facts, locale: Locale, *, wide: bool) -> Iterator[Block]:
        """Yield the blocks of a paper for these facts; no value of a fact is ever refused."""
        ink = Ink(facts, locale, wide)
        for block in self.blocks:
            yield from block.shown(ink)


@dataclass(frozen=True, slots=True)
class Layouts:
    """The layouts of all documents, by name."""

    by_name: Mapping[str, Layout]

    @classmethod
    def load(cls, own: Path | None, words: Words) -> "Layouts":
        """Read every layout; raises `BadSettings` with all that is wrong in any of them."""
        problems: list[str] = []
        found = {}
        for name, path in _files(own, problems).items():
            layout = _read(path, DOCUMENTS[name], words, problems)
            if layout:
                found[name] = layout
        if problems:
            raise BadSettings(problems)
        return cls(MappingProxyType(found))

    def __getitem__(self, name: str) -> Layout:
        """Return the layout of a document."""
        return self.by_name[name]


def _files(own: Path | None, problems: list[str]) -> dict[str, Path]:
    files = {name: SHIPPED / f"{name}.toml" for name in DOCUMENTS}
    if own is None:
        return files
    try:
        mine = sorted(path for path in own.iterdir() if path.suffix == ".toml")
    except OSError as error:
        problems.append(f"{own}: cannot be read: {error.strerror}")
        return files
    known = ", ".join(DOCUMENTS)
    strays = (path for path in mine if path.stem not in DOCUMENTS)
    problems.extend(f"{path}:1: is no document; there are {known}" for path in strays)
    return files | {path.stem: path for path in mine if path.stem in DOCUMENTS}


def _read(path: Path, document: Declaration, words: Words, problems: list[str]) -> Layout | None:
    before = len(problems)
    try:
        text = path.read_text(encoding="utf-8")
        table = tomllib.loads(text)
    except OSError as error:
        problems.append(f"{path}: cannot be read: {error.strerror}")
        return None
    except tomllib.TOMLDecodeError as error:
        problems.append(f"{path}:{_line(error, text)}: is not TOML: {error}")
        return None
    except UnicodeDecodeError as error:
        problems.append(f"{path}: is not UTF-8: {error.reason}")
        return None
    scope = Scope(path, Places.of(text), words, document.fields, problems)
    for key in table.keys() - {"block"}:
        scope.problem(f"{key}: only [[block]] stands here", f"{key} =")
    blocks = list(_blocks(scope, table.get("block")))
    if len(problems) > before:
        return None
    layout = Layout(document, path, tuple(filter(None, blocks)))
    problems.extend(_flaws(layout))
    return layout


def _line(error: tomllib.TOMLDecodeError, text: str) -> int:
    """Return the line that the message names; else the mistake is at the end."""
    told = str(error).rpartition("(at line ")[2].partition(",")[0]
    return int(told) if told.isdigit() else text.rstrip().count("\n") + 1


def _blocks(scope: Scope, tables: Any) -> Iterator[Laid | None]:
    if not isinstance(tables, list) or not tables:
        scope.problem("there is no [[block]]")
        return
    for number, table in enumerate(tables):
        yield read_block(scope.at(number), table)


def _flaws(layout: Layout) -> Iterator[str]:
    """Yield what a trial with sample facts finds, once for each block, and what is missing."""
    document, told = layout.document, dict[tuple[int, str], None]()
    for wide in WIDTHS:
        for locale in LOCALES:
            ink = Ink(document.samples, locale, wide)
            for block in layout.blocks:
                told |= {(block.line, flaw): None for flaw in _tried(block, ink, document)}
    yield from (f"{layout.source}:{line}: {flaw}" for line, flaw in sorted(told))
    for name in document.must:
        how = " as a code" if document.is_code(name) else ""
        for wide, width in WIDTHS.items():
            sure = (_sure(one, wide, name, document) for one in layout.blocks)
            if not any(sure):
                yield (f"{layout.source}:1: {name!r} must stand on {width} paper{how}, "
                       "whatever else there is to say")  # fmt: skip


def _tried(block: Laid, ink: Ink, document: Declaration) -> Iterator[str]:
    if not block.fits(wide=ink.wide):
        return
    for flaw in block.flaws(ink):
        yield f"{block.kind}: {flaw}"
    inside = replace(ink, facts={**ink.facts, **document.samples_of(rows_of(block))})
    for one in block.inner:
        yield from _tried(one, inside, document)


def _sure(block: Laid, wide: bool, name: str, document: Declaration) -> bool:  # noqa: FBT001
    """Whether a block always tells a fact on paper of this width: codes in a code."""
    if block.unless or block.when not in {"", name} or not block.fits(wide=wide):
        return False
    rows = rows_of(block)
    if rows and name != rows and name not in document.fields[rows].columns:
        return False  # there may be no row
    told = block.coded if document.is_code(name) else block.told
    return name in {*told, rows} or any(_sure(one, wide, name, document) for one in block.inner)


def rows_of(block: Laid) -> str:
    """Return the field over whose rows a block is repeated, if it is."""
    return block.rows if isinstance(block, GroupBlock | TableBlock) else ""
