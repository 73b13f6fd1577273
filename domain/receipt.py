"""A return receipt 退货单: one delivery as it came in, before it is sorted into batches.

What it holds and nobody has sorted yet is its *unsorted* account: the first total, plus every
difference that was signed for, minus what batches took out of it. It never falls below nothing,
and a receipt is done when it has reached nothing.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from domain.base import Counter, Record
from domain.batch import Customer
from domain.errors import BadQuantity, DomainError


class ReceiptClosed(DomainError):
    """Nothing lies unsorted on this receipt any more; `state` says why."""

    code = "receipt-closed"


class ReceiptShort(DomainError):
    """More was counted than the receipt's unsorted account holds (`left`)."""

    code = "receipt-short"


class ReceiptSorted(DomainError):
    """A receipt of which batches were made is not void; its difference is settled."""

    code = "receipt-sorted"


class ReceiptChanged(DomainError):
    """Somebody has sorted pieces out of the receipt since its page was shown."""

    code = "receipt-changed"


class ReceiptElsewhere(DomainError):
    """A return receipt is sorted where Sales works (`go_to`)."""

    code = "receipt-elsewhere"


class OtherCustomer(DomainError):
    """The receipt is another customer's than the batch."""

    code = "other-customer"


class ReceiptState(StrEnum):
    """Whether pieces of a delivery still lie unsorted."""

    OPEN = "open"
    SORTED = "sorted"
    VOID = "void"


class ReceiptWay(StrEnum):
    """What is signed about a receipt that does not come out: settled, or void as a whole."""

    SETTLE = "settle"
    VOID = "void"


class ReturnReceipt(Record):
    """One delivery of a customer: boxes and pieces as Sales counted them, carrier and waybill.

    `unsorted` is the account's projection; what batches took out are their own counts.
    """

    __tablename__ = "return_receipt"
    __table_args__ = (
        CheckConstraint("unsorted >= 0", name="receipt_is_never_oversorted"),
        Index("return_receipt_waiting", "state", "received_at"),
    )

    id: Mapped[int] = mapped_column(Counter, init=False, primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"), init=False)
    customer: Mapped[Customer] = relationship(lazy="joined", innerjoin=True)
    boxes: Mapped[int]
    total: Mapped[int]
    unsorted: Mapped[int]
    carrier: Mapped[str]
    waybill: Mapped[str]
    station: Mapped[str]
    counter_id: Mapped[int]
    counted_by: Mapped[str]
    received_at: Mapped[datetime]
    state: Mapped[ReceiptState] = mapped_column(default=ReceiptState.OPEN)
    version: Mapped[int] = mapped_column(default=0)

    def expect_open(self) -> None:
        """Raise `ReceiptClosed` once everything is sorted, or the receipt is void."""
        if self.state is not ReceiptState.OPEN:
            raise ReceiptClosed(receipt=self.number, state=self.state.value)

    def take_out(self, quantity: int) -> None:
        """Sort pieces into a batch; more than lies there is refused, never taken silently."""
        self.expect_open()
        if quantity > self.unsorted:
            raise ReceiptShort(receipt=self.number, left=self.unsorted, counted=quantity)
        self._hold(self.unsorted - quantity)

    def settle(self, left: int) -> int:
        """Let the account hold what is really left; return the difference that was signed."""
        if self.state is ReceiptState.VOID:
            raise ReceiptClosed(receipt=self.number, state=self.state.value)
        difference = left - self.unsorted
        if not difference:
            raise BadQuantity(quantity=left, field="left")
        self._hold(left)
        return difference

    def void(self, *, is_sorted: bool) -> int:
        """Take a wrongly booked receipt back as a whole; return the difference (negative)."""
        self.expect_open()
        if is_sorted:
            raise ReceiptSorted(receipt=self.number, left=self.unsorted)
        difference = -self.unsorted
        self._hold(0)
        self.state = ReceiptState.VOID
        return difference

    def _hold(self, quantity: int) -> None:
        self.unsorted = quantity
        self.state = ReceiptState.OPEN if quantity else ReceiptState.SORTED
        self.version += 1


class ReceiptDifference(Record):
    """So many pieces more (or fewer) than the first total, signed with a reason; never changed."""

    __tablename__ = "receipt_difference"

    id: Mapped[int] = mapped_column(Counter, init=False, primary_key=True)
    receipt_id: Mapped[int] = mapped_column(ForeignKey("return_receipt.id"), index=True)
    way: Mapped[ReceiptWay]
    quantity: Mapped[int]
    reason: Mapped[str]
    person_id: Mapped[int]
    person_name: Mapped[str]
    at: Mapped[datetime]
