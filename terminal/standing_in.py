"""Who stands in for whom today: deputies by the calendar of their appointments."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from domain.access import StandIn
from domain.people import Person
from domain.process import Role
from domain.staff import Appointment, AppointmentKind, AppointmentState


def stand_ins(db: Db, person: int, today: date) -> tuple[StandIn, ...]:
    """Return those whom a person stands in for on a day, with the roles that they lend him."""
    query = (
        select(Person)
        .join(Appointment, Appointment.stands_for_id == Person.id)
        .where(
            Appointment.kind == AppointmentKind.DEPUTY,
            Appointment.state == AppointmentState.AGREED,
            Appointment.person_id == person,
            Appointment.from_on <= today,
            Appointment.until_on >= today,
            Person.active,
        )
        .order_by(Appointment.id)
    )
    return tuple(StandIn(other.id, other.name, other.roles) for other in db.scalars(query))


def roles_of(db: Db, person: Person, today: date) -> tuple[Role, ...]:
    """Return a person's own roles and then those of whom he stands in for today."""
    lent = (role for other in stand_ins(db, person.id, today) for role in other.roles)
    return tuple(dict.fromkeys((*person.roles, *lent)))
