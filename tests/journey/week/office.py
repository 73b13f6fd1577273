"""The office of the week: deliveries, papers that wait for a signature, and deputies."""

from dataclasses import dataclass

from sqlalchemy import select

from domain.batch import Batch
from domain.cases import (
    ComplaintNotice,
    Discrepancy,
    DiscrepancyState,
    NoticeState,
    ReviewCase,
)
from domain.events import Event
from domain.findings import AnomalyReport, RepairRecord
from domain.lot import Lot, LotState
from domain.paperwork import Department, FormHandover
from domain.people import Person
from tests.floor import ADMIN, BOSS, PRODUCTION, QUALITY, SALES_HEAD
from tests.journey.week.station import Station

PRODUCTS = [
    ("HK", "PCBA-HK7-R3.2"), ("HK", "PCBA-HK3-R1.0"), ("MR", "MR-PWR-240"), ("MR", "MR-COM-485"),
    ("DS", "DS-IO-16"),
]  # fmt: skip
TECHNICAL = "10120"
DESK = "REVIEW-1"
HEADS = {
    Department.SALES: SALES_HEAD, Department.TECHNICAL: TECHNICAL, Department.QUALITY: QUALITY,
    Department.PRODUCTION: PRODUCTION, Department.MANAGEMENT: BOSS,
}  # fmt: skip
AT_ONCE = 20


