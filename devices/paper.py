"""What is printed, before anyone knows on which printer: labels and slips as plain values.

A paper is stored as JSON with its job; the same paper always gives the same JSON. All text is
cleaned when a block is made (`cells.clean`), so no field value can carry a printer command.
Wrong values raise `BadPaper`.
"""

import base64
import binascii
import dataclasses
import json
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, Self, cast

from devices.cells import Align, clean
from devices.errors import DeviceError

LONGEST_SQUARE = 300
LONGEST_CODE128 = 20
LARGEST_IMAGE = 262_144
MOST_COLUMNS = 8


class BadPaper(DeviceError):
    """This paper cannot be printed, however often it is tried."""

    code = "bad-paper"
    permanent = True


def _require(holds: bool, what: str) -> None:  # noqa: FBT001
    if not holds:
        raise BadPaper(what)


def _printable(data: str, most: int) -> bool:
    return 0 < len(data) <= most and data.isascii() and data.isprintable()


def _keep(block: object, **values: object) -> None:
    for name, value in values.items():
        object.__setattr__(block, name, value)


class _Checked:
    """A value that is cleaned and checked when it is made."""

    __slots__ = ()

    def __post_init__(self) -> None:
        """Let the value clean and check itself; raises `BadPaper`."""
        self._check()

    def _check(self) -> None:
        """Accept anything."""


@dataclass(frozen=True, slots=True)
class Text(_Checked):
    """One paragraph; `width` and `height` are 1 or 2; without `wrap` it is cut with a mark."""

    text: str
    width: Literal[1, 2] = 1
    height: Literal[1, 2] = 1
    bold: bool = False
    align: Align = "left"
    wrap: bool = True

    def _check(self) -> None:
        _keep(self, text=clean(self.text))
        _require(self.width in {1, 2} and self.height in {1, 2}, "text size is 1 or 2")
        _require(self.align in {"left", "center", "right"}, "unknown alignment")


@dataclass(frozen=True, slots=True)
class Pair(_Checked):
    """A label on the left and its value on the right, which wraps."""

    left: str
    right: str
    bold: bool = False
    height: Literal[1, 2] = 1

    def _check(self) -> None:
        _keep(self, left=clean(self.left), right=clean(self.right))
        _require(self.height in {1, 2}, "text size is 1 or 2")


@dataclass(frozen=True, slots=True)
class Table(_Checked):
    """Rows of cells that wrap; `columns` are weights that share the width of the paper."""

    columns: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]
    head: tuple[str, ...] = ()
    align: tuple[Align, ...] = ()

    def _check(self) -> None:
        _require(1 <= len(self.columns) <= MOST_COLUMNS, "a table has 1 to 8 columns")
        _require(all(weight in range(1, 101) for weight in self.columns), "weights are 1 to 100")
        _require(set(self.align) <= {"left", "center", "right"}, "unknown alignment")
        for row in (*self.rows, *filter(None, (self.head, self.align))):
            _require(len(row) == len(self.columns), "every row has one cell for each column")
        _keep(self, rows=tuple(tuple(map(clean, row)) for row in self.rows))
        _keep(self, head=tuple(map(clean, self.head)))


@dataclass(frozen=True, slots=True)
class Rule(_Checked):
    """A line across the paper."""

    double: bool = False


@dataclass(frozen=True, slots=True)
class QR(_Checked):
    """A QR code of 1 to 300 printable ASCII characters, 4 to 8 dots a module.

    A code that is too wide for the paper gets smaller modules, never under 4 dots.
    """

    data: str
    module: int = 6
    align: Align = "center"

    def _check(self) -> None:
        _require(_printable(self.data, LONGEST_SQUARE), "a QR code holds 1 to 300 printable ASCII")
        _require(self.module in range(4, 9), "a QR module is 4 to 8 dots")
        _require(self.align in {"left", "center", "right"}, "unknown alignment")


@dataclass(frozen=True, slots=True)
class DataMatrix(_Checked):
    """A Data Matrix (ECC 200) of 1 to 300 printable ASCII characters, 4 to 8 dots a module.

    A code that is too wide for the paper gets smaller modules, never under 4 dots.
    """

    data: str
    module: int = 6
    align: Align = "center"

    def _check(self) -> None:
        _require(
            _printable(self.data, LONGEST_SQUARE), "a Data Matrix holds 1 to 300 printable ASCII"
        )
        _require(self.module in range(4, 9), "a Data Matrix module is 4 to 8 dots")
        _require(self.align in {"left", "center", "right"}, "unknown alignment")


