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
WAITING: Final = frozenset({JobState.QUEUED, JobState.FAILED})


class NotUncertain(DomainError):
    """Only a job whose fate is unknown asks a person."""

    code = "not-uncertain"


class JobGoingOut(DomainError):
    """The printer has the first bytes of this paper; nobody can take them back."""

    code = "job-going-out"


class JobAsks(DomainError):
    """Nobody knows whether this paper came out; that question is answered first."""

    code = "job-asks"


class JobOver(DomainError):
    """This paper has come out, or was cancelled; nothing waits any more."""

    code = "job-over"


class NarrowPaper(DomainError):
    """A paper that was made for a wide printer does not fit on narrow paper."""

    code = "narrow-paper"


class NothingWaits(DomainError):
    """No paper waits at this printer that could be sent elsewhere."""

    code = "nothing-waits"


class TiedPaper(DomainError):
    """A test page speaks of its own printer, a badge is handed out there: neither is moved."""

    code = "tied-paper"


class PrinterPaused(DomainError):
    """Somebody has paused this printer already."""

    code = "printer-paused"


class PrinterRuns(DomainError):
    """Nobody has paused this printer."""

    code = "printer-runs"


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
    TEST_PAGE = "test-page"


TIED: Final = frozenset({Document.TEST_PAGE, Document.BADGE})
"""What never comes out at another printer: one speaks of it, one is a key in somebody's hand."""


class PrintJob(Record):
    """One paper in printer-neutral form (`paper`, JSON) and what has become of it.

    `copy` is 1 for the original; a higher number is printed on the paper as COPY n. `origin` is the
    printer that it was owed to first, and so whose paper it is; a move changes `printer` alone.
    While it waits with a `reason`, `changed_at` is since when it could not be printed.
    """

    __tablename__ = "print_job"
    __table_args__ = (
        Index("print_job_waiting", "printer", "state", "id"),
        Index("print_job_origin", "origin", "id"),
    )

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
    origin: Mapped[str] = mapped_column(default="")

    def __post_init__(self) -> None:
        """Owe the paper to the printer that it is first given to."""
        self.origin = self.origin or self.printer

    def expect_waiting(self) -> None:
        """Raise `JobGoingOut`, `JobAsks` or `JobOver` unless no byte of it was ever sent."""
        if self.state in WAITING:
            return
        told = {JobState.SENDING: JobGoingOut, JobState.UNCERTAIN: JobAsks}
        raise told.get(self.state, JobOver)(job=self.id, printer=self.printer)


class PrinterCare(Record):
    """What people have set at a printer: a pause, and what they saw on its test page.

    `paused_at` is empty while it runs. `across` is how many dots of a line really come out (None:
    all of them), `darkness` how much darker or lighter it prints, -3 to +3.
    """

    __tablename__ = "printer_care"

    code: Mapped[str] = mapped_column(primary_key=True)
    paused_by: Mapped[str] = mapped_column(default="")
    paused_at: Mapped[datetime | None] = mapped_column(default=None)
    across: Mapped[int | None] = mapped_column(default=None)
    darkness: Mapped[int] = mapped_column(default=0)
    calibrated_by: Mapped[str] = mapped_column(default="")
    calibrated_at: Mapped[datetime | None] = mapped_column(default=None)

    def pause(self, name: str, at: datetime) -> None:
        """Let what is owed wait; raises `PrinterPaused`."""
        if self.paused_at:
            raise PrinterPaused(printer=self.code, by=self.paused_by)
        self.paused_by, self.paused_at = name, at

    def resume(self) -> None:
        """Let it print again; raises `PrinterRuns`."""
        if not self.paused_at:
            raise PrinterRuns(printer=self.code)
        self.paused_by, self.paused_at = "", None
