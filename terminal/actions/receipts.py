"""A delivery comes in before it is sorted: its return receipt 退货单, and what differs in it."""

from dataclasses import dataclass
from typing import ClassVar, Final

from sqlalchemy import select

from domain.access import Act
from domain.batch import Batch
from domain.errors import BadField, BadQuantity
from domain.handover import SamePerson
from domain.receipt import ReceiptChanged, ReceiptDifference, ReceiptWay, ReturnReceipt
from terminal.lookup import known_customer
from terminal.papers_intake import print_receipt_sheet
from terminal.transaction import Answer, Transaction, required

MOST_BOXES: Final = 9999


@dataclass(frozen=True, slots=True, kw_only=True)
class BookReceipt:
    """Sign for a delivery as it came: boxes, and every piece counted by Sales (K-20).

    `carrier` and `waybill` are the outside party's; the pieces wait unsorted until batches are
    booked in from the receipt.
    """

    act: ClassVar[str] = Act.BOOK_RECEIPT
    customer: str
    boxes: int
    total: int
    carrier: str = ""
    waybill: str = ""

    def perform(self, tx: Transaction) -> Answer:
        """Return the number of the receipt; its sheet for the pallet is printed."""
        person = tx.sign(Act.BOOK_RECEIPT)
        largest = tx.site.figures.largest_quantity
        for quantity, most in ((self.total, largest), (self.boxes, MOST_BOXES)):
            if not 0 < quantity <= most:
                raise BadQuantity(quantity=quantity, most=most)
        customer = known_customer(tx.db, self.customer)
        series = f"{tx.site.code}-{tx.site.local(tx.at).strftime('%y%m')}-R"
        receipt = ReturnReceipt(
            number=f"{series}{tx.next_in(series):04d}",
            customer=customer,
            boxes=self.boxes,
            total=self.total,
            unsorted=self.total,
            carrier=self.carrier,
            waybill=self.waybill,
            station=tx.station,
            counter_id=person.id,
            counted_by=tx.signed_name,
            received_at=tx.at,
        )
        tx.db.add(receipt)
        tx.record("receipt:booked", quantity=self.total, meaning="receipt-booked", details={
            "receipt": receipt.number, "customer": self.customer, "boxes": self.boxes,
            "carrier": self.carrier, "waybill": self.waybill,
        })  # fmt: skip
        print_receipt_sheet(tx, receipt)
        tx.tell("desk", tx.station)
        return {"result": "receipt-booked", "receipt": receipt.number, "boxes": self.boxes}


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleReceipt:
    """Sign that a receipt does not come out: so many are really `left`, or all of it is void.

    Who counted the delivery does not settle it. He may take a wrong receipt back as long as no
    batch was made of it.
    """

    act: ClassVar[str] = Act.SETTLE_RECEIPT
    receipt: str
    version: int
    way: ReceiptWay
    reason: str
    left: int | None = None

    def perform(self, tx: Transaction) -> Answer:
        """Return the difference that was signed (negative: missing)."""
        receipt = locked_receipt(tx, self.receipt)
        person = tx.sign(Act.SETTLE_RECEIPT)
        if receipt.version != self.version:
            raise ReceiptChanged(receipt=receipt.number)
        if self.way is ReceiptWay.VOID:
            made = select(Batch.id).where(Batch.receipt_id == receipt.id).limit(1)
            difference = receipt.void(is_sorted=tx.db.scalar(made) is not None)
        else:
            if person.id == receipt.counter_id:
                raise SamePerson(name=person.name)
            difference = receipt.settle(self._left(tx.site.figures.largest_quantity))
        tx.db.add(
            ReceiptDifference(
                receipt_id=receipt.id,
                way=self.way,
                quantity=difference,
                reason=self.reason,
                person_id=person.id,
                person_name=tx.signed_name,
                at=tx.at,
            )
        )
        tx.record("receipt:settled", quantity=difference, meaning=f"receipt-{self.way.value}",
                  details={"receipt": receipt.number, "reason": self.reason})  # fmt: skip
        tx.tell("desk", tx.station)
        return {
            "result": f"receipt-{self.way.value}",
            "receipt": receipt.number,
            "difference": f"{difference:+d}",
        }

    def _left(self, largest: int) -> int:
        if self.left is None:
            raise BadField(field="left", value="")
        if self.left > largest:
            raise BadQuantity(quantity=self.left, most=largest)
        return self.left


def locked_receipt(tx: Transaction, number: str) -> ReturnReceipt:
    """Return a receipt and keep other writers away from its account until the commit."""
    query = select(ReturnReceipt).where(ReturnReceipt.number == number)
    query = query.with_for_update(of=ReturnReceipt).execution_options(populate_existing=True)
    return required(tx.db.scalar(query), "receipt", number[:40])
