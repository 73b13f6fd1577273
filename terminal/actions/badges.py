"""A person's badge and IC card: made known, replaced, revoked. One of each is valid at a time."""

import json
from dataclasses import dataclass
from typing import ClassVar, Final

from sqlalchemy import select

from domain.access import Act
from domain.people import Badge, BadgeKind, Draft, Person, Session
from domain.staff import CardTaken, NoBadge, NoCard
from terminal import papers
from terminal.lookup import known_person
from terminal.registers.register import in_turn
from terminal.transaction import Answer, Transaction

TAPPED: Final = "tapped-card"


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueBadge:
    """Print a new badge at this station; whatever badge was printed before is dead at once."""

    act: ClassVar[str] = Act.ISSUE_BADGE
    number: str

    def perform(self, tx: Transaction) -> Answer:
        """Return the name; the code is on the paper and in no event."""
        person = known_person(tx.db, self.number, lock=True)
        tx.sign(Act.ISSUE_BADGE)
        revoked, sessions = revoke_all(tx, person, "badge-replaced", BadgeKind.PRINTED)
        badge = Badge(token=tx.site.token(8), person_id=person.id, issued_at=tx.at)
        tx.db.add(badge)
        tx.db.flush()
        tx.record("badge:issued", meaning="badge-issued", details={
            "person": person.id, "number": person.number, "badge": badge.id, "before": revoked,
            "sessions": sessions,
        })  # fmt: skip
        papers.print_badge(tx, person, badge)
        tx.tell("desk", tx.station)
        return {"result": "badge-issued", "name": person.name}


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterCard:
    """Let the IC card that lies at this desk sign for a person; the card before it is dead."""

    act: ClassVar[str] = Act.REGISTER_CARD
    number: str

    def perform(self, tx: Transaction) -> Answer:
        """Return the name; raises `NoCard` when none was tapped for this person, `CardTaken`."""
        person = known_person(tx.db, self.number, lock=True)
        tx.sign(Act.REGISTER_CARD)
        query = select(Draft).where(
            Draft.station == tx.station, Draft.lot == "", Draft.act == TAPPED
        )
        draft = tx.db.scalar(query)
        laid = json.loads(draft.fields) if draft else {}
        if draft is None or laid["person"] != person.number:
            raise NoCard(name=person.name)
        in_turn(tx)
        valid = Badge.token == laid["token"], Badge.revoked_at.is_(None)
        if owner := tx.db.scalar(select(Badge.person_id).where(*valid)):
            raise CardTaken(name=tx.db.get_one(Person, owner).name)
        revoked, sessions = revoke_all(tx, person, "card-replaced", BadgeKind.CARD)
        badge = Badge(
            token=laid["token"], person_id=person.id, issued_at=tx.at, kind=BadgeKind.CARD
        )
        tx.db.add(badge)
        tx.db.delete(draft)
        tx.db.flush()
        tx.record("card:registered", meaning="card-registered", details={
            "person": person.id, "number": person.number, "badge": badge.id, "before": revoked,
            "sessions": sessions,
        })  # fmt: skip
        tx.tell("desk", tx.station)
        return {"result": "card-registered", "name": person.name}


@dataclass(frozen=True, slots=True, kw_only=True)
class RevokeBadge:
    """Badge or card is lost: both open and sign nothing any more, and open sessions end."""

    act: ClassVar[str] = Act.REVOKE_BADGE
    number: str
    note: str = ""

    def perform(self, tx: Transaction) -> Answer:
        """Return the name; raises `NoBadge` when there is none to revoke."""
        person = known_person(tx.db, self.number, lock=True)
        tx.sign(Act.REVOKE_BADGE)
        revoked, sessions = revoke_all(tx, person, "badge-revoked")
        if not revoked:
            raise NoBadge(name=person.name)
        tx.record("badge:revoked", meaning="badge-revoked", details={
            "person": person.id, "number": person.number, "before": revoked,
            "sessions": sessions, "note": self.note,
        })  # fmt: skip
        tx.tell("desk", tx.station)
        return {"result": "badge-revoked", "name": person.name}


def revoke_all(
    tx: Transaction, person: Person, why: str, kind: BadgeKind | None = None
) -> tuple[list[int], int]:
    """Revoke every badge of a person, or those of a kind; return them and the ended sessions."""
    query = select(Badge).where(Badge.person_id == person.id, Badge.revoked_at.is_(None))
    if kind:
        query = query.where(Badge.kind == kind)
    badges = list(tx.db.scalars(query.order_by(Badge.id)))
    for badge in badges:
        badge.revoked_at = tx.at
        if badge.kind is BadgeKind.CARD:  # a card that comes back may be given to somebody else
            badge.token = f"{badge.token}/{badge.id}"
    tx.db.flush()
    return [badge.id for badge in badges], end_sessions(tx, person, why)


def end_sessions(tx: Transaction, person: Person, why: str) -> int:
    """End every open session of a person but the one that signs this; their pages hear it."""
    query = select(Session).where(Session.person_id == person.id, Session.ended_at.is_(None))
    mine = tx.signer.session if tx.signer else ""
    found = [one for one in tx.db.scalars(query) if one.id != mine]
    for session in found:
        session.ended_at, session.ended_why = tx.at, why
        tx.tell("desk", session.station)
    return len(found)
