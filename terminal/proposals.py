"""What the labels of a delivery propose for an open form, box by box; nothing is filled in yet.

They lie in a draft of their own at the desk until somebody takes them over.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from types import MappingProxyType
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from domain.access import Act
from domain.batch import Batch, Customer, Product
from domain.events import canonical_json
from domain.label_formats import LabelOfAnother, LabelTwice
from domain.templates import Holds
from terminal.customer_labels import Said, products_of
from terminal.queries.drafts import draft_of
from terminal.queries.sorting import sorting

# The draft of the labels beside each form that takes them, and the page that the form is on.
LABELS: Final[Mapping[str, str]] = MappingProxyType({
    Act.BOOK_IN.value: "labels-of-delivery", Act.TELL_DETAILS.value: "labels-of-details",
})  # fmt: skip
FORM_ON: Final[Mapping[str, str]] = MappingProxyType({
    "intake": Act.BOOK_IN.value, "details": Act.TELL_DETAILS.value,
})  # fmt: skip
# Where a field of a label goes; what boxes differ in stands side by side.
INTO: Final[Mapping[Holds, str]] = MappingProxyType({
    Holds.PART: "part_number", Holds.LOT: "customer_lot", Holds.ORDER: "customer_order",
    Holds.DATE_CODE: "date_code", Holds.RMA: "rma",
})  # fmt: skip
BETWEEN: Final = " / "
LONGEST: Final = 60


@dataclass(frozen=True, slots=True)
class Lying:
    """The labels that lie beside a form: one for each box, and readings to choose from."""

    boxes: tuple[Said, ...] = ()
    choices: tuple[Said, ...] = ()
    raw: str = ""
    shown: bool = True

    def kept(self) -> dict[str, str]:
        """Return them as a draft keeps them."""
        return {
            "boxes": canonical_json([asdict(one) for one in self.boxes]),
            "choices": canonical_json([asdict(one) for one in self.choices]),
            "raw": self.raw,
            "shown": "yes" if self.shown else "",
        }

    def add(self, said: Said) -> "Lying":
        """Return them with one more box.

        Raises `LabelTwice` for a serial or box that is among them, `LabelOfAnother` for a label of
        another product or customer.
        """
        if said.mark and said.mark in {one.mark for one in self.boxes}:
            raise LabelTwice(mark=said.mark)
        for one in self.boxes:
            for holds in (Holds.PRODUCT, Holds.PART):
                expect_same(said.get(holds), one.get(holds))
            expect_same(said.customer, one.customer)
        return Lying((*self.boxes, said))


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the labels say together, by the field of the form; `values` is what can be filled in.

    `products` are those that fit what the labels call it: one, several, or none. `unclear` are
    the numbers of the boxes whose quantity is not known.
    """

    values: Mapping[str, str]
    names: tuple[str, ...]
    products: tuple[Product, ...]
    unclear: tuple[int, ...]


def lying(db: Db, station: str, form: str) -> Lying:
    """Return the labels that lie beside a form."""
    kept = draft_of(db, station, LABELS[form])
    return Lying(
        boxes=tuple(Said(**one) for one in json.loads(kept.get("boxes", "[]"))),
        choices=tuple(Said(**one) for one in json.loads(kept.get("choices", "[]"))),
        raw=kept.get("raw", ""),
        shown=kept.get("shown", "yes") == "yes",
    )


def customer_of(db: Db, station: str, form: str) -> str:
    """Return the code of the customer whom an open form is about, as far as it is known."""
    if form == Act.TELL_DETAILS:
        batch = batch_of(db, station)
        return batch.customer.code if batch else ""
    if receipt := sorting(db, station):
        return receipt.customer.code
    return draft_of(db, station, form).get("customer", "")


def batch_of(db: Db, station: str) -> Batch | None:
    """Return the batch whose details are being told."""
    typed = draft_of(db, station, Act.TELL_DETAILS).get("batch", "")
    waiting = select(Batch).where(Batch.awaits_paper).order_by(Batch.booked_at, Batch.id)
    found = db.scalars(waiting.where(Batch.number == typed) if typed else waiting.limit(2)).all()
    return found[0] if len(found) == 1 else None


def propose(db: Db, station: str, form: str, boxes: Sequence[Said]) -> Proposal:
    """Return what boxes together propose for a form.

    Quantities add up as the declared one, and only when every box has one: part of a sum would be
    a guess.
    """
    names = tuple(dict.fromkeys(name for one in boxes for name in one.names))
    told = next((one.customer for one in boxes if one.customer), "")
    customer = told or customer_of(db, station, form)
    products = tuple(products_of(db, names, customer))
    if not (products or told or form != Act.BOOK_IN or sorting(db, station)):
        # Whoever is chosen so far: a product of somebody else proposes him.
        products, customer = tuple(products_of(db, names)), ""
    unclear = tuple(n for n, one in enumerate(boxes, 1) if not one.get(Holds.QUANTITY))
    values = {name: _together(boxes, holds) for holds, name in INTO.items()}
    if boxes and not unclear:
        values["declared"] = str(sum(int(one.get(Holds.QUANTITY)) for one in boxes))
    if form == Act.BOOK_IN:
        values |= _whose(db, products, customer or customer_of(db, station, form))
    return Proposal({n: v for n, v in values.items() if v}, names, products, unclear)


def expect_same(said: str, known: str) -> None:
    """Raise `LabelOfAnother` when both are told and differ."""
    if said and known and said.lower() != known.lower():
        raise LabelOfAnother(says=said[:40], known=known[:40])


def _whose(db: Db, products: Sequence[Product], customer: str) -> dict[str, str]:
    product = products[0] if len(products) == 1 else None
    if product and product.customer_id:
        customer = db.get_one(Customer, product.customer_id).code
    return {"customer": customer, "product": product.code if product else ""}


def _together(boxes: Sequence[Said], holds: Holds) -> str:
    said = dict.fromkeys(one.get(holds) for one in boxes if one.get(holds))
    text = BETWEEN.join(said)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
