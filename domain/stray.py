"""Boards that lie around and belong to nobody: kept apart (待查) until somebody clarifies them.

They are in no batch's ledger, for nobody knows whose they are: the open strays are the account of
what is to be clarified. No way puts them silently into a lot (process.md, Lost things).
"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Counter, Record
from domain.errors import DomainError


class AlreadyClarified(DomainError):
    """Somebody has clarified these boards; `way` says how."""

    code = "already-clarified"


class BatchClosed(DomainError):
    """The batch is closed: nothing can come into it any more."""

    code = "batch-closed"


class OtherProduct(DomainError):
    """These boards are of another product than the batch."""

    code = "other-product"


class Way(StrEnum):
    """What a supervisor decides about boards without an owner.

    RESTORE: pieces that a batch's ledger does not hold (a difference was signed, or the customer
    sent more) come back as a lot of their own, through a count. PUT_BACK: the lot's figure holds
    them still, they only lay beside it; nothing is booked.
    """

    RESTORE = "restore"
    PUT_BACK = "put-back"
    NOT_OURS = "not-ours"
    SCRAP = "scrap"


class Stray(Record):
    """Boards that somebody found; `way` is None while they are to be clarified.

    `belongs` is the number of the lot that they went to, `product_id` None when nobody knows.
    """

    __tablename__ = "stray"

    id: Mapped[int] = mapped_column(Counter, init=False, primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    product_id: Mapped[int | None] = mapped_column(ForeignKey("product.id"))
    quantity: Mapped[int]
    place: Mapped[str]
    note: Mapped[str]
    station: Mapped[str]
    finder_id: Mapped[int]
    found_by: Mapped[str]
    found_at: Mapped[datetime]
    way: Mapped[Way | None] = mapped_column(default=None, index=True)
    belongs: Mapped[str] = mapped_column(default="")
    decided_by: Mapped[str] = mapped_column(default="")
    decided_at: Mapped[datetime | None] = mapped_column(default=None)
    reason: Mapped[str] = mapped_column(default="")
