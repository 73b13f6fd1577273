"""What a label of another maker says: by a standard, or by what its customer's format has taught.

A label tells what its customer declares. Its quantity is never a count (K-16).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session as Db

from devices.scan import Scan
from devices.symbols import GS, Alarm, Fields, Standard, fields
from domain.batch import Customer, Product
from domain.errors import DomainError
from domain.label_formats import (
    LabelContradictory,
    LabelFormat,
    LabelNotIdentified,
    LabelSeparatorsLost,
    LabelUnknownFormat,
    LabelUnreadable,
)
from domain.templates import SAID, Holds, visible

REFUSALS: Final[Mapping[Alarm, type[DomainError]]] = MappingProxyType({
    Alarm.SEPARATORS_LOST: LabelSeparatorsLost,
    Alarm.UNREADABLE: LabelUnreadable,
    Alarm.CONTRADICTORY: LabelContradictory,
    Alarm.UNKNOWN_FORMAT: LabelUnknownFormat,
})  # fmt: skip
MOST_DIGITS: Final = 7
GTIN: Final = 14


@dataclass(frozen=True, slots=True)
class Said:
    """What one label says, field by field, as text; a quantity is a whole number or not there.

    `by` is the standard, or the name of the format of `customer` (his code). `stated` is a
    quantity that is no number of pieces.
    """

    by: str
    customer: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    stated: str = ""

    def get(self, holds: Holds) -> str:
        """Return a field, empty where the label does not say it."""
        return self.fields.get(holds.value, "")

    @property
    def names(self) -> tuple[str, ...]:
        """What it calls the product."""
        return tuple(filter(None, (self.get(Holds.PRODUCT), self.get(Holds.PART))))

    @property
    def mark(self) -> str:
        """What makes this label the only one of its kind: its serial or the number of its box."""
        return self.get(Holds.SERIAL) or self.get(Holds.BOX)


def read_label(db: Db, scan: Scan, customer: str = "") -> list[Said]:
    """Return what a scan says as a label: nothing where it is none, several to choose a customer.

    Standards come first, then the formats of the `customer` (a code), then everybody's. Raises
    the refusal of an alarm; a label is read as it stands or not at all.
    """
    if scan.problem:
        return []
    if found := fields(scan):
        if found.alarm:
            raise REFUSALS[found.alarm]
        return [_by_standard(found)]
    said = list(_by_formats(db, visible(scan.text)))
    his = [one for one in said if one.customer == customer]
    said = _one_each(his or said)
    if not said and GS in scan.text:
        raise LabelNotIdentified
    return said


def products_of(db: Db, names: Iterable[str], customer: str = "") -> list[Product]:
    """Return the products in use that have one of these names: our code or the customer's."""
    wanted = {form.lower() for name in names for form in _forms(name)}
    query = (
        select(Product)
        .join(Customer, Customer.id == Product.customer_id, isouter=True)
        .where(
            Product.retired.is_(False),
            or_(func.lower(Product.code).in_(wanted), func.lower(Product.part_number).in_(wanted)),
        )
        .order_by(Product.code)
    )
    if customer:
        query = query.where(or_(Customer.code == customer, Product.customer_id.is_(None)))
    return list(db.scalars(query)) if wanted else []


def _forms(name: str) -> tuple[str, ...]:
    """Return a name, and a GTIN without the zeros that fill it up to fourteen digits."""
    is_gtin = len(name) == GTIN and name.isascii() and name.isdigit()
    return (name, name.lstrip("0")) if is_gtin else (name,)


def _by_standard(found: Fields) -> Said:
    told = {
        Holds.PRODUCT: found.product,
        Holds.PART: found.customer_part,
        Holds.LOT: found.lot,
        Holds.SERIAL: found.serial,
        Holds.DATE_CODE: found.date_code,
        Holds.ORDER: found.order,
        Holds.BOX: found.box,
    }
    standard = found.standard if found.standard is Standard.GS1 else Standard.MH10
    quantity = "" if found.quantity is None else str(found.quantity)
    return _said(standard.value, "", told, quantity, found.stated)


def _by_formats(db: Db, text: str) -> Iterable[Said]:
    query = (
        select(LabelFormat)
        .join(Customer, Customer.id == LabelFormat.customer_id)
        .where(LabelFormat.retired.is_(False), Customer.retired.is_(False))
        .order_by(Customer.code, LabelFormat.name)
    )
    for one in db.scalars(query):
        told = one.template.read(text)
        if told is not None:
            known = {Holds(name): value for name, value in told.items()}
            quantity = known.pop(Holds.QUANTITY, "")
            yield _said(one.name, one.customer.code, known, quantity, "")


def _said(by: str, customer: str, told: Mapping[Holds, str], quantity: str, stated: str) -> Said:
    pieces = quantity.lstrip("0")
    fits = 0 < len(pieces) <= MOST_DIGITS
    told = dict(told) | ({Holds.QUANTITY: pieces} if fits else {})
    kept = {one.value: told[one][:60] for one in SAID if told.get(one)}
    return Said(by, customer, kept, (stated or ("" if fits else quantity))[:60])


def _one_each(said: Sequence[Said]) -> list[Said]:
    """Return one reading for each customer; raises `LabelContradictory` where his differ."""
    found: dict[str, Said] = {}
    for one in said:
        first = found.setdefault(one.customer, one)
        if (first.fields, first.stated) != (one.fields, one.stated):
            raise LabelContradictory
    return list(found.values())
