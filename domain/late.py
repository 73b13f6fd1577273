"""Late entry (补录): what was done on paper during an outage is entered afterwards, and says so.

Paper comes from numbered books of blank slips. Each slip is used once; a slip's act is done now,
by who enters it, and keeps the time and the name that stand on the slip. One witness signs the
list of a whole book, not each line.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Counter, Record
from domain.errors import DomainError

SLIP: Final = re.compile(r"([A-Z0-9]{1,6}-B[0-9]{1,6})/([0-9]{1,3})", re.ASCII)


class SlipUnknown(DomainError):
    """There is no blank slip of this number."""

    code = "slip-unknown"


class SlipUsed(DomainError):
    """This slip was entered already; `by` entered it."""

    code = "slip-used"


class BookWitnessed(DomainError):
    """The book's list is signed: no slip of it can be entered any more."""

    code = "book-witnessed"


class StatedInFuture(DomainError):
    """Nothing can have been done on paper at a time that has not come yet."""

    code = "stated-in-future"


class StatedTooEarly(DomainError):
    """At that time the lot, or the slip itself, did not exist; `since` says since when it does."""

    code = "stated-too-early"


class NothingToWitness(DomainError):
    """No slip of this book was entered: there is no list to sign."""

    code = "nothing-to-witness"


def late_parts(slip: str) -> tuple[str, str]:
    """Return the numbers of book and leaf that a slip carries: `RT-B1/7` is 1 and 7."""
    found = SLIP.fullmatch(slip)
    return (found[1].rpartition("-B")[2], found[2]) if found else ("", "")


@dataclass(frozen=True, slots=True)
class Late:
    """What a slip says: its number (`RT-B1/7`), when it was done (aware UTC), by whom."""

    slip: str
    at: datetime
    by: str

    @property
    def book(self) -> str:
        """The number of its book, empty when this is no slip's number."""
        return found[1] if (found := SLIP.fullmatch(self.slip)) else ""

    @property
    def leaf(self) -> int:
        """Its number in the book, 0 when this is no slip's number."""
        return int(found[2]) if (found := SLIP.fullmatch(self.slip)) else 0


class SlipBook(Record):
    """A book of numbered blank slips, printed before they are needed; witnessed once at the end."""

    __tablename__ = "slip_book"

    id: Mapped[int] = mapped_column(Counter, init=False, primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    slips: Mapped[int]
    printed_by: Mapped[str]
    printed_at: Mapped[datetime]
    witnessed_by: Mapped[str] = mapped_column(default="")
    witnessed_at: Mapped[datetime | None] = mapped_column(default=None, index=True)


class LateEntry(Record):
    """One slip that was entered: by which event, and what it states."""

    __tablename__ = "late_entry"
    __table_args__ = (UniqueConstraint("book_id", "slip"),)

    id: Mapped[int] = mapped_column(Counter, init=False, primary_key=True)
    book_id: Mapped[int] = mapped_column(ForeignKey("slip_book.id"))
    slip: Mapped[int]
    event: Mapped[int] = mapped_column(Counter)
    lot: Mapped[str]
    meaning: Mapped[str]
    stated_at: Mapped[datetime]
    stated_by: Mapped[str]
    entered_id: Mapped[int]
    entered_by: Mapped[str]
    entered_at: Mapped[datetime]
