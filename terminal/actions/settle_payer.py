"""Sales records who pays for the pieces that the customer caused (K-14)."""

from dataclasses import dataclass
from typing import ClassVar

from domain.access import Act
from domain.batch import Batch
from domain.errors import BadField
from domain.payment import (
    NothingToSettle,
    PaidBy,
    PayerResult,
    cents,
    customers_part,
    customers_percent,
)
from terminal.payment import caused
from terminal.transaction import Answer, Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class SettlePayer:
    """Record the negotiated result: the customer pays, we pay, or both.

    `amount` is the whole price and may be unknown; a shared one is told by the customer's `percent`
    or by his `customer_amount`. Amounts are typed as 1250.50.
    """

    act: ClassVar[str] = Act.SETTLE_PAYER
    batch: str
    paid_by: PaidBy
    amount: str = ""
    percent: int | None = None
    customer_amount: str = ""
    note: str = ""

    def perform(self, tx: Transaction) -> Answer:
        """Return the batch and how many pieces it was about."""
        batch = tx.lock_batch(self.batch)
        tx.sign(Act.SETTLE_PAYER)
        pieces, _ = caused(tx.db, batch.id)
        if not pieces:
            raise NothingToSettle(batch=batch.number)
        result = self._result(tx, batch, pieces)
        tx.db.add(result)
        tx.record(
            "batch:payer-settled",
            batch=batch,
            quantity=pieces,
            meaning="payer-settled",
            details={
                "paid_by": result.paid_by.value,
                "percent": result.percent,
                "customer_cents": result.customer_cents,
                "factory_cents": result.factory_cents,
                "note": self.note,
            },
        )
        tx.tell("desk", tx.station)
        return {"result": "payer-settled", "batch": batch.number, "quantity": pieces}

    def _result(self, tx: Transaction, batch: Batch, pieces: int) -> PayerResult:
        total = cents("amount", self.amount) if self.amount else None
        by_amount = self.paid_by is PaidBy.SHARED and self.customer_amount != ""
        percent = customers_percent(self.paid_by, self.percent, by_amount=by_amount)
        part = None
        if by_amount:
            part = cents("customer_amount", self.customer_amount)
            if total is None or not 0 < part < total:
                raise BadField(field="customer_amount", value=self.customer_amount[:40])
        elif total is not None and percent is not None:
            part = customers_part(total, percent)
        return PayerResult(
            batch_id=batch.id,
            paid_by=self.paid_by,
            pieces=pieces,
            percent=percent,
            customer_cents=part,
            factory_cents=None if total is None or part is None else total - part,
            note=self.note,
            person_name=tx.hand.name,
            at=tx.at,
        )
