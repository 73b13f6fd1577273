"""Boards without a readable label: which lots they could be, by product and quantity.

A figure that somebody is still to count is neither shown nor searched (process.md, Independent
count): while an offer of a batch waits, only this station's own lots of it tell their quantity.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session as Db

from domain.batch import Batch, Customer, Product
from domain.lot import Lot, LotState
from terminal.forms import WHOLE
from terminal.queries.batch_blind import ON_THEIR_WAY
from terminal.queries.drafts import draft_of
from terminal.queries.intake import Choice

if TYPE_CHECKING:
    from terminal.queries.extras import Facing

PRODUCTS: Final = 8
ROWS: Final = 6


@dataclass(frozen=True, slots=True)
class Found:
    """A lot that the boards could be; `quantity` is None where it must not be told."""

    lot: str
    customer: str
    product: str
    step: str
    station: str
    quantity: int | None
    here: bool


def find(facing: Facing) -> dict[str, object]:
    """Return the products in the house, and the lots that fit what was chosen and counted."""
    typed = draft_of(facing.db, facing.station.code, "find")
    product, count = typed.get("product", ""), typed.get("count", "").strip()
    wanted = int(count) if WHOLE.fullmatch(count) else None
    rows = _lots(facing, product, wanted) if product or wanted else []
    return {
        "typed": typed,
        "asked": bool(product or wanted),
        "products": products(facing.db, typed.get("find-product", "")),
        "found": rows[:ROWS],
        "total": len(rows),
    }


def products(db: Db, text: str, *, in_house: bool = True) -> list[Choice]:
    """Return the products of which boards are (or were) in the house, the most frequent first."""
    query = (
        select(Product.code, Product.name)
        .join(Batch, Batch.product_id == Product.id)
        .join(Lot, Lot.batch_id == Batch.id)
        .group_by(Product.id, Product.code, Product.name)
        .order_by(func.count(Lot.id).desc(), Product.code)
        .limit(PRODUCTS)
    )
    if in_house:
        query = query.where(Lot.state != LotState.ENDED)
    if text.strip():
        columns = (Product.code, Product.name)
        query = query.where(or_(*(one.icontains(text.strip(), autoescape=True) for one in columns)))
    return [Choice(code, name) for code, name in db.execute(query)]


def _lots(facing: Facing, product: str, wanted: int | None) -> list[Found]:
    query = (
        select(Lot, Customer.name, Product.name)
        .join(Batch, Batch.id == Lot.batch_id)
        .join(Product, Product.id == Batch.product_id)
        .join(Customer, Customer.id == Batch.customer_id)
        .where(Lot.state != LotState.ENDED)
        .order_by(Lot.since.desc(), Lot.id)
    )
    if product:
        query = query.where(Product.code == product)
    counting = select(Lot.batch_id).where(Lot.state.in_(ON_THEIR_WAY))
    secret = set(facing.db.scalars(counting))
    rows = [
        _found(lot, customer, name, facing.station.code, secret)
        for lot, customer, name in facing.db.execute(query)
    ]
    fitting = [row for row in rows if wanted is None or row.quantity in {None, wanted}]
    return sorted(fitting, key=lambda row: (row.quantity is None, not row.here))


def _found(lot: Lot, customer: str, product: str, station: str, secret: set[int]) -> Found:
    here = lot.station == station
    mine = here and lot.state not in ON_THEIR_WAY
    return Found(
        lot=lot.number,
        customer=customer,
        product=product,
        step=lot.step.value,
        station=lot.station,
        quantity=lot.quantity if mine or lot.batch_id not in secret else None,
        here=here,
    )
