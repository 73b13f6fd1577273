"""Technical decides who is responsible, and issues the weekly repair report (K-35, K-36)."""

import hashlib
from dataclasses import dataclass
from typing import ClassVar, Final

from sqlalchemy import select

from domain.access import Act
from domain.batch import Batch
from domain.errors import BadField, UnknownThing
from domain.events import canonical_json
from domain.findings import RepairRecord, Responsibility
from domain.paperwork import Department, FormKind
from domain.weekly import NothingToReport, Week, WeeklyReport, WeekUnchanged
from terminal.locking import lock_batches_of, read_ids
from terminal.paperwork import give, supersede
from terminal.prevention import ask
from terminal.ratio import draft_notice
from terminal.transaction import Answer, Transaction
from terminal.weekly import changed, draft, latest

AS_RECORDED: Final = "as-recorded"
READERS: Final = (
    Department.PRODUCTION, Department.QUALITY, Department.SALES, Department.MANAGEMENT,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeRecords:
    """Decide the responsibility of several repair records (`records` are their ids) at once.

    `responsibility` is one of the list, or `as-recorded`: each as its repairer said.
    """

    act: ClassVar[str] = Act.JUDGE
    records: tuple[str, ...]
    responsibility: str

    def perform(self, tx: Transaction) -> Answer:
        """Return how many records were decided."""
        if self.responsibility not in {AS_RECORDED, *Responsibility}:
            raise BadField(field="responsibility", value=self.responsibility[:40])
        wanted = read_ids("records", self.records)
        batches = lock_batches_of(tx, RepairRecord, wanted)
        query = select(RepairRecord).where(
            RepairRecord.id.in_(wanted), RepairRecord.closed_by > 0, RepairRecord.voided_by == 0
        )
        query = query.order_by(RepairRecord.id).execution_options(populate_existing=True)
        found = list(tx.db.scalars(query))
        if not found or len(found) < len(wanted):
            raise UnknownThing(kind="repair-record", name=",".join(self.records)[:40])
        tx.sign(Act.JUDGE)
        for batch in batches.values():
            self._judge(tx, batch, [one for one in found if one.batch_id == batch.id])
        tx.tell("desk", tx.station)
        return {"result": "judged", "count": len(found)}

    def _judge(self, tx: Transaction, batch: Batch, records: list[RepairRecord]) -> None:
        for one in records:
            said = self.responsibility
            one.judged = one.responsibility if said == AS_RECORDED else Responsibility(said)
            one.judged_by, one.judged_at = tx.hand.name, tx.at
        tx.record(
            "repair:judged",
            batch=batch,
            meaning="responsibility-judged",
            details={"records": {str(one.id): one.blame.value for one in records}},
        )
        draft_notice(tx, batch)


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueWeek:
    """Freeze a week's report with a signature, and give a copy to each who reads it.

    What changes later makes another version, which names the one before it.
    """

    act: ClassVar[str] = Act.ISSUE_WEEK
    week: str

    def perform(self, tx: Transaction) -> Answer:
        """Return the report's number."""
        week = Week.read(self.week)
        person = tx.sign(Act.ISSUE_WEEK)
        series = f"{tx.site.code}-W{week.year % 100:02}{week.week:02}"
        version = tx.next_in(series)  # from here on nobody else issues one
        content, before = draft(tx.site, tx.db, week), latest(tx.db, week)
        if before and not changed(before, content):
            raise WeekUnchanged(week=str(week), report=before.number)
        if not content.repairs and not before:
            raise NothingToReport(week=str(week))
        text = canonical_json(content.plain())
        report = WeeklyReport(
            number=f"{series}-{version}",
            year=week.year,
            week=week.week,
            version=version,
            replaces=before.number if before else "",
            content=text,
            digest=hashlib.sha256(text.encode()).hexdigest(),
            issued_by=tx.hand.name,
            issuer_id=person.id,
            issued_at=tx.at,
        )
        tx.db.add(report)
        ask(tx, week, report.number, content)
        if before:
            supersede(tx, FormKind.WEEKLY_REPORT, before.number, report.number)
        for department in READERS:
            give(tx, FormKind.WEEKLY_REPORT, report.number, department)
        tx.record(
            "week:issued",
            quantity=content.pieces,
            meaning="week-issued",
            details={
                "report": report.number, "replaces": report.replaces, "digest": report.digest,
            },
        )  # fmt: skip
        tx.tell("desk", tx.station)
        return {"result": "week-issued", "report": report.number}
