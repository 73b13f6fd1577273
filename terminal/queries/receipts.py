"""Return receipts on Sales' desk: which deliveries lie unsorted, since when, and what was made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from domain.access import Act, permitted_roles
from domain.batch import Batch
from domain.lot import Lot, LotState
from domain.process import Role, Step
from domain.receipt import ReceiptDifference, ReceiptState, ReturnReceipt
from terminal.queries.drafts import draft_of
from terminal.queries.intake import chosen_customers
from terminal.queries.paging import page_of
from terminal.site import Site
from terminal.unsorted import too_old

if TYPE_CHECKING:
    from terminal.queries.extras import Facing

LISTED: Final = 5
FIELDS: Final = ("customer", "boxes", "total")
SETTLERS: Final = frozenset({Role.BUSINESS_HEAD.value, Role.GENERAL_MANAGER.value})


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
    waiting = _waiting(facing.db) if _may_see(facing) else []
    found = [*waiting, *_just_sorted(facing.site, facing.db)] if _may_see(facing) else []
    (page, pages), listed = page_of(found, picked.get("page", "1"), LISTED)
    chosen = [one for one in found if one.number == picked.get("receipt")]
    rows = {row.number: row for row in _rows(facing.site, facing.db, [*listed, *chosen])}
    return {
        "rows": [rows[one.number] for one in listed],
        "total": len(waiting),
        "pages": pages,
        "number_of_page": page,
        "receipt": rows[chosen[0].number] if chosen else None,
        "may": _may(facing, Act.BOOK_IN),
    }


def settle(facing: Facing) -> dict[str, object]:
    """Return the receipt that does not come out, and what was typed about it."""
    picked = draft_of(facing.db, facing.station.code, "receipts")
    query = select(ReturnReceipt).where(ReturnReceipt.number == picked.get("receipt", ""))
    found = facing.db.scalar(query) if _may_see(facing) else None
    typed = draft_of(facing.db, facing.station.code, Act.SETTLE_RECEIPT)
    typed = typed if found and typed.get("receipt") == found.number else {}
    who = facing.view.who
    return {
        "mine": bool(found and who and who.id == found.counter_id),
        "receipt": _rows(facing.site, facing.db, [found])[0] if found else None,
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
    return _rows(site, db, _waiting(db))


def _waiting(db: Db) -> Sequence[ReturnReceipt]:
    query = select(ReturnReceipt).where(ReturnReceipt.state == ReceiptState.OPEN)
    return db.scalars(query.order_by(ReturnReceipt.received_at, ReturnReceipt.id)).all()


def _just_sorted(site: Site, db: Db) -> Sequence[ReturnReceipt]:
    """Return deliveries of the last day that are sorted: one may turn out to hold more."""
    query = (
        select(ReturnReceipt)
        .where(ReturnReceipt.state == ReceiptState.SORTED)
        .where(ReturnReceipt.received_at > site.now() - timedelta(days=1))
        .order_by(ReturnReceipt.id.desc())
    )
    return db.scalars(query.limit(LISTED)).all()


def _rows(site: Site, db: Db, found: Sequence[ReturnReceipt]) -> list[ReceiptRow]:
    ids = frozenset(one.id for one in found)
    batches, differences = _batches(db, ids), _differences(db, ids)
    hidden = _uncounted(db, ids)
    return [
        _row(site, one, batches[one.id], differences[one.id], hidden=one.id in hidden)
        for one in found
    ]


def _row(
    site: Site,
    one: ReturnReceipt,
    batches: Sequence[str],
    differences: Sequence[Difference],
    *,
    hidden: bool,
) -> ReceiptRow:
    return ReceiptRow(
        number=one.number,
        version=one.version,
        state=one.state.value,
        customer=one.customer.name,
        boxes=one.boxes,
        unsorted=one.unsorted,
        total=None if hidden else one.total,
        carrier=one.carrier,
        waybill=one.waybill,
        counted_by=one.counted_by,
        received_at=one.received_at,
        age=site.now() - one.received_at,
        late=one.received_at <= too_old(site),
        batches=tuple(batches),
        differences=tuple(differences),
    )


def _batches(db: Db, receipts: frozenset[int]) -> Mapping[int | None, list[str]]:
    query = select(Batch.receipt_id, Batch.number).where(Batch.receipt_id.in_(receipts))
    found = defaultdict[int | None, list[str]](list)
    for receipt, number in db.execute(query.order_by(Batch.id)):
        found[receipt].append(number)
    return found


def _uncounted(db: Db, receipts: frozenset[int]) -> frozenset[int | None]:
    """Return which of them hold pieces that no packer has counted, on offer or not (K-16)."""
    query = (
        select(Batch.receipt_id)
        .join(Lot, Lot.batch_id == Batch.id)
        .where(Batch.receipt_id.in_(receipts))
        .where(Lot.step == Step.INTAKE, Lot.state != LotState.ENDED)
    )
    return frozenset(db.scalars(query.distinct()))


def _differences(db: Db, receipts: frozenset[int]) -> Mapping[int, list[Difference]]:
    query = select(ReceiptDifference).where(ReceiptDifference.receipt_id.in_(receipts))
    found = defaultdict[int, list[Difference]](list)
    for one in db.scalars(query.order_by(ReceiptDifference.id)):
        row = Difference(one.way.value, one.quantity, one.reason, one.person_name, one.at)
        found[one.receipt_id].append(row)
    return found


def _may_see(facing: Facing) -> bool:
    """Whether the figures are his business: no packer reads them before he has counted (K-16)."""
    who = facing.view.who
    return Step.INTAKE in facing.station.steps or bool(who and SETTLERS & {*who.roles})


def _may(facing: Facing, act: Act) -> bool:
    who = facing.view.who
    roles: Sequence[str] = who.roles if who else ()
    return bool({role.value for role in permitted_roles(act, None)} & {*roles})
