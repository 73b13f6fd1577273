"""Who stands in for whom now: deputies by the calendar of their appointments.

A night shift belongs to the day on which it began: who stands in until that day does so until the
shift is over on the next morning.
"""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session as Db

from domain.access import StandIn
from domain.people import Person
from domain.process import Role
from domain.staff import Appointment, AppointmentKind, AppointmentState
from terminal.site import Site


def days_at(site: Site, at: datetime) -> tuple[date, ...]:
    """Return the days whose deputies count: until the morning also yesterday's night shift."""
    local = site.local(at)
    today, figures = local.date(), site.figures
    before_morning = local.hour < figures.day_shift_from and figures.shift(local.hour) == "night"
    return (today, today - timedelta(days=1)) if before_morning else (today,)


def stand_ins(db: Db, person: int, days: Collection[date]) -> tuple[StandIn, ...]:
    """Return those whom a person stands in for on these days, with the roles they lend him."""
    agreed = or_(*(and_(Appointment.from_on <= day, Appointment.until_on >= day) for day in days))
    query = (
        select(Person)
        .join(Appointment, Appointment.stands_for_id == Person.id)
        .where(
            Appointment.kind == AppointmentKind.DEPUTY,
            Appointment.state == AppointmentState.AGREED,
            Appointment.person_id == person,
            agreed,
            Person.active,
        )
        .order_by(Appointment.id)
    )
    return tuple(StandIn(other.id, other.name, other.roles) for other in db.scalars(query))


def roles_of(db: Db, person: Person, days: Collection[date]) -> tuple[Role, ...]:
    """Return a person's own roles and then those of whom he stands in for on these days."""
    lent = (role for other in stand_ins(db, person.id, days) for role in other.roles)
    return tuple(dict.fromkeys((*person.roles, *lent)))
