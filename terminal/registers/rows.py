"""One row of each register: what a form types, a file brings in and the log keeps.

The fields of a row are at once the columns of its table, the keys of its TOML table, and what an
event says before and after a change.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from typing import Any, Final

from domain.errors import DomainError
from domain.findings import Responsibility, TermKind
from domain.label_formats import expect_not_ours, template_of
from domain.people import SHIFTS
from domain.process import Role
from domain.templates import LONGEST as LONGEST_LABEL
from domain.templates import SEPARATORS, VISIBLE_GS

CODE: Final = re.compile(r"[0-9A-Za-z一-鿿][0-9A-Za-z一-鿿._()#-]{0,39}")
TEAM: Final = re.compile(r"[0-9A-Za-z-]{1,20}", re.ASCII)
NUMBER: Final = re.compile(r"[0-9A-Za-z-]{1,20}", re.ASCII)
SERIALS: Final = re.compile(r"[!-~]{0,40}", re.ASCII)
LABEL: Final = re.compile(r"[0-9a-z-]{0,20}", re.ASCII)
LARGEST: Final = 100_000
LONGEST: Final = 400


@dataclass(frozen=True, slots=True)
class TeamRow:
    """A team and the number of the person who leads it."""

    code: str
    name: str
    shift: str = ""
    leader: str = ""


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person; `roles` as codes, `supervisor` and `team` by number and code."""

    number: str
    name: str
    roles: list[str] = field(default_factory=list)
    team: str = ""
    supervisor: str = ""
    language: str = ""
    pin: str = ""


@dataclass(frozen=True, slots=True)
class CustomerRow:
    """A customer."""

    code: str
    name: str
    retired: bool = False


@dataclass(frozen=True, slots=True)
class ProductRow:
    """A product: whose it is, what he calls it, and the name of its labels."""

    code: str
    name: str
    customer: str = ""
    packing: str = ""
    pieces_per_box: int = 50
    boards_per_panel: int = 1
    serials: str = ""
    part_number: str = ""
    label: str = ""
    retired: bool = False


@dataclass(frozen=True, slots=True)
class TermRow:
    """A coded word in both languages; without a `position` a new one comes last."""

    kind: str
    code: str
    zh: str
    en: str
    responsibility: str = ""
    position: int = 0
    retired: bool = False


@dataclass(frozen=True, slots=True)
class FormatRow:
    """A label of a customer: its sample, how it is split, what each piece holds (`quantity+1`)."""

    customer: str
    name: str
    sample: str
    separator: str = ""
    cuts: str = ""
    parts: list[str] = field(default_factory=list)
    retired: bool = False


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A figure of the process, as it is typed."""

    key: str
    value: str


@dataclass(frozen=True, slots=True)
class StationRow:
    """A station as the settings file has it; it goes out and never comes in."""

    code: str
    zh: str
    en: str
    steps: list[str]
    line: str
    printers: list[str]
    origin: str


# What a field may hold: the codes to choose from, or its shape, or how long it may be.
CHOICES: Final = {
    (TeamRow, "shift"): SHIFTS,
    (PersonRow, "language"): ("", "zh", "en"),
    (FormatRow, "separator"): ("", *SEPARATORS),
    (TermRow, "kind"): tuple(kind.value for kind in TermKind),
    (TermRow, "responsibility"): ("", *(blame.value for blame in Responsibility)),
}
SHAPES: Final = {
    (TeamRow, "code"): TEAM,
    (PersonRow, "number"): NUMBER,
    (CustomerRow, "code"): CODE,
    (ProductRow, "code"): CODE,
    (ProductRow, "serials"): SERIALS,
    (FormatRow, "customer"): CODE,
    (FormatRow, "name"): CODE,
    (ProductRow, "label"): LABEL,
    (TermRow, "code"): CODE,
}
LENGTHS: Final = {
    "name": 40,
    "zh": 40,
    "en": 40,
    "packing": LONGEST,
    "part_number": 60,
    "sample": LONGEST_LABEL,
}
NEEDED: Final = frozenset({"name", "zh", "en"})


def wrong_values(row: Any) -> Iterator[tuple[str, str]]:
    """Yield each field of a row that cannot be, and why: choice, shape, too-long, missing, size."""
    for known in fields(row):
        value, of = getattr(row, known.name), (type(row), known.name)
        if of in CHOICES and value not in CHOICES[of]:
            yield known.name, "choice"
        elif of in SHAPES and not SHAPES[of].fullmatch(value):
            yield known.name, "shape" if value else "missing"
        elif known.name in NEEDED and not value.strip():
            yield known.name, "missing"
        elif known.type is str and len(value) > LENGTHS.get(known.name, LONGEST):
            yield known.name, "too-long"
        elif known.type is int and not least(known.name) <= value <= LARGEST:
            yield known.name, "size"
    if isinstance(row, FormatRow) and not _reads(row):
        yield "parts", "template"
    if isinstance(row, PersonRow) and not set(row.roles) <= set(Role):
        yield "roles", "choice"
    if isinstance(row, PersonRow) and row.supervisor and row.supervisor == row.number:
        yield "supervisor", "choice"


def _reads(row: FormatRow) -> bool:
    """Return whether a label format reads its own sample, and none of our codes."""
    try:
        template = template_of(row.sample, row.separator, row.cuts, row.parts)
        expect_not_ours(template, row.sample)
    except DomainError:
        return False
    return VISIBLE_GS not in row.sample or row.separator == "gs"


def least(name: str) -> int:
    """Return how small a number of a row may be; a position may be left open."""
    return 0 if name == "position" else 1
