"""What supervisors do to a batch or a lot: confirm, promise, hold, release, merge."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Final

from sqlalchemy import update

from domain import verdict
from domain.access import Act
from domain.cases import Promise, after_working_days
from domain.errors import BadField, WrongState
from domain.findings import AnomalyReport, RepairRecord, TermKind
from domain.lot import Lot, LotState
from domain.tray import Tray
from terminal import pieces
from terminal.lookup import known_term
from terminal.transaction import Answer, Transaction

WORKDAYS: Final = frozenset({1, 2, 3, 4, 5, 6})


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmBatchProblem:
    """The quality supervisor confirms a batch problem: rework without screening (K-15)."""

    act: ClassVar[str] = Act.CONFIRM_BATCH_PROBLEM
    batch: str
    note: str

    def perform(self, tx: Transaction) -> Answer:
        """Return the batch's number."""
        batch = tx.lock_batch(self.batch)
        tx.sign(Act.CONFIRM_BATCH_PROBLEM)
        if not self.note:
            raise BadField(field="note", value="")
        batch.batch_problem = True
        tx.record(
            "batch:problem-confirmed",
            batch=batch,
            quantity=batch.received,
            meaning="batch-problem",
            details={"note": self.note},
        )
        return {"result": "confirmed", "batch": batch.number}


@dataclass(frozen=True, slots=True, kw_only=True)
class GivePromise:
    """Production answers with a date; the customer's date is that plus the buffer (K-10, K-11).

    A later date needs a coded delay reason (the list is the factory's and open) and what the
    customer was told (K-12).
    """

    act: ClassVar[str] = Act.PROMISE
    batch: str
    production_on: date
    reason: str = ""
    told_customer: str = ""

    def perform(self, tx: Transaction) -> Answer:
        """Return the promised date."""
        batch = tx.lock_batch(self.batch)
        person = tx.sign(Act.PROMISE)
        if self.reason:
            known_term(tx.db, TermKind.DELAY, self.reason)
        buffer = tx.site.figures.buffer_working_days
        promised = after_working_days(self.production_on, buffer, workdays=WORKDAYS)
        later = batch.promised_on is not None and promised > batch.promised_on
        if later and not (self.reason and self.told_customer):
            raise BadField(field="reason", value=self.reason)
        tx.db.add(
            Promise(
                batch_id=batch.id,
                production_on=self.production_on,
                promised_on=promised,
                reason=self.reason,
                told_customer=self.told_customer,
                person_name=person.name,
                at=tx.at,
            )
        )
        batch.due_on, batch.promised_on = self.production_on, promised
        tx.record(
            "batch:promised",
            batch=batch,
            meaning="promised",
            quantity=batch.received,
            details={"due": self.production_on.isoformat(), "promised": promised.isoformat()},
        )
        return {"result": "promised", "batch": batch.number, "promised": promised.isoformat()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """Put a lot on hold with a reason (暂停); nothing happens to it until it is released."""

    act: ClassVar[str] = Act.HOLD
    lot: str
    version: int
    reason: str

    def perform(self, tx: Transaction) -> Answer:
        """Return the lot's number."""
        lot = tx.lock_lot(self.lot, self.version)
        tx.sign(Act.HOLD, lot.step)
        lot.expect_at(lot.step, tx.station)
        lot.expect_state(*(set(LotState) - {LotState.ENDED}))
        if not self.reason:
            raise BadField(field="reason", value=self.reason)
        lot.hold_reason = self.reason
        tx.record("lot:held", lot=lot, quantity=lot.quantity, meaning="held",
                  details={"reason": self.reason})  # fmt: skip
        tx.tell("desk", lot.station)
        return {"result": "held", "lot": lot.number}


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """A supervisor or leader lets a held lot go on."""

    act: ClassVar[str] = Act.RELEASE
    lot: str
    version: int
    note: str = ""

    def perform(self, tx: Transaction) -> Answer:
        """Return the lot's number."""
        lot = tx.lock_lot(self.lot, self.version)
        tx.sign(Act.RELEASE)
        if not lot.hold_reason:
            raise WrongState(lot=lot.number, state=lot.state.value, step=lot.step.value)
        lot.hold_reason = ""
        tx.record("lot:released", lot=lot, quantity=lot.quantity, meaning="released",
                  details={"note": self.note})  # fmt: skip
        tx.tell("desk", lot.station)
        return {"result": "released", "lot": lot.number}


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """Put one lot into another that differs in nothing (合批)."""

    act: ClassVar[str] = Act.MERGE
    lot: str
    version: int
    other: str

    def perform(self, tx: Transaction) -> Answer:
        """Return the lot that holds all pieces now."""
        lot = tx.lock_lot(self.lot, self.version)
        tx.sign(Act.MERGE, lot.step)
        lot.expect_at(lot.step, tx.station)
        other = next((one for one in lot.batch.lots if one.number == self.other), None)
        if other is None:
            raise verdict.DifferentLots(lot=lot.number, other=self.other)
        verdict.merge(lot, other)
        pieces.merge(tx, lot, other)
        _keep_findings(tx, lot, other)
        tx.record("lot:merged", lot=lot, changed=[other], quantity=lot.quantity,
                  meaning="merged", details={"other": other.number})  # fmt: skip
        tx.tell("desk", tx.station)
        return {"result": "merged", "lot": lot.number}


def _keep_findings(tx: Transaction, lot: Lot, other: Lot) -> None:
    # What was found on the pieces of the other lot and not yet used goes along with them.
    for kind in (AnomalyReport, RepairRecord, Tray):
        found = update(kind).where(kind.lot_id == other.id, kind.closed_by == 0)
        tx.db.execute(found.values(lot_id=lot.id))
