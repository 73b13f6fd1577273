"""What the facts of a document are: each field's name, kind and meaning.

A layout can print nothing but these. What must stay hidden from a paper's reader (K-16) is no
field, or an empty one, so that no layout can show it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from domain.printing import Document

Value = str | bool | Sequence[Mapping[str, str]]
Facts = Mapping[str, Value]


class Kind(StrEnum):
    """What a field holds: a text, a yes or no, what a code carries, or rows of columns."""

    TEXT = "text"
    FLAG = "yes/no"
    CODE = "code"
    ROWS = "rows"


@dataclass(frozen=True, slots=True)
class Field:
    """One fact of a document; `sample` is the longest value that a code is likely to have."""

    means: str
    kind: Kind = Kind.TEXT
    sample: str = "X"
    columns: "Mapping[str, Field]" = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Declaration:
    """One document: its layout's name, which printer it goes to, its facts.

    `must` names the fields that the process needs on the paper, on every width: codes as a code
    that a reader finds, texts as text. `by_product`: a product may have a layout of its own.
    """

    name: str
    document: Document
    use: str
    about: str
    fields: Mapping[str, Field]
    must: tuple[str, ...] = ()
    by_product: bool = False

    @property
    def samples(self) -> dict[str, Value]:
        """Values with which a layout is tried at the start."""
        return {name: sample_of(one) for name, one in self.fields.items()}

    def samples_of(self, rows: str) -> dict[str, Value]:
        """Values of the columns of a field of rows."""
        columns = self.fields[rows].columns if rows else {}
        return {name: sample_of(one) for name, one in columns.items()}

    def is_code(self, name: str) -> bool:
        """Whether a field or column is what a code carries."""
        known = (self.fields, *(one.columns for one in self.fields.values()))
        return any(fields[name].kind is Kind.CODE for fields in known if name in fields)


def sample_of(one: Field) -> Value:
    """Return a value as the field may have it."""
    if one.kind is Kind.FLAG:
        return True
    if one.kind is Kind.ROWS:
        return [{name: column.sample for name, column in one.columns.items()}]
    return one.sample


def flag(means: str) -> Field:
    """Declare a yes or no, for conditions."""
    return Field(means, Kind.FLAG)


def code(means: str, sample: str) -> Field:
    """Declare what a code carries: printable ASCII."""
    return Field(means, Kind.CODE, sample)


def rows(means: str, **columns: str | Field) -> Field:
    """Declare rows with their columns."""
    declared = {
        name: one if isinstance(one, Field) else Field(one) for name, one in columns.items()
    }
    return Field(means, Kind.ROWS, columns=declared)


def texts(**means: str | Field) -> dict[str, Field]:
    """Declare texts by their meanings, and any other field as it is."""
    return {name: one if isinstance(one, Field) else Field(one) for name, one in means.items()}
