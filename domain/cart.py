"""A cart: several offered lots on their way to one step, with one list (交接清单) and one code."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Counter, Record
from domain.errors import BadField, DomainError, WrongState
from domain.handover import Handover, HandoverState
from domain.process import Step

MOST_LOTS: Final = 8


class CartFull(DomainError):
    """More lots than one list and one page can hold."""

    code = "cart-full"


class MixedCart(DomainError):
    """Lots to different steps do not go on one cart."""

    code = "mixed-cart"


class OnACart(DomainError):
    """This lot stands on another cart's list already."""

    code = "on-a-cart"


class CartElsewhere(DomainError):
    """This cart goes to a step that is not worked on here."""

    code = "cart-elsewhere"


class CartEmpty(DomainError):
    """Nothing on this cart waits for a receiver any more."""

    code = "cart-empty"


class Cart(Record):
    """Lots that one giver sends to one step together; each has its own hand-over."""

    __tablename__ = "cart"

    id: Mapped[int] = mapped_column(Counter, init=False, primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    from_station: Mapped[str]
    target: Mapped[Step]
    giver_id: Mapped[int]
    giver_name: Mapped[str]
    loaded_at: Mapped[datetime]


class CartLoad(Record):
    """One hand-over on a cart's list; an offer is on one list at most."""

    __tablename__ = "cart_load"

    handover_id: Mapped[int] = mapped_column(
        ForeignKey("handover.id"), primary_key=True, autoincrement=False
    )
    cart_id: Mapped[int] = mapped_column(ForeignKey("cart.id"), index=True)


def common_target(offers: Sequence[Handover]) -> Step:
    """Return where these offers go together.

    Raises `BadField` for none, `CartFull`, `MixedCart`, and `WrongState` for an offer that the
    receiver has begun to count.
    """
    if not offers:
        raise BadField(field="lots", value="")
    if len(offers) > MOST_LOTS:
        raise CartFull(lots=len(offers), most=MOST_LOTS)
    target = offers[0].target
    for offer in offers:
        offer.expect(HandoverState.OPEN)
        if offer.target is not target:
            raise MixedCart(lot=offer.lot.number, step=offer.target.value, target=target.value)
        if offer.first_count is not None:
            raise WrongState(lot=offer.lot.number, state="counted", step=offer.target.value)
    return target
