"""Return receipts on Sales' desk: which deliveries lie unsorted, since when, and what was made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from domain.access import Act, permitted_roles
from domain.batch import Batch
from domain.receipt import ReceiptDifference, ReceiptState, ReturnReceipt
from terminal.queries.drafts import draft_of
from terminal.queries.intake import chosen_customers
from terminal.queries.today import being_counted
from terminal.site import Site
from terminal.unsorted import too_old

if TYPE_CHECKING:
    from terminal.queries.extras import Facing

LISTED: Final = 5
FIELDS: Final = ("customer", "boxes", "total")


@dataclass(frozen=True, slots=True)
class Difference:
    """A difference that was signed for."""

    way: str
    quantity: int
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ReceiptRow:
    """One delivery; `total` is None while a packer has still to count a batch of it (K-16)."""

    number: str
    version: int
    state: str
    customer: str
    boxes: int
    unsorted: int
    total: int | None
    carrier: str
    waybill: str
    counted_by: str
    received_at: datetime
    age: timedelta
    late: bool
    batches: tuple[str, ...]
    differences: tuple[Difference, ...]


def receipts(facing: Facing) -> dict[str, object]:
    """Return the receipts, those with an open account first, and the chosen one."""
    picked = draft_of(facing.db, facing.station.code, "receipts")
    waiting = waiting_receipts(facing.site, facing.db)
    found = [*waiting, *_just_sorted(facing.site, facing.db)]
    chosen = next((one for one in found if one.number == picked.get("receipt")), None)
    pages = max(1, -(-len(found) // LISTED))
    wanted = picked.get("page", "1")
    page = min(int(wanted), pages) if wanted.isascii() and wanted.isdecimal() else 1
    start = (max(1, page) - 1) * LISTED
    return {
        "rows": found[start : start + LISTED],
        "total": len(waiting),
        "pages": pages,
        "number_of_page": max(1, page),
        "receipt": chosen,
        "may": _may(facing, Act.BOOK_IN),
    }


def settle(facing: Facing) -> dict[str, object]:
    """Return the receipt that does not come out, and what was typed about it."""
    picked = draft_of(facing.db, facing.station.code, "receipts")
    query = select(ReturnReceipt).where(ReturnReceipt.number == picked.get("receipt", ""))
    found = facing.db.scalar(query)
    typed = draft_of(facing.db, facing.station.code, Act.SETTLE_RECEIPT)
    typed = typed if found and typed.get("receipt") == found.number else {}
    who = facing.view.who
    return {
        "mine": bool(found and who and who.id == found.counter_id),
        "receipt": _row(facing.site, facing.db, found) if found else None,
        "typed": typed,
        "may": _may(facing, Act.SETTLE_RECEIPT),
    }


def receipt(facing: Facing) -> dict[str, object]:
    """Return the form of a new delivery: customers, what was typed, what is missing."""
    typed = draft_of(facing.db, facing.station.code, Act.BOOK_RECEIPT)
    customers, many = chosen_customers(facing.db, typed.get("find-customer", ""))
    return {
        "typed": typed,
        "customers": customers,
        "many_customers": many,
        "missing": [name for name in FIELDS if not typed.get(name, "").strip(" 0")],
        "may": _may(facing, Act.BOOK_RECEIPT),
    }


def waiting_receipts(site: Site, db: Db) -> list[ReceiptRow]:
    """Return the deliveries that are not sorted to the end, the oldest first."""
    query = select(ReturnReceipt).where(ReturnReceipt.state == ReceiptState.OPEN)
    query = query.order_by(ReturnReceipt.received_at, ReturnReceipt.id)
    return [_row(site, db, one) for one in db.scalars(query)]


def _just_sorted(site: Site, db: Db) -> list[ReceiptRow]:
    """Return deliveries of the last day that are sorted: one may turn out to hold more."""
    query = (
        select(ReturnReceipt)
        .where(ReturnReceipt.state == ReceiptState.SORTED)
        .where(ReturnReceipt.received_at > site.now() - timedelta(days=1))
        .order_by(ReturnReceipt.id.desc())
    )
    return [_row(site, db, one) for one in db.scalars(query.limit(LISTED))]


def _row(site: Site, db: Db, one: ReturnReceipt) -> ReceiptRow:
    made = select(Batch.number).where(Batch.receipt_id == one.id).order_by(Batch.id)
    batches = tuple(db.scalars(made))
    hidden = {lot.partition(".")[0] for lot in being_counted(db)}
    return ReceiptRow(
        number=one.number,
        version=one.version,
        state=one.state.value,
        customer=one.customer.name,
        boxes=one.boxes,
        unsorted=one.unsorted,
        total=None if hidden & set(batches) else one.total,
        carrier=one.carrier,
        waybill=one.waybill,
        counted_by=one.counted_by,
        received_at=one.received_at,
        age=site.now() - one.received_at,
        late=one.received_at <= too_old(site),
        batches=batches,
        differences=tuple(_differences(db, one.id)),
    )


def _differences(db: Db, receipt: int) -> Iterator[Difference]:
    query = select(ReceiptDifference).where(ReceiptDifference.receipt_id == receipt)
    for one in db.scalars(query.order_by(ReceiptDifference.id)):
        yield Difference(one.way.value, one.quantity, one.reason, one.person_name, one.at)


def _may(facing: Facing, act: Act) -> bool:
    who = facing.view.who
    roles: Sequence[str] = who.roles if who else ()
    return bool({role.value for role in permitted_roles(act, None)} & {*roles})
