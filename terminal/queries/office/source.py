"""What every A4 form is built from: the page of its batch, and the signatures on it.

Forms take figures and names only from here, so that they tell no more than that page does: no
offered count that waits for its receiver, and no name that is for supervisors only.
"""

from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from domain.events import Event, short_code
from domain.lot import Lot
from terminal.queries.batch import BatchView, Line, batch_view
from terminal.queries.signatures import signatures
from terminal.site import Site


@dataclass(frozen=True, slots=True)
class Source:
    """One batch, and which of its forms are wanted: all of a kind, or the one named `only`."""

    site: Site
    db: Db
    view: BatchView
    only: str = ""

    def wants(self, number: str) -> bool:
        """Whether the form of this lot, report, case or order is wanted."""
        return self.only in {"", number}

    def lot(self, number: str) -> Lot:
        """Return a lot of this batch."""
        return next(lot for lot in self.view.batch.lots if lot.number == number)

    def signed(self, *kinds: str, lot: str = "", **facts: object) -> tuple[Line, ...]:
        """Return the signatures of these kinds of events, on one lot, that name these facts."""
        query = select(Event).where(
            Event.batch == self.view.batch.number, Event.kind.in_(kinds), Event.meaning != ""
        )
        numbers = {
            event.number
            for event in self.db.scalars(query.where(Event.lot == lot) if lot else query)
            if all(event.facts.get(name) == value for name, value in facts.items())
        }
        return tuple(line for line in self.view.lines if line.number in numbers)

    def track(self, lot: Lot) -> tuple[Line, ...]:
        """Return the tracking column of a lot, as on its traveler: its own part of each figure."""
        lines = {line.number: line for line in self.view.lines}
        return tuple(
            replace(
                lines[one.number],
                quantity=None if lines[one.number].hidden else one.quantity,
                hidden=one.quantity is None or lines[one.number].hidden,
            )
            for one in signatures(self.db, lot)
        )

    def is_told(self, lot: Lot) -> bool:
        """Whether a lot's quantity may be told: nothing at its step waits for a receiver."""
        return any(
            held.place == lot.step.value and held.quantity is not None for held in self.view.sums
        )

    @property
    def log(self) -> str:
        """The last entry of the batch's log and its seal: a cut-off log does not reach it."""
        query = select(Event.number, Event.seal).where(Event.batch == self.view.batch.number)
        last = self.db.execute(query.order_by(Event.number.desc()).limit(1)).one()
        return f"#{last.number} {short_code(last.seal)}"


def source(site: Site, db: Db, batch: str, only: str = "") -> Source:
    """Read what the forms of a batch are built from; raises `UnknownBatch`."""
    return Source(site, db, batch_view(site, db, batch), only)
