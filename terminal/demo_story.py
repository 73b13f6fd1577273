"""What the demo factory has done in the last two days: a batch in every state worth seeing.

A scene is told by a generator: it yields the minutes that pass before its next act.
"""

from collections.abc import Callable, Iterator
from typing import Final

from domain.codes import Code, CodeKind
from domain.handover import Reason
from domain.process import Outcome
from terminal.actions.anomalies import RegisterAnomaly
from terminal.actions.refuse import Refuse
from terminal.actions.review import AddOpinion
from terminal.demo_stage import (
    INSPECTOR,
    LEADER,
    LINE,
    PACKER,
    QUALITY,
    REPAIRER,
    TESTER,
    Stage,
)
from terminal.demo_way import (
    inspected,
    packed,
    promise,
    repaired,
    tested,
    to_customer,
    to_repair,
    to_screening,
)
from terminal.desk import drafts
from terminal.desk.scans import put_away, scan

Scene = Callable[[Stage], Iterator[float]]


def shipped(stage: Stage) -> Iterator[float]:
    """Send a batch back to its customer."""
    lot = stage.book_in("HK", "PCBA-HK7-R3.2", "上电无显示，客户产线测试发现", 60, rma="HK-2207")
    promise(stage, lot, 2)
    yield from to_customer(stage, lot, 60, 50)


def shipped_today(stage: Stage) -> Iterator[float]:
    """Send another one back today."""
    lot = stage.book_in("MR", "MR-COM-485", "地址拨码失效", 46, rma="MR-8790")
    promise(stage, lot, 1)
    yield from to_customer(stage, lot, 46, 46)


def overdue(stage: Stage) -> Iterator[float]:
    """Leave a batch in repair that should have been ready yesterday."""
    lot = stage.book_in("MR", "MR-PWR-240", "带载 30 分钟后输出掉电", 48, declared=50)
    promise(stage, lot, 1)
    yield from to_repair(stage, lot, 48)
    yield 40
    stage.receive(REPAIRER, "REPAIR-1", lot, 48, on_time=False)
    yield 2330
    stage.repair(lot, 26, "part-bad", "replace", location="Q2", parts="Q2 IRF540", minutes=210)


def refused(stage: Stage) -> Iterator[float]:
    """Refuse a lot at the retest, whose repair record is missing."""
    lot = stage.book_in("DS", "DS-IO-16", "第 9-16 路输入无响应", 32)
    promise(stage, lot, 3)
    yield from to_repair(stage, lot, 32)
    yield from repaired(stage, lot, 32)
    yield 12
    reasons = (Reason.MISSING_REPAIR_RECORD.value, Reason.UNDATED.value)
    stage.act(TESTER, "RETEST-1", stage.on(Refuse, lot, reasons=reasons))


def reviewed(stage: Stage) -> Iterator[float]:
    """Repair most pieces and discuss those that show no fault (K-02)."""
    lot = stage.book_in("MR", "MR-COM-485", "偶发通讯中断，每天 2-3 次", 44)
    promise(stage, lot, 4)
    yield from to_screening(stage, lot, 44)
    yield 15
    stage.receive(LEADER, "SCREEN-1", lot, 44)
    yield 38
    parts = stage.decide(LEADER, "SCREEN-1", lot, {Outcome.UNSEEN: 36, Outcome.NO_FAULT: 8})
    yield 16
    stage.receive(QUALITY, "REVIEW-1", parts[Outcome.NO_FAULT], 8)
    yield 22
    case = f"{lot.rpartition('.')[0]}-Q1"
    text = "按客户现场的 60 °C 老化再测，先不拆件"
    stage.act(QUALITY, "REVIEW-1", AddOpinion(case=case, text=text))
    yield from repaired(stage, parts[Outcome.UNSEEN], 36)
    yield from tested(stage, parts[Outcome.UNSEEN], 36)


def again(stage: Stage) -> Iterator[float]:
    """Let three pieces fail the retest and be repaired again; the rest goes on."""
    lot = stage.book_in("HK", "PCBA-HK3-R1.0", "显示花屏、缺划", 75, rush=True)
    promise(stage, lot, 1)
    yield from to_repair(stage, lot, 75)
    yield from repaired(stage, lot, 75)
    yield 9
    stage.receive(TESTER, "RETEST-1", lot, 75)
    yield 26
    counts = {Outcome.RETEST_PASSED: 72, Outcome.RETEST_FAILED: 3}
    parts = stage.decide(TESTER, "RETEST-1", lot, counts, defects={"open": 3})
    yield 6
    stage.receive(REPAIRER, "REPAIR-1", parts[Outcome.RETEST_FAILED], 3, on_time=True)
    yield from inspected(stage, parts[Outcome.RETEST_PASSED], 72)
    yield 10
    stage.receive(PACKER, "PACK-1", parts[Outcome.RETEST_PASSED], 72)


def visible(stage: Stage) -> Iterator[float]:
    """Offer visible faults to rework, after the anomaly report."""
    lot = stage.book_in("HK", "PCBA-HK7-R3.2", "J1 连接器歪斜，无法插接", 28)
    promise(stage, lot, 2)
    yield from to_screening(stage, lot, 28)
    yield 10
    stage.receive(LEADER, "SCREEN-1", lot, 28)
    yield 25
    report = stage.on(
        RegisterAnomaly, lot, quantity=28, inspector=INSPECTOR, description="J1 偏移，出厂检验漏检"
    )
    stage.act(LEADER, "SCREEN-1", report)
    stage.decide(LEADER, "SCREEN-1", lot, {Outcome.SEEN: 28}, defects={"shift": 28})


