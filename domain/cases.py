"""What waits for a decision or an answer: reviews, differences, promises, complaint notices."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from domain.base import Counter, Record
from domain.errors import DomainError
from domain.process import Outcome


class CaseOpen(DomainError):
    """A case closes only when the cause is corrected and verified (K-02, 直至改正)."""

    code = "case-open"


class Opinion(Record):
    """What one participant of a review thinks."""

    __tablename__ = "opinion"

    id: Mapped[int] = mapped_column(Counter, init=False, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("review_case.id"), init=False)
    person_name: Mapped[str]
    role: Mapped[str]
    text: Mapped[str]
    at: Mapped[datetime]


class CaseDecision(Record):
    """So many pieces of a case go one way, as a lot of their own; `event` is the verdict's.

    A ruling that sends pieces back to the review takes them off the quantity.
    """

    __tablename__ = "case_decision"

    id: Mapped[int] = mapped_column(Counter, init=False, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("review_case.id"), init=False, index=True)
    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"), index=True)
    outcome: Mapped[Outcome]
    quantity: Mapped[int]
    note: Mapped[str]
    decided_by: Mapped[str]
    decided_at: Mapped[datetime]
    event: Mapped[int] = mapped_column(Counter)


class ReviewCase(Record):
    """A problem that neither test nor repair could find: discussed until corrected (K-02).

    `decided_at` is when the last of its pieces was decided about, None while some are not.
    """

    __tablename__ = "review_case"

    id: Mapped[int] = mapped_column(Counter, init=False, primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"), index=True)
    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"), index=True)
    origin: Mapped[Outcome]
    quantity: Mapped[int]
    round: Mapped[int]
    opened_at: Mapped[datetime]
    decided_at: Mapped[datetime | None] = mapped_column(default=None, index=True)
    consent: Mapped[str] = mapped_column(default="")
    consent_by: Mapped[str] = mapped_column(default="")
    correction: Mapped[str] = mapped_column(default="")
    closed_by: Mapped[str] = mapped_column(default="")
    closed_at: Mapped[datetime | None] = mapped_column(default=None)
    opinions: Mapped[list[Opinion]] = relationship(
        order_by=Opinion.id, cascade="all, delete-orphan", default_factory=list
    )
    decisions: Mapped[list[CaseDecision]] = relationship(
        order_by=CaseDecision.id, cascade="all, delete-orphan", default_factory=list
    )

    def decide(self, decision: CaseDecision) -> None:
        """Keep what was decided about some of the pieces."""
        self.decisions.append(decision)
        if sum(one.quantity for one in self.decisions) >= self.quantity:
            self.decided_at = decision.decided_at

    def take_back(self, lot_id: int, pieces: int) -> None:
        """Pieces of a decision are back at the review: it holds for them no longer."""
        for one in [one for one in self.decisions if one.lot_id == lot_id and one.quantity]:
            one.quantity -= pieces
            self.decided_at = None


class DiscrepancyState(StrEnum):
    """Who has still to sign a difference."""

    DECLARED = "declared"
    PROPOSED = "proposed"
    AGREED = "agreed"
    CLOSED = "closed"
    DROPPED = "dropped"


class Discrepancy(Record):
    """Pieces missing (negative) or extra at a count; signed by both sides and the supervisor.

    DECLARED is the customer's paper against Sales' own count; Sales settles it. DROPPED was
    proposed, but the dispute ended in another way before the giver agreed.
    """

    __tablename__ = "discrepancy"

    id: Mapped[int] = mapped_column(Counter, init=False, primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"), index=True)
    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"))
    quantity: Mapped[int]
    state: Mapped[DiscrepancyState] = mapped_column(index=True)
    proposed_by: Mapped[str]
    proposer_id: Mapped[int]
    proposer_station: Mapped[str]
    proposed_at: Mapped[datetime]
    handover_id: Mapped[int | None] = mapped_column(ForeignKey("handover.id"), default=None)
    agreed_by: Mapped[str] = mapped_column(default="")
    agreer_id: Mapped[int | None] = mapped_column(default=None)
    closed_by: Mapped[str] = mapped_column(default="")
    closed_at: Mapped[datetime | None] = mapped_column(default=None)
    note: Mapped[str] = mapped_column(default="")


class Promise(Record):
    """A date given to the customer; old ones stay visible (K-10, K-11, K-12)."""

    __tablename__ = "promise"

    id: Mapped[int] = mapped_column(Counter, init=False, primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"), index=True)
    production_on: Mapped[date]
    promised_on: Mapped[date]
    reason: Mapped[str]
    told_customer: Mapped[str]
    person_name: Mapped[str]
    at: Mapped[datetime]


class NoticeState(StrEnum):
    """A complaint notice is drafted when crossed, and issued before the batch closes.

    A draft whose ratio has fallen below the limit is dropped: there is nothing to complain of.
    """

    DRAFT = "draft"
    ISSUED = "issued"
    DROPPED = "dropped"


class ComplaintNotice(Record):
    """Customer complaint notice 客户投诉通知书, raised by the 0.5 % rule, once per batch (K-34)."""

    __tablename__ = "complaint_notice"

    id: Mapped[int] = mapped_column(Counter, init=False, primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"), unique=True)
    pieces: Mapped[int]
    received: Mapped[int]
    drafted_at: Mapped[datetime]
    delivered: Mapped[int | None] = mapped_column(default=None)
    state: Mapped[NoticeState] = mapped_column(default=NoticeState.DRAFT)
    issued_by: Mapped[str] = mapped_column(default="")
    issued_at: Mapped[datetime | None] = mapped_column(default=None)


class Shipment(Record):
    """Pieces of a lot that left with a shipping order (K-33)."""

    __tablename__ = "shipment"

    id: Mapped[int] = mapped_column(Counter, init=False, primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"), index=True)
    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"))
    quantity: Mapped[int]
    waybill: Mapped[str]
    recipient: Mapped[str]
    person_name: Mapped[str]
    shipped_at: Mapped[datetime] = mapped_column(index=True)


def crosses(pieces: int, base: int, *, per_mille: int) -> bool:
    """Whether pieces reach the limit, in exact integers: 5 of 1000 do at 5 ‰, 4 do not (K-34)."""
    return base > 0 and pieces * 1000 >= base * per_mille


def after_working_days(day: date, days: int, *, workdays: frozenset[int]) -> date:
    """Return the date so many working days later; `workdays` are ISO weekdays (1 is Monday)."""
    while days > 0:
        day += timedelta(days=1)
        days -= day.isoweekday() in workdays
    return day
