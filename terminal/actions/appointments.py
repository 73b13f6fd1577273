"""Who gets which roles, and who stands in for whom: one proposes, another person agrees.

More rights take two different people (reliability.md, Access 6); neither of them is the one who
gets them.
"""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Final

from sqlalchemy import select

from domain.access import Act
from domain.errors import BadField, UnknownThing
from domain.handover import SamePerson
from domain.people import Person, PersonRole
from domain.process import Role
from domain.staff import (
    AlreadyDecided,
    Appointment,
    AppointmentKind,
    AppointmentState,
    HasLeft,
    NotYourself,
)
from terminal.lookup import known_person
from terminal.transaction import Answer, Transaction

OPEN: Final = (AppointmentState.PROPOSED, AppointmentState.AGREED)
LONGEST_DAYS: Final = 92


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeRoles:
    """Propose all roles of a person, the main one first; an older proposal is over with it."""

    act: ClassVar[str] = Act.PROPOSE_ROLES
    number: str
    roles: tuple[str, ...] = ()

    def perform(self, tx: Transaction) -> Answer:
        """Return the number of the proposal."""
        person = known_person(tx.db, self.number)
        signer = tx.sign(Act.PROPOSE_ROLES)
        _expect_other(signer, person)
        proposal = propose(tx, person, self.roles)
        return {"result": "proposed-roles", "name": person.name, "appointment": proposal.id}


@dataclass(frozen=True, slots=True, kw_only=True)
class NameDeputy:
    """Propose who stands in for somebody, from a day until a day, both included."""

    act: ClassVar[str] = Act.NAME_DEPUTY
    number: str
    deputy: str
    from_on: date
    until_on: date

    def perform(self, tx: Transaction) -> Answer:
        """Return the number of the proposal."""
        person = known_person(tx.db, self.number)
        deputy = known_person(tx.db, self.deputy)
        signer = tx.sign(Act.NAME_DEPUTY)
        _expect_other(signer, deputy)
        if deputy.id == person.id:
            raise BadField(field="deputy", value=deputy.name)
        if self.until_on < max(self.from_on, tx.site.local(tx.at).date()):
            raise BadField(field="until_on", value=self.until_on.isoformat())
        if (self.until_on - self.from_on).days >= LONGEST_DAYS:
            raise BadField(field="until_on", value=self.until_on.isoformat())
        proposal = _new(tx, AppointmentKind.DEPUTY, deputy, signer)
        proposal.stands_for_id = person.id
        proposal.from_on, proposal.until_on = self.from_on, self.until_on
        tx.db.flush()
        tx.record("appointment:proposed", meaning="deputy-named", details=facts_of(tx, proposal))
        tx.tell("desk", tx.station)
        return {"result": "deputy-named", "name": deputy.name, "appointment": proposal.id}


@dataclass(frozen=True, slots=True, kw_only=True)
class Appoint:
    """Another person agrees to an appointment or declines it; from now on it counts."""

    act: ClassVar[str] = Act.APPOINT
    appointment: int
    agreed: bool

    def perform(self, tx: Transaction) -> Answer:
        """Return who was appointed or not."""
        proposal = _locked(tx, self.appointment)
        person = tx.db.get_one(Person, proposal.person_id)
        signer = tx.sign(Act.APPOINT)
        _expect_other(signer, person)
        if signer.id == proposal.proposer_id:
            raise SamePerson(name=signer.name)
        if proposal.state is not AppointmentState.PROPOSED:
            raise AlreadyDecided(name=person.name, by=proposal.decided_by)
        proposal.state = AppointmentState.AGREED if self.agreed else AppointmentState.DECLINED
        proposal.decided_by, proposal.decided_at = tx.signed_name, tx.at
        before = " ".join(role.value for role in person.roles)
        if self.agreed and proposal.kind is AppointmentKind.ROLES:
            person.person_roles = [
                PersonRole(role=role, position=n) for n, role in enumerate(proposal.role_list)
            ]
        tx.record(
            "appointment:agreed" if self.agreed else "appointment:declined",
            meaning="appointed" if self.agreed else "appointment-declined",
            details=facts_of(tx, proposal) | {"before": before},
        )
        tx.tell("desk", tx.station)
        return {"result": "appointed" if self.agreed else "declined", "name": person.name}


