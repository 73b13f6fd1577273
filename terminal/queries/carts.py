"""A cart that comes to a desk, and the lots that a station may put on its next one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session as Db

from domain.access import Act, permitted_roles
from domain.batch import Batch, Product
from domain.cart import MOST_LOTS, Cart, CartLoad
from domain.handover import Handover, HandoverState
from domain.lot import Lot, LotState
from domain.process import ROUTES, Step
from terminal.actions.receive import ANSWERS_ON_TIME, required_forms
from terminal.queries.drafts import draft_of
from terminal.queries.receiving import cart_pad
from terminal.queries.steps.typed import Typed, group

if TYPE_CHECKING:
    from terminal.queries.extras import Facing

WAITING: Final = frozenset({HandoverState.OPEN, HandoverState.DISPUTED})


@dataclass(frozen=True, slots=True)
class OnCart:
    """A lot on a cart; the offered figure is not in here. `counts` is how often it was counted.

    `state` is open, disputed, received, refused, withdrawn or settled.
    """

    lot: str
    version: int
    product: str
    customer: str
    counts: int
    state: str
    rush: bool
    pieces_per_box: int
    boards_per_panel: int


@dataclass(frozen=True, slots=True)
class Ready:
    """A lot that may go on the next cart: offered already, or decided and to be counted."""

    lot: str
    version: int
    product: str
    target: str
    offered: bool
    pieces_per_box: int
    boards_per_panel: int


@dataclass(frozen=True, slots=True)
class CartRow:
    """A cart on its way to these stations."""

    number: str
    giver: str
    from_station: str
    lots: int
    waited: timedelta


def cart(facing: Facing) -> dict[str, object]:
    """Return the cart on this desk: its lots, and what the receipt of them asks for."""
    typed = draft_of(facing.db, facing.station.code, "receive-cart")
    found = facing.db.scalar(select(Cart).where(Cart.number == typed.get("cart", "")))
    rows = _on(facing.db, found) if found else []
    offers = [offer for offer, _, _ in rows if offer.state is HandoverState.OPEN]
    forms = dict.fromkeys(form for offer in offers for form in required_forms(facing.db, offer))
    asks = bool(found and found.target in ANSWERS_ON_TIME)
    versions = {offer.lot.number: offer.lot.version for offer in offers}
    return {
        "pad": cart_pad(found.number, typed, versions, forms, asks=asks) if found else None,
        "cart": found,
        "typed": typed,
        "rows": [_row(*row) for row in rows],
        "counted": {lot: n for lot, n in group(typed, "lots").items() if n},
        "forms": tuple(forms),
        "asks_on_time": asks,
        "due_day": min((o.batch.due_on for o in offers if o.batch.due_on), default=None),
        "strangers": _strangers(facing, offers),
        "waited": facing.site.now() - found.loaded_at if found else timedelta(0),
    }


def _on(db: Db, found: Cart) -> list[tuple[Handover, Lot, Product]]:
    query = (
        select(Handover, Lot, Product)
        .join(CartLoad, CartLoad.handover_id == Handover.id)
        .join(Lot, Lot.id == Handover.lot_id)
        .join(Batch, Batch.id == Lot.batch_id)
        .join(Product, Product.id == Batch.product_id)
        .where(CartLoad.cart_id == found.id)
        .order_by(Lot.number)
    )
    return [(offer, lot, product) for offer, lot, product in db.execute(query)]


def _row(offer: Handover, lot: Lot, product: Product) -> OnCart:
    return OnCart(
        lot=lot.number,
        version=lot.version,
        product=product.name,
        customer=lot.batch.customer.name,
        counts=(offer.first_count is not None) + (offer.second_count is not None),
        state=offer.state.value,
        rush=lot.batch.rush,
        pieces_per_box=product.pieces_per_box or 0,
        boards_per_panel=product.boards_per_panel or 0,
    )


def _strangers(facing: Facing, offers: Sequence[Handover]) -> tuple[str, ...]:
    """Return who could receive a lot here that the signed-on person may not, nobody if he may."""
    who = facing.view.who
    for offer in offers if who else ():
        roles = permitted_roles(Act.RECEIVE, offer.target, offer.route)
        if who and not roles.intersection(who.roles):
            return tuple(sorted(roles))
    return ()


def load(facing: Facing) -> dict[str, object]:
    """Return the lots here that may leave together, by step, and what is chosen and counted."""
    typed = draft_of(facing.db, facing.station.code, "offer-cart")
    lots = ready(facing.db, facing.station.code)
    targets = list(dict.fromkeys(lot.target for lot in lots))
    target = typed.get("target", "")
    chosen = target if target in targets else next(iter(targets), "")
    here = [lot for lot in lots if lot.target == chosen]
    along = [lot.lot for lot in here if lot.offered][:MOST_LOTS]
    if typed.get("told") == chosen:  # boxes that nobody ticked are not sent: tell them from new
        along = [lot for lot in typed.get("along", "").split(",") if lot in along]
    return {
        "typed": typed,
        "targets": [(one, sum(lot.target == one for lot in lots)) for one in targets],
        "target": chosen,
        "ready": here[:MOST_LOTS],
        "hidden": max(0, len(here) - MOST_LOTS),
        "along": along,
        "counted": _counted(typed, here),
    }


def _counted(typed: Typed, here: Sequence[Ready]) -> dict[str, int]:
    mine = {lot.lot for lot in here if not lot.offered}
    return {lot: pieces for lot, pieces in group(typed, "lots").items() if lot in mine and pieces}


def ready(db: Db, station: str) -> list[Ready]:
    """Return what a station may put on a cart, the longest waiting first."""
    offered = (
        select(Lot, Product)
        .join(Handover, (Handover.lot_id == Lot.id) & (Handover.number == Lot.last_handover))
        .join(Batch, Batch.id == Lot.batch_id)
        .join(Product, Product.id == Batch.product_id)
        .outerjoin(CartLoad, CartLoad.handover_id == Handover.id)
        .where(
            *_here(station, LotState.OFFERED),
            Handover.state == HandoverState.OPEN,
            Handover.first_count.is_(None),
            CartLoad.cart_id.is_(None),
        )
        .order_by(Lot.id)
    )
    decided = (
        select(Lot, Product)
        .join(Batch, Batch.id == Lot.batch_id)
        .join(Product, Product.id == Batch.product_id)
        .where(*_here(station, LotState.DECIDED))
        .order_by(Lot.id)
    )
    rows = [_ready(lot, product, offered=False) for lot, product in db.execute(decided)]
    return rows + [_ready(lot, product, offered=True) for lot, product in db.execute(offered)]


def _here(station: str, state: LotState) -> tuple[ColumnElement[bool], ...]:
    return (
        Lot.station == station, Lot.state == state, Lot.hold_reason == "", Lot.route.is_not(None),
    )  # fmt: skip


def _ready(lot: Lot, product: Product, *, offered: bool) -> Ready:
    target = ROUTES[lot.route].target.value if lot.route else ""
    return Ready(
        lot=lot.number,
        version=lot.version,
        product=product.name,
        target=target,
        offered=offered,
        pieces_per_box=product.pieces_per_box or 0,
        boards_per_panel=product.boards_per_panel or 0,
    )


def waiting_carts(facing: Facing) -> dict[str, object]:
    """Return the carts that wait for the people of this station."""
    return {"carts": on_their_way(facing.db, facing.station.steps, facing.site.now())}


def on_their_way(db: Db, steps: Sequence[Step], now: datetime) -> list[CartRow]:
    """Return the carts of which lots wait for these steps, the longest waiting first."""
    query = (
        select(Cart)
        .join(CartLoad, CartLoad.cart_id == Cart.id)
        .join(Handover, Handover.id == CartLoad.handover_id)
        .where(Cart.target.in_(steps), Handover.state.in_(WAITING))
        .order_by(Cart.id)
    )
    carts = list(db.scalars(query))
    return [
        CartRow(one.number, one.giver_name, one.from_station, carts.count(one), now - one.loaded_at)
        for one in dict.fromkeys(carts)
    ]
