"""A customer's own label, split by what was learned from one sample of it.

A template is plain splitting, by one separator or at fixed places; nothing that somebody typed
ever becomes a pattern. Reading a text costs one pass over it, whatever it is.

Texts are *visible*: the separator GS, which no page and no file can show, stands as `␝`, and
blanks at either end, which forms and spreadsheets drop, as `␠`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from types import MappingProxyType
from typing import Final

from domain.errors import DomainError

GS: Final = "\x1d"
VISIBLE_GS: Final = "␝"
VISIBLE_BLANK: Final = "␠"
BLANKS: Final = " " + VISIBLE_BLANK
LONGEST: Final = 512
MOST_PIECES: Final = 40
LONGEST_WORD: Final = 12
SEPARATORS: Final = MappingProxyType({
    "gs": VISIBLE_GS, "semicolon": ";", "bar": "|", "comma": ",", "dollar": "$", "star": "*",
    "blank": " ", "slash": "/",
})  # fmt: skip
"""What may stand between the pieces of a label, by its name; `""` means fixed places."""


class Holds(StrEnum):
    """What one piece of a label says."""

    IGNORE = "ignore"
    PRODUCT = "product"
    PART = "customer_part"
    QUANTITY = "quantity"
    LOT = "lot"
    SERIAL = "serial"
    DATE_CODE = "date_code"
    ORDER = "order"
    RMA = "rma"
    BOX = "box"
    CONSTANT = "constant"


SAID: Final = tuple(one for one in Holds if one not in {Holds.IGNORE, Holds.CONSTANT})
# What is always written in digits, where the sample has only digits.
IN_DIGITS: Final = frozenset({Holds.QUANTITY, Holds.DATE_CODE})
# As `devices.symbols` knows them, which this package may not import; a test holds them equal.
UNITS: Final = frozenset({"EA", "PC", "PCS", "PCE", "PIECE", "PIECES", "片", "只", "个"})


class BadTemplate(DomainError):
    """A label cannot be learned so; `mistake` says why.

    `sample` (none, too long, control characters), `cuts`, `pieces` (too many, or other than the
    choices), `twice` (one field in two pieces), `nothing` (no field at all), `empty` (a field that
    the sample leaves blank), `quantity` (it is no number of pieces), `prefix`, `loose` (fixed
    places without anything constant would fit every text of that length), `ours` (our own codes).
    """

    code = "bad-template"


@dataclass(frozen=True, slots=True)
class Part:
    """What one piece holds, between a constant `prefix` and, of a quantity, its `unit`.

    `digits` where it is all digits. Of a constant, `prefix` is all of it.
    """

    holds: Holds
    prefix: str = ""
    unit: str = ""
    digits: bool = False

    def value(self, piece: str) -> str | None:
        """Return what a piece says behind its prefix, or None when it is no such piece."""
        if self.holds is Holds.IGNORE:
            return ""
        if not piece.startswith(self.prefix):
            return None
        value = piece[len(self.prefix) :].strip(BLANKS)
        if self.holds is Holds.CONSTANT:
            return None if value else ""
        if self.unit and value.upper().endswith(self.unit.upper()):
            value = value[: -len(self.unit)].rstrip(BLANKS)
        if self.digits and value and not (value.isascii() and value.isdigit()):
            return None
        return value


@dataclass(frozen=True, slots=True)
class Template:
    """How one customer's label is read: a separator or cuts, and what each piece holds."""

    separator: str
    cuts: tuple[int, ...]
    length: int
    parts: tuple[Part, ...]

    def read(self, text: str) -> dict[str, str] | None:
        """Return what a text says, by field, or None when it is no label of this kind.

        A field may be blank, but not all of them.
        """
        pieces = self.split(text)
        if pieces is None or len(pieces) != len(self.parts):
            return None
        said: dict[str, str] = {}
        for part, piece in zip(self.parts, pieces, strict=True):
            value = part.value(piece)
            if value is None:
                return None
            if part.holds in SAID:
                said[part.holds.value] = value
        return said if any(said.values()) else None

    def split(self, text: str) -> list[str] | None:
        """Return the pieces of a text; None where it is too long or has another length."""
        if len(text) > LONGEST or (not self.separator and len(text) != self.length):
            return None
        return split(text, self.separator, self.cuts)


