"""A tray told at the screening: so many pieces inspected, so many of them bad (K-22)."""

import json
from collections import Counter as Tally
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Counter, Record
from domain.errors import BadQuantity, DomainError, QuantityMismatch
from domain.process import Outcome
from domain.verdict import DefectsMismatch

# What is bad is told; a visible fault is told by its defect, and what is left of a tray is good.
TOLD: Final = (Outcome.UNSEEN, Outcome.UNTESTABLE, Outcome.SEEN_ONLY)


class TraysMismatch(DomainError):
    """The verdict is not what the trays say."""

    code = "trays-mismatch"


class LogTwice(DomainError):
    """This tester's log has filled another tray already."""

    code = "log-twice"


class Tray(Record):
    """One tray of a lot: pieces by outcome and by defect, told at once by who inspected it.

    `seconds` is the time since the same person's tray before it; `closed_by` the event of the
    verdict that used it, `voided_by` the event since which it does not count, both 0 before.
    `looked_by` is who asked about a tray that was told faster than anybody can inspect; `log` is
    the mark of the tester's log that filled it, empty where somebody told it.
    """

    __tablename__ = "tray"

    id: Mapped[int] = mapped_column(Counter, init=False, primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"), index=True)
    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"), index=True)
    quantity: Mapped[int]
    counts: Mapped[str]
    defects: Mapped[str]
    person_id: Mapped[int] = mapped_column(index=True)
    person_name: Mapped[str]
    told_at: Mapped[datetime]
    seconds: Mapped[int]
    too_fast: Mapped[bool] = mapped_column(default=False, index=True)
    closed_by: Mapped[int] = mapped_column(Counter, default=0)
    voided_by: Mapped[int] = mapped_column(Counter, default=0)
    looked_by: Mapped[str] = mapped_column(default="")
    log: Mapped[str] = mapped_column(default="", index=True)

    @property
    def by_outcome(self) -> dict[Outcome, int]:
        """The pieces by outcome."""
        return {Outcome(name): pieces for name, pieces in json.loads(self.counts).items()}

    @property
    def by_defect(self) -> dict[str, int]:
        """The pieces with a visible fault, by defect."""
        return dict(json.loads(self.defects))

    @property
    def good(self) -> int:
        """The pieces on which nothing was found."""
        return self.by_outcome.get(Outcome.NO_FAULT, 0)


def outcomes_of(
    quantity: int, bad: Mapping[Outcome, int], defects: Mapping[str, int]
) -> dict[Outcome, int]:
    """Return all pieces of a tray by outcome: what is not told to be bad is good.

    Raises `BadQuantity`, `DefectsMismatch` when more passed the test than have a defect, and
    `QuantityMismatch` when more are bad than lie in the tray.
    """
    if quantity < 1 or min((*bad.values(), *defects.values()), default=0) < 0:
        raise BadQuantity(quantity=quantity)
    named, passed = sum(defects.values()), bad.get(Outcome.SEEN_ONLY, 0)
    if passed > named:
        raise DefectsMismatch(failed=passed, named=named)
    told = {outcome: bad.get(outcome, 0) for outcome in TOLD} | {Outcome.SEEN: named - passed}
    if sum(told.values()) > quantity:
        raise QuantityMismatch(held=quantity, counted=sum(told.values()))
    told[Outcome.NO_FAULT] = quantity - sum(told.values())
    return {outcome: pieces for outcome, pieces in told.items() if pieces}


def totals(trays: Iterable[Tray]) -> tuple[dict[Outcome, int], dict[str, int]]:
    """Return what several trays come to, by outcome and by defect."""
    counts: Tally[Outcome] = Tally()
    defects: Tally[str] = Tally()
    for tray in trays:
        counts.update(tray.by_outcome)
        defects.update(tray.by_defect)
    return dict(counts), dict(defects)


def check_verdict(
    trays: Iterable[Tray], told: Mapping[Outcome, int], defects: Mapping[str, int]
) -> None:
    """Raise `TraysMismatch` unless a verdict is exactly what the trays say."""
    counts, found = totals(trays)
    for outcome in sorted({*counts, *told}):
        if counts.get(outcome, 0) != told.get(outcome, 0):
            raise TraysMismatch(
                told=counts.get(outcome, 0), counted=told.get(outcome, 0), outcome=outcome.value
            )
    named = {defect: pieces for defect, pieces in defects.items() if pieces}
    if named != found:
        raise DefectsMismatch(failed=sum(found.values()), named=sum(named.values()))
