"""People, their badges and PINs, and the sessions in which they sign."""

from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from domain.base import Counter, Record
from domain.errors import DomainError
from domain.process import Role

# Two shifts are day and night, three are early, late and night.
SHIFTS: Final = ("", "day", "early", "late", "night")


class UnknownBadge(DomainError):
    """The badge belongs to nobody, was revoked, or its owner has left (odoo#64331)."""

    code = "unknown-badge"


class WrongPin(DomainError):
    """The PIN is not this person's; `left` tries remain before the lock."""

    code = "wrong-pin"


class PersonLocked(DomainError):
    """Too many wrong PINs; a shift leader may unlock."""

    code = "person-locked"


class NoSession(DomainError):
    """Nobody is signed on here, or the session has ended: badge and PIN first."""

    code = "no-session"


class PinNeeded(DomainError):
    """This act asks for the PIN again."""

    code = "pin-needed"


class BadgeNeeded(DomainError):
    """This site asks for badge and PIN at every signature; the PIN alone is not enough."""

    code = "badge-needed"


class Team(Record):
    """People who work together on a shift, and who leads them."""

    __tablename__ = "team"

    id: Mapped[int] = mapped_column(Counter, init=False, primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    shift: Mapped[str] = mapped_column(default="")
    leader_id: Mapped[int | None] = mapped_column(default=None)


class PersonRole(Record):
    """One role that a person has."""

    __tablename__ = "person_role"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, init=False)
    role: Mapped[Role] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(default=0)


class Person(Record):
    """A person on the floor; `number` is the factory's, `id` is never used again."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(Counter, init=False, primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    pin_hash: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="")
    active: Mapped[bool] = mapped_column(default=True)
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"), default=None)
    supervisor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    wrong_pins: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None] = mapped_column(default=None)
    blocked: Mapped[bool] = mapped_column(default=False)
    person_roles: Mapped[list[PersonRole]] = relationship(
        lazy="selectin",
        order_by=PersonRole.position,
        cascade="all, delete-orphan",
        default_factory=list,
    )

    @property
    def roles(self) -> tuple[Role, ...]:
        """The roles of this person, the main one first."""
        return tuple(held.role for held in self.person_roles)


class BadgeKind(StrEnum):
    """What somebody holds to a reader: the badge that we print, or an IC card."""

    PRINTED = "printed"
    CARD = "card"


class Badge(Record):
    """What names a person to a reader; there is one valid badge of each kind for each person.

    `token` is the random code of a printed badge, or the HMAC of a card's number.
    """

    __tablename__ = "badge"

    id: Mapped[int] = mapped_column(Counter, init=False, primary_key=True)
    token: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    issued_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None] = mapped_column(default=None)
    kind: Mapped[BadgeKind] = mapped_column(default=BadgeKind.PRINTED)


class Session(Record):
    """An unbroken presence of one person at one station, opened by badge and PIN."""

    __tablename__ = "session"

    id: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    badge_id: Mapped[int] = mapped_column(ForeignKey("badge.id"))
    station: Mapped[str]
    started_at: Mapped[datetime]
    active_at: Mapped[datetime]
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    ended_why: Mapped[str] = mapped_column(default="")


class Desk(Record):
    """What lies on one station's screen now: operator, lot, waiting act, unfinished figures."""

    __tablename__ = "desk"

    station: Mapped[str] = mapped_column(primary_key=True)
    session_id: Mapped[str | None] = mapped_column(ForeignKey("session.id"), default=None)
    asked_badge_id: Mapped[int | None] = mapped_column(ForeignKey("badge.id"), default=None)
    asked_at: Mapped[datetime | None] = mapped_column(default=None)
    new_pin: Mapped[str] = mapped_column(default="")
    view: Mapped[str] = mapped_column(default="")
    lot: Mapped[str] = mapped_column(default="")
    slip: Mapped[str] = mapped_column(default="")
    act: Mapped[str] = mapped_column(default="")
    act_fields: Mapped[str] = mapped_column(default="")
    act_key: Mapped[str] = mapped_column(default="")
    act_at: Mapped[datetime | None] = mapped_column(default=None)
    act_tapped: Mapped[bool] = mapped_column(default=False)
    strip: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="")
    theme: Mapped[str] = mapped_column(default="")


class Draft(Record):
    """Figures that somebody has typed for a lot at a station and not yet signed."""

    __tablename__ = "draft"
    __table_args__ = (UniqueConstraint("station", "lot", "act"),)

    id: Mapped[int] = mapped_column(Counter, init=False, primary_key=True)
    station: Mapped[str]
    lot: Mapped[str]
    act: Mapped[str]
    fields: Mapped[str]
    saved_at: Mapped[datetime]


class Enrolment(Record):
    """A browser that has proved to be a station; only the credential's hash is kept."""

    __tablename__ = "enrolment"

    id: Mapped[int] = mapped_column(Counter, init=False, primary_key=True)
    station: Mapped[str] = mapped_column(index=True)
    credential_hash: Mapped[str] = mapped_column(unique=True)
    enrolled_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None] = mapped_column(default=None)
