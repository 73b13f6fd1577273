"""Signing on with badge and PIN, and signing off; nobody else's badge unlocks anything."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hmac import compare_digest
from typing import Final

from domain.errors import DomainError
from domain.people import Badge, Desk, NoSession, Person, PersonLocked, Session, WrongPin
from domain.staff import StartPin, StartPinExpired
from terminal.desk.desks import at_desk, clear_act, idle_limit, open_session, refresh, show
from terminal.desk.strip import Strip
from terminal.pins import is_pin, start_pin
from terminal.site import Site
from terminal.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose PIN a desk is waiting for: a badge that signs on, or the signer of an act.

    `seed` is the start PIN's: who has one must choose a PIN of his own first, before it expires.
    """

    person_id: int
    pin_hash: str
    session: str | None
    seed: str = ""
    expired: bool = False

    def is_right(self, pin: str, pepper: bytes) -> bool:
        """Whether this is the PIN, or the start PIN; both cost the same time."""
        own = is_pin(pin, self.pin_hash, pepper)
        start = start_pin(self.seed, pepper) if self.seed else ""
        return own or (bool(start) and compare_digest(start.encode(), pin.encode()))


NOBODY: Final = Asked(0, "", None)


def ask_pin(tx: Transaction, desk: Desk, badge: Badge) -> None:
    """Let the desk ask for the PIN of a badge that was scanned."""
    clear_act(desk)
    desk.asked_badge_id, desk.asked_at = badge.id, tx.at
    person = tx.db.get(Person, badge.person_id)
    show(
        tx, desk, Strip("ask", "signon.pin-please", tx.at, {"name": person.name if person else ""})
    )
    refresh(tx, desk)


def check_pin(site: Site, station: str, pin: str) -> Asked:
    """Check the PIN that a desk asks for; the slow hash runs before any lock.

    Raises `NoSession` when nothing asks for one, `PersonLocked`, or `WrongPin` with the tries
    left, or `StartPinExpired`. Wrong tries are counted in the database, apart from any action.
    """
    asked = _asked(site, station)
    right = (asked or NOBODY).is_right(pin, site.secrets.pepper)
    if asked is None:
        raise NoSession
    with at_desk(site, station) as (tx, desk):
        tx.person = person = tx.db.get_one(Person, asked.person_id, with_for_update=True)
        problem: DomainError | None = _locked(person, tx.at)
        if problem is None and not right:
            problem = _count_wrong(tx, person)
        if problem is None and asked.expired:
            problem = StartPinExpired(name=person.name, hours=site.figures.start_pin_hours)
        if problem is None:
            person.wrong_pins, person.locked_until = 0, None
        else:
            tx.record("person:pin-refused", details={"why": problem.code})
            show(tx, desk, Strip.refusal(problem, tx.at))
    if problem is not None:
        raise problem
    return asked


def _asked(site: Site, station: str) -> Asked | None:
    with site.reading() as db:
        desk = db.get(Desk, station)
        if desk is None:
            return None
        if desk.asked_badge_id is not None:
            patience = timedelta(seconds=site.figures.tap_seconds)
            if desk.asked_at is None or site.now() - desk.asked_at > patience:
                return None
            badge = db.get_one(Badge, desk.asked_badge_id)
            person = db.get_one(Person, badge.person_id)
            good = badge.revoked_at is None and person.active
            start = db.get(StartPin, person.id) if good else None
            if start is None:
                return Asked(person.id, person.pin_hash if good else "", None)
            late = site.now() > expires(start, site)
            return Asked(person.id, person.pin_hash, None, start.seed, expired=late)
        session = open_session(db, desk, site.now(), idle_limit(site, station))
        if session is None or not desk.act:
            return None
        person = db.get_one(Person, session.person_id)
        return Asked(person.id, person.pin_hash, session.id)


def expires(start: StartPin, site: Site) -> datetime:
    """Return until when a start PIN can be used."""
    return start.issued_at + timedelta(hours=site.figures.start_pin_hours)


def _locked(person: Person, now: datetime) -> PersonLocked | None:
    if person.blocked:
        return PersonLocked(name=person.name, minutes=0)
    if person.locked_until and person.locked_until > now:
        minutes = int((person.locked_until - now).total_seconds() // 60) + 1
        return PersonLocked(name=person.name, minutes=minutes)
    return None


def _count_wrong(tx: Transaction, person: Person) -> WrongPin | PersonLocked:
    figures = tx.site.figures
    person.wrong_pins += 1
    if person.wrong_pins >= figures.wrong_pins_block:
        person.blocked = True
        return PersonLocked(name=person.name, minutes=0)
    if person.wrong_pins % figures.wrong_pins_lock == 0:
        person.locked_until = tx.at + timedelta(minutes=figures.lock_minutes)
        return PersonLocked(name=person.name, minutes=figures.lock_minutes)
    left = figures.wrong_pins_lock - person.wrong_pins % figures.wrong_pins_lock
    return WrongPin(left=left)


def sign_on(site: Site, station: str, pin: str) -> Person:
    """Open a session for the badge that the desk asks about; ends the one before it.

    A start PIN opens none: the desk asks for a PIN of his own (`terminal.desk.own_pin`).
    """
    asked = check_pin(site, station, pin)
    with at_desk(site, station) as (tx, desk):
        if desk.asked_badge_id is None:
            raise NoSession
        badge = tx.db.get_one(Badge, desk.asked_badge_id)
        if badge.person_id != asked.person_id:
            raise NoSession  # another badge came between the PIN and this
        person = tx.db.get_one(Person, asked.person_id)
        if asked.seed:
            desk.new_pin, desk.asked_at = asked.seed, tx.at
            show(tx, desk, Strip("ask", "signon.own-pin", tx.at, {"name": person.name}))
            refresh(tx, desk)
        else:
            begin(tx, desk, badge, person)
    return person


def begin(tx: Transaction, desk: Desk, badge: Badge, person: Person) -> None:
    """Open a session for a person at a desk; ends the one before it."""
    tx.person = person
    end(tx, desk, "other-badge")
    session = Session(
        id=tx.site.token(24),
        person_id=person.id,
        badge_id=badge.id,
        station=desk.station,
        started_at=tx.at,
        active_at=tx.at,
    )
    tx.db.add(session)
    tx.db.flush()
    clear_act(desk)
    desk.session_id = session.id
    desk.language = person.language or desk.language
    tx.record("person:signed-on", details={"badge": badge.id})
    show(tx, desk, Strip("ok", "signon.welcome", tx.at, {"name": person.name}))
    refresh(tx, desk)


def sign_off(site: Site, station: str) -> None:
    """End the session at a desk; a copied cookie or form of it is dead from now on."""
    with at_desk(site, station) as (tx, desk):
        end(tx, desk, "signed-off")
        clear_act(desk)
        show(tx, desk, Strip("ask", "signon.tap-badge", tx.at))
        refresh(tx, desk)


def cancel(site: Site, station: str) -> None:
    """Forget the asked PIN or the waiting act; leaves no session behind (odoo#109581)."""
    with at_desk(site, station) as (tx, desk):
        clear_act(desk)
        desk.strip = ""
        refresh(tx, desk)
        tx.tell("scan", station)


def end(tx: Transaction, desk: Desk, why: str) -> None:
    """End the session at a desk, if there is one."""
    if desk.session_id is None:
        return
    session = tx.db.get(Session, desk.session_id)
    if session and session.ended_at is None:
        session.ended_at, session.ended_why = tx.at, why
        tx.record("person:signed-off", details={"why": why, "person": session.person_id})
    desk.session_id = None
