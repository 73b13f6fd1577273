"""Who pays for pieces that the customer caused: what Sales and the customer agreed on (K-14)."""

import re
from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Counter, Record
from domain.errors import BadField, DomainError

MONEY: Final = re.compile(r"([0-9]{1,9})(?:\.([0-9]{1,2}))?", re.ASCII)
ALL: Final = 100


class NothingToSettle(DomainError):
    """No piece of this batch is the customer's doing, as far as is known."""

    code = "nothing-to-settle"


class PaidBy(StrEnum):
    """What was agreed."""

    CUSTOMER = "customer"
    FACTORY = "factory"
    SHARED = "shared"


class PayerResult(Record):
    """One negotiated result of a batch; the last one counts, earlier ones stay readable.

    Amounts are whole cents of the site's money, None where nobody named one; `percent` is the
    customer's share, None where it was agreed as an amount. `pieces` are those it was about.
    """

    __tablename__ = "payer_result"
    __table_args__ = (
        CheckConstraint(
            "(customer_cents IS NULL) = (factory_cents IS NULL)", name="payer_result_is_whole"
        ),
    )

    id: Mapped[int] = mapped_column(Counter, init=False, primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"), index=True)
    paid_by: Mapped[PaidBy]
    pieces: Mapped[int]
    percent: Mapped[int | None]
    customer_cents: Mapped[int | None] = mapped_column(Counter)
    factory_cents: Mapped[int | None] = mapped_column(Counter)
    note: Mapped[str]
    person_name: Mapped[str]
    at: Mapped[datetime]

    @property
    def total_cents(self) -> int | None:
        """The whole amount: what the two pay together."""
        if self.customer_cents is None or self.factory_cents is None:
            return None
        return self.customer_cents + self.factory_cents


def cents(field: str, typed: str) -> int:
    """Read an amount such as 1250.5 as whole cents; raises `BadField`."""
    found = MONEY.fullmatch(typed.strip())
    if found is None:
        raise BadField(field=field, value=typed[:40])
    return int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))


def customers_percent(paid_by: PaidBy, percent: int | None, *, by_amount: bool) -> int | None:
    """Return the customer's share in percent, None where it is an amount; raises `BadField`."""
    if paid_by is not PaidBy.SHARED:
        return ALL if paid_by is PaidBy.CUSTOMER else 0
    if by_amount:
        return None
    if percent is None or not 0 < percent < ALL:
        raise BadField(field="percent", value="" if percent is None else str(percent))
    return percent


def customers_part(total: int, percent: int) -> int:
    """Return the customer's cents of a whole amount; a cent that cannot be split is ours."""
    return total * percent // ALL
