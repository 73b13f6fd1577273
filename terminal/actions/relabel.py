"""A lot whose label is torn gets another one, where it is; each copy is numbered."""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import func, select

from domain.access import Act
from domain.lot import Lot
from domain.printing import Document, PrintJob
from terminal import papers
from terminal.transaction import Answer, Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Relabel:
    """Print the label of a lot again at the station that has it; the torn one is void."""

    act: ClassVar[str] = "relabel"
    lot: str
    version: int

    def perform(self, tx: Transaction) -> Answer:
        """Return the number of the copy."""
        lot = tx.lock_lot(self.lot, self.version)
        tx.sign(Act.REPRINT, lot.step)
        lot.expect_at(lot.step, tx.station)
        copy = _printed(tx, lot) + 1
        tx.record("lot:relabelled", lot=lot, quantity=lot.quantity, details={"copy": copy})
        papers.print_lot(tx, lot, copy)
        tx.tell("desk", tx.station)
        return {"result": "relabelled", "lot": lot.number, "copy": copy}


def _printed(tx: Transaction, lot: Lot) -> int:
    labels = select(func.max(PrintJob.copy)).where(
        PrintJob.lot == lot.number, PrintJob.document == Document.LOT_LABEL
    )
    return tx.db.scalar(labels) or 0
