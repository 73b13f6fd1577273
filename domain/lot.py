"""A lot: a part of a batch that moves as one, in exactly one custody at a time."""

from __future__ import annotations

import math
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from domain.base import Counter, Record
from domain.errors import OnHold, StaleForm, WrongState, WrongStation
from domain.ledger import account_of
from domain.process import ROUTES, Ending, Outcome, Step

if TYPE_CHECKING:
    from domain.batch import Batch


class LotState(StrEnum):
    """Where a lot is in its life at a step (process.md, section 3)."""

    RECEIVED = "received"
    WORKING = "working"
    DECIDED = "decided"
    OFFERED = "offered"
    DISPUTED = "disputed"
    ENDED = "ended"


HELD: Final = text("hold_reason <> ''")
OPEN_WORK: Final = frozenset({LotState.RECEIVED, LotState.WORKING})


class Payer(StrEnum):
    """Who pays for these pieces; several payers in one lot are `mixed` (K-14)."""

    UNDECIDED = "undecided"
    CUSTOMER = "customer"
    FACTORY = "factory"
    MIXED = "mixed"


class Descent(Record):
    """One lot came out of another at an event; a merged lot came out of several.

    A part may be put back together with what it was split from: then the two meet twice.
    """

    __tablename__ = "descent"

    child_id: Mapped[int] = mapped_column(ForeignKey("lot.id"), primary_key=True, init=False)
    parent_id: Mapped[int] = mapped_column(ForeignKey("lot.id"), primary_key=True, init=False)
    child: Mapped[Lot] = relationship(
        foreign_keys=[child_id], back_populates="came_from", init=False
    )
    parent: Mapped[Lot] = relationship(foreign_keys=[parent_id])
    event: Mapped[int] = mapped_column(Counter, primary_key=True, autoincrement=False, default=0)


class Lot(Record):
    """Pieces of one batch that move together.

    `route` is the verdict on them here, which says where they go; `came_by` is how they came here.
    `person_id` is the last signer, who answers for them; anyone with the role at `station` may
    work on them.
    """

    __tablename__ = "lot"
    __table_args__ = (
        CheckConstraint("quantity >= 0", name="lot_never_negative"),
        UniqueConstraint("batch_id", "sequence"),
        Index("lot_open", "state", "step", "station", "since", "quantity"),
        Index("lot_held", "hold_reason", sqlite_where=HELD, postgresql_where=HELD),
    )

    id: Mapped[int] = mapped_column(Counter, init=False, primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"), init=False)
    batch: Mapped[Batch] = relationship(back_populates="lots", init=False)
    sequence: Mapped[int]
    number: Mapped[str] = mapped_column(unique=True)
    step: Mapped[Step]
    station: Mapped[str]
    person_id: Mapped[int]
    since: Mapped[datetime]
    state: Mapped[LotState] = mapped_column(default=LotState.RECEIVED)
    route: Mapped[Outcome | None] = mapped_column(default=None)
    came_by: Mapped[Outcome | None] = mapped_column(default=None)
    quantity: Mapped[int] = mapped_column(default=0)
    round: Mapped[int] = mapped_column(default=0)
    payer: Mapped[Payer] = mapped_column(default=Payer.UNDECIDED)
    ending: Mapped[Ending] = mapped_column(default=Ending.SHIPPED)
    on_time: Mapped[bool | None] = mapped_column(default=None)
    hold_reason: Mapped[str] = mapped_column(default="")
    goods_at: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=0)
    last_handover: Mapped[int] = mapped_column(default=0)
    came_from: Mapped[list[Descent]] = relationship(
        foreign_keys=[Descent.child_id],
        back_populates="child",
        cascade="all, delete-orphan",
        default_factory=list,
    )

    @property
    def account(self) -> str:
        """The ledger account that holds this lot's pieces now."""
        return account_of(self.sequence, self.step)

    @property
    def target(self) -> Step | Ending | None:
        """Where a decided or offered lot goes next."""
        if self.route is None or self.state not in {LotState.DECIDED, LotState.OFFERED}:
            return None
        return ROUTES[self.route].target

    @property
    def parents(self) -> list[Lot]:
        """The lots that this one came out of directly."""
        return [descent.parent for descent in self.came_from]

    def descend_from(self, other: Lot) -> None:
        """Remember that pieces of another lot are in this one now."""
        self.came_from.append(Descent(parent=other))

    def expect_version(self, version: int) -> None:
        """Raise `StaleForm` when the lot has changed since a form showed it."""
        if version != self.version:
            raise StaleForm(lot=self.number, state=self.state.value, step=self.step.value)

    def expect_state(self, *states: LotState) -> None:
        """Raise `WrongState` or `OnHold` unless the lot may be worked on in one of the states."""
        if self.state not in states:
            raise WrongState(lot=self.number, state=self.state.value, step=self.step.value)
        if self.hold_reason:
            raise OnHold(lot=self.number, reason=self.hold_reason)

    def expect_at(self, step: Step, station: str) -> None:
        """Raise `WrongStation` unless this station has the custody of the lot."""
        if self.step is not step or self.station != station:
            raise WrongStation(lot=self.number, step=self.step.value, station=self.station)


def lineage(lot: Lot) -> dict[str, float]:
    """Return each lot that these pieces were in, with the last event that concerns them there.

    A lot that was split and merged again is its own ancestor; only what happened before counts.
    """
    found: dict[str, float] = {}
    waiting = [(lot, math.inf)]
    while waiting:
        one, until = waiting.pop()
        if until <= found.get(one.number, 0):
            continue
        found[one.number] = until
        parents = [(descent.parent, descent.event or until) for descent in one.came_from]
        waiting += [(parent, left) for parent, left in parents if left <= until]
    return found
