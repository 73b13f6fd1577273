"""What every kind of block has: its options, its conditions, what it prints and what it tells."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Annotated, ClassVar, Final

from devices.paper import LONGEST_SQUARE, QR, BadPaper, Block, DataMatrix
from devices.profile import Profile
from devices.room import dots_for
from terminal.labels.fields import Facts
from terminal.labels.reading import Reader, condition, one_of
from terminal.labels.template import Template
from terminal.words import Locale

NARROW: Final = 58


@dataclass(frozen=True, slots=True)
class Option:
    """How an option is read and what it means; with `rows` it may name the rows' columns."""

    read: Reader
    means: str
    rows: bool = False


@dataclass(frozen=True, slots=True)
class Ink:
    """What one paper is printed with: facts, language, and what the printer can do."""

    facts: Facts
    locale: Locale
    profile: Profile

    @property
    def wide(self) -> bool:
        """Whether the paper is 80 mm wide."""
        return self.profile.paper_mm > NARROW

    def say(self, text: Template) -> str:
        """Return a text with its facts."""
        return text.say(self.locale, self.facts)


@dataclass(frozen=True, kw_only=True)
class Laid(ABC):
    """A block of a layout, and when it is printed."""

    kind: ClassVar[str]
    line: int = 0
    when: Annotated[str, Option(condition, "only where this field is yes, or not empty")] = ""
    unless: Annotated[str, Option(condition, "only where this field is no, or empty")] = ""
    paper: Annotated[
        str, Option(one_of("wide", "narrow"), "only on 80 mm (wide) or 58 mm (narrow)")
    ] = ""

    def shown(self, ink: Ink) -> Iterator[Block]:
        """Yield what is printed, if this block is."""
        if self.fits(wide=ink.wide) and self.holds(ink.facts):
            yield from self.print(ink)

    def fits(self, *, wide: bool) -> bool:
        """Whether it is for paper of this width."""
        return self.paper in {"", "wide" if wide else "narrow"}

    def holds(self, facts: Facts) -> bool:
        """Whether its conditions hold."""
        if self.when and not facts.get(self.when):
            return False
        return not (self.unless and facts.get(self.unless))

    @abstractmethod
    def print(self, ink: Ink) -> Iterator[Block]:
        """Yield what is printed where the conditions hold."""

    def flaws(self, ink: Ink) -> Iterator[str]:
        """Yield what is wrong with it on such a paper, tried with sample facts."""
        try:
            list(self.print(ink))
        except BadPaper as error:
            yield str(error)

    @property
    def inner(self) -> "tuple[Laid, ...]":
        """The blocks inside."""
        return ()

    @property
    def told(self) -> frozenset[str]:
        """The fields that a person can read from it."""
        return frozenset()

    @property
    def coded(self) -> frozenset[str]:
        """The fields that a reader gets from it, alone in a code."""
        return frozenset()


def over(ink: Ink, rows: str) -> Iterator[Ink]:
    """Yield the ink of each row of a field: its columns beside all other facts."""
    found = ink.facts.get(rows, ())
    for row in found if isinstance(found, list | tuple) else ():
        yield replace(ink, facts={**ink.facts, **row})


def codable(data: str, most: int = LONGEST_SQUARE) -> bool:
    """Whether a code can carry this."""
    return 0 < len(data) <= most and data.isascii() and data.isprintable()


def too_wide(ink: Ink, *blocks: Block | None) -> Iterator[str]:
    """Yield that a square code does not fit on this paper, where it does not."""
    for one in blocks:
        if isinstance(one, QR | DataMatrix) and dots_for(one) > ink.profile.dots:
            yield f"the code is too wide for {ink.profile.dots} dots"


def never_codable(ink: Ink, data: Template) -> Iterator[str]:
    """Yield why not even the samples of its facts can be coded."""
    if not codable(ink.say(data)):
        yield "a code holds 1 to 300 printable ASCII characters"
