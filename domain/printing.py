"""A print job: one paper that one printer owes to the floor."""

from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Counter, Record
from domain.errors import DomainError


class JobState(StrEnum):
    """Where a print job is (devices.md); `uncertain` waits for a person to look at the printer."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    CONFIRMED = "confirmed"
    FAILED = "failed"
    UNCERTAIN = "uncertain"
    CANCELLED = "cancelled"


ON_PAPER: Final = frozenset({JobState.SENT, JobState.CONFIRMED})


class NotUncertain(DomainError):
    """Only a job whose fate is unknown asks a person."""

    code = "not-uncertain"


class Document(StrEnum):
    """What a paper is."""

    LOT_LABEL = "lot-label"
    TRAVELER = "traveler"
    RECEIPT = "receipt"
    REFUSAL = "refusal"
    OQC_LABEL = "oqc-label"
    BOX_LABEL = "box-label"
    BADGE = "badge"
    CART_LIST = "cart-list"
    SHIFT_LIST = "shift-list"
    PIECE_TAG = "piece-tag"
    BLANK_SLIP = "blank-slip"
    RETURN_RECEIPT = "return-receipt"
    REPAIR_TAG = "repair-tag"
    COMMAND_SHEET = "command-sheet"


class PrintJob(Record):
    """One paper in printer-neutral form (`paper`, JSON) and what has become of it.

    `copy` is 1 for the original; a higher number is printed on the paper as COPY n.
    """

    __tablename__ = "print_job"
    __table_args__ = (Index("print_job_waiting", "printer", "state", "id"),)

    id: Mapped[int] = mapped_column(Counter, init=False, primary_key=True)
    printer: Mapped[str]
    document: Mapped[Document]
    paper: Mapped[str]
    queued_at: Mapped[datetime]
    event: Mapped[int] = mapped_column(Counter, default=0)
    lot: Mapped[str] = mapped_column(default="", index=True)
    copy: Mapped[int] = mapped_column(default=1)
    state: Mapped[JobState] = mapped_column(default=JobState.QUEUED)
    changed_at: Mapped[datetime | None] = mapped_column(default=None)
    reason: Mapped[str] = mapped_column(default="")
    answered_by: Mapped[str] = mapped_column(default="")
