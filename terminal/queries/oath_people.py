"""The people of an act that waits for its signature, by name: whose badge, who stands in."""

from collections.abc import Mapping
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from domain.people import Person, Team
from domain.staff import Appointment, AppointmentKind

NAMED: Final = ("supervisor", "leader", "deputy")


def people_facts(db: Db, typed: Mapping[str, str]) -> dict[str, str]:
    """Return names for typed numbers and codes; `person` is whom the act is about."""
    found = {name: called(db, typed[name]) for name in NAMED if typed.get(name)}
    if number := typed.get("number"):
        found["person"] = called(db, number)
    if code := typed.get("team"):
        found["team"] = db.scalar(select(Team.name).where(Team.code == code)) or code
    if number := typed.get("appointment", ""):
        proposal = db.get(Appointment, int(number)) if number.isdecimal() else None
        found["appointed"] = _appointed(db, proposal) if proposal else number
    return found


def roles_in(db: Db, typed: Mapping[str, str]) -> tuple[str, ...]:
    """Return the roles that a form gives or that an appointment would give."""
    if number := typed.get("appointment", ""):
        proposal = db.get(Appointment, int(number)) if number.isdecimal() else None
        return tuple(role.value for role in proposal.role_list) if proposal else ()
    return tuple(filter(None, typed.get("roles", "").split(",")))


def called(db: Db, number: str) -> str:
    """Return a person's name; the number where nobody has it."""
    return db.scalar(select(Person.name).where(Person.number == number)) or number


def _appointed(db: Db, proposal: Appointment) -> str:
    person = db.get_one(Person, proposal.person_id)
    if proposal.kind is AppointmentKind.ROLES or proposal.stands_for_id is None:
        return f"{person.name} {person.number}"
    other = db.get_one(Person, proposal.stands_for_id)
    return f"{person.name} → {other.name} · {proposal.from_on} – {proposal.until_on}"
