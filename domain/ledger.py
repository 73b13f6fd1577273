"""The ledger: pieces are never created or lost, they only move between accounts of a batch.

As in double-entry bookkeeping, a movement takes pieces out of one account and puts the same number
into another. A lot's account carries the step where it is (`2@screening`), so that the rows alone
say where every piece is; the lot's own step and quantity are their projection (architecture 4).
"""

from collections import Counter as Tally
from collections.abc import Iterable
from typing import Final

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Counter, Record
from domain.errors import BadQuantity
from domain.process import Ending, Step

CUSTOMER: Final = "customer"
DISCREPANCY: Final = "discrepancy"
MAY_BE_NEGATIVE: Final = frozenset({CUSTOMER, DISCREPANCY})
ENDS: Final = frozenset(ending.value for ending in Ending)


class Movement(Record):
    """Pieces that went from one account of a batch to another; written once, never changed."""

    __tablename__ = "movement"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="movement_moves_something"),
        CheckConstraint("source <> target", name="movement_goes_elsewhere"),
    )

    id: Mapped[int] = mapped_column(Counter, init=False, primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"), init=False, index=True)
    source: Mapped[str]
    target: Mapped[str]
    quantity: Mapped[int]
    event: Mapped[int] = mapped_column(Counter, default=0)

    def __post_init__(self) -> None:
        """Refuse a movement that moves nothing."""
        if self.quantity <= 0 or self.source == self.target:
            raise BadQuantity(quantity=self.quantity)


def account_of(lot: int, step: Step) -> str:
    """Return the account of a lot (its sequence in the batch) at a step."""
    return f"{lot}@{step.value}"


def balances(movements: Iterable[Movement]) -> dict[str, int]:
    """Return what each account holds, zero balances left out."""
    held: Tally[str] = Tally()
    for move in movements:
        held[move.target] += move.quantity
        held[move.source] -= move.quantity
    return {account: quantity for account, quantity in held.items() if quantity}


def places(movements: Iterable[Movement]) -> dict[int, tuple[Step, int]]:
    """Return step and quantity of each lot that holds pieces, by its sequence in the batch."""
    found = {}
    for account, quantity in balances(movements).items():
        lot, at, step = account.partition("@")
        if at:
            if int(lot) in found:
                raise BadQuantity(quantity=quantity, account=account)
            found[int(lot)] = (Step(step), quantity)
    return found
