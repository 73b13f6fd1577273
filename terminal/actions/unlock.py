"""A leader or supervisor lets a locked person sign again: the line must not stop at night."""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import select

from domain.access import SUPERVISORS, Act
from domain.errors import NotPermitted, WrongState
from domain.handover import SamePerson
from domain.people import Person
from terminal.transaction import Answer, Transaction, required


@dataclass(frozen=True, slots=True, kw_only=True)
class Unlock:
    """Unlock a person after wrong PINs; ten in a row need a supervisor, and nobody unlocks himself.

    The PIN itself stays as it is: nobody learns or changes another's (reliability.md, Access).
    """

    act: ClassVar[str] = Act.UNLOCK
    number: str

    def perform(self, tx: Transaction) -> Answer:
        """Return the name of who may sign again."""
        query = select(Person).where(Person.number == self.number).with_for_update()
        locked = required(tx.db.scalar(query), "person", self.number)
        signer = tx.sign(Act.UNLOCK)
        if locked.id == signer.id:
            raise SamePerson(name=signer.name)
        if not locked.blocked and not locked.locked_until:
            raise WrongState(lot=locked.name, state="unlocked", step="")
        if locked.blocked and not SUPERVISORS & {*signer.roles, tx.role}:
            raise NotPermitted(act=Act.UNLOCK.value, step="", roles=" ".join(sorted(SUPERVISORS)))
        locked.wrong_pins, locked.locked_until, locked.blocked = 0, None, False
        tx.record(
            "person:unlocked",
            meaning="unlocked",
            details={"person": locked.id, "number": locked.number},
        )
        tx.tell("desk", tx.station)
        return {"result": "unlocked", "name": locked.name}
