"""The story of one batch of 200 pieces, from the delivery to the last box, with all its trouble."""

from dataclasses import dataclass, field

from domain.codes import Code, CodeKind, slip
from tests.floor import (
    ENGINEER,
    INSPECTOR,
    LEADER,
    LINE,
    PACKER,
    QUALITY,
    REPAIRER,
    SALES,
    TESTER,
)
from tests.journey.crew import Crew

PIECES = 200


@dataclass
class Story:
    """Plays the story and checks the ledger after every chapter."""

    crew: Crew
    batch: str = ""
    lots: dict[str, str] = field(default_factory=dict)
    outdated: str = ""

    def play(self) -> None:
        """Everything, in order."""
        for chapter in (
            self.intake, self.register, self.screening, self.refused_for_its_count,
            self.received_in_part, self.review, self.engineer, self.repair, self.rework,
            self.retest, self.failed_at_oqc, self.pack_and_ship, self.last_papers,
        ):  # fmt: skip
            chapter()
            if self.batch:
                self.crew.check_ledger(self.batch, PIECES)

    def intake(self) -> None:
        answer = self.crew.act(
            SALES, "SALES-1", "book-in", customer="HK", product="PCBA-HK7-R3.2",
            complaint="上电无显示，部分板 5V 短路", demand="三天内返回", declared=PIECES,
            counted=PIECES, delivered=1000, rma="HK-RMA-118", waybill="SF1000",
        )  # fmt: skip
        self.batch, self.lots["first"] = answer["batch"], answer["lot"]

    def register(self) -> None:
        first = self.lots["first"]
        self.crew.take(PACKER, "RECV-1", first, PIECES)
        self.outdated = str(slip(first, self.crew.lot(first).last_handover))
        self.crew.judge(PACKER, "RECV-1", first, {"counted": PIECES})

    def screening(self) -> None:
        crew, first = self.crew, self.lots["first"]
        crew.take(LEADER, "SCREEN-1", first, PIECES)
        crew.act(
            LEADER, "SCREEN-1", "register-anomaly", lot=first, quantity=70,
            inspector=INSPECTOR, description="焊点目检可见不良",
        )  # fmt: skip
        counts = {"unseen": 118, "seen": 50, "seen-only": 20, "no-fault": 10, "untestable": 2}
        defects = {"bridge": 40, "open": 30}
        self.lots |= crew.judge(LEADER, "SCREEN-1", first, counts, defects=defects)

    def refused_for_its_count(self) -> None:
        crew, lot = self.crew, self.lots["unseen"]
        crew.take(REPAIRER, "REPAIR-1", lot, 117, "count-again", on_time=True)
        crew.take(REPAIRER, "REPAIR-1", lot, 117, "disputed", on_time=True)
        crew.act(REPAIRER, "REPAIR-1", "refuse", lot=lot, reasons="count-differs")
        crew.act(QUALITY, "REVIEW-1", "rule", lot=lot, ruling="recount", note="请重新点数")
        crew.act(LEADER, "SCREEN-1", "offer", lot=lot, count=118)
        crew.take(REPAIRER, "REPAIR-1", lot, 118, on_time=True)

    def received_in_part(self) -> None:
        crew, lot = self.crew, self.lots["seen"]
        answer = crew.act(
            LINE, "REWORK-1", "receive-part", lot=lot, count=30, reasons="mixed", on_time=True,
            forms="service-form,signed",
        )  # fmt: skip
        self.lots["seen-part"] = answer["lot"]
        crew.act(QUALITY, "REVIEW-1", "rule", lot=lot, ruling="accept", note="已分开")
        crew.take(LINE, "REWORK-1", lot, 20, on_time=True)
        crew.take(LINE, "REWORK-1", self.lots["seen-only"], 20, on_time=False)

    def review(self) -> None:
        crew, lot = self.crew, self.lots["no-fault"]
        crew.take(QUALITY, "REVIEW-1", lot, 10)
        case = f"{self.batch}-Q1"
        crew.note(QUALITY, "REVIEW-1", "opinion", case=case, text="先按客户条件复测")
        crew.judge(
            QUALITY, "REVIEW-1", lot, {"to-retest": 10}, pin=True, note="按客户条件复测",
            conditions="电源 24V，程序 2.1，45℃，客户治具",
        )  # fmt: skip
        crew.act(
            QUALITY, "REVIEW-1", "close-case", pin=True, case=case, correction="更新测试程序并验证"
        )

    def engineer(self) -> None:
        crew, lot = self.crew, self.lots["untestable"]
        crew.take(ENGINEER, "REPAIR-1", lot, 2, on_time=True)
        self.fix(ENGINEER, "REPAIR-1", lot, 2, "repaired", "misuse")
        crew.judge(ENGINEER, "REPAIR-1", lot, {"repaired": 2})

    def repair(self) -> None:
        lot = self.lots["unseen"]
        self.fix(REPAIRER, "REPAIR-1", lot, 80, "repaired", "open")
        self.fix(REPAIRER, "REPAIR-1", lot, 38, "repaired", "part-bad")
        self.crew.judge(REPAIRER, "REPAIR-1", lot, {"repaired": 118})

    def rework(self) -> None:
        for name, pieces in (("seen", 20), ("seen-part", 30), ("seen-only", 20)):
            self.fix(LINE, "REWORK-1", self.lots[name], pieces, "reworked", "bridge")
            self.crew.judge(LINE, "REWORK-1", self.lots[name], {"reworked": pieces})

    def retest(self) -> None:
        for name, pieces in self.sizes().items():
            self.crew.take(TESTER, "RETEST-1", self.lots[name], pieces)
            self.crew.judge(TESTER, "RETEST-1", self.lots[name], {"retest-passed": pieces})

    def failed_at_oqc(self) -> None:
        crew = self.crew
        for name, pieces in self.sizes().items():
            crew.take(INSPECTOR, "OQC-1", self.lots[name], pieces)
            if name != "unseen":
                crew.judge(INSPECTOR, "OQC-1", self.lots[name], {"oqc-passed": pieces})
        counts = {"oqc-passed": 115, "oqc-failed": 3}
        parts = crew.judge(INSPECTOR, "OQC-1", self.lots["unseen"], counts, defects={"open": 3})
        self.lots["unseen"], again = parts["oqc-passed"], parts["oqc-failed"]
        self.lots["round-2"] = again
        crew.take(REPAIRER, "REPAIR-1", again, 3, on_time=True)
        assert crew.lot(again).round == 1
        self.fix(REPAIRER, "REPAIR-1", again, 3, "repaired", "open")
        crew.judge(REPAIRER, "REPAIR-1", again, {"repaired": 3})
        crew.take(TESTER, "RETEST-1", again, 3)
        crew.judge(TESTER, "RETEST-1", again, {"retest-passed": 3})
        crew.take(INSPECTOR, "OQC-1", again, 3)
        crew.judge(INSPECTOR, "OQC-1", again, {"oqc-passed": 3})

    def pack_and_ship(self) -> None:
        crew = self.crew
        for name, pieces in (self.sizes() | {"unseen": 115, "round-2": 3}).items():
            lot = self.lots[name]
            crew.take(PACKER, "PACK-1", lot, pieces)
            full, rest = divmod(pieces, 50)
            boxes = ",".join(["50"] * full + ([str(rest)] if rest else []))
            crew.judge(PACKER, "PACK-1", lot, {"packed": pieces}, boxes=boxes)
            crew.take(SALES, "SALES-1", lot, pieces)
            parts = (100, 15) if name == "unseen" else (pieces,)
            for part in parts:
                crew.again(lambda lot=lot: crew.scan("SALES-1", str(Code(CodeKind.LOT, lot))))
                crew.act(
                    SALES, "SALES-1", "ship", pin=True, lot=lot, quantity=part,
                    waybill="SF2000", recipient="华康电子 收货组",
                )  # fmt: skip

    def last_papers(self) -> None:
        self.crew.act(SALES, "SALES-1", "issue-notice", notice=f"{self.batch}-C1")

    def fix(
        self, person: str, station: str, lot: str, pieces: int, outcome: str, cause: str
    ) -> None:
        self.crew.again(lambda: self.crew.scan(station, str(Code(CodeKind.LOT, lot))))
        self.crew.note(
            person, station, "record-repair", lot=lot, outcome=outcome, quantity=pieces,
            cause=cause, repair="resolder", location="U7", minutes=5,
        )  # fmt: skip

    def sizes(self) -> dict[str, int]:
        """The lots that go through retest, and how many pieces each holds."""
        return {
            "unseen": 118, "seen": 20, "seen-part": 30, "seen-only": 20, "no-fault": 10,
            "untestable": 2,
        }  # fmt: skip
