"""Several lots go to one step on one cart, with one list (交接清单) and one code."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import ClassVar

from sqlalchemy import select

from domain.access import Act
from domain.cart import Cart, CartLoad, OnACart, common_target
from domain.handover import Handover
from domain.lot import Lot
from terminal.actions.offer import make_offer
from terminal.cart_papers import print_cart_list
from terminal.custody import sign_as_holder
from terminal.lookup import open_handover
from terminal.papers import print_traveler
from terminal.transaction import Answer, Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadCart:
    """Put lots that are offered already on one cart and print its list.

    A record, not a signature: who decided about each lot has counted it and signed its offer.
    """

    act: ClassVar[str] = "load-cart"
    along: tuple[str, ...]

    def perform(self, tx: Transaction) -> Answer:
        """Return the cart's number."""
        return load(tx, lock_lots(tx, self.along), counts={})


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferCart:
    """Count several decided lots and offer them on one cart, in one signature.

    `lots` are the counted pieces of each lot, `versions` what the page showed of them; `along`
    are lots that are offered already and go on the same cart; `counting` is how each was counted.
    """

    act: ClassVar[str] = "offer-cart"
    lots: dict[str, int]
    versions: dict[str, int] = field(default_factory=dict)
    along: tuple[str, ...] = ()
    counting: dict[str, str] = field(default_factory=dict)

    def perform(self, tx: Transaction) -> Answer:
        """Return the cart's number."""
        locked = lock_lots(tx, {*self.lots, *self.along}, self.versions)
        return load(tx, locked, counts=self.lots, counting=self.counting)


def lock_lots(
    tx: Transaction, numbers: Iterable[str], versions: Mapping[str, int] | None = None
) -> list[Lot]:
    """Lock several lots, all before the first change and always in the same order."""
    versions = versions or {}
    return [tx.lock_lot(number, versions.get(number)) for number in sorted(set(numbers))]


def load(
    tx: Transaction,
    lots: Sequence[Lot],
    *,
    counts: Mapping[str, int],
    counting: Mapping[str, str] = MappingProxyType({}),
) -> Answer:
    """Offer what is counted, put everything on a new cart, and print its list."""
    for lot in lots:
        lot.expect_at(lot.step, tx.station)
        sign_as_holder(tx, Act.OFFER, lot, lot.came_by)
    offers = [
        make_offer(tx, lot, counts[lot.number])
        if lot.number in counts
        else open_handover(tx.db, lot)
        for lot in lots
    ]
    target = common_target(offers)
    month = tx.site.local(tx.at).strftime("%y%m")
    series = f"{tx.site.code}-{month}-W"
    cart = Cart(
        number=f"{series}{tx.next_in(series):04d}",
        from_station=tx.station,
        target=target,
        giver_id=tx.hand.person_id,
        giver_name=tx.hand.name,
        loaded_at=tx.at,
    )
    tx.db.add(cart)
    _put_on(tx, cart, offers)
    _tell_of(tx, cart, [offer for offer in offers if offer.lot.number in counts], counting)
    lots_on_it = [offer.lot.number for offer in offers]
    tx.record("cart:loaded", to_step=target, details={"cart": cart.number, "lots": lots_on_it})
    print_cart_list(tx, cart, offers)
    tx.tell("desk", tx.station)
    tx.tell("waiting", target)
    result = "cart-offered" if counts else "cart-loaded"
    return {"result": result, "cart": cart.number, "lots": len(offers), "target": target.value}


def _put_on(tx: Transaction, cart: Cart, offers: Sequence[Handover]) -> None:
    tx.flush()
    for offer in offers:
        if earlier := tx.db.get(CartLoad, offer.id):
            other = tx.db.get_one(Cart, earlier.cart_id)
            raise OnACart(lot=offer.lot.number, cart=other.number)
        tx.db.add(CartLoad(handover_id=offer.id, cart_id=cart.id))


def _tell_of(
    tx: Transaction, cart: Cart, counted: Sequence[Handover], counting: Mapping[str, str]
) -> None:
    """Write the signed offer of each lot that was counted now."""
    for offer in counted:
        sign_as_holder(tx, Act.OFFER, offer.lot, offer.lot.came_by)
        tx.record(
            "handover:offered",
            lot=offer.lot,
            to_step=offer.target,
            quantity=offer.quantity,
            meaning="offered",
            details={
                "handover": offer.number, "cart": cart.number,
                "counting": counting.get(offer.lot.number, ""),
            },
        )  # fmt: skip
        print_traveler(tx, offer.lot)


def cart_of(tx: Transaction, handover: Handover) -> Cart | None:
    """Return the cart on whose list an offer stands."""
    query = select(Cart).join(CartLoad, CartLoad.cart_id == Cart.id)
    return tx.db.scalar(query.where(CartLoad.handover_id == handover.id))
