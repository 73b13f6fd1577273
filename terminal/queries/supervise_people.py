"""People who wait for a leader or supervisor: locked after wrong PINs."""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import or_, select

from domain.access import SUPERVISORS, Act
from domain.people import Person
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
