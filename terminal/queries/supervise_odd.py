"""What is lost and odd, for a supervisor: ownerless boards, unsorted receipts, slips."""

from collections.abc import Iterator
from typing import Final

from sqlalchemy import case, func, select

from domain.access import Act
from domain.batch import Batch, Customer, Product
from domain.late import LateEntry, SlipBook
from domain.ledger import DISCREPANCY, Movement
from domain.lot import Lot, LotState
from domain.process import Role
from domain.receipt import ReceiptState, ReturnReceipt
from domain.stray import Stray
from terminal.queries.supervise_items import Eyes, Item, Owner, SlipLine
from terminal.unsorted import too_old

OWNERS: Final = 6
HEADS: Final = frozenset({Role.BUSINESS_HEAD.value, Role.GENERAL_MANAGER.value})


def strays(eyes: Eyes) -> Iterator[Item]:
    """Boards that somebody found and nobody has clarified yet; not for who found them."""
    query = (
        select(Stray, Product.name)
        .join(Product, Product.id == Stray.product_id, isouter=True)
        .where(Stray.way.is_(None), Stray.finder_id != eyes.person)
        .order_by(Stray.id)
    )
    for stray, product in eyes.db.execute(query) if eyes.may(Act.CLARIFY) else ():
        yield Item(
            kind="clarify",
            act="clarify",
            key=f"clarify:{stray.number}",
            lot="",
            batch=stray.number,
            waited=eyes.since(stray.found_at),
            facts={
                "product": product or "—",
                "quantity": stray.quantity,
                "place": f"{stray.place} · {stray.station}",
                "found_by": stray.found_by,
                "note": stray.note,
            },
            fields={"stray": stray.number},
            owners=tuple(_owners(eyes, stray.product_id)),
        )


def _owners(eyes: Eyes, product: int | None) -> Iterator[Owner]:
    """Lots of open batches of the product: those that miss pieces first, then the latest."""
    sign = case((Movement.target == DISCREPANCY, 1), else_=-1)
    missing = (
        select(func.coalesce(func.sum(Movement.quantity * sign), 0))
        .where(Movement.batch_id == Batch.id)
        .where((Movement.source == DISCREPANCY) | (Movement.target == DISCREPANCY))
        .scalar_subquery()
    )
    query = (
        select(Lot, Customer.name, missing)
        .join(Batch, Batch.id == Lot.batch_id)
        .join(Customer, Customer.id == Batch.customer_id)
        .where(Batch.closed_at.is_(None), (Lot.state != LotState.ENDED) | (missing > 0))
        .order_by(missing.desc(), Lot.since.desc(), Lot.id)
        .limit(OWNERS)
    )
    if product:
        query = query.where(Batch.product_id == product)
    for lot, customer, lost in eyes.db.execute(query):
        yield Owner(lot.number, customer, lot.step.value, lot.station, max(0, int(lost)))


def unsorted_receipts(eyes: Eyes) -> Iterator[Item]:
    """Deliveries that lie unsorted for too long; not for who counted them, nor for Sales' desk."""
    if not eyes.may(Act.SETTLE_RECEIPT) or not eyes.roles & HEADS:
        return
    query = select(ReturnReceipt).where(
        ReturnReceipt.state == ReceiptState.OPEN,
        ReturnReceipt.received_at <= too_old(eyes.site),
        ReturnReceipt.counter_id != eyes.person,
    )
    for one in eyes.db.scalars(query.order_by(ReturnReceipt.received_at, ReturnReceipt.id)):
        yield Item(
            kind="settle-receipt",
            act="settle-receipt",
            key=f"receipt:{one.number}",
            lot="",
            batch=one.number,
            waited=eyes.since(one.received_at),
            facts={
                "customer": one.customer.name,
                "boxes": one.boxes,
                "unsorted": one.unsorted,
                "counted_by": one.counted_by,
            },
            fields={"receipt": one.number, "version": one.version, "way": "settle"},
        )


def books(eyes: Eyes) -> Iterator[Item]:
    """Slip books with lines that nobody has witnessed; not for who entered one of them."""
    if not eyes.may(Act.WITNESS_BOOK):
        return
    query = select(SlipBook).where(SlipBook.witnessed_at.is_(None)).order_by(SlipBook.id)
    for book in eyes.db.scalars(query):
        lines = select(LateEntry).where(LateEntry.book_id == book.id).order_by(LateEntry.slip)
        entries = eyes.db.scalars(lines).all()
        if not entries or eyes.person in {entry.entered_id for entry in entries}:
            continue
        yield Item(
            kind="witness-book",
            act="witness-book",
            key=f"witness:{book.number}",
            lot="",
            batch=book.number,
            waited=eyes.since(min(entry.entered_at for entry in entries)),
            facts={"slips": book.slips, "entered": len(entries)},
            fields={"book": book.number},
            lines=tuple(_line(entry) for entry in entries),
        )


def _line(entry: LateEntry) -> SlipLine:
    return SlipLine(
        slip=entry.slip,
        meaning=entry.meaning,
        lot=entry.lot,
        stated_at=entry.stated_at,
        stated_by=entry.stated_by,
        entered_by=entry.entered_by,
    )
