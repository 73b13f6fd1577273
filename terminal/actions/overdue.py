"""The direct supervisor decides what is done about a lot that is overdue."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from domain.access import Act
from domain.errors import BadField
from domain.findings import TermKind
from domain.overdue import (
    Cause,
    NotOverdue,
    OverdueDecision,
    Way,
    expect_way,
    until_day,
    until_hour,
)
from terminal.actions.rule import expect_supervisor
from terminal.lookup import known_term
from terminal.overdue import overdue
from terminal.transaction import Answer, Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideOverdue:
    """Push, take help, or ask Production for a new date; with a coded reason, until a day or hour.

    Until then the lot is off his list; it comes back when it is still overdue (K-10, K-18).
    """

    act: ClassVar[str] = Act.DECIDE_OVERDUE
    lot: str
    cause: Cause
    way: Way
    reason: str
    until_on: date | None = None
    hours: int = 0
    note: str = ""

    def perform(self, tx: Transaction) -> Answer:
        """Return until when the decision holds; raises `NotOverdue` when there is none to take."""
        lot = tx.lock_lot(self.lot)
        person = tx.sign(Act.DECIDE_OVERDUE)
        found = [one for one in overdue(tx.site, tx.db, lot.number) if one.cause is self.cause]
        if not found:
            raise NotOverdue(lot=lot.number)
        expect_supervisor(tx, person, lot.person_id)
        expect_way(self.cause, self.way)
        self._expect_reason(tx)
        until = self._until(tx)
        handover = found[0].handover
        event = tx.record(
            "lot:overdue-decided",
            batch=lot.batch,
            meaning=f"overdue-{self.way.value}",
            details={
                "about": lot.number, "cause": self.cause.value, "delay": self.reason,
                "until": tx.site.local(until).strftime("%Y-%m-%d %H:%M"), "note": self.note,
            },
        )  # fmt: skip
        tx.db.add(
            OverdueDecision(
                batch_id=lot.batch_id,
                lot_id=lot.id,
                cause=self.cause,
                way=self.way,
                reason=self.reason,
                until=until,
                note=self.note,
                decided_by=tx.signed_name,
                decided_at=tx.at,
                event=event.number,
                due_on=lot.batch.due_on if self.cause is Cause.DUE else None,
                handover=handover.number if handover else 0,
            )
        )
        tx.tell("desk", lot.station)
        return {"result": "overdue-decided", "lot": lot.number}

    def _expect_reason(self, tx: Transaction) -> None:
        if not self.reason:
            raise BadField(field="reason", value="")
        known_term(tx.db, TermKind.DELAY, self.reason)

    def _until(self, tx: Transaction) -> datetime:
        if self.cause is Cause.DUE:
            return until_day(self.until_on, tx.site.today(), tx.site.settings.timezone)
        return until_hour(self.hours, tx.at)
