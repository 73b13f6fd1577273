"""The weekly repair report 售后维修统计分析表: one week's causes and responsibility (K-36)."""

from __future__ import annotations

import re
from collections import Counter as Tally
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Final

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Counter, Record
from domain.errors import BadField, DomainError

WRITTEN: Final = re.compile(r"(\d{4})-W(\d{2})", re.ASCII)


class NothingToReport(DomainError):
    """No repair was signed for in this week, so there is nothing to issue."""

    code = "nothing-to-report"


class WeekUnchanged(DomainError):
    """The issued report says the same already; only a change makes another version."""

    code = "week-unchanged"


@dataclass(frozen=True, slots=True, order=True)
class Week:
    """An ISO week of the site's own calendar, written 2026-W47."""

    year: int
    week: int

    @classmethod
    def of(cls, day: date) -> Week:
        """Return the week of a day."""
        found = day.isocalendar()
        return cls(found.year, found.week)

    @classmethod
    def read(cls, written: str) -> Week:
        """Read 2026-W47; raises `BadField`."""
        if found := WRITTEN.fullmatch(written):
            try:
                week = cls(int(found[1]), int(found[2]))
                return cls.of(week.first)
            except ValueError:
                pass
        raise BadField(field="week", value=written[:40])

    @property
    def first(self) -> date:
        """Its Monday."""
        return date.fromisocalendar(self.year, self.week, 1)

    @property
    def last(self) -> date:
        """Its Sunday."""
        return self.first + timedelta(days=6)

    @property
    def before(self) -> Week:
        """The week before."""
        return Week.of(self.first - timedelta(days=1))

    @property
    def after(self) -> Week:
        """The week after."""
        return Week.of(self.last + timedelta(days=1))

    def __str__(self) -> str:
        """Write it as ISO does."""
        return f"{self.year}-W{self.week:02}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """One repair record as a report keeps it: codes and figures, nobody's name.

    `responsibility` is the final judgement where there is one (`judged`), else the repairer's.
    """

    record: int
    batch: str
    lot: str
    product: str
    symptom: str
    cause: str
    action: str
    location: str
    round: int
    quantity: int
    minutes: int
    responsibility: str
    judged: bool


# What a report adds up, and by which part of a record.
SUMS: Final = MappingProxyType({
    "responsibility": "responsibility", "cause": "cause", "product": "product",
    "defect": "symptom", "location": "location",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Share:
    """So many pieces and records have one code; an empty code is one that nobody wrote."""

    code: str
    pieces: int
    records: int


def shares(repairs: Iterable[Repair], kind: str) -> list[Share]:
    """Add repairs up by one of `SUMS`, the most pieces first; together they are all of them."""
    pieces, records = Tally[str](), Tally[str]()
    for one in repairs:
        code = getattr(one, SUMS[kind])
        pieces[code] += one.quantity
        records[code] += 1
    found = [Share(code, pieces[code], records[code]) for code in pieces]
    return sorted(found, key=lambda share: (-share.pieces, share.code == "", share.code))


def top(rows: Sequence[Share], most: int) -> tuple[Sequence[Share], Share | None]:
    """Return the first rows and one that holds all the rest, so that they add up as before."""
    if len(rows) <= most:
        return rows, None
    rest = rows[most - 1 :]
    others = Share("", sum(one.pieces for one in rest), sum(one.records for one in rest))
    return rows[: most - 1], others


class WeeklyReport(Record):
    """A week's report as it was signed: `content` is frozen JSON, `digest` its SHA-256.

    Written once, never changed. A later version names the one that it `replaces`.
    """

    __tablename__ = "weekly_report"
    __table_args__ = (UniqueConstraint("year", "week", "version"),)

    id: Mapped[int] = mapped_column(Counter, init=False, primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    year: Mapped[int]
    week: Mapped[int]
    version: Mapped[int]
    replaces: Mapped[str]
    content: Mapped[str]
    digest: Mapped[str]
    issued_by: Mapped[str]
    issuer_id: Mapped[int]
    issued_at: Mapped[datetime]
