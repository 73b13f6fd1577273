"""Who is appointed to what: changed roles, deputies, and the start PIN of a person.

More rights take two different people (reliability.md, Access 6): one proposes, another agrees.
"""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Counter, Record
from domain.errors import DomainError
from domain.process import Role


class HasLeft(DomainError):
    """This person has left: no badge, no PIN, no role until he comes back."""

    code = "has-left"


class StillHere(DomainError):
    """This person has not left."""

    code = "still-here"


class NumberTaken(DomainError):
    """The number belongs to somebody; a number is never given to another person."""

    code = "number-taken"


class AlreadyDecided(DomainError):
    """Somebody has decided about this appointment already, or it is over."""

    code = "already-decided"


class NotYourself(DomainError):
    """Nobody appoints, marks as left or issues a PIN to himself; another person does it."""

    code = "not-yourself"


class NoBadge(DomainError):
    """This person has no badge that could be revoked."""

    code = "no-badge"


class UnreadCard(DomainError):
    """What came from the card reader is no number of a card, or was read in part."""

    code = "unread-card"


class RandomCard(DomainError):
    """This card, or phone, shows another number at each tap: it would never be known again."""

    code = "random-card"


class CardTaken(DomainError):
    """The card is registered for somebody already; it is revoked there first."""

    code = "card-taken"


class NoCard(DomainError):
    """No card was held to this station's reader for this person."""

    code = "no-card"


class WeakPin(DomainError):
    """A PIN that people try first, or the start PIN itself; choose another."""

    code = "weak-pin"


class StartPinExpired(DomainError):
    """The start PIN was not used in time; an administrator issues a new one."""

    code = "start-pin-expired"


class PinsDiffer(DomainError):
    """The new PIN was not typed the same way twice."""

    code = "pins-differ"


class AppointmentKind(StrEnum):
    """What an appointment gives: roles of one's own, or standing in for somebody."""

    ROLES = "roles"
    DEPUTY = "deputy"


class AppointmentState(StrEnum):
    """Where an appointment is: one has proposed it, another has agreed or declined, it is over."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    DECLINED = "declined"
    ENDED = "ended"


class Appointment(Record):
    """New roles of a person, or his standing in for another from a day until a day.

    `roles` are codes with spaces between them; a deputy's are those of whom he stands in for.
    """

    __tablename__ = "appointment"

    id: Mapped[int] = mapped_column(Counter, init=False, primary_key=True)
    kind: Mapped[AppointmentKind]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    proposer_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    proposed_by: Mapped[str]
    proposed_at: Mapped[datetime]
    roles: Mapped[str] = mapped_column(default="")
    stands_for_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    from_on: Mapped[date | None] = mapped_column(default=None)
    until_on: Mapped[date | None] = mapped_column(default=None)
    state: Mapped[AppointmentState] = mapped_column(default=AppointmentState.PROPOSED)
    decided_by: Mapped[str] = mapped_column(default="")
    decided_at: Mapped[datetime | None] = mapped_column(default=None)

    @property
    def role_list(self) -> tuple[Role, ...]:
        """The roles, the main one first."""
        return tuple(Role(role) for role in self.roles.split())


class StartPin(Record):
    """A person who has not chosen his own PIN yet; the start PIN opens nothing but that choice.

    Only its seed is kept: the digits come from seed and pepper, and are shown for a moment to the
    session that issued them.
    """

    __tablename__ = "start_pin"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    seed: Mapped[str]
    session: Mapped[str]
    issued_at: Mapped[datetime]
