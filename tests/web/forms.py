"""Reading the A4 forms: a whole batch in the life of a floor, and what its forms say."""

import re
from html import unescape

from tests.floor import (
    INSPECTOR,
    LEADER,
    LINE,
    PACKER,
    PRODUCTION,
    QUALITY,
    REPAIRER,
    SALES,
    TESTER,
    Floor,
)
from tests.web.pages import client

FORMS = ("service", "tracking", "repair", "anomaly", "notice", "shipping", "review")
TAGS = re.compile(r"<[^>]+>")


def batch_of(lot: str) -> str:
    return lot.partition(".")[0]


def markup(floor: Floor, lot: str, form: str, of: str = "", language: str = "zh") -> str:
    browser = client(floor.site)
    browser.set_cookie("language", language)
    answer = browser.get(
        f"/batches/{batch_of(lot)}/forms/{form}", query_string={"of": of} if of else {}
    )
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer.get_data(as_text=True)


def read(floor: Floor, lot: str, form: str, of: str = "", language: str = "zh") -> str:
    """What somebody reads on a form, without the bar of its page."""
    page = markup(floor, lot, form, of, language).partition("<main")[2]
    return " ".join(unescape(TAGS.sub(" ", page)).split())


def rows(floor: Floor, lot: str, form: str, of: str = "") -> list[str]:
    """The rows of all tables of a form, without their heads."""
    bodies = re.findall(r"<tbody>(.*?)</tbody>", markup(floor, lot, form, of), re.DOTALL)
    found = re.findall(r"<tr.*?</tr>", "".join(bodies), re.DOTALL)
    return [" ".join(unescape(TAGS.sub(" ", row)).split()) for row in found]


def box(floor: Floor, lot: str, form: str, label: str, of: str = "") -> str:
    """What stands in the box with this label: a fact of the head or a signature cell."""
    page = markup(floor, lot, form, of)
    found = re.search(rf"<dt>{re.escape(label)}</dt>(.*?)</div>", page, re.DOTALL)
    assert found, f"no box {label}"
    return " ".join(unescape(TAGS.sub(" ", found[1])).split())


def a_whole_batch(floor: Floor) -> str:
    """A hundred pieces that need every form there is; returns the first lot."""
    lot = floor.book_in(
        100, rma="HK-2207", waybill="SF10", demand="分两箱", declared=101, delivered=2000
    )
    batch = batch_of(lot)
    floor.receive(PACKER, "RECV-1", lot, 100)
    floor.decide(PACKER, "RECV-1", lot, counts={"counted": 100})
    floor.act(PRODUCTION, "REVIEW-1", "promise", batch=batch, production_on="2026-11-24")
    floor.receive(LEADER, "SCREEN-1", lot, 100)
    floor.act(
        LEADER, "SCREEN-1", "register-anomaly", lot=lot, quantity=11, inspector=INSPECTOR,
        description="J1 偏移 0.6 mm",
    )  # fmt: skip
    parts = floor.decide(
        LEADER, "SCREEN-1", lot,
        counts={"unseen": 80, "no-fault": 9, "seen": 11}, defects={"shift": 11},
    )  # fmt: skip
    floor.receive(LINE, "REWORK-1", parts["seen"], 11, on_time=True)
    _reviewed(floor, parts["no-fault"], f"{batch}-Q1")
    _shipped(floor, parts["unseen"])
    floor.act(SALES, "SALES-1", "issue-notice", notice=f"{batch}-C1")
    return lot


def _reviewed(floor: Floor, lot: str, case: str) -> None:
    floor.receive(QUALITY, "REVIEW-1", lot, 9)
    floor.note(QUALITY, "REVIEW-1", "opinion", case=case, text="先老化再测")
    floor.note(SALES, "SALES-1", "consent", case=case, consent="客户同意复测")
    floor.decide(
        QUALITY, "REVIEW-1", lot, counts={"to-retest": 9}, note="低压启动", conditions="4.7 V"
    )
    floor.receive(TESTER, "RETEST-1", lot, 9)
    floor.act(QUALITY, "REVIEW-1", "close-case", pin=True, case=case, correction="R12 改 4.7 kΩ")


def _shipped(floor: Floor, lot: str) -> None:
    floor.receive(REPAIRER, "REPAIR-1", lot, 80, on_time=True)
    floor.repair(lot, 52, location="U7", minutes=260, symptom="open")
    floor.repair(lot, 28, cause="part-bad", repair="replace", parts="D3 1N4148", minutes=140)
    floor.decide(REPAIRER, "REPAIR-1", lot, counts={"repaired": 80})
    floor.receive(TESTER, "RETEST-1", lot, 80)
    floor.decide(TESTER, "RETEST-1", lot, counts={"retest-passed": 80})
    floor.receive(INSPECTOR, "OQC-1", lot, 80)
    floor.decide(INSPECTOR, "OQC-1", lot, counts={"oqc-passed": 80})
    floor.receive(PACKER, "PACK-1", lot, 80)
    floor.decide(PACKER, "PACK-1", lot, counts={"packed": 80}, boxes=(50, 30))
    floor.receive(SALES, "SALES-1", lot, 80)
    floor.act(
        SALES, "SALES-1", "ship", pin=True, lot=lot, quantity=80, waybill="SF77", recipient="李师傅"
    )
