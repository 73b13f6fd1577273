"""What Sales needs to book a delivery in within a minute: lists, phrases, days, present load."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import QueryableAttribute
from sqlalchemy.orm import Session as Db

from domain.accessory import LONGEST, Accessory
from domain.batch import Batch, Customer, Product
from domain.events import Event
from domain.lot import Lot, LotState
from domain.process import Step
from terminal.queries.drafts import draft_of
from terminal.queries.label_card import label_card
from terminal.queries.photos import just_booked
from terminal.queries.sorting import sorting
from terminal.queries.steps.typed import group
from terminal.words import Locale

if TYPE_CHECKING:
    from terminal.queries.extras import Facing

LISTED: Final = 8
REMEMBERED: Final = 2
SHORT: Final = 8
LATEST: Final = 50
DAYS: Final = 14
OPEN: Final = tuple(state for state in LotState if state is not LotState.ENDED)
FOLLOWING: Final = ("complaint", "declared")
NEEDED: Final = ("customer", "product", "complaint", "declared", "counted")


@dataclass(frozen=True, slots=True)
class Choice:
    """A customer or a product to choose."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Day:
    """A day that the customer may want, as ISO text, and whether people work on it."""

    iso: str
    day: int
    month: int
    weekday: int


def intake(facing: Facing) -> dict[str, object]:
    """Return the typed form, what can be chosen next, and what is still missing."""
    db = facing.db
    receipt = sorting(db, facing.station.code)
    draft = draft_of(db, facing.station.code, "book-in")
    if receipt:
        draft |= {"customer": receipt.customer.code, "receipt": receipt.number}
    customers, many = chosen_customers(db, draft.get("find-customer", ""))
    products = _products(db, draft.get("customer", ""), draft.get("find-product", ""))
    chosen = _named(db, draft)
    return {
        "draft": draft,
        "customers": customers,
        "many_customers": many,
        "receipt": receipt,
        "products": products,
        "chosen": chosen,
        "remembered": remembered(db, draft.get("product", "")),
        "days": days(facing.site.today()),
        "load": _load(db),
        "missing": _missing(draft, chosen),
        "label": label_card(facing, "book-in"),
        "accessories": _accessories(facing, draft),
        "came": [f"{name} ×{n}" for name, n in group(draft, "accessories").items() if n],
        "booked": just_booked(db, facing.station.code, facing.site.now()),
        "form_number": _last_booking(db, facing.station.code),
    }


def chosen_customers(db: Db, find: str) -> tuple[list[Choice], bool]:
    """Return customers by code or name, those of the last batches first; whether there are more."""
    return _customers(db, find), _count(db) > LISTED


def days(today: date) -> list[Day]:
    """Return the next two weeks from tomorrow."""
    found = [today + timedelta(days=ahead) for ahead in range(1, DAYS + 1)]
    return [Day(one.isoformat(), one.day, one.month, one.isoweekday()) for one in found]


def _customers(db: Db, find: str) -> list[Choice]:
    recent = select(func.max(Batch.id)).where(Batch.customer_id == Customer.id).scalar_subquery()
    query = (
        select(Customer.code, Customer.name)
        .order_by(func.coalesce(recent, 0).desc(), Customer.code)
        .where(Customer.retired.is_(False))
    )
    if find.strip():
        query = query.where(_like(find, Customer.code, Customer.name))
    return [Choice(code, name) for code, name in db.execute(query.limit(LISTED))]


def _products(db: Db, customer: str, find: str) -> list[Choice]:
    query = (
        select(Product.code, Product.name)
        .join(Customer, Customer.id == Product.customer_id, isouter=True)
        .where(
            or_(Customer.code == customer, Product.customer_id.is_(None)),
            Product.retired.is_(False),
        )
        .order_by(Product.name)
    )
    if find.strip():
        query = query.where(_like(find, Product.code, Product.name))
    return [Choice(code, name) for code, name in db.execute(query.limit(LISTED))]


def _like(find: str, *columns: QueryableAttribute[str]) -> ColumnElement[bool]:
    wanted = find.strip().lower()
    return or_(*(func.lower(column).contains(wanted, autoescape=True) for column in columns))


def _count(db: Db) -> int:
    query = select(func.count(Customer.id)).where(Customer.retired.is_(False))
    return db.scalar(query) or 0


def _named(db: Db, draft: dict[str, str]) -> dict[str, str]:
    """Return the names of what is chosen; a product of another customer is not chosen."""
    customer = db.scalar(select(Customer).where(Customer.code == draft.get("customer", "")))
    product = db.scalar(select(Product).where(Product.code == draft.get("product", "")))
    fits = product and customer and product.customer_id in {None, customer.id}
    return {
        "customer": customer.name if customer else "",
        "product": product.name if product and fits else "",
    }


def remembered(db: Db, product: str) -> list[str]:
    """Return the complaints that came last with this product, among its latest batches."""
    query = (
        select(Batch.complaint)
        .join(Product, Product.id == Batch.product_id)
        .where(Product.code == product)
        .order_by(Batch.id.desc())
    )
    latest = dict.fromkeys(db.scalars(query.limit(LATEST)))
    return [text for text in list(latest)[:REMEMBERED] if 0 < len(text) <= SHORT]


def _accessories(facing: Facing, draft: Mapping[str, str]) -> list[str]:
    """Return what may have come along: what was counted, what is written, what came before."""
    counted = [name for name, n in group(draft, "accessories").items() if n]
    locale: Locale = "en" if facing.station.language == "en" else "zh_Hans_CN"
    words = facing.site.words
    usual = [words.say(locale, f"phrase.accessory.{number}") for number in range(1, 7)]
    before = (
        select(Accessory.name)
        .join(Batch, Batch.id == Accessory.batch_id)
        .join(Product, Product.id == Batch.product_id)
        .where(Product.code == draft.get("product", ""))
        .order_by(Accessory.id.desc())
    )
    earlier = facing.db.scalars(before.limit(LATEST)).all()
    written = [draft.get("accessory", "").strip()[:LONGEST]]
    found = [name for name in dict.fromkeys([*written, *counted, *earlier, *usual]) if name]
    return found[: max(LISTED, len(counted) + 1)]


def _load(db: Db) -> list[tuple[str, int]]:
    """Return how many lots are at each step now; lots, never pieces, for a count stays blind."""
    query = select(Lot.step, func.count(Lot.id)).where(Lot.state.in_(OPEN))
    found = {row[0]: row[1] for row in db.execute(query.group_by(Lot.step))}
    return [(step.value, found[step]) for step in Step if step in found]


def _missing(draft: dict[str, str], chosen: dict[str, str]) -> list[str]:
    given = draft | chosen
    if draft.get("paper_follows") == "yes":
        given |= dict.fromkeys(FOLLOWING, "later")
    return [name for name in NEEDED if not given.get(name, "").strip()]


def _last_booking(db: Db, station: str) -> int:
    query = select(func.max(Event.number)).where(
        Event.kind == "batch:booked-in", Event.station == station
    )
    return db.scalar(query) or 0
