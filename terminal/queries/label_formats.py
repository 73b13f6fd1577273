"""A label format as its form shows it: the sample in its pieces, and what each of them is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from domain.label_formats import read_part
from domain.templates import Holds, separators_in, split, word_before
from terminal.queries.steps.typed import read_whole
from terminal.registers.rows import FormatRow

LONGEST_CUT: Final = 80


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
    """A sample that is being taught; `of` is how it was split when its pieces were told."""

    sample: str
    separators: tuple[str, ...]
    separator: str
    of: str
    cuts: tuple[int, ...]
    pieces: tuple[Piece, ...]
    open: int
    told: int


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
    return Learning(
        sample=sample,
        separators=separators,
        separator=separator,
        of=of,
        cuts=cuts,
        pieces=pieces,
        open=min(read_whole(typed.get("piece", "")), max(len(pieces) - 1, 0)),
        told=sum(one.holds != Holds.IGNORE for one in pieces),
    )


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


def _cuts(sample: str, typed: str) -> tuple[int, ...]:
    places = {read_whole(one) for one in typed.split(",")}
    return tuple(sorted(one for one in places if 0 < one < min(len(sample), LONGEST_CUT)))


def _piece(number: int, text: str, told: Mapping[str, str]) -> Piece:
    word = word_before(text)
    typed = told.get(f"prefix.{number}")
    length = len(word) if typed is None else min(read_whole(typed), len(text))
    word = word or text[:length]
    return Piece(number, text, word, length, told.get(f"holds.{number}") or Holds.IGNORE.value)
