"""Books of blank slips for an outage: printed before, their list witnessed after (补录)."""

from dataclasses import dataclass
from typing import ClassVar, Final

from sqlalchemy import select

from domain.access import Act
from domain.errors import BadQuantity
from domain.handover import SamePerson
from domain.late import BookWitnessed, LateEntry, NothingToWitness, SlipBook
from terminal import papers_odd
from terminal.transaction import Answer, Transaction, required

MOST: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintSlips:
    """Print a new book of numbered blank slips at this station."""

    act: ClassVar[str] = Act.PRINT_SLIPS
    slips: int

    def perform(self, tx: Transaction) -> Answer:
        """Return the book's number and how many slips it has."""
        tx.sign(Act.PRINT_SLIPS)
        if not 0 < self.slips <= MOST:
            raise BadQuantity(quantity=self.slips, most=MOST)
        series = f"{tx.site.code}-B"
        book = SlipBook(
            number=f"{series}{tx.next_in(series)}",
            slips=self.slips,
            printed_by=tx.signed_name,
            printed_at=tx.at,
        )
        tx.db.add(book)
        tx.record("slips:printed", quantity=self.slips, meaning="slips-printed",
                  details={"book": book.number})  # fmt: skip
        for leaf in range(1, self.slips + 1):
            papers_odd.print_slip(tx, f"{book.number}/{leaf}")
        tx.tell("desk", tx.station)
        return {"result": "slips-printed", "book": book.number, "quantity": self.slips}


@dataclass(frozen=True, slots=True, kw_only=True)
class WitnessBook:
    """Sign the list of a whole book: each line is what its slip says; the other slips are void.

    The witness is nobody who entered a line of it.
    """

    act: ClassVar[str] = Act.WITNESS_BOOK
    book: str
    note: str = ""

    def perform(self, tx: Transaction) -> Answer:
        """Return how many lines the list has."""
        person = tx.sign(Act.WITNESS_BOOK)
        number = tx.next_event  # the head row first: no line comes in while the list is signed
        query = select(SlipBook).where(SlipBook.number == self.book)
        found = tx.db.scalar(query.execution_options(populate_existing=True))
        book = required(found, "slip-book", self.book[:40])
        if book.witnessed_at:
            raise BookWitnessed(slip=book.number, by=book.witnessed_by)
        lines = select(LateEntry).where(LateEntry.book_id == book.id).order_by(LateEntry.slip)
        entries = list(tx.db.scalars(lines))
        if not entries:
            raise NothingToWitness(book=book.number)
        if person.id in {entry.entered_id for entry in entries}:
            raise SamePerson(name=person.name)
        book.witnessed_by, book.witnessed_at = tx.signed_name, tx.at
        details = {
            "book": book.number,
            "note": self.note,
            "lines": [[entry.slip, entry.event] for entry in entries],
        }
        event = tx.record("slips:witnessed", quantity=len(entries), meaning="slips-witnessed",
                          details=details)  # fmt: skip
        assert event.number == number  # noqa: S101  (the head row is locked)
        tx.tell("desk", tx.station)
        return {"result": "slips-witnessed", "book": book.number, "count": len(entries)}
