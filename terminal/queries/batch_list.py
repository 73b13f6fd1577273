"""Finding a batch: by what was scanned or typed, or among the latest."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session as Db

from domain.batch import Batch, Customer, Product
from domain.codes import CodeKind, parse, slip_parts
from domain.errors import UnknownCode
from domain.events import Event
from domain.lot import Lot, LotState
from domain.people import Person
from domain.receipt import ReturnReceipt
from domain.serials import Piece
from terminal.queries.signatures import NAMELESS
from terminal.site import Site

LISTED: Final = 40
OPEN: Final = tuple(state for state in LotState if state is not LotState.ENDED)


@dataclass(frozen=True, slots=True)
class Listed:
    """One batch of a list; `places` are its open lots by step."""

    number: str
    customer: str
    product: str
    complaint: str
    booked_at: datetime
    due_on: date | None
    closed_at: datetime | None
    rush: bool
    overdue: bool
    places: Mapping[str, int]


def meant(text: str) -> str:
    """Return the number that a typed or scanned text means: a label, a slip or a batch code."""
    text = text.strip().upper()
    try:
        code = parse(text)
    except UnknownCode:
        return text
    if code.kind is CodeKind.SLIP:
        return slip_parts(code)[0]
    return code.payload if code.kind in {CodeKind.LOT, CodeKind.BATCH, CodeKind.RECEIPT} else text


def batches(site: Site, db: Db, text: str = "") -> list[Listed]:
    """Return the latest batches whose number, customer, product or complaint has the text.

    A serial number finds every batch in which its piece was, a return receipt every batch that was
    sorted out of it; a person's name or number every batch
    that he has signed, but for signatures whose name is not for everybody (process.md, Names).
    """
    query = (
        select(Batch)
        .join(Customer, Customer.id == Batch.customer_id)
        .join(Product, Product.id == Batch.product_id)
        .order_by(Batch.id.desc())
        .limit(LISTED)
    )
    if text.strip():
        query = query.where(_has(text.strip()))
    found = db.scalars(query).all()
    places = _places(db, [batch.id for batch in found])
    today = site.today()
    return [
        Listed(
            number=batch.number,
            customer=batch.customer.name,
            product=batch.product.name,
            complaint=batch.complaint,
            booked_at=batch.booked_at,
            due_on=batch.due_on,
            closed_at=batch.closed_at,
            rush=batch.rush,
            overdue=bool(batch.due_on and not batch.closed_at and batch.due_on < today),
            places=places.get(batch.id, {}),
        )
        for batch in found
    ]


def _has(text: str) -> ColumnElement[bool]:
    columns = (
        Batch.number, Batch.complaint, Batch.rma, Batch.part_number, Batch.customer_lot,
        Batch.customer_order, Batch.waybill, Customer.name,
        Customer.code, Product.name, Product.code,
    )  # fmt: skip
    of_receipt = select(ReturnReceipt.id).where(ReturnReceipt.number == text.upper())
    with_serial = select(Piece.batch_id).where(Piece.serial == text.upper())
    return or_(
        *(column.icontains(text, autoescape=True) for column in columns),
        Batch.id.in_(with_serial),
        Batch.receipt_id.in_(of_receipt),
        Batch.number.in_(_signed_by(text)),
    )


def _signed_by(text: str) -> Select[str | None]:
    people = select(Person.id).where(
        or_(Person.number == text, Person.name.icontains(text, autoescape=True))
    )
    return select(Event.batch).where(
        Event.person_id.in_(people),
        Event.batch.is_not(None),
        Event.meaning != "",
        Event.meaning.not_in(NAMELESS),
    )


def _places(db: Db, ids: list[int]) -> dict[int, dict[str, int]]:
    query = (
        select(Lot.batch_id, Lot.step, func.count())
        .where(Lot.batch_id.in_(ids), Lot.state.in_(OPEN))
        .group_by(Lot.batch_id, Lot.step)
    )
    found: dict[int, dict[str, int]] = {}
    for batch, step, count in db.execute(query):
        found.setdefault(batch, {})[step.value] = count
    return found
