"""A hand-over: the giver offers, the receiver counts without seeing the giver's count, and signs.

Custody moves at the receipt and at nothing else (process.md, section 3; K-16, K-17).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from domain.base import Counter, Record
from domain.batch import Batch
from domain.errors import DomainError, OnHold, WrongState
from domain.lot import Lot
from domain.process import Outcome, Step


class SamePerson(DomainError):
    """One person cannot both give and receive, or both test and inspect."""

    code = "same-person"


class OutdatedSlip(DomainError):
    """The scanned slip is older than the lot's last hand-over (process.md, Traveler)."""

    code = "outdated-slip"


class OrderedToAccept(DomainError):
    """The supervisor has decided that this lot is to be received.

    It cannot be refused again for a reason that he has overruled, nor be taken back.
    """

    code = "ordered-to-accept"


class HandoverState(StrEnum):
    """What has become of an offer."""

    OPEN = "open"
    DISPUTED = "disputed"
    REFUSED = "refused"
    RECEIVED = "received"
    WITHDRAWN = "withdrawn"
    SETTLED = "settled"


class Reason(StrEnum):
    """Why a receiver refuses (K-17). Overdue is not a reason: late goods are received."""

    MISSING_FORM = "missing-form"
    MISSING_REPAIR_RECORD = "missing-repair-record"
    UNSIGNED = "unsigned"
    UNDATED = "undated"
    COUNT_DIFFERS = "count-differs"
    MIXED = "mixed"
    LABEL_DIFFERS = "label-differs"
    DAMAGED = "damaged"
    OTHER = "other"


class Ruling(StrEnum):
    """What the giver's direct supervisor decides about a refused or disputed lot (K-18)."""

    RECOUNT = "recount"
    ACCEPT = "accept"
    SEND_BACK = "send-back"


WAITING: Final = frozenset({HandoverState.OPEN, HandoverState.DISPUTED})
CONTESTED: Final = frozenset({HandoverState.DISPUTED, HandoverState.REFUSED})


@dataclass(frozen=True, slots=True)
class Hand:
    """Who gives or receives, where, and when (aware UTC)."""

    person_id: int
    name: str
    station: str
    at: datetime


class Handover(Record):
    """One offer of one lot, numbered per batch, and what became of it.

    `round` is how often these pieces had been repaired when they were offered.
    """

    __tablename__ = "handover"
    __table_args__ = (
        UniqueConstraint("batch_id", "number"),
        Index("handover_answered", "from_step", "answered_at"),
        Index("handover_waiting", "state", "target", "offered_at"),
    )

    id: Mapped[int] = mapped_column(Counter, init=False, primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"), init=False)
    batch: Mapped[Batch] = relationship()
    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"), init=False, index=True)
    lot: Mapped[Lot] = relationship()
    number: Mapped[int]
    giver_id: Mapped[int]
    giver_name: Mapped[str]
    from_step: Mapped[Step]
    from_station: Mapped[str]
    target: Mapped[Step]
    route: Mapped[Outcome]
    quantity: Mapped[int]
    offered_at: Mapped[datetime]
    round: Mapped[int] = mapped_column(default=0)
    state: Mapped[HandoverState] = mapped_column(default=HandoverState.OPEN)
    first_count: Mapped[int | None] = mapped_column(default=None)
    second_count: Mapped[int | None] = mapped_column(default=None)
    counting: Mapped[str] = mapped_column(default="")
    receiver_id: Mapped[int | None] = mapped_column(default=None)
    receiver_name: Mapped[str] = mapped_column(default="")
    to_station: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime | None] = mapped_column(default=None)
    reasons: Mapped[str] = mapped_column(default="[]")
    note: Mapped[str] = mapped_column(default="")
    ruling: Mapped[Ruling | None] = mapped_column(default=None)
    ruled_by: Mapped[str] = mapped_column(default="")
    ruled_at: Mapped[datetime | None] = mapped_column(default=None)
    ordered: Mapped[bool] = mapped_column(default=False)
    overruled: Mapped[str] = mapped_column(default="[]")

    @property
    def reason_codes(self) -> tuple[Reason, ...]:
        """The coded reasons of a refusal."""
        return tuple(Reason(code) for code in json.loads(self.reasons))

    @property
    def overruled_codes(self) -> tuple[Reason, ...]:
        """The reasons for which nobody may refuse any more: the supervisor has heard them."""
        return tuple(Reason(code) for code in json.loads(self.overruled))

    @property
    def last_count(self) -> int | None:
        """The receiver's latest count, None before he has counted."""
        return self.second_count if self.second_count is not None else self.first_count

    def expect(self, *states: HandoverState) -> None:
        """Raise `WrongState` unless the offer is in one of the states, or `OnHold`."""
        if self.state not in states:
            raise WrongState(lot=self.lot.number, state=self.state.value, step=self.target.value)
        if self.lot.hold_reason:
            raise OnHold(lot=self.lot.number, reason=self.lot.hold_reason)
