"""The receiver counts the lots of a cart and signs once for all whose counts are right."""

from dataclasses import dataclass, field
from typing import ClassVar

from sqlalchemy import select

from domain import handing
from domain.access import Act
from domain.cart import Cart, CartLoad
from domain.errors import BadField
from domain.handover import Handover
from terminal.actions.carts import lock_lots
from terminal.actions.receive import check_forms, counted_wrong, here, take_over
from terminal.cart_papers import print_cart_receipt
from terminal.lookup import open_handover
from terminal.transaction import Answer, Transaction, required


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveCart:
    """Receive the counted lots of a cart: own count of each, forms seen, one signature.

    `counting` is how each lot was counted, where an aid was used.

    A lot that differs holds up no other: it stays where it is, to be counted again, and after a
    second wrong count it is disputed as any other. Lots without a count are left alone.
    """

    act: ClassVar[str] = "receive-cart"
    cart: str
    lots: dict[str, int]
    versions: dict[str, int] = field(default_factory=dict)
    forms: tuple[str, ...] = ()
    on_time: bool | None = None
    counting: dict[str, str] = field(default_factory=dict)

    def perform(self, tx: Transaction) -> Answer:
        """Return `result` cart-received or cart-differs, how many came and how many differ."""
        cart = required(
            tx.db.scalar(select(Cart).where(Cart.number == self.cart)), "cart", self.cart[:40]
        )
        if not self.lots:
            raise BadField(field="lots", value="")
        offers = [open_handover(tx.db, lot) for lot in lock_lots(tx, self.lots, self.versions)]
        for offer in offers:
            self._check(tx, cart, offer)
        received = [offer for offer in offers if self._take(tx, cart, offer)]
        if received:
            print_cart_receipt(tx, cart, received)
        differing = len(offers) - len(received)
        return {
            "result": "cart-differs" if differing else "cart-received",
            "cart": cart.number,
            "lots": len(received),
            "differing": differing,
        }

    def _check(self, tx: Transaction, cart: Cart, offer: Handover) -> None:
        load = tx.db.get(CartLoad, offer.id)
        if load is None or load.cart_id != cart.id:
            raise BadField(field="lots", value=offer.lot.number)
        tx.sign(Act.RECEIVE, offer.target, offer.route)
        here(tx, offer)
        check_forms(tx.db, offer, self.forms, on_time=self.on_time)

    def _take(self, tx: Transaction, cart: Cart, offer: Handover) -> bool:
        """Receive one lot, or keep its wrong count; return whether it came."""
        tx.sign(Act.RECEIVE, offer.target, offer.route)
        counted = self.lots[offer.lot.number]
        offer.counting = self.counting.get(offer.lot.number, "")
        if not handing.count(offer, counted, limit=tx.site.figures.largest_quantity):
            counted_wrong(tx, offer, counted)
            return False
        details = {"cart": cart.number, "counting": offer.counting}
        take_over(tx, offer, self.forms, on_time=self.on_time, details=details)
        return True
