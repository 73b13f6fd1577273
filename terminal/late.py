"""Using a blank slip for an act that is done now and was done on paper before (补录).

Everything here runs under the site's head row, so a slip is used once and a signed book is closed.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from domain.events import Event
from domain.late import (
    BookWitnessed,
    Late,
    LateEntry,
    SlipBook,
    SlipUnknown,
    SlipUsed,
    StatedInFuture,
    StatedTooEarly,
)
from domain.lot import Lot
from terminal.site import Site


def said(late: Late | None) -> dict[str, object]:
    """Return what a slip says, for the event of its act; its time is the event's `stated_at`."""
    return {"late": {"slip": late.slip, "by": late.by}} if late else {}


def open_book(db: Db, late: Late) -> SlipBook:
    """Return the book of a slip that may be entered.

    Raises `SlipUnknown`, `BookWitnessed`, `SlipUsed`.
    """
    query = select(SlipBook).where(SlipBook.number == late.book)
    book = db.scalar(query.execution_options(populate_existing=True))
    if book is None or not 0 < late.leaf <= book.slips:
        raise SlipUnknown(slip=late.slip[:40])
    if book.witnessed_at:
        raise BookWitnessed(slip=late.slip, by=book.witnessed_by)
    used = db.scalar(
        select(LateEntry).where(LateEntry.book_id == book.id, LateEntry.slip == late.leaf)
    )
    if used:
        raise SlipUsed(slip=late.slip, lot=used.lot or "—", by=used.entered_by)
    return book


def check_time(site: Site, late: Late, now: datetime, since: datetime) -> None:
    """Raise `StatedInFuture`, or `StatedTooEarly` when that was before `since`."""
    if late.at > now:
        raise StatedInFuture(slip=late.slip)
    # A slip states minutes: what began within that minute may have been before it.
    if late.at < since.replace(second=0, microsecond=0):
        since_text = site.local(since).strftime("%d/%m %H:%M")
        raise StatedTooEarly(slip=late.slip, since=since_text)


@dataclass(slots=True)
class Claim:
    """A slip that an act may use, and uses up with the first event that it signs."""

    late: Late
    book: int
    used: bool = False

    def use(self, db: Db, event: Event) -> None:
        """Write the line of the book's list."""
        if self.used:
            return
        self.used = True
        entry = LateEntry(
            book_id=self.book,
            slip=self.late.leaf,
            event=event.number,
            lot=event.lot or "",
            meaning=event.meaning,
            stated_at=self.late.at,
            stated_by=self.late.by,
            entered_id=event.person_id or 0,
            entered_by=event.person_name,
            entered_at=event.at,
        )
        db.add(entry)


def claim(site: Site, db: Db, late: Late, lot: Lot | None, now: datetime) -> Claim:
    """Return the slip that an act on a lot uses up; raises whatever is wrong with it."""
    book = open_book(db, late)
    check_time(site, late, now, book.printed_at)
    if lot and (since := _existed_since(db, lot)):
        check_time(site, late, now, since)
    return Claim(late, book.id)


def _existed_since(db: Db, lot: Lot) -> datetime | None:
    """Return when a lot came to be, by what was stated where that was entered late as well."""
    born = [descent.event for descent in lot.came_from if descent.event]
    query = select(Event).order_by(Event.number).limit(1)
    query = (
        query.where(Event.number == min(born))
        if born
        else query.where(Event.batch == lot.batch.number)
    )
    first = db.scalar(query)
    return (first.stated_at or first.at) if first else None