@dataclass(frozen=True, slots=True, kw_only=True)
class EndDeputy:
    """A deputy is not needed any more, or a proposal was wrong; less rights take one person."""

    act: ClassVar[str] = Act.END_DEPUTY
    appointment: int

    def perform(self, tx: Transaction) -> Answer:
        """Return whose appointment is over."""
        proposal = _locked(tx, self.appointment)
        person = tx.db.get_one(Person, proposal.person_id)
        signer = tx.sign(Act.END_DEPUTY)
        is_own = proposal.kind is AppointmentKind.ROLES
        if proposal.state not in OPEN or (is_own and proposal.state is AppointmentState.AGREED):
            raise AlreadyDecided(name=person.name, by=proposal.decided_by)
        before = proposal.state.value
        proposal.state = AppointmentState.ENDED
        proposal.decided_by, proposal.decided_at = signer.name, tx.at
        tx.record("appointment:ended", meaning="appointment-ended",
                  details=facts_of(tx, proposal) | {"before": before})  # fmt: skip
        tx.tell("desk", tx.station)
        return {"result": "appointment-ended", "name": person.name}


def propose(tx: Transaction, person: Person, roles: tuple[str, ...]) -> Appointment:
    """Write a proposal of roles, signed by whoever signs this transaction."""
    if not person.active:
        raise HasLeft(name=person.name)
    if wrong := [role for role in roles if role not in list(Role)]:
        raise BadField(field="roles", value=wrong[0][:40])
    if tx.person is None or list(roles) == [role.value for role in person.roles]:
        raise BadField(field="roles", value=" ".join(roles))
    older = select(Appointment).where(
        Appointment.person_id == person.id,
        Appointment.kind == AppointmentKind.ROLES,
        Appointment.state == AppointmentState.PROPOSED,
    )
    for one in tx.db.scalars(older):
        one.state = AppointmentState.ENDED
        one.decided_by, one.decided_at = tx.person.name, tx.at
    proposal = _new(tx, AppointmentKind.ROLES, person, tx.person)
    proposal.roles = " ".join(dict.fromkeys(roles))
    tx.db.flush()
    before = " ".join(role.value for role in person.roles)
    tx.record("appointment:proposed", meaning="roles-proposed",
              details=facts_of(tx, proposal) | {"before": before})  # fmt: skip
    tx.tell("desk", tx.station)
    return proposal


def facts_of(tx: Transaction, proposal: Appointment) -> dict[str, object]:
    """Return what the log keeps of an appointment."""
    person = tx.db.get_one(Person, proposal.person_id)
    other = tx.db.get(Person, proposal.stands_for_id) if proposal.stands_for_id else None
    period = (proposal.from_on, proposal.until_on)
    return {
        "appointment": proposal.id,
        "kind": proposal.kind.value,
        "person": person.id,
        "number": person.number,
        "roles": proposal.roles,
        "stands_for": other.number if other else "",
        "days": [day.isoformat() for day in period if day],
    }


def _new(tx: Transaction, kind: AppointmentKind, person: Person, by: Person) -> Appointment:
    proposal = Appointment(
        kind=kind,
        person_id=person.id,
        proposer_id=by.id,
        proposed_by=tx.signed_name,
        proposed_at=tx.at,
    )
    tx.db.add(proposal)
    return proposal


def _locked(tx: Transaction, number: int) -> Appointment:
    query = select(Appointment).where(Appointment.id == number).with_for_update()
    proposal = tx.db.scalar(query.execution_options(populate_existing=True))
    if proposal is None:
        raise UnknownThing(kind="appointment", name=str(number))
    return proposal


def _expect_other(signer: Person, person: Person) -> None:
    if signer.id == person.id:
        raise NotYourself(name=signer.name)
