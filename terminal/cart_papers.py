"""The papers of a cart: its list (交接清单), and the receipt for the lots that came with it."""

from collections.abc import Sequence

from devices.paper import QR, Beside, Block, Rule, Table, Text
from domain.cart import Cart
from domain.codes import Code, CodeKind
from domain.handover import Handover
from domain.printing import Document
from terminal.papers import SLIP_CODE
from terminal.transaction import Transaction
from terminal.words.moments import day_month, full
from terminal.writing import Writer, zone_of


def print_cart_list(tx: Transaction, cart: Cart, offers: Sequence[Handover]) -> None:
    """Owe the list that travels with a cart: its code, its lots, no figure of the giver's.

    The receiver writes nothing from it: his own counts go into the page (process.md, Independent
    count).
    """
    write, code = Writer(tx, "slip"), str(Code(CodeKind.CART, cart.number))
    head = (
        write.big(cart.number, SLIP_CODE),
        Text(f"{write.say('paper.target')} {write.step(cart.target)}", bold=True),
        Text(write.say("paper.cart.lots", lots=len(offers)), bold=True),
    )
    blocks: list[Block] = [
        write.title("paper.cart-list"),
        Beside(QR(code, module=4), head),
        Rule(double=True),
        _lots(write, offers),
        Rule(),
        write.pair("paper.given", f"{cart.giver_name} {day_month(cart.loaded_at, zone_of(tx))}"),
        *write.bars(code),
        Text(full(tx.at, zone_of(tx)), align="center"),
    ]
    write.send(Document.CART_LIST, blocks, None, about=cart.number)


def _lots(write: Writer, offers: Sequence[Handover]) -> Table:
    return Table(
        columns=(18, 15),
        head=(write.say("paper.lot"), write.say("paper.product")),
        rows=tuple((offer.lot.number, offer.batch.product.name) for offer in offers),
        align=("left", "left"),
    )


def print_cart_receipt(tx: Transaction, cart: Cart, received: Sequence[Handover]) -> None:
    """Owe one receipt for all lots of a cart that were received in this signature."""
    write, zone = Writer(tx, "slip"), zone_of(tx)
    total = sum(offer.last_count or 0 for offer in received)
    blocks: list[Block] = [
        write.title("paper.receipt"),
        Text(f"{write.say('paper.cart-list')} {cart.number}", bold=True),
        Rule(),
        Table(
            columns=(20, 5, 8),
            head=(write.say("paper.lot"), write.say("paper.handover-no"), "PCS"),
            rows=tuple(
                (offer.lot.number, str(offer.number), str(offer.last_count)) for offer in received
            ),
            align=("left", "right", "right"),
        ),
        Rule(),
        write.pieces(total),
        write.pair("paper.given", f"{cart.giver_name} {day_month(cart.loaded_at, zone)}"),
        *write.signed("paper.received", cart.target, tx.signed_name, tx.at),
        Text(full(tx.at, zone), align="center"),
    ]
    write.send(Document.RECEIPT, blocks, None, about=cart.number)
