"""Choosing a PIN of one's own after the start PIN: typed twice, seen by nobody, never weak."""

from datetime import timedelta
from typing import Final

from domain.errors import DomainError
from domain.people import Badge, Desk, NoSession, Person
from domain.staff import PinsDiffer, StartPin, WeakPin
from terminal.desk.desks import at_desk, refresh, show
from terminal.desk.sessions import begin
from terminal.desk.strip import Strip
from terminal.pins import DIGITS, hash_pin, is_pin, is_weak, start_pin
from terminal.site import Site
from terminal.transaction import Transaction

MARK: Final = " "


def choose_pin(site: Site, station: str, pin: str) -> None:
    """Take a new PIN, the first time and again; the second time it counts and signs on.

    Raises `WeakPin`, `PinsDiffer` (then the choice begins anew), or `NoSession` when nobody is
    choosing here. The desk keeps a hash between the two, as it keeps no PIN at all.
    """
    seed, _, first = _choosing(site, station).partition(MARK)
    problem = _wrong(pin, seed, site.secrets.pepper)
    if problem is None and first and not is_pin(pin, first, site.secrets.pepper):
        problem = PinsDiffer()
    hashed = first or hash_pin(pin, site.secrets.pepper)
    with at_desk(site, station) as (tx, desk):
        badge, person, start = _asked(tx, desk, seed)
        desk.asked_at = tx.at
        if problem is not None:
            desk.new_pin = seed
            show(tx, desk, Strip.refusal(problem, tx.at))
            refresh(tx, desk)
        elif not first:
            desk.new_pin = seed + MARK + hashed
            show(tx, desk, Strip("ask", "signon.own-pin-again", tx.at, {"name": person.name}))
            refresh(tx, desk)
        else:
            person.pin_hash = hashed
            tx.db.delete(start)
            tx.person = person
            tx.record("person:pin-chosen", details={"person": person.id, "before": "start"})
            begin(tx, desk, badge, person)
    if problem is not None:
        raise problem


def _choosing(site: Site, station: str) -> str:
    patience = timedelta(seconds=site.figures.tap_seconds)
    with site.reading() as db:
        desk = db.get(Desk, station)
        if desk is None or not desk.new_pin or desk.asked_at is None:
            raise NoSession
        if site.now() - desk.asked_at > patience:
            raise NoSession
        return desk.new_pin


def _wrong(pin: str, seed: str, pepper: bytes) -> DomainError | None:
    good = pin.isascii() and pin.isdecimal() and len(pin) == DIGITS
    known = not good or is_weak(pin) or pin == start_pin(seed, pepper)
    return WeakPin() if known else None


def _asked(tx: Transaction, desk: Desk, seed: str) -> tuple[Badge, Person, StartPin]:
    """Return whose choice this is; another badge or another start PIN in between ends it."""
    badge = tx.db.get(Badge, desk.asked_badge_id) if desk.asked_badge_id else None
    if badge is None or badge.revoked_at or desk.new_pin.partition(MARK)[0] != seed:
        raise NoSession
    person = tx.db.get_one(Person, badge.person_id, with_for_update=True)
    start = tx.db.get(StartPin, person.id)
    if start is None or start.seed != seed or not person.active:
        raise NoSession
    return badge, person, start
