"""What is overdue, and what the direct supervisor decides about it (K-09, K-10, K-18).

That something is overdue follows from dates and clocks and is stored nowhere; only the decision
is. Overdue is never a reason to refuse.
"""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Counter, Record
from domain.errors import BadField, DomainError

LONGEST_DAYS: Final = 31
LONGEST_HOURS: Final = 24


class NotOverdue(DomainError):
    """Nothing about this lot is overdue, or somebody has decided about it already."""

    code = "not-overdue"


class Cause(StrEnum):
    """Why a lot is overdue: past its internal due date, or its offer waits past the limit."""

    DUE = "due"
    WAITING = "waiting"


class Way(StrEnum):
    """What the direct supervisor does about it."""

    NEW_DATE = "new-date"
    PUSH = "push"
    HELP = "help"


# An offer that nobody receives needs no new date for the customer.
WAYS: Final[Mapping[Cause, tuple[Way, ...]]] = MappingProxyType(
    {Cause.DUE: (Way.PUSH, Way.HELP, Way.NEW_DATE), Cause.WAITING: (Way.PUSH, Way.HELP)}
)


class OverdueDecision(Record):
    """A direct supervisor's decision about an overdue lot; written once, never changed.

    It holds until the moment `until` and for what it was about: that due date, that hand-over
    (0 for none). `reason` is one of the factory's coded delay reasons (K-10).
    """

    __tablename__ = "overdue_decision"

    id: Mapped[int] = mapped_column(Counter, init=False, primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"), index=True)
    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"), index=True)
    cause: Mapped[Cause]
    way: Mapped[Way]
    reason: Mapped[str]
    until: Mapped[datetime] = mapped_column(index=True)
    note: Mapped[str]
    decided_by: Mapped[str]
    decided_at: Mapped[datetime]
    event: Mapped[int] = mapped_column(Counter)
    due_on: Mapped[date | None] = mapped_column(default=None)
    handover: Mapped[int] = mapped_column(default=0)


def expect_way(cause: Cause, way: Way) -> None:
    """Raise `BadField` for a decision that does not answer its cause."""
    if way not in WAYS[cause]:
        raise BadField(field="way", value=way.value)


def until_day(day: date | None, today: date, zone: tzinfo) -> datetime:
    """Return the end of the day until which a decision about a due date holds."""
    if day is None or not today <= day <= today + timedelta(days=LONGEST_DAYS):
        raise BadField(field="until_on", value=day.isoformat() if day else "")
    return datetime.combine(day + timedelta(days=1), time(), zone)


def until_hour(hours: int, now: datetime) -> datetime:
    """Return the moment until which a decision about a waiting offer holds."""
    if not 0 < hours <= LONGEST_HOURS:
        raise BadField(field="hours", value=str(hours))
    return now + timedelta(hours=hours)
