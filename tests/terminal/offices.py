"""An administrator at a station of the office, and what the tests ask about people."""

from sqlalchemy import select

from domain.people import Badge, Person
from domain.staff import Appointment, StartPin
from terminal.pins import start_pin
from terminal.transaction import Answer
from tests.floor import ADMIN, BOSS, Floor

OFFICE = "REVIEW-1"


def administer(floor: Floor, act: str, *, by: str = ADMIN, **fields: object) -> Answer:
    """Sign an act of administration, with the PIN again as each of them asks."""
    return floor.act(by, OFFICE, act, pin=True, **fields)


def hire(floor: Floor, number: str = "20001", name: str = "钱进", **more: object) -> Answer:
    return administer(floor, "hire", number=number, name=name, **more)


def agree(floor: Floor, answer: Answer, *, agreed: bool = True, by: str = BOSS) -> Answer:
    """Another person agrees to what an administrator has proposed."""
    number = answer.get("appointment") or last_appointment(floor).id
    return administer(floor, "appoint", by=by, appointment=number, agreed=agreed)


def last_appointment(floor: Floor) -> Appointment:
    with floor.site.reading() as db:
        return db.scalars(select(Appointment).order_by(Appointment.id.desc()).limit(1)).one()


def person(floor: Floor, number: str) -> Person:
    with floor.site.reading() as db:
        return db.scalars(select(Person).where(Person.number == number)).one()


def roles(floor: Floor, number: str) -> list[str]:
    return [role.value for role in person(floor, number).roles]


def badges(floor: Floor, number: str) -> list[Badge]:
    with floor.site.reading() as db:
        query = select(Badge).join(Person, Person.id == Badge.person_id)
        return list(db.scalars(query.where(Person.number == number).order_by(Badge.id)))


def told_pin(floor: Floor, number: str) -> str:
    """The start PIN, as the administrator's screen tells it for a moment."""
    with floor.site.reading() as db:
        seed = db.get_one(StartPin, person(floor, number).id).seed
    return start_pin(seed, floor.site.secrets.pepper)
