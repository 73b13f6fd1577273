"""The repairs of a week, as they are now: what the weekly report is drafted and frozen from."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, time, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session as Db

from domain.batch import Batch, Product
from domain.events import Event
from domain.findings import RepairRecord, Term
from domain.lot import Lot
from domain.process import Step
from domain.weekly import Repair, Week, WeeklyReport
from terminal.site import Site

Words = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Content:
    """What a report says: the repairs, and the words of its codes as `kind:code` → zh, en."""

    week: str
    repairs: tuple[Repair, ...]
    words: Words

    @property
    def pieces(self) -> int:
        """How many pieces were repaired, those of a later round again."""
        return sum(one.quantity for one in self.repairs)

    @classmethod
    def frozen(cls, report: WeeklyReport) -> "Content":
        """Return what an issued report says."""
        kept = json.loads(report.content)
        return cls(kept["week"], tuple(Repair(**one) for one in kept["repairs"]), kept["words"])

    def plain(self) -> dict[str, object]:
        """Return it as JSON values."""
        repairs = [asdict(one) for one in self.repairs]
        return {"week": self.week, "repairs": repairs, "words": dict(self.words)}


def draft(site: Site, db: Db, week: Week) -> Content:
    """Return the repairs whose verdict was signed in a week, oldest first.

    A record counts once its pieces have been received: before, it would tell an offered count.
    """
    start, end = bounds(site, week)
    query = (
        select(RepairRecord, Batch.number, Lot.number, Product.code, Product.name)
        .join(Event, Event.number == RepairRecord.closed_by)
        .join(Lot, Lot.id == RepairRecord.lot_id)
        .join(Batch, Batch.id == RepairRecord.batch_id)
        .join(Product, Product.id == RepairRecord.product_id)
        .where(Event.at >= start, Event.at < end, *ARRIVED)
        .order_by(RepairRecord.id)
    )
    rows = db.execute(query).all()
    repairs = tuple(_repair(one, batch, lot, code) for one, batch, lot, code, _ in rows)
    products = {f"product:{code}": (name, name) for _, _, _, code, name in rows}
    return Content(str(week), repairs, products | _words(db, repairs))


ARRIVED = (
    RepairRecord.closed_by > 0,
    RepairRecord.voided_by == 0,
    or_(Lot.step.not_in((Step.REPAIR, Step.REWORK)), RepairRecord.round < Lot.round),
)


def bounds(site: Site, week: Week) -> tuple[datetime, datetime]:
    """Return the moments at which a week begins and the next one does, by the site's clock."""
    zone = site.settings.timezone
    first, after = week.first, week.first + timedelta(days=7)
    return datetime.combine(first, time(), zone), datetime.combine(after, time(), zone)


def latest(db: Db, week: Week) -> WeeklyReport | None:
    """Return the last issued version of a week's report."""
    query = select(WeeklyReport).where(
        WeeklyReport.year == week.year, WeeklyReport.week == week.week
    )
    return db.scalar(query.order_by(WeeklyReport.version.desc()).limit(1))


def changed(report: WeeklyReport, now: Content) -> bool:
    """Whether the repairs of a week are no longer those that were signed."""
    return Content.frozen(report).repairs != now.repairs


def _repair(one: RepairRecord, batch: str, lot: str, product: str) -> Repair:
    return Repair(
        record=one.id,
        batch=batch,
        lot=lot,
        product=product,
        symptom=one.symptom,
        cause=one.cause,
        action=one.action,
        location=one.location,
        round=one.round,
        quantity=one.quantity,
        minutes=one.minutes,
        responsibility=one.blame.value,
        judged=one.judged is not None,
    )


def _words(db: Db, repairs: Sequence[Repair]) -> dict[str, tuple[str, str]]:
    said = {
        f"{kind}:{code}"
        for one in repairs
        for kind, code in (("cause", one.cause), ("action", one.action), ("defect", one.symptom))
    }
    terms = db.execute(select(Term.kind, Term.code, Term.zh, Term.en).order_by(Term.id))
    found = {f"{kind.value}:{code}": (zh, en) for kind, code, zh, en in terms}
    return {key: words for key, words in found.items() if key in said}