@dataclass
class Office(Station):
    """Everything that is not done at a bench."""

    def take_in(self, pieces: int) -> str:
        """Book a delivery in; now and then the customer's paper says something else."""
        customer, product = self.dice.choice(PRODUCTS)
        declared = pieces + (self.dice.choice([-1, 1, 2]) if self.luck(0.04) else 0)
        answer = self.panels.act(
            self.roster.at("sales"), "SALES-1", "book-in", customer=customer, product=product,
            complaint="上电无显示，部分板短路", demand="五天内返回", declared=max(1, declared),
            counted=pieces, rma=f"RMA-{self.dice.randint(100, 999)}",
        )  # fmt: skip
        batch = str(answer["batch"])
        self.books.arrive(batch, str(answer["lot"]), pieces)
        return batch

    def sign_papers(self) -> str:
        """Sign the oldest paper that waits; returns its batch, or nothing when none waits."""
        for kind in (self.differences, self.anomalies, self.cases, self.notices):
            if batch := kind():
                return batch
        return ""

    def papers(self) -> bool:
        """Whether any batch is still open for its papers."""
        with self.panels.floor.site.reading() as db:
            query = select(Batch.id).where(Batch.closed_at.is_(None)).limit(1)
            return db.scalar(query) is not None

    def differences(self) -> str:
        states = [DiscrepancyState.DECLARED, DiscrepancyState.AGREED]
        with self.panels.floor.site.reading() as db:
            query = select(Discrepancy).where(Discrepancy.state.in_(states))
            paper = db.scalars(query.order_by(Discrepancy.id).limit(1)).first()
            if paper is None:
                return ""
            number = db.get_one(Batch, paper.batch_id).number
            agreer = db.get_one(Person, paper.agreer_id).number if paper.agreer_id else ""
            proposer = db.get_one(Person, paper.proposer_id).number if paper.proposer_id else ""
        declared = paper.state is DiscrepancyState.DECLARED
        who = self.roster.at("sales") if declared else self.roster.judge_of(agreer, proposer)
        if who is None:
            return ""
        station = "SALES-1" if declared else DESK
        self.panels.act(
            who, station, "close-discrepancy", pin=True, discrepancy=paper.id, note="已通知客户"
        )
        return number

    def anomalies(self) -> str:
        with self.panels.floor.site.reading() as db:
            query = select(AnomalyReport).where(AnomalyReport.signed_at.is_(None))
            report = db.scalars(query.order_by(AnomalyReport.id).limit(1)).first()
            if report is None:
                return ""
            inspector = db.get_one(Person, report.inspector_id).number
        here = inspector == self.roster.at("oqc")
        self.told["anomalies signed"] += here
        self.told["inspectors absent"] += not here
        who = inspector if here else self.roster.decider(QUALITY)
        absent = {} if here else {"absent_reason": "不在班"}
        station = "OQC-1" if here else DESK
        self.panels.act(who, station, "sign-anomaly", report=report.number, **absent)
        return report.number.rpartition("-")[0]

    def cases(self) -> str:
        with self.panels.floor.site.reading() as db:
            query = select(ReviewCase).where(
                ReviewCase.decided_at.is_not(None), ReviewCase.closed_at.is_(None)
            )
            case = db.scalars(query.order_by(ReviewCase.id).limit(1)).first()
        if case is None:
            return ""
        self.panels.act(
            self.roster.decider(QUALITY), DESK, "close-case", pin=True, case=case.number,
            correction="测试程序已更新并验证",
        )  # fmt: skip
        self.told["cases closed"] += 1
        return case.number.rpartition("-")[0]

    def notices(self) -> str:
        busy = select(Lot.batch_id).where(Lot.state != LotState.ENDED)
        with self.panels.floor.site.reading() as db:
            query = select(ComplaintNotice).where(
                ComplaintNotice.state == NoticeState.DRAFT, ComplaintNotice.batch_id.not_in(busy)
            )
            notice = db.scalars(query.order_by(ComplaintNotice.id).limit(1)).first()
        if notice is None:
            return ""
        sales = self.roster.at("sales")
        self.panels.act(sales, "SALES-1", "issue-notice", notice=notice.number)
        self.told["notices"] += 1
        return notice.number.rpartition("-")[0]

    def release(self, lot: Lot) -> bool:
        """Let a lot go on that was held."""
        if not self.roster.supervisors_are_here:
            return False
        boss = self.roster.decider(QUALITY)
        self.panels.act(boss, DESK, "release", lot=lot.number, note="资料已到")
        return True

    def name_deputies(self) -> None:
        """Name who stands in today for supervisors who are away; two people sign that."""
        self.roster.deputies.clear()
        if not self.roster.supervisors_are_here:
            return
        today = self.panels.floor.site.local(self.panels.floor.clock()).date()
        for number in (QUALITY, PRODUCTION):
            if self.luck(0.2):
                answer = self.panels.act(
                    ADMIN, DESK, "name-deputy", pin=True, number=number, deputy=TECHNICAL,
                    from_on=today, until_on=today,
                )  # fmt: skip
                self.panels.act(
                    BOSS, DESK, "appoint", pin=True, appointment=answer["appointment"], agreed=True
                )
                self.roster.deputies[number] = TECHNICAL
                self.told["deputies"] += 1

    def sign_for_forms(self) -> None:
        """The heads of the departments sign for the forms that have come to them."""
        for department, head in HEADS.items():
            with self.panels.floor.site.reading() as db:
                query = select(FormHandover.id).where(
                    FormHandover.department == department, FormHandover.received_at.is_(None)
                )
                forms = db.scalars(query.order_by(FormHandover.id)).all()
            for start in range(0, len(forms), AT_ONCE):
                some = ",".join(map(str, forms[start : start + AT_ONCE]))
                note = {"note": "已评审"} if department is Department.MANAGEMENT else {}
                self.panels.act(head, DESK, "receive-forms", forms=some, **note)
            self.told["forms signed for"] += len(forms)

    def report_the_week(self) -> None:
        """Technical decides who is responsible for what was repaired, and issues the report."""
        with self.panels.floor.site.reading() as db:
            query = select(RepairRecord.id).where(
                RepairRecord.closed_by > 0, RepairRecord.judged_at.is_(None)
            )
            records = db.scalars(query.order_by(RepairRecord.id)).all()
        for start in range(0, len(records), AT_ONCE):
            some = ",".join(map(str, records[start : start + AT_ONCE]))
            self.panels.act(
                TECHNICAL, DESK, "judge-records", records=some, responsibility="as-recorded"
            )
        for week in self.weeks():
            self.panels.act(TECHNICAL, DESK, "issue-week", week=week)
        self.sign_for_forms()

    def weeks(self) -> list[str]:
        """The weeks, by the site's clock, in which a verdict on repairs was signed."""
        with self.panels.floor.site.reading() as db:
            query = select(Event.at).join(RepairRecord, RepairRecord.closed_by == Event.number)
            days = {self.panels.floor.site.local(at).date() for at in db.scalars(query)}
        return sorted({f"{day:%G-W%V}" for day in days})
