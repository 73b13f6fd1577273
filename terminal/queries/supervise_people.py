"""People who wait for a leader or supervisor: locked after wrong PINs, or to be appointed."""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import or_, select

from domain.access import SUPERVISORS, Act
from domain.people import Person
from domain.staff import Appointment, AppointmentKind, AppointmentState
from terminal.queries.supervise_items import Eyes, Item


def locked(eyes: Eyes) -> Iterator[Item]:
    """Return who cannot sign; ten wrong PINs in a row are a supervisor's, and nobody's own."""
    now = eyes.site.now()
    lock = timedelta(minutes=eyes.site.figures.lock_minutes)
    query = select(Person).where(
        Person.id != eyes.person, or_(Person.blocked, Person.locked_until > now)
    )
    is_supervisor = bool(eyes.roles & {role.value for role in SUPERVISORS})
    for person in eyes.db.scalars(query) if eyes.may(Act.UNLOCK) else ():
        if person.blocked and not is_supervisor:
            continue
        until = person.locked_until or now
        yield Item(
            kind="unlock",
            act=Act.UNLOCK.value,
            key=f"unlock:{person.number}",
            lot="",
            batch="",
            waited=max(timedelta(0), lock - (until - now)),
            facts={"number": f"{person.name} {person.number}"},
            fields={"number": person.number},
        )


def appointments(eyes: Eyes) -> Iterator[Item]:
    """Roles and deputies that somebody else has proposed, for anybody but the one they are for."""
    query = select(Appointment).where(
        Appointment.state == AppointmentState.PROPOSED,
        Appointment.person_id != eyes.person,
        Appointment.proposer_id != eyes.person,
    )
    for one in eyes.db.scalars(query.order_by(Appointment.id)) if eyes.may(Act.APPOINT) else ():
        person = eyes.db.get_one(Person, one.person_id)
        other = eyes.db.get(Person, one.stands_for_id) if one.stands_for_id else None
        yield Item(
            kind="appoint-roles" if one.kind is AppointmentKind.ROLES else "appoint-deputy",
            act=Act.APPOINT.value,
            key=f"appoint:{one.id}",
            lot="",
            batch=f"{person.name} {person.number}",
            waited=eyes.since(one.proposed_at),
            facts={
                "proposed_by": one.proposed_by,
                "deputy_of": f"{other.name} {other.number}" if other else "",
                "days": f"{one.from_on} – {one.until_on}" if other else "",
                "roles": one.roles if other is None else _roles(other),
                "roles_now": _roles(person),
            },
            fields={"appointment": one.id},
        )


def _roles(person: Person) -> str:
    return " ".join(role.value for role in person.roles)
