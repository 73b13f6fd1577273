"""A person's badge: printed, replaced, revoked. There is one valid badge for each person."""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import select

from domain.access import Act
from domain.people import Badge, Person, Session
from domain.staff import NoBadge
from terminal import papers
from terminal.lookup import known_person
from terminal.transaction import Answer, Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueBadge:
    """Print a new badge at this station; whatever badge the person had is dead at once."""

    act: ClassVar[str] = Act.ISSUE_BADGE
    number: str

    def perform(self, tx: Transaction) -> Answer:
        """Return the name; the code is on the paper and in no event."""
        person = known_person(tx.db, self.number, lock=True)
        tx.sign(Act.ISSUE_BADGE)
        revoked, sessions = revoke_all(tx, person, "badge-replaced")
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
class RevokeBadge:
    """A badge is lost: it opens and signs nothing any more, and its open sessions end."""

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


def revoke_all(tx: Transaction, person: Person, why: str) -> tuple[list[int], int]:
    """Revoke every badge of a person; return their numbers and how many sessions have ended."""
    query = select(Badge).where(Badge.person_id == person.id, Badge.revoked_at.is_(None))
    badges = list(tx.db.scalars(query))
    for badge in badges:
        badge.revoked_at = tx.at
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
