"""The review of what nobody could find: opinions, consent, and closing when corrected."""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import select

from domain.access import Act
from domain.cases import CaseOpen, Opinion, ReviewCase
from domain.errors import BadField, UnknownThing, WrongState
from domain.lot import Lot
from terminal.closing import close_if_done
from terminal.transaction import Answer, Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class AddOpinion:
    """A participant says what he thinks (quality, repair, production, technical, Sales)."""

    act: ClassVar[str] = Act.OPINION
    case: str
    text: str

    def perform(self, tx: Transaction) -> Answer:
        """Return the case's number."""
        case, lot = _case(tx, self.case)
        person = tx.sign(Act.OPINION)
        if not self.text:
            raise BadField(field="text", value="")
        role = tx.role.value if tx.role else ""
        case.opinions.append(Opinion(person_name=person.name, role=role, text=self.text, at=tx.at))
        tx.record("case:opinion", batch=lot.batch, details={"case": case.number})
        tx.tell("desk", lot.station)
        return {"result": "noted", "case": case.number}


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordConsent:
    """Sales records the customer's signed agreement to scrap or return as is (K-38)."""

    act: ClassVar[str] = "consent"
    case: str
    consent: str

    def perform(self, tx: Transaction) -> Answer:
        """Return the case's number."""
        case, lot = _case(tx, self.case)
        person = tx.sign(Act.SETTLE)
        if not self.consent:
            raise BadField(field="consent", value="")
        case.consent, case.consent_by = self.consent, person.name
        tx.record(
            "case:consent",
            batch=lot.batch,
            meaning="customer-consents",
            quantity=case.quantity,
            details={"case": case.number, "consent": self.consent},
        )
        tx.tell("desk", lot.station)
        return {"result": "noted", "case": case.number}


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseCase:
    """Close a case whose cause is corrected and verified, and not before (K-02, 直至改正)."""

    act: ClassVar[str] = Act.CLOSE_CASE
    case: str
    correction: str

    def perform(self, tx: Transaction) -> Answer:
        """Return the case's number."""
        case, lot = _case(tx, self.case)
        person = tx.sign(Act.CLOSE_CASE)
        if case.decided_at is None or not self.correction:
            raise CaseOpen(case=case.number)
        if case.closed_at:
            raise WrongState(lot=lot.number, state="closed", step=lot.step.value)
        case.correction, case.closed_by, case.closed_at = self.correction, person.name, tx.at
        tx.record(
            "case:closed",
            batch=lot.batch,
            quantity=case.quantity,
            meaning="corrected-and-verified",
            details={"case": case.number, "correction": self.correction},
        )
        tx.flush()
        close_if_done(tx, lot.batch)
        tx.tell("desk", lot.station)
        return {"result": "closed", "case": case.number}


def _case(tx: Transaction, number: str) -> tuple[ReviewCase, Lot]:
    case = tx.db.scalar(select(ReviewCase).where(ReviewCase.number == number))
    if case is None:
        raise UnknownThing(kind="case", name=number)
    lot = tx.lock_lot(tx.db.scalars(select(Lot.number).where(Lot.id == case.lot_id)).one())
    tx.db.refresh(case)
    return case, lot