@dataclass(frozen=True, slots=True)
class Code128(_Checked):
    """A bar code of 1 to 20 printable ASCII characters with its text, `height` in dots.

    Where its bars do not fit (12 characters on 58 mm, 20 on 80 mm) a QR code says the same.
    """

    data: str
    height: int = 80

    def _check(self) -> None:
        _require(_printable(self.data, LONGEST_CODE128), "Code128 holds 1 to 20 printable ASCII")
        _require(self.height in range(40, 256), "a bar code is 40 to 255 dots high")


@dataclass(frozen=True, slots=True)
class Image(_Checked):
    """A black and white picture: base64 of rows of `width` dots, a set bit is black."""

    width: int
    bits: str
    align: Align = "center"

    def _check(self) -> None:
        _require(self.width in range(1, 2049), "a picture is 1 to 2048 dots wide")
        _require(self.align in {"left", "center", "right"}, "unknown alignment")
        try:
            size = len(base64.b64decode(self.bits, validate=True))
        except (binascii.Error, ValueError) as error:
            raise BadPaper("a picture is base64") from error
        _require(0 < size <= LARGEST_IMAGE, "a picture has 1 to 262,144 bytes")
        _require(size % self.stride == 0, "a picture has whole rows")

    @property
    def stride(self) -> int:
        """Bytes in one row."""
        return (self.width + 7) // 8

    @property
    def raw(self) -> bytes:
        """The rows, top first."""
        return base64.b64decode(self.bits)


@dataclass(frozen=True, slots=True)
class Beside(_Checked):
    """A code on the left with paragraphs on its right; always drawn, on every printer."""

    code: QR | DataMatrix
    texts: tuple[Text, ...]

    def _check(self) -> None:
        _require(isinstance(self.code, QR | DataMatrix), "a square code stands on the left")
        _require(all(isinstance(text, Text) for text in self.texts), "text stands on the right")


@dataclass(frozen=True, slots=True)
class Feed(_Checked):
    """Blank lines, 1 to 20."""

    lines: int = 1

    def _check(self) -> None:
        _require(self.lines in range(1, 21), "feed 1 to 20 lines")


@dataclass(frozen=True, slots=True)
class Cut(_Checked):
    """The end of one piece of paper; a full cut lets it fall."""

    full: bool = False


Block = Text | Pair | Table | Rule | QR | DataMatrix | Code128 | Image | Beside | Feed | Cut
_KINDS: dict[str, type[Any]] = {
    kind.__name__.lower(): kind
    for kind in (Text, Pair, Table, Rule, QR, DataMatrix, Code128, Image, Beside, Feed, Cut)
}


@dataclass(frozen=True, slots=True)
class Paper(_Checked):
    """One print job's content; the title is for lists on screen and is not printed."""

    blocks: tuple[Block, ...]
    title: str = ""
    FORMAT: ClassVar[int] = 1

    def _check(self) -> None:
        _keep(self, title=clean(self.title))
        known = tuple(_KINDS.values())
        _require(all(isinstance(block, known) for block in self.blocks), "unknown block")

    def to_json(self) -> str:
        """Return the one JSON text of this paper."""
        plain = {"format": self.FORMAT, "title": self.title, "blocks": self.blocks}
        return json.dumps(
            plain, default=_plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")
        )

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Return the paper that gave this JSON; raises `BadPaper` for anything else."""
        try:
            plain = json.loads(text, object_hook=_block)
            _require(plain["format"] == cls.FORMAT, "unknown format of paper")
            return cls(blocks=_frozen(plain["blocks"]), title=plain["title"])
        except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
            raise BadPaper("this is no paper") from error


def _plain(block: Block) -> dict[str, object]:
    values = {field.name: getattr(block, field.name) for field in dataclasses.fields(block)}
    return {"kind": type(block).__name__.lower(), **values}


def _block(plain: dict[str, Any]) -> object:
    if "kind" not in plain:
        return plain
    values = {name: _frozen(value) for name, value in plain.items() if name != "kind"}
    return _KINDS[plain["kind"]](**values)


def _frozen(value: Any) -> Any:
    items = cast("list[Any]", value)
    return tuple(map(_frozen, items)) if isinstance(value, list) else value
