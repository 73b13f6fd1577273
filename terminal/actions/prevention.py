"""The responsible step's supervisor names person and measure; another one verifies it (K-37)."""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import select

from domain.access import Act
from domain.errors import BadField, UnknownThing
from domain.people import Person
from domain.prevention import ANSWERS_FOR, Prevention
from terminal.actions.rule import NotYourPeople
from terminal.lookup import known_person
from terminal.prevention import is_under
from terminal.transaction import Answer, Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class NameMeasure:
    """Name who was responsible (`named`, a factory number, may be empty) and what is done now.

    `performance` is the note for the department's assessment; he and it are not everybody's
    business.
    """

    act: ClassVar[str] = Act.NAME_MEASURE
    prevention: int
    measure: str
    named: str = ""
    performance: str = ""

    def perform(self, tx: Transaction) -> Answer:
        """Return the report whose responsibility was answered."""
        open_one = _locked(tx, self.prevention)
        signer = tx.sign(Act.NAME_MEASURE, among=ANSWERS_FOR[open_one.responsibility])
        if not self.measure:
            raise BadField(field="measure", value="")
        named = self._person(tx, signer)
        open_one.answer(tx.hand, self.measure, named.id if named else None, self.performance)
        tx.record(
            "week:measure",
            quantity=open_one.pieces,
            meaning="measure-named",
            details={
                "report": open_one.report,
                "responsibility": open_one.responsibility.value,
                "measure": self.measure,
                "person": named.id if named else None,
            },
        )
        tx.tell("desk", tx.station)
        return {"result": "measure-named", "report": open_one.report}

    def _person(self, tx: Transaction, signer: Person) -> Person | None:
        if not self.named:
            return None
        named = known_person(tx.db, self.named)
        bosses = {signer.id, *(other.person for other in tx.stand_ins)}
        if not is_under(tx.db, named, bosses):
            boss = tx.db.get(Person, named.supervisor_id) if named.supervisor_id else None
            raise NotYourPeople(giver=named.name, supervisor=boss.name if boss else "")
        return named


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyMeasure:
    """Sign whether a measure works; one that does not is to be written anew."""

    act: ClassVar[str] = Act.VERIFY_MEASURE
    prevention: int
    effective: bool
    verification: str

    def perform(self, tx: Transaction) -> Answer:
        """Return the report whose measure was verified."""
        open_one = _locked(tx, self.prevention)
        tx.sign(Act.VERIFY_MEASURE)
        if not self.verification:
            raise BadField(field="verification", value="")
        measure = open_one.measure
        open_one.verify(tx.hand, self.verification, effective=self.effective)
        tx.record(
            "week:verified",
            quantity=open_one.pieces,
            meaning="measure-verified" if self.effective else "measure-failed",
            details={
                "report": open_one.report,
                "responsibility": open_one.responsibility.value,
                "measure": measure,
                "note": self.verification,
            },
        )
        tx.tell("desk", tx.station)
        return {"result": "measure-verified", "report": open_one.report}


def _locked(tx: Transaction, number: int) -> Prevention:
    query = select(Prevention).where(Prevention.id == number).with_for_update()
    found = tx.db.scalar(query.execution_options(populate_existing=True))
    if found is None:
        raise UnknownThing(kind="prevention", name=str(number))
    return found
