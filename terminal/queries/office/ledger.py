"""The tracking record 售后跟踪记录表 of a month: every batch, from booking to the end (K-42)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session as Db

from domain.batch import Batch
from domain.cases import Shipment
from domain.errors import BadField
from domain.events import Event
from domain.lot import Lot, LotState
from domain.process import Step
from terminal.site import Site

WRITTEN: Final = re.compile(r"\d{4}-\d{2}", re.ASCII)
SIGNED: Final = ("booked-in", "decided-register", "decided-pack", "shipped")


@dataclass(frozen=True, slots=True)
class Month:
    """A month of the site's calendar, written 2026-11; `first` is its first day."""

    first: date

    @classmethod
    def read(cls, written: str) -> Month:
        """Read 2026-11; raises `BadField`."""
        if WRITTEN.fullmatch(written):
            try:
                return cls(date.fromisoformat(f"{written}-01"))
            except ValueError:
                pass
        raise BadField(field="month", value=written[:40])

    @classmethod
    def of(cls, day: date) -> Month:
        """Return the month of a day."""
        return cls(day.replace(day=1))

    @property
    def after(self) -> Month:
        """The month after."""
        return Month.of(self.first + timedelta(days=31))

    @property
    def before(self) -> Month:
        """The month before."""
        return Month.of(self.first - timedelta(days=1))

    def __str__(self) -> str:
        """Write it."""
        return f"{self.first:%Y-%m}"


@dataclass(frozen=True, slots=True)
class Signed:
    """Who signed last for one thing, and when."""

    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One batch of the month; `received` is None while nobody but Sales has counted it.

    `places` are the steps where pieces are, `signed` the signatures by what they mean.
    """

    number: str
    customer: str
    product: str
    complaint: str
    booked_at: datetime
    received: int | None
    promised_on: date | None
    places: tuple[str, ...]
    shipped: int
    closed_at: datetime | None
    signed: dict[str, Signed]


def ledger(site: Site, db: Db, month: Month) -> Sequence[LedgerRow]:
    """Return the batches that were booked in within a month, oldest first."""
    zone = site.settings.timezone
    start, end = (datetime.combine(one.first, time(), zone) for one in (month, month.after))
    query = select(Batch).where(Batch.booked_at >= start, Batch.booked_at < end)
    batches = db.scalars(query.order_by(Batch.id)).all()
    numbers = [batch.number for batch in batches]
    shipped = _shipped(db, [batch.id for batch in batches])
    lots = _lots(db, [batch.id for batch in batches])
    signed = _signed(db, numbers)
    return list(_rows(batches, lots, shipped, signed))


def _rows(
    batches: Sequence[Batch],
    lots: dict[int, list[tuple[Step, LotState]]],
    shipped: dict[int, int],
    signed: dict[str, dict[str, Signed]],
) -> Iterator[LedgerRow]:
    for batch in batches:
        own = lots.get(batch.id, [])
        here = [step for step, state in own if state is not LotState.ENDED]
        names = signed.get(batch.number, {})
        if any(step is not Step.SHIP for step in here):
            names.pop("decided-pack", None)  # tracking is complete with the last lot only
        yield LedgerRow(
            number=batch.number,
            customer=batch.customer.name,
            product=batch.product.name,
            complaint=batch.complaint,
            booked_at=batch.booked_at,
            received=None if Step.INTAKE in here else batch.counted,
            promised_on=batch.promised_on,
            places=tuple(step.value for step in Step if step in here),
            shipped=shipped.get(batch.id, 0),
            closed_at=batch.closed_at,
            signed=names,
        )


def _lots(db: Db, ids: list[int]) -> dict[int, list[tuple[Step, LotState]]]:
    query = select(Lot.batch_id, Lot.step, Lot.state).where(Lot.batch_id.in_(ids))
    found: dict[int, list[tuple[Step, LotState]]] = {}
    for batch, step, state in db.execute(query.order_by(Lot.id)):
        found.setdefault(batch, []).append((step, state))
    return found


def _shipped(db: Db, ids: list[int]) -> dict[int, int]:
    query = (
        select(Shipment.batch_id, func.sum(Shipment.quantity))
        .where(Shipment.batch_id.in_(ids))
        .group_by(Shipment.batch_id)
    )
    return {batch: int(pieces) for batch, pieces in db.execute(query)}


def _signed(db: Db, numbers: list[str]) -> dict[str, dict[str, Signed]]:
    """Return the last signature of each meaning, by batch."""
    query = select(Event.batch, Event.meaning, Event.person_name, Event.at).where(
        Event.batch.in_(numbers), Event.meaning.in_(SIGNED)
    )
    found: dict[str, dict[str, Signed]] = {}
    for batch, meaning, name, at in db.execute(query.order_by(Event.number)):
        if batch:
            found.setdefault(batch, {})[meaning] = Signed(name, at)
    return found
