"""An IC card held to a station's card reader: it signs as its owner's printed badge does.

At the administrator's page it is laid beside the person for whom it is to be registered.
"""

import hashlib
import hmac
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from devices.card import card_number, is_random
from domain.access import Act
from domain.codes import Code, CodeKind
from domain.people import Badge, Desk, Person
from domain.process import Role
from domain.staff import CardTaken, RandomCard, UnreadCard
from terminal.actions.badges import TAPPED
from terminal.desk import drafts
from terminal.desk.desks import at_desk, idle_limit, open_session, refresh, show
from terminal.desk.scans import scan
from terminal.desk.strip import Strip
from terminal.lookup import known_person
from terminal.queries.drafts import draft_of
from terminal.site import Site
from terminal.standing_in import days_at, roles_of


def tap_card(site: Site, station: str, raw: bytes) -> bool:
    """Do what a card asks for at a station; return whether it was accepted.

    The number of a card is nowhere kept, not even in the event of a refusal: who knows it can
    make a copy. What is kept is its HMAC under the pepper, which is not in the database.
    """
    number = card_number(raw)
    token = card_token(site, number) if number else ""
    said = token.encode() or b"%d bytes" % len(raw)
    return scan(site, station, "", raw=said, read=partial(_read, site, station, number, token))


def card_token(site: Site, number: str) -> str:
    """Return what the database knows a card by."""
    return hmac.new(site.secrets.pepper, f"card/{number}".encode(), hashlib.sha256).hexdigest()


def _read(site: Site, station: str, number: str, token: str) -> Code | None:
    """Return the code of a card; nothing when it was laid beside a person's name.

    The administrator's own card and the one that the person has already are ordinary taps.
    """
    if not number:
        raise UnreadCard
    with site.reading() as db:
        pair = _registering(site, db, station)
        known = Badge.token == token, Badge.revoked_at.is_(None)
        owner = db.scalar(select(Person).join(Badge, Badge.person_id == Person.id).where(*known))
    if pair is None or (owner and owner.number in pair):
        return Code(CodeKind.BADGE, token)
    if owner:
        raise CardTaken(name=owner.name)
    if is_random(number):
        raise RandomCard
    _lay(site, station, pair[1], token)
    return None


def _registering(site: Site, db: Db, station: str) -> tuple[str, str] | None:
    """Return which administrator registers a card for whom at this desk now, if one does."""
    desk = db.get(Desk, station)
    picked = draft_of(db, station, "admin")
    asked = picked.get("tab") == "badge" and picked.get("deed") == Act.REGISTER_CARD
    if desk is None or desk.act or desk.view != "admin" or not asked:
        return None
    session = open_session(db, desk, site.now(), idle_limit(site, station))
    who = db.get(Person, session.person_id) if session else None
    if who is None or Role.ADMINISTRATOR not in roles_of(db, who, days_at(site, site.now())):
        return None
    return who.number, picked.get("person", "")


def _lay(site: Site, station: str, number: str, token: str) -> None:
    with at_desk(site, station) as (tx, desk):
        person = known_person(tx.db, number)
        drafts.write(tx, station, "", TAPPED, {"person": number, "token": token})
        show(tx, desk, Strip("ask", "scan.card", tx.at, {"name": person.name}))
        refresh(tx, desk)
