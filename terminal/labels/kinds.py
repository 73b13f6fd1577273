"""The blocks that hold others, the list of all kinds, and how a TOML table becomes a block."""

from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, fields, replace
from types import MappingProxyType
from typing import Annotated, Any, Final, Literal

from devices import paper
from devices.drawing import LEAST_ROOM
from devices.paper import Block
from devices.room import cells_beside
from terminal.labels.base import Ink, Laid, Option, codable, never_codable, over, too_wide
from terminal.labels.blocks import (
    Code128Block,
    CutBlock,
    DataMatrixBlock,
    FeedBlock,
    ImageBlock,
    PairBlock,
    QRBlock,
    RuleBlock,
    TableBlock,
    TextBlock,
)
from terminal.labels.reading import Scope, Wrong, listed, one_of, rows_field, template, toml, whole
from terminal.labels.template import Template


def texts(scope: Scope, value: Any) -> tuple[TextBlock, ...]:
    """Read a list of paragraphs; their kind goes without saying."""
    found = [read_block(scope, table, TextBlock) for table in listed(value)]
    return tuple(one for one in found if isinstance(one, TextBlock))


def blocks(scope: Scope, value: Any) -> tuple[Laid, ...]:
    """Read a list of blocks."""
    return tuple(filter(None, (read_block(scope, table) for table in listed(value))))


@dataclass(frozen=True, kw_only=True)
class BesideBlock(Laid):
    """A square code with paragraphs on its right; below it where there is no room."""

    kind = "beside"
    data: Annotated[Template, Option(template, "what the code carries")]
    symbol: Annotated[
        Literal["qr", "datamatrix"], Option(one_of("qr", "datamatrix"), "qr or datamatrix")
    ] = "qr"
    module: Annotated[int, Option(whole, "dots of one module, 4 to 8")] = 6
    texts: Annotated[
        tuple[TextBlock, ...], Option(texts, "paragraphs, each with the options of a `text`")
    ]

    def print(self, ink: Ink) -> Iterator[Block]:
        """Yield code and paragraphs; without a code the paragraphs stand alone."""
        said = [text for text in self.texts if text.fits(wide=ink.wide) and text.holds(ink.facts)]
        code, room = self._code(ink), 0
        if code and (room := cells_beside(code, ink.profile.dots)) >= LEAST_ROOM:
            yield paper.Beside(code, tuple(text.within(ink, room) for text in said))
            return
        yield from [code] if code else []
        yield from (text.within(ink, ink.profile.cells) for text in said)

    def _code(self, ink: Ink) -> paper.QR | paper.DataMatrix | None:
        makes = paper.QR if self.symbol == "qr" else paper.DataMatrix
        data = ink.say(self.data)
        return makes(data, self.module) if codable(data) else None

    def flaws(self, ink: Ink) -> Iterator[str]:
        """Tell also where the longest code leaves no room beside it on paper as it comes.

        On a narrower print head the text stands below.
        """
        yield from never_codable(ink, self.data)
        wrong = list(super().flaws(ink))
        yield from wrong
        code = None if wrong else self._code(ink)
        yield from too_wide(ink, code)
        if (
            ink.profile.across is None
            and code
            and (room := cells_beside(code, ink.profile.dots)) < LEAST_ROOM
        ):
            yield f"the code leaves {room} cells for text on {ink.profile.paper_mm} mm paper"

    @property
    def inner(self) -> tuple[Laid, ...]:
        """The paragraphs."""
        return self.texts

    @property
    def coded(self) -> frozenset[str]:
        """What the code carries."""
        return frozenset({self.data.only})


@dataclass(frozen=True, kw_only=True)
class GroupBlock(Laid):
    """Blocks that belong together: printed under one condition, or for each row of a field."""

    kind = "group"
    rows: Annotated[str, Option(rows_field, "print them once for each row of this field")] = ""
    blocks: Annotated[
        tuple[Laid, ...],
        Option(blocks, "the blocks, which may name the columns of the rows", rows=True),
    ]

    def print(self, ink: Ink) -> Iterator[Block]:
        """Yield the blocks, once or for each row."""
        for inside in over(ink, self.rows) if self.rows else (ink,):
            for one in self.blocks:
                yield from one.shown(inside)

    def flaws(self, ink: Ink) -> Iterator[str]:
        """Tell nothing; each block tells its own."""
        del ink
        yield from ()

    @property
    def inner(self) -> tuple[Laid, ...]:
        """The blocks."""
        return self.blocks


KINDS: Final[Mapping[str, type[Laid]]] = MappingProxyType({
    one.kind: one
    for one in (
        TextBlock, PairBlock, TableBlock, RuleBlock, QRBlock, DataMatrixBlock, BesideBlock,
        Code128Block, ImageBlock, FeedBlock, CutBlock, GroupBlock,
    )
})  # fmt: skip


def options(kind: type[Any]) -> dict[str, tuple[Option, object]]:
    """Return the options of a kind with their defaults (`MISSING`); those of every block last."""
    shared = {one.name for one in fields(Laid)}
    return {
        one.name: (option, one.default)
        for one in sorted(fields(kind), key=lambda one: one.name in shared)
        for option in getattr(one.type, "__metadata__", ())
    }


def read_block(scope: Scope, table: Any, kind: type[Laid] | None = None) -> Laid | None:
    """Return a TOML table as a block; notes what is wrong with it and returns None then."""
    if not isinstance(table, dict):
        scope.problem("a block must be a table")
        return None
    if kind is None:
        kind = KINDS.get(str(table.get("kind")))
        if kind is None:
            known = ", ".join(KINDS)
            told = table.get("kind")
            scope.problem(f"kind {told!r} is none of {known}", "kind =", toml(told))
            return None
        table = {key: value for key, value in table.items() if key != "kind"}
    before = len(scope.problems)
    known_options = options(kind)
    for key in sorted(table.keys() - known_options.keys()):
        scope.problem(
            f"{kind.kind}.{key}: is no option; there are {', '.join(known_options)}", f"{key} ="
        )
    values = dict(_values(scope, table, kind))
    return kind(**values) if len(scope.problems) == before else None


def _values(scope: Scope, table: dict[str, Any], kind: type[Laid]) -> Iterator[tuple[str, Any]]:
    inner = scope.within(table.get("rows"))
    for key, (one, default) in options(kind).items():
        here = replace(inner if one.rows else scope, said=f"{kind.kind}.{key}")
        if key in table:
            try:
                yield key, one.read(here, table[key])
            except Wrong as wrong:
                at = f"{key} ="
                near = (*wrong.near, at) if wrong.near else (at, toml(table[key]))
                here.problem(wrong.why, *near)
        elif default is MISSING:
            here.problem("is missing")
    yield "line", scope.places.line(scope.block)
