"""The inspection anomaly report: registered before the pieces leave, signed by who missed it."""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import select

from domain.access import Act
from domain.errors import BadField, BadQuantity, UnknownThing, WrongState
from domain.findings import AnomalyReport
from domain.lot import OPEN_WORK, Lot
from domain.people import Person
from domain.process import Step
from terminal.transaction import Answer, Transaction, required


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterAnomaly:
    """Register visible faults that inspection had missed, and the responsible inspector (K-24)."""

    act: ClassVar[str] = Act.REGISTER_ANOMALY
    lot: str
    version: int
    quantity: int
    inspector: str
    description: str

    def perform(self, tx: Transaction) -> Answer:
        """Return the report's number."""
        lot = tx.lock_lot(self.lot, self.version)
        person = tx.sign(Act.REGISTER_ANOMALY)
        lot.expect_at(Step.SCREENING, tx.station)
        lot.expect_state(*OPEN_WORK)
        if not 0 < self.quantity <= lot.quantity:
            raise BadQuantity(quantity=self.quantity, most=lot.quantity)
        inspector = tx.db.scalar(select(Person).where(Person.number == self.inspector))
        series = f"{lot.batch.number}-A"
        report = AnomalyReport(
            number=f"{series}{tx.next_in(series)}",
            batch_id=lot.batch_id,
            lot_id=lot.id,
            quantity=self.quantity,
            description=self.description,
            inspector_id=required(inspector, "person", self.inspector).id,
            registered_by=person.name,
            registered_at=tx.at,
        )
        tx.db.add(report)
        tx.record(
            "anomaly:registered",
            lot=lot,
            quantity=self.quantity,
            meaning="anomaly-registered",
            details={"report": report.number, "inspector": report.inspector_id},
        )
        tx.tell("desk", tx.station)
        return {"result": "registered", "report": report.number, "lot": lot.number}


@dataclass(frozen=True, slots=True, kw_only=True)
class SignAnomaly:
    """The responsible inspector signs; absent, a supervisor signs "absent" with a reason."""

    act: ClassVar[str] = Act.SIGN_ANOMALY
    report: str
    absent_reason: str = ""

    def perform(self, tx: Transaction) -> Answer:
        """Return the report's number."""
        report = tx.db.scalar(select(AnomalyReport).where(AnomalyReport.number == self.report))
        if report is None:
            raise UnknownThing(kind="report", name=self.report)
        number = tx.db.scalars(select(Lot.number).where(Lot.id == report.lot_id)).one()
        lot = tx.lock_lot(number)
        tx.db.refresh(report)
        person = tx.sign(Act.SIGN_ABSENT if self.absent_reason else Act.SIGN_ANOMALY)
        if report.signed_at:
            raise WrongState(lot=number, state="signed", step=lot.step.value)
        if not self.absent_reason and person.id != report.inspector_id:
            raise BadField(field="absent_reason", value="")
        report.signed_by, report.signed_at = person.name, tx.at
        report.absent_reason = self.absent_reason
        tx.record(
            "anomaly:signed",
            lot=lot,
            quantity=report.quantity,
            meaning="inspector-absent" if self.absent_reason else "anomaly-confirmed",
            details={"report": report.number, "absent": self.absent_reason},
        )
        return {"result": "signed", "report": report.number}