def visible(text: str) -> str:
    """Return a scanned text as it can be shown and kept."""
    body = text.strip(" ")
    before = len(text) - len(text.lstrip(" ")) if body else 0
    after = len(text) - before - len(body)
    return f"{VISIBLE_BLANK * before}{body}{VISIBLE_BLANK * after}".replace(GS, VISIBLE_GS)


def separators_in(sample: str) -> tuple[str, ...]:
    """Return the names of the separators that a sample has, the likeliest first."""
    return tuple(name for name, sign in SEPARATORS.items() if sign in sample)


def split(text: str, separator: str, cuts: Sequence[int] = ()) -> list[str]:
    """Return the pieces of a text, by a separator's name, or cut before these places."""
    if separator:
        return text.split(SEPARATORS[separator], MOST_PIECES)
    edges = [0, *cuts, len(text)]
    return [text[start:end] for start, end in pairwise(edges)]


def word_before(piece: str) -> str:
    """Return the letters before digits that look like a constant (`Q`, `P`, `LOT:`), or nothing."""
    end = 0
    while end < min(len(piece), LONGEST_WORD) and piece[end].isascii() and piece[end].isalpha():
        end += 1
    if end and piece[end : end + 1] in {":", "=", "#"}:
        return piece[: end + 1] if piece[end + 1 :].strip() else ""
    return piece[:end] if piece[end : end + 1].isdecimal() else ""


def learn(
    sample: str,
    separator: str,
    cuts: Sequence[int],
    holds: Sequence[Holds],
    prefixes: Mapping[int, int],
) -> Template:
    """Return the template of a sample: what each piece holds, and how long its prefix is.

    Raises `BadTemplate` for what would not read the sample exactly as it was told.
    """
    pieces = _pieces(sample, separator, cuts)
    if len(pieces) != len(holds):
        raise BadTemplate(mistake="pieces", piece=len(pieces))
    said = [one for one in holds if one in SAID]
    if not said:
        raise BadTemplate(mistake="nothing", piece=0)
    if len(set(said)) < len(said):
        raise BadTemplate(mistake="twice", piece=0)
    parts = tuple(
        _part(number, piece, one, prefixes.get(number, 0))
        for number, (piece, one) in enumerate(zip(pieces, holds, strict=True))
    )
    if not separator and not any(part.prefix.strip(BLANKS) for part in parts):
        raise BadTemplate(mistake="loose", piece=0)
    return Template(separator, tuple(cuts), len(sample), parts)


def _pieces(sample: str, separator: str, cuts: Sequence[int]) -> list[str]:
    if not sample.strip(BLANKS) or len(sample) > LONGEST or not sample.isprintable():
        raise BadTemplate(mistake="sample", piece=0)
    if separator and (separator not in SEPARATORS or cuts):
        raise BadTemplate(mistake="cuts", piece=0)
    edges = [0, *cuts, len(sample)]
    if any(start >= end for start, end in pairwise(edges)):
        raise BadTemplate(mistake="cuts", piece=0)
    pieces = split(sample, separator, cuts)
    if len(pieces) > MOST_PIECES:
        raise BadTemplate(mistake="pieces", piece=len(pieces))
    return pieces


def _part(number: int, piece: str, holds: Holds, prefix: int) -> Part:
    if holds is Holds.IGNORE:
        return Part(holds)
    if holds is Holds.CONSTANT:
        if not piece.strip(BLANKS):
            raise BadTemplate(mistake="empty", piece=number + 1)
        return Part(holds, piece)
    value = piece[prefix:].strip(BLANKS)
    if not 0 <= prefix < len(piece) or not value:
        raise BadTemplate(mistake="prefix" if prefix else "empty", piece=number + 1)
    unit = _unit(value) if holds is Holds.QUANTITY else ""
    number_of = value.removesuffix(unit).rstrip(BLANKS)
    digits = number_of.isascii() and number_of.isdigit()
    if holds is Holds.QUANTITY and not (digits and unit.upper() in UNITS | {""}):
        raise BadTemplate(mistake="quantity", piece=number + 1)
    return Part(holds, piece[:prefix], unit, digits and holds in IN_DIGITS)


def _unit(value: str) -> str:
    start = len(value)
    while start and not value[start - 1].isdecimal():
        start -= 1
    return value[start:].lstrip(BLANKS)
