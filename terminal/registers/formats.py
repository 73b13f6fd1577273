"""Customers' label formats as rows, and rows as formats."""

from collections.abc import Iterator, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from domain.batch import Customer
from domain.errors import UnknownThing
from domain.label_formats import LabelFormat, expect_apart, template_of
from domain.templates import Template
from terminal.registers.rows import FormatRow


def formats(db: Db) -> Iterator[FormatRow]:
    """Yield every label format, by customer and name."""
    query = select(LabelFormat).join(Customer, Customer.id == LabelFormat.customer_id)
    for one in db.scalars(query.order_by(Customer.code, LabelFormat.name)):
        yield FormatRow(
            customer=one.customer.code,
            name=one.name,
            sample=one.sample,
            separator=one.separator,
            cuts=one.cuts,
            parts=one.parts.split(),
            retired=one.retired,
        )


def write_format(db: Db, row: FormatRow) -> None:
    """Add a label format, or change the one of this customer and name.

    Raises `UnknownThing` for a customer that is not registered, `BadTemplate`, or
    `FormatsOverlap` where another format of his fits the same label.
    """
    customer = db.scalar(select(Customer).where(Customer.code == row.customer))
    if customer is None:
        raise UnknownThing(kind="customer", name=row.customer[:40])
    template = template_of(row.sample, row.separator, row.cuts, row.parts)
    query = select(LabelFormat).where(LabelFormat.customer_id == customer.id)
    present = {one.name: one for one in db.scalars(query.order_by(LabelFormat.id))}
    if not row.retired:
        expect_apart(template, row.sample, _others(present, row.name))
    known = present.get(row.name)
    if known is None:
        known = LabelFormat(
            customer=customer, name=row.name, separator="", cuts="", parts="", sample=""
        )
        db.add(known)
    known.separator, known.cuts, known.parts = row.separator, row.cuts, " ".join(row.parts)
    known.sample, known.retired = row.sample, row.retired


def _others(present: Mapping[str, LabelFormat], name: str) -> Mapping[str, tuple[Template, str]]:
    return {
        one.name: (one.template, one.sample)
        for one in present.values()
        if not one.retired and one.name != name
    }
