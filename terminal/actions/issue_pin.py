"""A start PIN for somebody who is new or has forgotten his own; nobody learns another's PIN.

The start PIN opens nothing but the choice of an own PIN. It is shown for a moment at the station
that issued it, and is in no event, answer or paper.
"""

from dataclasses import dataclass
from typing import ClassVar

from domain.access import Act
from domain.people import Person
from domain.staff import NotYourself, StartPin
from terminal.actions.badges import end_sessions
from terminal.lookup import known_person
from terminal.transaction import Answer, Transaction

SEED = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuePin:
    """Let a person choose a new PIN; the old one, its wrong tries and its sessions are over."""

    act: ClassVar[str] = Act.ISSUE_PIN
    number: str

    def perform(self, tx: Transaction) -> Answer:
        """Return the name, never the PIN."""
        person = known_person(tx.db, self.number, lock=True)
        signer = tx.sign(Act.ISSUE_PIN)
        if signer.id == person.id:
            raise NotYourself(name=person.name)
        had = "own" if person.pin_hash else "none"
        start = forget_pin(tx, person) or StartPin(
            person_id=person.id, seed="", session="", issued_at=tx.at
        )
        start.seed, start.issued_at = tx.site.token(SEED), tx.at
        start.session = tx.signer.session if tx.signer else ""
        tx.db.add(start)
        sessions = end_sessions(tx, person, "pin-issued")
        tx.record("person:pin-issued", meaning="pin-issued", details={
            "person": person.id, "number": person.number, "before": had, "after": "start",
            "sessions": sessions,
        })  # fmt: skip
        tx.tell("desk", tx.station)
        return {"result": "pin-issued", "name": person.name}


def forget_pin(tx: Transaction, person: Person) -> StartPin | None:
    """Void a person's PIN and its wrong tries; return a start PIN that was never used."""
    person.pin_hash, person.wrong_pins = "", 0
    person.locked_until, person.blocked = None, False
    return tx.db.get(StartPin, person.id)
