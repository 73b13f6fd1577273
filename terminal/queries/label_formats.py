"""A label format as its form shows it: the sample in its pieces, and what each of them is."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from domain.label_formats import read_part
from domain.templates import Holds, separators_in, split, word_before
from terminal.queries.steps.typed import read_whole
from terminal.registers.rows import FormatRow

T = TypeVar("T")
# What fits a panel without scrolling; a longer sample has leaves to turn.
SIGNS, SIGNS_ON_A_LEAF, LONGEST_CUT = 33, 22, 176
PIECES, PIECES_ON_A_LEAF = 6, 5


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of the sample: `word` may be constant before its value, `prefix` is its length."""

    number: int
    text: str
    word: str
    prefix: int
    holds: str

    @property
    def value(self) -> str:
        """What is read from it."""
        return self.text[self.prefix :].strip()


@dataclass(frozen=True, slots=True)
class Learning:
    """A sample that is being taught; `of` is how it was split when its pieces were told.

    `signs` are the characters that can be cut before, with their places, and `leaf` of `leaves`
    is shown of them; `piece_leaf` of `piece_leaves` of the pieces, of which one is `open`.
    """

    sample: str
    separators: tuple[str, ...]
    separator: str
    of: str
    cuts: tuple[int, ...]
    pieces: tuple[Piece, ...]
    open: int
    told: int
    leaf: int
    piece_leaf: int

    @property
    def leaves(self) -> int:
        """How many leaves of characters there are."""
        return _leaves(min(len(self.sample), LONGEST_CUT), SIGNS, SIGNS_ON_A_LEAF)

    @property
    def signs(self) -> list[tuple[int, str]]:
        """The characters of the leaf that is shown."""
        signs = list(enumerate(self.sample[:LONGEST_CUT]))
        return _shown(signs, self.leaf, SIGNS, SIGNS_ON_A_LEAF)

    @property
    def piece_leaves(self) -> int:
        """How many leaves of pieces there are."""
        return _leaves(len(self.pieces), PIECES, PIECES_ON_A_LEAF)

    @property
    def shown(self) -> list[Piece]:
        """The pieces of the leaf that is shown."""
        return _shown(list(self.pieces), self.piece_leaf, PIECES, PIECES_ON_A_LEAF)


def learning(typed: Mapping[str, str]) -> Learning:
    """Return the pieces of the sample as they were told; split anew, they are told anew."""
    sample = typed.get("sample", "")
    separators = separators_in(sample)
    separator = typed.get("separator", "")
    separator = separator if separator in separators else ""
    cuts = () if separator else _cuts(sample, typed.get("cuts", ""))
    of = f"{separator} {' '.join(map(str, cuts))}"
    told = typed if typed.get("of") == of else {}
    pieces = tuple(
        _piece(number, text, told)
        for number, text in enumerate(split(sample, separator, cuts) if sample else [])
    )
    signs = _leaves(min(len(sample), LONGEST_CUT), SIGNS, SIGNS_ON_A_LEAF)
    piece_leaf = _turned(typed, "piece-leaf", _leaves(len(pieces), PIECES, PIECES_ON_A_LEAF))
    found = Learning(
        sample=sample,
        separators=separators,
        separator=separator,
        of=of,
        cuts=cuts,
        pieces=pieces,
        open=read_whole(typed.get("piece", "")),
        told=sum(one.holds != Holds.IGNORE for one in pieces),
        leaf=_turned(typed, "leaf", signs),
        piece_leaf=piece_leaf,
    )
    numbers = [one.number for one in found.shown]
    opened = found.open if found.open in numbers else next(iter(numbers), 0)
    return replace(found, open=opened)


def fields_of(row: FormatRow) -> dict[str, str]:
    """Return a format as its form would have been filled in."""
    told = {
        "customer": row.customer, "name": row.name, "sample": row.sample,
        "separator": row.separator, "cuts": row.cuts.replace(" ", ","),
        "of": f"{row.separator} {row.cuts}",
    }  # fmt: skip
    for number, part in enumerate(row.parts):
        holds, length = read_part(part)
        told |= {f"holds.{number}": holds.value, f"prefix.{number}": str(length)}
    return told


def _leaves(count: int, whole: int, on_a_leaf: int) -> int:
    return 1 if count <= whole else -(-count // on_a_leaf)


def _shown(rows: list[T], leaf: int, whole: int, on_a_leaf: int) -> list[T]:
    return rows if len(rows) <= whole else rows[leaf * on_a_leaf : (leaf + 1) * on_a_leaf]


def _turned(typed: Mapping[str, str], name: str, leaves: int) -> int:
    return max(0, min(read_whole(typed.get(name, "1")), leaves) - 1)


def _cuts(sample: str, typed: str) -> tuple[int, ...]:
    places = {read_whole(one) for one in typed.split(",")}
    return tuple(sorted(one for one in places if 0 < one < min(len(sample), LONGEST_CUT)))


def _piece(number: int, text: str, told: Mapping[str, str]) -> Piece:
    word = word_before(text)
    typed = told.get(f"prefix.{number}")
    length = len(word) if typed is None else min(read_whole(typed), len(text))
    word = word or text[:length]
    return Piece(number, text, word, length, told.get(f"holds.{number}") or Holds.IGNORE.value)