def in_rework(stage: Stage) -> Iterator[float]:
    """Let the line rework visible faults."""
    lot = stage.book_in("DS", "DS-IO-16", "端子虚焊", 18)
    yield from to_screening(stage, lot, 18)
    yield 10
    stage.receive(LEADER, "SCREEN-1", lot, 18)
    yield 18
    report = stage.on(
        RegisterAnomaly, lot, quantity=18, inspector=TESTER, description="端子焊点发白"
    )
    stage.act(LEADER, "SCREEN-1", report)
    stage.decide(LEADER, "SCREEN-1", lot, {Outcome.SEEN: 18}, defects={"open": 18})
    yield 14
    stage.receive(LINE, "REWORK-1", lot, 18, on_time=True)


def going_out(stage: Stage) -> Iterator[float]:
    """Leave a packed lot waiting for Sales."""
    lot = stage.book_in("MR", "MR-COM-485", "外壳破裂、端口松动", 40, rma="MR-8841")
    promise(stage, lot, 2)
    yield from to_repair(stage, lot, 40)
    yield from repaired(stage, lot, 40)
    yield from tested(stage, lot, 40)
    yield from inspected(stage, lot, 40)
    yield from packed(stage, lot, 40, 20)


def for_inspection(stage: Stage) -> Iterator[float]:
    """Leave an inspected lot waiting to be packed."""
    lot = stage.book_in("HK", "PCBA-HK7-R3.2", "按键失灵", 24)
    promise(stage, lot, 3)
    yield from to_repair(stage, lot, 24)
    yield from repaired(stage, lot, 24)
    yield from tested(stage, lot, 24)
    yield from inspected(stage, lot, 24)


def in_packing(stage: Stage) -> Iterator[float]:
    """Leave an inspected lot with the packer."""
    lot = stage.book_in("DS", "DS-IO-16", "通道间串扰", 52)
    promise(stage, lot, 2)
    yield from to_repair(stage, lot, 52)
    yield from repaired(stage, lot, 52)
    yield from tested(stage, lot, 52)
    yield from inspected(stage, lot, 52)
    yield 7
    stage.receive(PACKER, "PACK-1", lot, 52)


def for_retest(stage: Stage) -> Iterator[float]:
    """Leave a repaired lot waiting for the tester."""
    lot = stage.book_in("MR", "MR-PWR-240", "风扇不转", 20)
    promise(stage, lot, 3)
    yield from to_repair(stage, lot, 20)
    yield from repaired(stage, lot, 20, cause="bridge")


def for_review(stage: Stage) -> Iterator[float]:
    """Leave pieces without a fault waiting for the quality supervisor."""
    lot = stage.book_in("DS", "DS-IO-16", "客户反映偶发重启", 6)
    yield from to_screening(stage, lot, 6)
    yield 12
    stage.receive(LEADER, "SCREEN-1", lot, 6)
    yield 20
    stage.decide(LEADER, "SCREEN-1", lot, {Outcome.NO_FAULT: 6})


def for_repair(stage: Stage) -> Iterator[float]:
    """Leave a screened lot waiting for the repairer."""
    lot = stage.book_in("HK", "PCBA-HK7-R3.2", "上电电流偏大", 50, rush=True)
    promise(stage, lot, 1)
    yield from to_repair(stage, lot, 50)


def in_screening(stage: Stage) -> Iterator[float]:
    """Leave a lot with the QC leader."""
    lot = stage.book_in("HK", "PCBA-HK3-R1.0", "背光不亮", 120)
    yield from to_screening(stage, lot, 120)
    yield 11
    stage.receive(LEADER, "SCREEN-1", lot, 120)


def for_screening(stage: Stage) -> Iterator[float]:
    """Leave a counted lot waiting for the QC leader."""
    lot = stage.book_in("MR", "MR-COM-485", "指示灯常亮", 36)
    yield from to_screening(stage, lot, 36)


def just_come(stage: Stage) -> Iterator[float]:
    """Leave a delivery waiting for the packer."""
    stage.book_in("DS", "DS-IO-16", "输出继电器粘连", 30, rma="DS-0119", waybill="YT8890120")
    yield 0


# Minutes before now, and what began then.
SCENES: Final[tuple[tuple[int, Scene], ...]] = (
    (2880, overdue),
    (1720, shipped),
    (460, shipped_today),
    (430, again),
    (310, in_packing),
    (290, reviewed),
    (225, going_out),
    (205, for_inspection),
    (160, refused),
    (150, in_rework),
    (140, for_retest),
    (105, for_review),
    (100, for_repair),
    (95, in_screening),
    (75, visible),
    (60, for_screening),
    (12, just_come),
)


def at_their_desks(stage: Stage) -> None:
    """Leave three at work, each with a lot on the desk and some of it counted; the rest go."""
    for station in list(stage.at):
        stage.go(station)
        put_away(stage.site, station)
    for person, station, counted in (
        (REPAIRER, "REPAIR-1", {}),
        (LEADER, "SCREEN-1", {"counts.unseen": "64", "counts.no-fault": "9"}),
        (PACKER, "PACK-1", {"counts.packed": "20"}),
    ):
        lot = stage.oldest_at(station)
        stage.come(person, station)
        scan(stage.site, station, str(Code(CodeKind.LOT, lot)))
        if counted:
            drafts.save(stage.site, station, lot, "decide", counted)
