"""One person as the administrator sees him: what is known, what he has, what can be done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session as Db

from domain.lot import Lot, LotState
from domain.people import Badge, BadgeKind, Desk, Person, Team
from domain.staff import Appointment, AppointmentKind, AppointmentState, StartPin
from terminal.actions.badges import TAPPED
from terminal.desk.sessions import expires
from terminal.pins import start_pin
from terminal.queries.drafts import draft_of
from terminal.site import Site

if TYPE_CHECKING:
    from terminal.queries.extras import Facing

OPEN: Final = (AppointmentState.PROPOSED, AppointmentState.AGREED)
LOTS: Final = 6
DEEDS: Final = ("issue-badge", "register-card", "revoke-badge", "issue-pin", "unlock")


@dataclass(frozen=True, slots=True)
class Standing:
    """An appointment of this person: `person` stands in for `other`, or gets roles."""

    id: int
    kind: str
    state: str
    person: str
    other: str
    roles: tuple[str, ...]
    period: str
    proposed_by: str


@dataclass(frozen=True, slots=True)
class Held:
    """A lot in this person's custody."""

    lot: str
    step: str
    station: str


@dataclass(frozen=True, slots=True)
class Card:
    """One person. `tab` is open, `act` what its form signs, `key` ties a draft to this form.

    `pin` is none, start, expired, own, locked or blocked; `pin_until` is when a start PIN expires,
    `shown_pin` its digits, for the very session that has just issued it. `tapped` says that a card
    lies at this desk to be registered for him.
    """

    number: str
    name: str
    active: bool
    roles: tuple[str, ...]
    tab: str
    act: str
    key: str
    known: Mapping[str, str]
    badge_since: datetime | None
    card_since: datetime | None
    has_reader: bool
    tapped: bool
    pin: str
    pin_until: datetime | None
    shown_pin: str
    appointments: Sequence[Standing]
    ending: int
    lots: Sequence[Held]
    more_lots: int
    people: int


def person_card(facing: Facing, number: str, tab: str) -> Card | None:
    """Return the card of a person, nothing when nobody has this number."""
    db = facing.db
    person = db.scalar(select(Person).where(Person.number == number))
    if person is None:
        return None
    standing = _appointments(db, person)
    deed = draft_of(db, facing.station.code, "admin").get("deed", "")
    ending = next((one.id for one in standing if deed == f"end-{one.id}"), 0)
    act = _act(person, tab, deed, ending)
    lots, start = _lots(db, person), db.get(StartPin, person.id)
    return Card(
        number=person.number,
        name=person.name,
        active=person.active,
        roles=tuple(role.value for role in person.roles),
        tab=tab,
        act=act,
        key=f"{act}:{number}:{ending}",
        known=_known(db, person, tab),
        badge_since=_since(db, person, BadgeKind.PRINTED),
        card_since=_since(db, person, BadgeKind.CARD),
        has_reader=_has_reader(facing),
        tapped=draft_of(db, facing.station.code, TAPPED).get("person") == number,
        pin=_pin(facing.site, person, start),
        pin_until=expires(start, facing.site) if start else None,
        shown_pin=_shown_pin(facing, person),
        appointments=standing,
        ending=ending,
        lots=lots[:LOTS],
        more_lots=len(lots[LOTS:]),
        people=db.scalar(
            select(func.count(Person.id)).where(Person.supervisor_id == person.id, Person.active)
        )
        or 0,
    )


def _since(db: Db, person: Person, kind: BadgeKind) -> datetime | None:
    """Return since when the valid badge of a kind is valid, nothing where there is none."""
    query = select(Badge.issued_at).where(
        Badge.person_id == person.id, Badge.revoked_at.is_(None), Badge.kind == kind
    )
    return db.scalar(query.order_by(Badge.id.desc()).limit(1))


def _has_reader(facing: Facing) -> bool:
    """Return whether a card can be tapped at this station."""
    readers = facing.site.settings.scanners
    return any(one.kind == "badge" and one.station == facing.station.code for one in readers)


def _act(person: Person, tab: str, deed: str, ending: int) -> str:
    if not person.active:
        return "come-back"
    if tab == "badge":
        return deed if deed in DEEDS else ""
    if tab == "deputy":
        return "end-deputy" if ending else "name-deputy"
    return {"details": "change-person", "roles": "propose-roles"}.get(tab, "leave")


def _known(db: Db, person: Person, tab: str) -> dict[str, str]:
    if tab == "roles":
        return {"roles": ",".join(role.value for role in person.roles)}
    if tab != "details":
        return {}
    team = db.get(Team, person.team_id) if person.team_id else None
    boss = db.get(Person, person.supervisor_id) if person.supervisor_id else None
    return {
        "name": person.name,
        "team": team.code if team else "",
        "supervisor": boss.number if boss else "",
        "language": person.language,
    }


def _pin(site: Site, person: Person, start: StartPin | None) -> str:
    now = site.now()
    if person.blocked:
        return "blocked"
    if person.locked_until and person.locked_until > now:
        return "locked"
    if start:
        return "expired" if now > expires(start, site) else "start"
    return "own" if person.pin_hash else "none"


def _shown_pin(facing: Facing, person: Person) -> str:
    """Return a start PIN for a minute, at the desk and to the session that issued it."""
    start = facing.db.get(StartPin, person.id)
    desk = facing.db.get(Desk, facing.station.code)
    if start is None or desk is None or not start.session or start.session != desk.session_id:
        return ""
    seen = facing.site.now() - start.issued_at
    limit = timedelta(seconds=facing.site.figures.tap_seconds)
    return start_pin(start.seed, facing.site.secrets.pepper) if seen <= limit else ""


def _lots(db: Db, person: Person) -> list[Held]:
    query = select(Lot).where(Lot.person_id == person.id, Lot.state != LotState.ENDED)
    found = db.scalars(query.order_by(Lot.number))
    return [Held(lot.number, lot.step.value, lot.station) for lot in found]


def _appointments(db: Db, person: Person) -> list[Standing]:
    query = select(Appointment).where(
        Appointment.state.in_(OPEN),
        or_(Appointment.person_id == person.id, Appointment.stands_for_id == person.id),
    )
    return [
        _standing(db, one)
        for one in db.scalars(query.order_by(Appointment.id.desc()))
        if one.kind is AppointmentKind.DEPUTY or one.state is AppointmentState.PROPOSED
    ]


def _standing(db: Db, one: Appointment) -> Standing:
    other = db.get(Person, one.stands_for_id) if one.stands_for_id else None
    days = [day for day in (one.from_on, one.until_on) if day]
    return Standing(
        id=one.id,
        kind=one.kind.value,
        state=one.state.value,
        person=db.get_one(Person, one.person_id).name,
        other=other.name if other else "",
        roles=tuple(role.value for role in one.role_list),
        period=" – ".join(f"{day.day}/{day.month}" for day in days),
        proposed_by=one.proposed_by,
    )
