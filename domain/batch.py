"""A return batch: one customer, one product, one complaint, one service form, and its pieces."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from domain.base import Counter, Record
from domain.errors import BadQuantity, DomainError, QuantityMismatch
from domain.ledger import CUSTOMER, Movement, account_of, balances
from domain.lot import Lot, LotState
from domain.process import Ending, Step


class DetailsMissing(DomainError):
    """The customer's paper is not here: nobody receives before Sales has told what it says."""

    code = "details-missing"


class DetailsTold(DomainError):
    """What the customer's paper says is known already."""

    code = "details-told"


class Kind(StrEnum):
    """Why it came back (K-15, first axis)."""

    AFTER_SALES = "after-sales"
    COMPLAINT = "complaint"


class Warranty(StrEnum):
    """Who stands for it: in use under warranty (外三包), not yet invoiced (内三包), or past it."""

    INNER = "inner"
    OUTER = "outer"
    EXPIRED = "expired"
    UNKNOWN = "unknown"


class Customer(Record):
    """Who sends boards back; a retired one is kept for what refers to it and gets no new batch."""

    __tablename__ = "customer"

    id: Mapped[int] = mapped_column(Counter, init=False, primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    retired: Mapped[bool] = mapped_column(default=False)


class Product(Record):
    """What comes back: a board of one customer; `serials` is the pattern of its serial numbers.

    `part_number` is what the customer calls it: his labels name it so. `label` names the layouts
    of its labels, where he demands his own.
    """

    __tablename__ = "product"

    id: Mapped[int] = mapped_column(Counter, init=False, primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customer.id"), default=None)
    packing: Mapped[str] = mapped_column(default="")
    pieces_per_box: Mapped[int] = mapped_column(default=50)
    boards_per_panel: Mapped[int] = mapped_column(default=1)
    serials: Mapped[str] = mapped_column(default="")
    part_number: Mapped[str] = mapped_column(default="")
    label: Mapped[str] = mapped_column(default="")
    retired: Mapped[bool] = mapped_column(default=False)


class Batch(Record):
    """Pieces that a customer sent back with one complaint (K-08)."""

    __tablename__ = "batch"
    __table_args__ = (
        Index("batch_open_due", "closed_at", "due_on"),
        Index("batch_of_customer", "customer_id", "id"),
        Index("batch_of_product", "product_id", "id"),
    )

    id: Mapped[int] = mapped_column(Counter, init=False, primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"), init=False)
    customer: Mapped[Customer] = relationship(lazy="joined", innerjoin=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"), init=False)
    product: Mapped[Product] = relationship(lazy="joined", innerjoin=True)
    complaint: Mapped[str]
    booked_at: Mapped[datetime]
    declared: Mapped[int]
    counted: Mapped[int]
    demand: Mapped[str] = mapped_column(default="")
    wanted_on: Mapped[date | None] = mapped_column(default=None)
    delivered: Mapped[int | None] = mapped_column(default=None)
    kind: Mapped[Kind] = mapped_column(default=Kind.AFTER_SALES)
    batch_problem: Mapped[bool] = mapped_column(default=False)
    warranty: Mapped[Warranty] = mapped_column(default=Warranty.UNKNOWN)
    rma: Mapped[str] = mapped_column(default="")
    waybill: Mapped[str] = mapped_column(default="")
    rush: Mapped[bool] = mapped_column(default=False)
    receipt_id: Mapped[int | None] = mapped_column(
        ForeignKey("return_receipt.id"), default=None, index=True
    )
    part_number: Mapped[str] = mapped_column(default="")
    customer_lot: Mapped[str] = mapped_column(default="")
    customer_order: Mapped[str] = mapped_column(default="")
    date_code: Mapped[str] = mapped_column(default="")
    awaits_paper: Mapped[bool] = mapped_column(default=False, index=True)
    promised_on: Mapped[date | None] = mapped_column(default=None)
    due_on: Mapped[date | None] = mapped_column(default=None)
    tracking_complete_at: Mapped[datetime | None] = mapped_column(default=None)
    closed_at: Mapped[datetime | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(default=0)
    handovers: Mapped[int] = mapped_column(default=0)
    lots: Mapped[list[Lot]] = relationship(
        back_populates="batch", order_by=Lot.sequence, default_factory=list
    )
    movements: Mapped[list[Movement]] = relationship(order_by=Movement.id, default_factory=list)

    def open_lot(
        self, step: Step, *, station: str, person_id: int, at: datetime, parent: Lot | None = None
    ) -> Lot:
        """Give out the next lot number; a child inherits what is true of its parent's pieces."""
        sequence = len(self.lots) + 1
        lot = Lot(
            sequence=sequence,
            number=f"{self.number}.{sequence}",
            step=step,
            station=station,
            person_id=person_id,
            since=at,
        )
        self.lots.append(lot)  # from this side, so that a new lot is always stored with its batch
        if parent:
            lot.round, lot.payer, lot.ending = parent.round, parent.payer, parent.ending
            lot.on_time, lot.came_by, lot.state = parent.on_time, parent.came_by, parent.state
            lot.goods_at, lot.last_handover = parent.goods_at, parent.last_handover
            lot.since = parent.since
            lot.descend_from(parent)
        return lot

    def move(self, source: str, target: str, quantity: int) -> None:
        """Move pieces between two accounts of this batch; the lots' quantities follow.

        Raises `QuantityMismatch` when a lot's account does not hold as many.
        """
        if "@" in source and self.lot_of(source).quantity < quantity:
            held = self.lot_of(source).quantity
            raise QuantityMismatch(held=held, counted=quantity)
        self.movements.append(Movement(source=source, target=target, quantity=quantity))
        if "@" in source:
            self.lot_of(source).quantity -= quantity
        if "@" in target:
            self.lot_of(target).quantity += quantity

    def next_handover(self) -> int:
        """Give out the next hand-over number of this batch."""
        self.handovers += 1
        return self.handovers

    def lot_of(self, account: str) -> Lot:
        """Return the lot of an account such as `2@screening`."""
        return self.lots[int(account.partition("@")[0]) - 1]

    def carry(self, lot: Lot, step: Step, *, station: str, person_id: int, at: datetime) -> None:
        """Move a whole lot to a step and into a custody; the ledger row says so."""
        self.move(lot.account, account_of(lot.sequence, step), lot.quantity)
        lot.step, lot.station, lot.person_id, lot.since = step, station, person_id, at

    def split(self, lot: Lot, quantity: int) -> Lot:
        """Put some pieces of a lot into a lot of their own at the same step (拆批)."""
        if not 0 < quantity < lot.quantity:
            raise BadQuantity(quantity=quantity, held=lot.quantity)
        child = self.open_lot(
            lot.step, station=lot.station, person_id=lot.person_id, at=lot.since, parent=lot
        )
        self.move(lot.account, child.account, quantity)
        return child

    def end(self, lot: Lot, ending: Ending, quantity: int) -> None:
        """Move pieces of a lot out of the flow; a lot that holds none has ended."""
        self.move(lot.account, ending.value, quantity)
        if lot.quantity == 0:
            lot.state = LotState.ENDED

    @property
    def received(self) -> int:
        """How many pieces came in from the customer by the ledger."""
        return -balances(self.movements).get(CUSTOMER, 0)

    def ended(self, ending: Ending) -> int:
        """How many pieces have left by one ending."""
        return balances(self.movements).get(ending.value, 0)

    @property
    def is_empty(self) -> bool:
        """Whether no lot holds pieces any more."""
        return all(lot.quantity == 0 for lot in self.lots)


def raise_versions(batch: Batch | None, lots: Iterable[Lot]) -> None:
    """Count one more change of a batch, and of each lot that changed with it."""
    if batch:
        batch.version += 1
    for lot in {id(lot): lot for lot in lots}.values():
        lot.version += 1
