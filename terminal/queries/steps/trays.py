"""Telling trays at the screening: what is told already, which sizes may be told next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Final

from sqlalchemy import func, select

from domain.findings import AnomalyReport
from domain.lot import Lot
from domain.process import Outcome
from domain.tray import TOLD, Tray, totals
from terminal.queries.steps.sheet import OWN, Desk, Need
from terminal.queries.steps.typed import Typed, group, whole
from terminal.trays import open_trays

COMMON: Final = (20, 50, 100)
ON_A_PAGE: Final = 6


@dataclass(frozen=True, slots=True)
class TrayRow:
    """One tray that counts for the next verdict."""

    number: int
    quantity: int
    good: int
    at: datetime
    person: str
    too_fast: bool

    @property
    def bad(self) -> int:
        """The pieces on which something was found."""
        return self.quantity - self.good


@dataclass(frozen=True)
class Tally:
    """The trays of the lot on a desk.

    `begun` once one was told since the lot came here; `reported` when the anomaly report is the
    last thing that happened: then the verdict is next.
    """

    desk: Desk
    trays: Sequence[Tray]
    begun: bool
    usual: int
    reported: bool

    @cached_property
    def counts(self) -> Mapping[Outcome, int]:
        """What the trays come to, by outcome."""
        return totals(self.trays)[0]

    @cached_property
    def defects(self) -> Mapping[str, int]:
        """What the trays come to, by defect."""
        return totals(self.trays)[1]

    @property
    def verdict(self) -> Typed:
        """The verdict that the trays make, as its form sends it."""
        told = {f"counts.{outcome.value}": str(n) for outcome, n in self.counts.items()}
        return told | {f"defects.{defect}": str(n) for defect, n in self.defects.items()}

    @property
    def told(self) -> int:
        """How many pieces are told."""
        return sum(tray.quantity for tray in self.trays)

    @property
    def left(self) -> int:
        """How many pieces no tray has told yet."""
        return max(0, (self.desk.work.quantity or 0) - self.told)

    @property
    def sizes(self) -> list[int]:
        """The trays that may be told next: usual ones, and the rest of the lot."""
        if self.typed.get("log"):
            return [whole(self.typed, "tray")]
        known = sorted({self.usual, self.desk.work.pieces_per_box, *COMMON} - {0})
        fitting = [size for size in known if size <= self.left]
        rest = [self.left] if 0 < self.left < known[-1] and self.left not in fitting else []
        return fitting + rest

    @property
    def size(self) -> int:
        """The tray that is being told."""
        chosen = whole(self.typed, "tray")
        for size in (chosen, self.usual or self.desk.work.pieces_per_box):
            if size in self.sizes:
                return size
        return self.sizes[-1] if self.sizes else 0

    @property
    def typed(self) -> Typed:
        """What is typed of the next tray."""
        return self.desk.typed("tell-tray")

    @property
    def bad(self) -> int:
        """How many pieces of the next tray are told to be bad."""
        told = group(self.typed, "bad")
        apart = sum(n for name, n in told.items() if name in TOLD and name != Outcome.SEEN_ONLY)
        return apart + sum(group(self.typed, "defects").values())

    @property
    def rows(self) -> list[TrayRow]:
        """The last trays, the latest first."""
        rows = [
            TrayRow(number, tray.quantity, tray.good, tray.told_at, tray.person_name, tray.too_fast)
            for number, tray in enumerate(self.trays, 1)
        ]
        return rows[: -ON_A_PAGE - 1 : -1]

    @property
    def shown(self) -> str:
        """Which page of the screening is shown: tally, finish, or another panel."""
        panel = self.desk.panel
        if self.trays and (panel == "finish" or (panel == OWN and self.reported)):
            return "finish"
        if panel in {"tally", "finish"} or (panel in {OWN, "matrix"} and self.trays):
            return "tally"
        return "tally" if panel == OWN and self.begun else panel

    def needs(self, typed: Typed) -> Iterator[Need]:
        """Tell what keeps the next tray from being told."""
        named = sum(group(typed, "defects").values())
        passed = group(typed, "bad").get(Outcome.SEEN_ONLY, 0)
        if not self.left:
            yield Need("tray-none")
        elif self.size > self.left:
            yield Need("over", {"over": self.size - self.left})
        elif self.bad > self.size:
            yield Need("over", {"over": self.bad - self.size})
        if passed > named:
            yield Need("defects", {"named": named, "failed": passed})


def tally_of(desk: Desk) -> Tally:
    """Return the trays of the lot on a desk."""
    db, work = desk.facing.db, desk.work
    since = db.get_one(Lot, work.lot_id).since
    query = select(Tray.quantity).where(Tray.lot_id == work.lot_id, Tray.told_at >= since)
    sizes = list(db.scalars(query))
    trays = open_trays(db, work.lot_id)
    reports = select(func.max(AnomalyReport.registered_at)).where(
        AnomalyReport.lot_id == work.lot_id, AnomalyReport.closed_by == 0
    )
    reported = db.scalar(reports)
    last = bool(trays and reported and reported >= trays[-1].told_at)
    return Tally(desk, trays, bool(sizes), max(sizes, default=0), last)
