"""The papers of a cart: its list (交接清单), and the receipt for the lots that came with it."""

from collections.abc import Sequence

from domain.cart import Cart
from domain.codes import Code, CodeKind
from domain.handover import Handover
from terminal.labels.fields import Value
from terminal.transaction import Transaction
from terminal.writing import Writer


def print_cart_list(tx: Transaction, cart: Cart, offers: Sequence[Handover]) -> None:
    """Owe the list that travels with a cart: its code, its lots, no figure of the giver's.

    The receiver writes nothing from it: his own counts go into the page (process.md, Independent
    count).
    """
    write = Writer(tx, "cart-list")
    facts: dict[str, Value] = {
        "code": str(Code(CodeKind.CART, cart.number)),
        "cart": cart.number,
        "target": write.step(cart.target),
        "loaded": write.say("paper.cart.lots", lots=len(offers)),
        "lots": [{"lot": one.lot.number, "product": one.batch.product.name} for one in offers],
        "giver": write.stamp(cart.giver_name, cart.loaded_at),
    }
    write.send(facts, about=cart.number)


def print_cart_receipt(tx: Transaction, cart: Cart, received: Sequence[Handover]) -> None:
    """Owe one receipt for all lots of a cart that were received in this signature."""
    write = Writer(tx, "cart-receipt")
    lots = [
        {"lot": one.lot.number, "handover": str(one.number), "count": str(one.last_count)}
        for one in received
    ]
    facts: dict[str, Value] = {
        "cart": cart.number,
        "lots": lots,
        "quantity": str(sum(one.last_count or 0 for one in received)),
        "giver": write.stamp(cart.giver_name, cart.loaded_at),
        "receiver_step": write.step(cart.target),
        "receiver": write.stamp(tx.signed_name, tx.at),
    }
    write.send(facts, about=cart.number)
