"""The kinds of blocks of which a layout is made.

A kind is a dataclass: its fields are the options of the TOML table, each with how it is read and
what it means. `print` gives the blocks of `devices.paper`; it never raises for any value of a fact.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Annotated, ClassVar, Final, Literal

from devices import paper
from devices.cells import Align, width
from devices.layout import bars_fit
from devices.paper import BadPaper, Block
from terminal.labels.base import Ink, Laid, Option, codable, never_codable, over, too_wide
from terminal.labels.reading import (
    Size,
    each,
    one_of,
    picture,
    rows_field,
    template,
    whole,
    wholes,
    yes,
)
from terminal.labels.template import Template

ALIGN: Final = one_of("left", "center", "right")


@dataclass(frozen=True, kw_only=True)
class TextBlock(Laid):
    """A paragraph."""

    kind = "text"
    text: Annotated[Template, Option(template, "what it says")]
    width: Annotated[
        Size, Option(one_of(1, 2, "fit"), '1, 2, or "fit": 2 where it stays on one line')
    ] = 1
    height: Annotated[Literal[1, 2], Option(whole, "1 or 2")] = 1
    bold: Annotated[bool, Option(yes, "thick letters")] = False
    align: Annotated[Align, Option(ALIGN, "left, center or right")] = "left"
    wrap: Annotated[bool, Option(yes, "false: one line, cut with a mark")] = True

    def print(self, ink: Ink) -> Iterator[Block]:
        """Yield the paragraph as wide as the paper."""
        yield self.within(ink, ink.profile.cells)

    def within(self, ink: Ink, room: int) -> paper.Text:
        """Return the paragraph for a room of so many cells."""
        said = ink.say(self.text)
        fit: Literal[1, 2] = 2 if 2 * width(said) <= room else 1
        wide = fit if self.width == "fit" else self.width
        return paper.Text(said, wide, self.height, self.bold, self.align, self.wrap)

    @property
    def told(self) -> frozenset[str]:
        """The facts of its text."""
        return self.text.fields


@dataclass(frozen=True, kw_only=True)
class PairBlock(Laid):
    """A label on the left and its value on the right."""

    kind = "pair"
    left: Annotated[Template, Option(template, "the label")]
    right: Annotated[Template, Option(template, "the value")]
    tail: Annotated[
        Template | None,
        Option(template, "follows the value where there is room, else stands below on the right"),
    ] = None
    bold: Annotated[bool, Option(yes, "thick letters")] = False
    height: Annotated[Literal[1, 2], Option(whole, "1 or 2")] = 1

    def print(self, ink: Ink) -> Iterator[Block]:
        """Yield one line, or a second one with the tail."""
        left, right = ink.say(self.left), ink.say(self.right)
        if not self.tail or not (tail := ink.say(self.tail)):
            yield paper.Pair(left, right, self.bold, self.height)
            return
        whole_line = paper.Pair(left, f"{right} {tail}", self.bold, self.height)
        if width(whole_line.left) + 1 + width(whole_line.right) <= ink.profile.cells:
            yield whole_line
            return
        yield paper.Pair(left, right, self.bold, self.height)
        yield paper.Text(tail, 1, self.height, self.bold, align="right")

    @property
    def told(self) -> frozenset[str]:
        """The facts of all its texts."""
        texts = (self.left, self.right, self.tail)
        return frozenset().union(*(text.fields for text in texts if text))


@dataclass(frozen=True, kw_only=True)
class TableBlock(Laid):
    """Columns: `cells` for each row of a field, or `lines` as they stand here."""

    kind = "table"
    columns: Annotated[
        tuple[int, ...], Option(wholes, "how wide each column is, against the others")
    ]
    rows: Annotated[str, Option(rows_field, "the field of rows")] = ""
    cells: Annotated[
        tuple[Template, ...],
        Option(each(template), "the texts of one row, with the columns of the field", rows=True),
    ] = ()
    lines: Annotated[
        tuple[tuple[Template, ...], ...],
        Option(each(each(template)), "rows of texts that are always there"),
    ] = ()
    head: Annotated[tuple[Template, ...], Option(each(template), "the texts of the head")] = ()
    align: Annotated[
        tuple[Align, ...], Option(each(ALIGN), "left, center or right for each column")
    ] = ()

    def print(self, ink: Ink) -> Iterator[Block]:
        """Yield the table, fixed lines first."""
        fixed = [tuple(map(ink.say, line)) for line in self.lines]
        told = [tuple(map(inside.say, self.cells)) for inside in over(ink, self.rows)]
        head = tuple(map(ink.say, self.head))
        yield paper.Table(self.columns, (*fixed, *told), head, self.align)

    def flaws(self, ink: Ink) -> Iterator[str]:
        """Tell also where rows and the cells for them are not both there."""
        if bool(self.rows) is not bool(self.cells):
            yield "rows and cells go together"
        yield from super().flaws(ink)

    @property
    def told(self) -> frozenset[str]:
        """The facts of all its texts, and its rows."""
        texts = (*self.cells, *self.head, *(text for line in self.lines for text in line))
        return frozenset({self.rows}).union(*(text.fields for text in texts))


@dataclass(frozen=True, kw_only=True)
class RuleBlock(Laid):
    """A line across the paper."""

    kind = "rule"
    double: Annotated[bool, Option(yes, "two lines")] = False

    def print(self, ink: Ink) -> Iterator[Block]:
        """Yield the line."""
        del ink
        yield paper.Rule(self.double)


@dataclass(frozen=True, kw_only=True)
class SquareBlock(Laid):
    """A square code; left out where its value is no printable ASCII of 1 to 300 characters."""

    data: Annotated[Template, Option(template, "what the code carries")]
    module: Annotated[int, Option(whole, "dots of one module, 4 to 8")] = 6
    align: Annotated[Align, Option(ALIGN, "left, center or right")] = "center"
    makes: ClassVar[type[paper.QR | paper.DataMatrix]]

    def print(self, ink: Ink) -> Iterator[Block]:
        """Yield the code."""
        if codable(data := ink.say(self.data)):
            yield self.makes(data, self.module, self.align)

    def flaws(self, ink: Ink) -> Iterator[str]:
        """Tell also what can never be a code, or is too wide a one."""
        yield from never_codable(ink, self.data)
        wrong = list(super().flaws(ink))
        yield from wrong or too_wide(ink, *self.print(ink))

    @property
    def coded(self) -> frozenset[str]:
        """What it carries."""
        return frozenset({self.data.only})


@dataclass(frozen=True, kw_only=True)
class QRBlock(SquareBlock):
    """A QR code; left out where its value is no printable ASCII of 1 to 300 characters."""

    kind = "qr"
    makes = paper.QR


@dataclass(frozen=True, kw_only=True)
class DataMatrixBlock(SquareBlock):
    """A Data Matrix; left out where its value is no printable ASCII of 1 to 300 characters."""

    kind = "datamatrix"
    makes = paper.DataMatrix


@dataclass(frozen=True, kw_only=True)
class Code128Block(Laid):
    """A bar code; 80 mm paper only, and left out where its value is too long, as over 20 are."""

    kind = "code128"
    data: Annotated[Template, Option(template, "what the code carries")]
    height: Annotated[int, Option(whole, "dots, 40 to 255")] = 80
    feed: Annotated[int, Option(whole, "blank lines above it, 0 to 20")] = 0

    def print(self, ink: Ink) -> Iterator[Block]:
        """Yield the code under its blank lines, where it fits."""
        data = ink.say(self.data)
        fits = codable(data, paper.LONGEST_CODE128) and bars_fit(data, ink.profile.cells)
        if ink.wide and fits:
            yield from [paper.Feed(self.feed)] if self.feed else []
            yield paper.Code128(data, self.height)

    def flaws(self, ink: Ink) -> Iterator[str]:
        """Tell that bars do not fit on 58 mm paper."""
        if not ink.wide:
            yield 'Code128 does not fit on 58 mm paper; write paper = "wide"'
        yield from never_codable(ink, self.data)
        try:
            _ = paper.Code128("X", self.height), paper.Feed(self.feed or 1)
        except BadPaper as error:
            yield str(error)


@dataclass(frozen=True, kw_only=True)
class FeedBlock(Laid):
    """Blank lines."""

    kind = "feed"
    lines: Annotated[int, Option(whole, "how many, 1 to 20")] = 1

    def print(self, ink: Ink) -> Iterator[Block]:
        """Yield the blank lines."""
        del ink
        yield paper.Feed(self.lines)


@dataclass(frozen=True, kw_only=True)
class CutBlock(Laid):
    """A cut; the end of every paper is cut anyway."""

    kind = "cut"
    full: Annotated[bool, Option(yes, "through the whole paper, so that the piece falls")] = False

    def print(self, ink: Ink) -> Iterator[Block]:
        """Yield the cut."""
        del ink
        yield paper.Cut(self.full)


@dataclass(frozen=True, kw_only=True)
class ImageBlock(Laid):
    """A picture, such as a logo: a PNG beside the layout, one dot for each pixel."""

    kind = "image"
    file: Annotated[paper.Image, Option(picture, "the name of the PNG")]
    align: Annotated[Align, Option(ALIGN, "left, center or right")] = "center"

    def print(self, ink: Ink) -> Iterator[Block]:
        """Yield the picture."""
        del ink
        yield replace(self.file, align=self.align)
