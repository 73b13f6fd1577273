"""What an administrator does about people: hire, change, let go, take back."""

import re
from dataclasses import dataclass
from typing import ClassVar, Final

from sqlalchemy import Select, or_, select

from domain.access import Act
from domain.errors import BadField
from domain.lot import Lot, LotState
from domain.people import Person, Team
from domain.staff import Appointment, AppointmentState, NotYourself, NumberTaken, StillHere
from terminal.actions.appointments import OPEN, propose
from terminal.actions.badges import revoke_all
from terminal.actions.issue_pin import forget_pin
from terminal.custody import staff
from terminal.lookup import known_person
from terminal.transaction import Answer, Transaction, required

NUMBER: Final = re.compile(r"[0-9A-Za-z-]{1,20}", re.ASCII)
LONGEST_NAME: Final = 40
LANGUAGES: Final = frozenset({"", "zh", "en"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Hire:
    """Somebody new, without badge and PIN; the roles wait until another person has agreed."""

    act: ClassVar[str] = Act.HIRE
    number: str
    name: str
    roles: tuple[str, ...] = ()
    team: str = ""
    supervisor: str = ""
    language: str = ""

    def perform(self, tx: Transaction) -> Answer:
        """Return number and name; raises `NumberTaken`, for a number is never given twice."""
        tx.sign(Act.HIRE)
        if not NUMBER.fullmatch(self.number):
            raise BadField(field="number", value=self.number[:40])
        if taken := tx.db.scalar(select(Person).where(Person.number == self.number)):
            raise NumberTaken(number=self.number, name=taken.name)
        person = Person(number=self.number, name=self.name)
        _place(tx, person, self)
        tx.db.add(person)
        tx.db.flush()
        tx.record("person:hired", meaning="hired", details={
            "person": person.id, "number": person.number, "after": facts_of(tx, person),
        })  # fmt: skip
        if self.roles:
            propose(tx, person, self.roles)
        tx.tell("desk", tx.station)
        return {"result": "hired", "number": person.number, "name": person.name}


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangePerson:
    """Another name, team, direct supervisor or language; number and roles stay."""

    act: ClassVar[str] = Act.CHANGE_PERSON
    number: str
    name: str
    team: str = ""
    supervisor: str = ""
    language: str = ""

    def perform(self, tx: Transaction) -> Answer:
        """Return number and name."""
        person = known_person(tx.db, self.number, lock=True)
        tx.sign(Act.CHANGE_PERSON)
        before = facts_of(tx, person)
        _place(tx, person, self)
        tx.record("person:changed", meaning="person-changed", details={
            "person": person.id, "number": person.number,
            "before": before, "after": facts_of(tx, person),
        })  # fmt: skip
        tx.tell("desk", tx.station)
        return {"result": "person-changed", "number": person.number, "name": person.name}


@dataclass(frozen=True, slots=True, kw_only=True)
class Leave:
    """Somebody has left: no badge, no session, no PIN, no role; what he has is told."""

    act: ClassVar[str] = Act.LEAVE
    number: str
    note: str = ""

    def perform(self, tx: Transaction) -> Answer:
        """Return the name, and how many lots are in this person's custody."""
        person = known_person(tx.db, self.number, lock=True)
        signer = tx.sign(Act.LEAVE)
        if signer.id == person.id:
            raise NotYourself(name=signer.name)
        before = facts_of(tx, person)
        badges, _ = revoke_all(tx, person, "left")
        if start := forget_pin(tx, person):
            tx.db.delete(start)
        ended = _end_appointments(tx, person, signer.name)
        person.active, person.person_roles = False, []
        lots = list(tx.db.scalars(custody(person.id)))
        tx.record("person:left", meaning="left", details={
            "person": person.id, "number": person.number, "before": before, "note": self.note,
            "badges": badges, "appointments": ended, "lots": lots,
        })  # fmt: skip
        tx.tell("desk", tx.station)
        tx.flush()
        known = staff(tx.db)
        holder = known.name(known.holder(person.id) or 0)
        return {"result": "left", "name": person.name, "lots": len(lots), "holder": holder}


@dataclass(frozen=True, slots=True, kw_only=True)
class ComeBack:
    """Somebody who had left is back, as the same person; roles, badge and PIN come anew."""

    act: ClassVar[str] = Act.COME_BACK
    number: str

    def perform(self, tx: Transaction) -> Answer:
        """Return the name."""
        query = select(Person).where(Person.number == self.number).with_for_update()
        found = tx.db.scalar(query.execution_options(populate_existing=True))
        person = required(found, "person", self.number[:40])
        tx.sign(Act.COME_BACK)
        if person.active:
            raise StillHere(name=person.name)
        person.active = True
        tx.record("person:came-back", meaning="came-back", details={
            "person": person.id, "number": person.number,
        })  # fmt: skip
        tx.tell("desk", tx.station)
        return {"result": "came-back", "name": person.name}


def facts_of(tx: Transaction, person: Person) -> dict[str, str]:
    """Return what the log keeps of a person before and after a change; never a secret."""
    team = tx.db.get(Team, person.team_id) if person.team_id else None
    boss = tx.db.get(Person, person.supervisor_id) if person.supervisor_id else None
    return {
        "name": person.name,
        "roles": " ".join(role.value for role in person.roles),
        "team": team.code if team else "",
        "supervisor": boss.number if boss else "",
        "language": person.language,
    }


def custody(person: int) -> Select[str]:
    """Select the numbers of the lots that somebody is responsible for."""
    query = select(Lot.number).where(Lot.person_id == person, Lot.state != LotState.ENDED)
    return query.order_by(Lot.number)


def _place(tx: Transaction, person: Person, told: Hire | ChangePerson) -> None:
    if not 0 < len(told.name) <= LONGEST_NAME:
        raise BadField(field="name", value=told.name[:40])
    if told.language not in LANGUAGES:
        raise BadField(field="language", value=told.language[:40])
    person.name, person.language = told.name, told.language
    person.team_id = person.supervisor_id = None
    if told.team:
        team = tx.db.scalar(select(Team).where(Team.code == told.team))
        person.team_id = required(team, "team", told.team[:40]).id
    if told.supervisor:
        boss = known_person(tx.db, told.supervisor)
        if boss.number == person.number:
            raise BadField(field="supervisor", value=boss.name)
        person.supervisor_id = boss.id


def _end_appointments(tx: Transaction, person: Person, by: str) -> list[int]:
    query = select(Appointment).where(
        Appointment.state.in_(OPEN),
        or_(Appointment.person_id == person.id, Appointment.stands_for_id == person.id),
    )
    found = list(tx.db.scalars(query))
    for one in found:
        one.state, one.decided_by, one.decided_at = AppointmentState.ENDED, by, tx.at
    return [one.id for one in found]
