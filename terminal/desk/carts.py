"""A cart comes to a desk: its list is scanned, or a lot that stands on it."""

import json

from sqlalchemy import select

from domain.cart import Cart, CartElsewhere, CartEmpty, CartLoad
from domain.codes import Code
from domain.handover import Handover, HandoverState
from domain.lot import Lot
from domain.people import Desk, Draft
from terminal.desk import drafts
from terminal.desk.desks import clear_act, refresh, show, stay
from terminal.desk.strip import Strip
from terminal.desk.waybills import CHOSEN, EDITING
from terminal.transaction import Transaction, required

VIEW = "cart"
ACT = "receive-cart"


def lay_cart(tx: Transaction, desk: Desk, code: Code) -> None:
    """Open the page of a cart that comes to this station, by the code of its list."""
    cart = tx.db.scalar(select(Cart).where(Cart.number == code.payload))
    cart = required(cart, "cart", code.payload)
    station = tx.site.settings.station(tx.station)
    if station is None or cart.target not in station.steps:
        able = [one.code for one in tx.site.settings.stations if cart.target in one.steps]
        raise CartElsewhere(cart=cart.number, target=cart.target.value, go_to=" ".join(able))
    waiting = _waiting(tx, cart)
    if not waiting:
        raise CartEmpty(cart=cart.number)
    _open(tx, desk, cart, waiting[0])


def cart_with(tx: Transaction, desk: Desk, lot: Lot) -> bool:
    """Open the page of the cart on which a scanned lot comes here, with the lot chosen.

    A lot that comes alone, or the last one of its cart, is received by itself.
    """
    query = (
        select(Cart)
        .join(CartLoad, CartLoad.cart_id == Cart.id)
        .join(Handover, Handover.id == CartLoad.handover_id)
        .where(
            Handover.lot_id == lot.id,
            Handover.number == lot.last_handover,
            Handover.state == HandoverState.OPEN,
        )
    )
    cart = tx.db.scalar(query)
    station = tx.site.settings.station(tx.station)
    if cart is None or station is None or cart.target not in station.steps:
        return False
    if len(_waiting(tx, cart)) < 2:  # noqa: PLR2004
        return False
    _open(tx, desk, cart, lot.number)
    return True


def _waiting(tx: Transaction, cart: Cart) -> list[str]:
    """Return the lots of a cart that somebody has to count."""
    query = (
        select(Lot.number)
        .join(Handover, Handover.lot_id == Lot.id)
        .join(CartLoad, CartLoad.handover_id == Handover.id)
        .where(CartLoad.cart_id == cart.id, Handover.state == HandoverState.OPEN)
        .order_by(Lot.number)
    )
    return list(tx.db.scalars(query))


def _open(tx: Transaction, desk: Desk, cart: Cart, lot: str) -> None:
    query = select(Draft).where(Draft.station == desk.station, Draft.lot == "", Draft.act == ACT)
    draft = tx.db.scalar(query)
    typed = dict(json.loads(draft.fields)) if draft else {}
    if typed.get("cart") != cart.number:
        typed = {"cart": cart.number}
    chosen = {"field": f"lots.{lot}", CHOSEN: tx.at.isoformat(), EDITING: ""}
    stay(tx, desk)
    clear_act(desk)
    drafts.write(tx, desk.station, "", ACT, typed | chosen)
    desk.view, desk.lot, desk.slip = VIEW, "", ""
    show(tx, desk, Strip("ask", "scan.cart", tx.at, {"cart": cart.number, "lot": lot}))
    refresh(tx, desk)
