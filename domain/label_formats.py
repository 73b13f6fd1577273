"""Customers' own label formats, as they were taught; and how a scanned label can go wrong."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import product
from re import fullmatch
from typing import Final

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from domain.base import Counter, Record
from domain.batch import Customer
from domain.codes import SHAPES, CodeKind, parse
from domain.errors import DomainError, UnknownCode
from domain.templates import SEPARATORS, BadTemplate, Holds, Template, learn

LONGEST_NAME: Final = 40


class LabelFormat(Record):
    """One label of one customer, as it was learned from a sample; retired, never deleted.

    `cuts` and `parts` are written with blanks between; a part is what it holds, with `+n` where
    its first n characters are constant: `quantity+1`.
    """

    __tablename__ = "label_format"
    __table_args__ = (UniqueConstraint("customer_id", "name"),)

    id: Mapped[int] = mapped_column(Counter, init=False, primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"), init=False)
    customer: Mapped[Customer] = relationship(lazy="joined", innerjoin=True)
    name: Mapped[str]
    separator: Mapped[str]
    cuts: Mapped[str]
    parts: Mapped[str]
    sample: Mapped[str]
    retired: Mapped[bool] = mapped_column(default=False)

    @property
    def template(self) -> Template:
        """The template that reads such labels."""
        return template_of(self.sample, self.separator, self.cuts, self.parts.split())


class FormatsOverlap(DomainError):
    """The sample fits another format of the same customer (`other`), or its sample fits this."""

    code = "formats-overlap"


class LabelSeparatorsLost(DomainError):
    """The reader has swallowed the separators of a label: nobody can tell its fields apart."""

    code = "label-separators-lost"


class LabelUnreadable(DomainError):
    """A field of the label has no form that is known."""

    code = "label-unreadable"


class LabelContradictory(DomainError):
    """The label, or two formats that fit it, say two things about one field."""

    code = "label-contradictory"


class LabelUnknownFormat(DomainError):
    """The label says that it has a format that is not read here."""

    code = "label-unknown-format"


class LabelNotIdentified(DomainError):
    """The label has separators, and the reader does not say of which standard it is (AIM)."""

    code = "label-not-identified"


class LabelTwice(DomainError):
    """A label of this serial or box (`mark`) was read for this delivery already."""

    code = "label-twice"


class LabelOfAnother(DomainError):
    """The label is of another product or customer (`says`) than those before it (`known`)."""

    code = "label-of-another"


class LabelWithoutSerial(DomainError):
    """The label has no serial, and a serial is asked for."""

    code = "label-without-serial"


def read_part(text: str) -> tuple[Holds, int]:
    """Return what a part holds and the length of its prefix; raises `BadTemplate`."""
    holds, _, prefix = text.partition("+")
    if holds not in set(Holds) or (prefix and not fullmatch("[0-9]{1,2}", prefix)):
        raise BadTemplate(mistake="pieces", piece=0)
    return Holds(holds), int(prefix or 0)


def template_of(sample: str, separator: str, cuts: str, parts: Sequence[str]) -> Template:
    """Return the template of a format as it is written down; raises `BadTemplate`."""
    if not fullmatch(r"([0-9]{1,3}( [0-9]{1,3}){0,39})?", cuts):
        raise BadTemplate(mistake="cuts", piece=0)
    told = [read_part(one) for one in parts]
    prefixes = {number: length for number, (_, length) in enumerate(told)}
    places = tuple(map(int, cuts.split()))
    return learn(sample, separator, places, [holds for holds, _ in told], prefixes)


def expect_not_ours(template: Template, sample: str) -> None:
    """Raise `BadTemplate` for a template that one of our own codes would fit."""
    if _is_ours(sample) or any(_swallows(template, code) for code in _our_codes()):
        raise BadTemplate(mistake="ours", piece=0)


def expect_apart(
    template: Template, sample: str, others: Mapping[str, tuple[Template, str]]
) -> None:
    """Raise `FormatsOverlap` when a sample fits two formats of a customer.

    `others` are his other formats by name, each with its own sample.
    """
    for name, (other, its_sample) in others.items():
        if other.read(sample) is not None or template.read(its_sample) is not None:
            raise FormatsOverlap(other=name)


def _is_ours(text: str) -> bool:
    try:
        parse(text)
    except UnknownCode:
        return False
    return True


def _swallows(template: Template, code: str) -> bool:
    """Whether a template reads one of our codes once its own constants are written over it."""
    pieces = template.split(code)
    if pieces is None or len(pieces) != len(template.parts):
        return False
    sign = SEPARATORS[template.separator] if template.separator else ""
    text = sign.join(
        part.prefix + piece[len(part.prefix) :]
        for part, piece in zip(template.parts, pieces, strict=True)
    )
    kind = text[:1]
    in_form = kind in WORKING and fullmatch(SHAPES[CodeKind(kind)], text[1:-1]) is not None
    return in_form and template.read(text) is not None


# Printers and stations are named by any capitals: whatever is short would look like theirs, and
# a scan is theirs only where there is such a one.
WORKING: Final = frozenset(CodeKind) - {CodeKind.PRINTER, CodeKind.STATION}


@cache
def _our_codes() -> tuple[str, ...]:
    """Return a code of each kind and length, with letters and with digits where both may stand."""
    return tuple(dict.fromkeys(body + check for body in _bodies() for check in "0A"))


def _bodies() -> Iterator[str]:
    sites = [name[:length] for name in ("RTXYZW", "123456") for length in range(1, 7)]
    for site, long in product(sites, range(4, 7)):
        batch = f"{site}-2607-{'0' * long}"
        yield from (f"G{batch}", f"R{site}-2607-R{'0' * long}", f"W{site}-2607-W{'0' * long}")
        for part in range(1, 5):
            yield f"L{batch}.{'1' * part}"
            yield from (f"S{batch}.{'1' * part}/{'1' * hand}" for hand in range(1, 6))
    for site, book, leaf in product(sites, range(1, 7), range(1, 4)):
        yield f"N{site}-B{'1' * book}/{'1' * leaf}"
    yield from ("BABCDEFGH", "B12345678", "D1")
    yield from (f"C{'A' * length}" for length in range(2, 13))
    yield from (f"K{'1' * length}" for length in range(1, 7))
