"""Technical's page and the weekly report on A4: figures that add up, and only what may be told."""

import re

import pytest

from tests.floor import QUALITY, REPAIRER, TECHNICAL, Floor
from tests.terminal.test_weekly import W47, issue, judge, records, repaired, reports
from tests.web.browser import Panels
from tests.web.pages import client, later

STATION = "REVIEW-1"
# The queries behind these pages have their tests on both databases.
pytestmark = pytest.mark.parametrize("floor", ["sqlite"], indirect=True)


def paper(floor: Floor, week: str = W47, **asked: object) -> str:
    """The words of the A4 form."""
    page = client(floor.site).get(f"/weeks/{week}", query_string=asked)
    assert page.status_code == 200
    text = re.sub(r"<[^>]+>", " ", page.get_data(as_text=True).partition("<article")[2])
    return " ".join(text.split())


def test_technical_ticks_what_is_alike_and_says_who_is_responsible(
    floor: Floor, panels: Panels
) -> None:
    repaired(floor, (3, "open"), (4, "part-bad"))
    repaired(floor, (5, "open"))
    floor.sign_on(TECHNICAL, STATION)
    panel = panels.at(STATION)
    panel.post("view/week")
    page = panel.words()
    assert "3 条待判定" in page
    assert "HK-7 主控板 · 2 条 8 片 初判 生产" in page
    alike = ",".join(str(one.id) for one in records(floor) if one.cause == "open")
    panel.post("draft", act="judge-records", item="judge", records=alike, responsibility="design")
    answer = panel.fill_in(records=alike, responsibility="design")
    assert answer.status_code == 204
    assert "2 条维修记录，共 8 片，责任判定为：设计。" in panel.words()


def test_one_by_one_shows_each_record_by_itself(floor: Floor, panels: Panels) -> None:
    repaired(floor, (3, "open"))
    repaired(floor, (5, "open"))
    floor.sign_on(TECHNICAL, STATION)
    panel = panels.at(STATION)
    panel.post("view/week")
    assert panel.page().count('name="records"') == 1
    panel.post("draft", act="week", item="judge", mode="single")
    assert panel.page().count('name="records"') == 2


def test_the_page_says_nothing_to_anybody_else(floor: Floor, panels: Panels) -> None:
    repaired(floor, (7, "open"))
    floor.sign_on(QUALITY, STATION)
    panel = panels.at(STATION)
    panel.post("view/week")
    assert "请技术主管登录" in panel.words()
    assert "7 片" not in panel.words()


def test_a_week_is_issued_on_the_page_and_says_who_has_not_signed(
    floor: Floor, panels: Panels
) -> None:
    repaired(floor, (3, "open"))
    floor.sign_on(TECHNICAL, STATION)
    panel = panels.at(STATION)
    panel.post("view/week")
    panel.post("draft", act="week", item=W47)
    assert "签名：签发第 1 版" in panel.words()
    assert panel.fill_in().status_code == 204
    assert f"签发 {W47} 售后维修统计分析表：3 片，1 条待判定" in panel.words()
    panel.post("cancel")
    issue(floor)
    later(floor, hours=30)
    floor.sign_on(TECHNICAL, STATION)
    page = panel.words()
    assert "已签发，第 1 版" in page
    assert page.count("未签收，已等") == 4
    assert "签发后没有变化" in page


def test_the_printed_report_adds_up_and_names_nobody_who_repaired(floor: Floor) -> None:
    repaired(floor, (3, "open"), (2, "part-bad"))
    repaired(floor, (1, "misuse"))
    draft = paper(floor)
    assert "草稿，未签发" in draft
    for table in ("责任划分", "原因", "产品", "故障现象", "位置"):
        assert f"{table} 维修记录 数量 占比" in draft
    assert draft.count("合计 3 6") == 5
    judge(floor, "inspection", 0)
    issue(floor)
    words = paper(floor)
    assert "RT-W2647-1" in words
    assert "检验 1 3 50.000 %" in words
    assert "何军" not in words
    assert "许工 20/11" in words
    assert reports(floor)[0].digest[:16].upper() in words


def test_an_old_version_stays_readable_and_says_what_replaced_it(floor: Floor) -> None:
    repaired(floor, (3, "open"))
    issue(floor)
    judge(floor, "design", 0)
    issue(floor)
    old, new = paper(floor, version=1), paper(floor)
    assert "本版已由 RT-W2647-2 代替" in old
    assert "生产 1 3 100.000 %" in old
    assert "代替 RT-W2647-1" in new
    assert "设计 1 3 100.000 %" in new


def test_an_offered_count_is_in_no_draft(floor: Floor) -> None:
    lot = floor.at_repair(7919)
    floor.repair(lot, 7919)
    floor.decide(REPAIRER, "REPAIR-1", lot, counts={"repaired": 7919})
    assert "7,919" not in paper(floor)
    assert "7919" not in paper(floor)


def test_what_a_repairer_typed_is_text_on_the_report(floor: Floor) -> None:
    lot = floor.at_repair(2)
    floor.repair(lot, 2, location="<script>alert(1)</script>")
    floor.decide(REPAIRER, "REPAIR-1", lot, counts={"repaired": 2})
    floor.receive("10307", "RETEST-1", lot, 2)
    issue(floor)
    page = client(floor.site).get(f"/weeks/{W47}").get_data(as_text=True)
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_an_address_that_is_no_week_is_refused(floor: Floor) -> None:
    browser = client(floor.site)
    assert browser.get("/weeks").headers["Location"] == "/weeks/2026-W46"
    for address in ("2026-W60", "next", "2026-W47?version=9", "2026-W47?version=x"):
        assert browser.get(f"/weeks/{address}").status_code in {400, 404, 409, 422}, address
    style = browser.get(f"/weeks/{W47}/page.css?of=a%22b").get_data(as_text=True)
    assert '"a"b"' not in style
