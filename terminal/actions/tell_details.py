"""The customer's paper has come after his goods: Sales tells what is on it (K-20)."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from domain.access import Act
from domain.batch import Batch, DetailsTold, Kind, Warranty
from domain.errors import BadQuantity
from domain.lot import Lot, LotState
from domain.process import Step
from terminal import papers
from terminal.actions.book_in import declare
from terminal.transaction import Answer, Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class TellDetails:
    """Sign what the paper says about a batch that was booked in without it.

    What it does not say stays as it was booked. The service form is printed now: goods without it
    are received by nobody (K-17).
    """

    act: ClassVar[str] = Act.TELL_DETAILS
    batch: str
    complaint: str
    declared: int
    demand: str = ""
    wanted_on: date | None = None
    delivered: int | None = None
    kind: Kind | None = None
    warranty: Warranty | None = None
    rma: str = ""
    part_number: str = ""
    customer_lot: str = ""
    customer_order: str = ""
    date_code: str = ""

    def perform(self, tx: Transaction) -> Answer:
        """Return the number of the batch; raises `DetailsTold` when its details are known."""
        batch = tx.lock_batch(self.batch)
        person = tx.sign(Act.TELL_DETAILS)
        if not batch.awaits_paper:
            raise DetailsTold(batch=batch.number)
        largest = tx.site.figures.largest_quantity
        if not 0 < self.declared <= largest:
            raise BadQuantity(quantity=self.declared, most=largest)
        self._tell(batch)
        first = batch.lots[0]
        declare(tx, batch, first, person)
        waiting = [lot for lot in batch.lots if _waits(lot)]
        tx.record(
            "batch:details-told",
            lot=first,
            changed=waiting,
            meaning="details-told",
            details={"declared": self.declared, "complaint": self.complaint, "rma": self.rma},
        )
        for lot in waiting:
            papers.print_traveler(tx, lot)
        tx.tell("desk", tx.station)
        tx.tell("waiting", Step.REGISTER)
        return {"result": "details-told", "batch": batch.number}

    def _tell(self, batch: Batch) -> None:
        batch.complaint, batch.declared = self.complaint, self.declared
        batch.demand = self.demand or batch.demand
        batch.wanted_on = self.wanted_on or batch.wanted_on
        batch.delivered = self.delivered or batch.delivered
        batch.kind = self.kind or batch.kind
        batch.warranty = self.warranty or batch.warranty
        batch.rma = self.rma or batch.rma
        for name in ("part_number", "customer_lot", "customer_order", "date_code"):
            setattr(batch, name, getattr(self, name) or getattr(batch, name))
        batch.awaits_paper = False


def _waits(lot: Lot) -> bool:
    return lot.step is Step.INTAKE and lot.state is not LotState.ENDED
