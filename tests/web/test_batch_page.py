"""The page of a batch: it adds up, tells what happened, and never an offered count."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import update

from domain.batch import Batch
from domain.codes import Code, CodeKind, slip
from terminal.queries.work import work_view
from terminal.transaction import Transaction
from tests.floor import INSPECTOR, LEADER, LINE, PACKER, QUALITY, REPAIRER, SALES, TESTER, Floor
from tests.web.pages import UNFINISHED, a_demo, client, complaints, later, served, told, unfinished

HOSTILE = "<script>alert(1)</script><b onclick=x>上电\"无'显示</b>{{ 7*7 }}"


def page_of(floor: Floor, lot: str) -> str:
    answer = client(floor.site).get(f"/batches/{lot.partition('.')[0]}")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def sums(page: str) -> dict[str, str]:
    """The quantities of the page by their place."""
    table = re.search(r'<table class="sums">.*?</table>', page, re.DOTALL)
    assert table
    rows = re.findall(r'<th scope="row">(.*?)(?: <small>.*?)?</th><td>(.*?)</td>', table[0])
    return {place: quantity.split()[0] for place, quantity in rows}


def drawing(page: str) -> str:
    found = re.search(r'<svg class="lots".*?</svg>', page, re.DOTALL)
    assert found
    return found[0]


def test_the_head_says_whose_what_and_when(floor: Floor) -> None:
    lot = floor.at_screening(50, rma="HK-77", wanted_on="2026-12-01", demand="加急")
    floor.act(
        "10110", "REVIEW-1", "promise", batch=lot.partition(".")[0], production_on="2026-11-24"
    )
    page = page_of(floor, lot)
    for told_once in ("华康电子", "HK-7 主控板", "上电无显示", "HK-77", "2026-12-01", "2026-11-25"):
        assert told_once in page


def test_the_parts_add_up_to_what_was_received(floor: Floor) -> None:
    lot = floor.at_screening(100)
    parts = floor.decide(LEADER, "SCREEN-1", lot, counts={"unseen": 70, "no-fault": 30})
    floor.receive(REPAIRER, "REPAIR-1", parts["unseen"], 70, on_time=True)
    floor.receive(QUALITY, "REVIEW-1", parts["no-fault"], 30)
    assert sums(page_of(floor, lot)) == {"维修": "70", "疑难会审": "30", "收到": "100"}


def test_a_missing_piece_stays_in_the_sum(floor: Floor) -> None:
    lot = floor.at_repair(50)
    floor.repair(lot, 50)
    floor.decide(REPAIRER, "REPAIR-1", lot, counts={"repaired": 50})
    for _ in range(2):
        floor.receive(TESTER, "RETEST-1", lot, 49)
    floor.act(TESTER, "RETEST-1", "propose-difference", lot=lot)
    floor.act(REPAIRER, "REPAIR-1", "agree-discrepancy", pin=True, lot=lot)
    assert sums(page_of(floor, lot)) == {"复测": "49", "数量差异": "1", "收到": "50"}


def test_a_first_offer_tells_no_figure_at_all(floor: Floor) -> None:
    lot = floor.book_in(7919, declared=7920)
    page = page_of(floor, lot)
    assert not told(page, 7919)
    assert not told(page, 7920)
    assert "−1" not in page
    assert sums(page) == {"收件登记": "—", "收到": "—"}
    floor.act(
        "10110", "REVIEW-1", "promise", batch=lot.partition(".")[0], production_on="2026-11-24"
    )
    assert not told(page_of(floor, lot), 7919)
    floor.receive(PACKER, "RECV-1", lot, 7919)
    assert sums(page_of(floor, lot)) == {"收货核数": "7,919", "收到": "7,919"}


def test_a_verdicts_parts_are_hidden_until_each_is_counted(floor: Floor) -> None:
    lot = floor.at_screening(8000)
    parts = floor.decide(LEADER, "SCREEN-1", lot, counts={"unseen": 7919, "no-fault": 81})
    page = page_of(floor, lot)
    assert not told(page, 7919)
    assert "81 片" not in page
    floor.receive(QUALITY, "REVIEW-1", parts["no-fault"], 81)
    assert not told(page_of(floor, lot), 7919)
    floor.receive(REPAIRER, "REPAIR-1", parts["unseen"], 7919, on_time=True)
    assert told(page_of(floor, lot), 7919)


def test_a_repair_record_does_not_tell_what_is_offered(floor: Floor) -> None:
    lot = floor.at_repair(8000)
    floor.repair(lot, 7919)
    floor.repair(lot, 81, outcome="nothing-found")
    parts = floor.decide(REPAIRER, "REPAIR-1", lot, counts={"repaired": 7919, "nothing-found": 81})
    page = page_of(floor, lot)
    assert not told(page, 7919)
    assert "81 片" not in page
    floor.receive(TESTER, "RETEST-1", parts["repaired"], 7919)
    floor.receive("10110", "REVIEW-1", parts["nothing-found"], 81)
    assert told(page_of(floor, lot), 7919)


@pytest.mark.parametrize("answer", UNFINISHED)
def test_an_unfinished_hand_over_goes_on_hiding(floor: Floor, answer: str) -> None:
    page = page_of(floor, unfinished(floor, answer))
    assert not told(page, 7907)
    assert not told(page, 7919)


def test_two_counts_in_dispute_are_both_told(floor: Floor) -> None:
    lot = floor.at_screening(80)
    floor.decide(LEADER, "SCREEN-1", lot, counts={"unseen": 80})
    for _ in range(2):
        floor.receive(REPAIRER, "REPAIR-1", lot, 77, on_time=True)
    assert "送出 80，点得 77" in page_of(floor, lot)


def test_splits_and_merges_are_drawn(floor: Floor) -> None:
    lot = floor.at_screening(60)
    parts = floor.decide(LEADER, "SCREEN-1", lot, counts={"unseen": 40})
    floor.receive(REPAIRER, "REPAIR-1", parts["unseen"], 40, on_time=True)
    parts = floor.decide(LEADER, "SCREEN-1", lot, counts={"unseen": 20})
    floor.receive(REPAIRER, "REPAIR-1", parts["unseen"], 20, on_time=True)
    picture = drawing(page_of(floor, lot))
    assert picture.count('class="split"') == 1
    into = f"{lot.partition('.')[0]}.2"
    floor.act(REPAIRER, "REPAIR-1", "merge", lot=into, other=lot)
    picture = drawing(page_of(floor, lot))
    assert picture.count('class="merge"') == 1
    assert "已出货" not in picture


def test_a_part_that_is_put_back_is_drawn_and_tracked(floor: Floor) -> None:
    lot = floor.at_repair(60)
    floor.repair(lot, 20)
    part = floor.decide(REPAIRER, "REPAIR-1", lot, counts={"repaired": 20})["repaired"]
    floor.act(REPAIRER, "REPAIR-1", "withdraw", lot=part)
    floor.act(REPAIRER, "REPAIR-1", "offer", lot=part, count=20)
    floor.act(TESTER, "RETEST-1", "refuse", lot=part, reasons=("mixed",))
    floor.act("10110", "REVIEW-1", "rule", lot=part, ruling="send-back")
    floor.act(REPAIRER, "REPAIR-1", "merge", lot=lot, other=part)
    page = page_of(floor, lot)
    assert sums(page) == {"维修": "60", "收到": "60"}
    assert drawing(page).count('class="merge"') == 1
    station = floor.site.settings.station("REPAIR-1")
    assert station
    with floor.site.reading() as db:
        work = work_view(floor.site, db, station, lot)
    assert work
    assert [row.meaning for row in work.track][-1] == "merged"


def test_a_lot_that_comes_back_is_drawn_again_further_on(floor: Floor) -> None:
    lot = floor.at_retest(10)
    floor.decide(TESTER, "RETEST-1", lot, counts={"retest-failed": 10}, defects={"open": 10})
    floor.receive(REPAIRER, "REPAIR-1", lot, 10, on_time=True)
    places = re.findall(r'<text x="\d+" y="\d+">(.*?)</text>', drawing(page_of(floor, lot)))
    assert places == ["收件登记", "收货核数", "筛查", "维修", "复测", "维修"]


def test_signatures_carry_names_and_causes_do_not(floor: Floor) -> None:
    lot = floor.at_screening(20)
    floor.act(
        LEADER, "SCREEN-1", "register-anomaly", lot=lot, quantity=20, inspector=INSPECTOR,
        description="J1 偏移",
    )  # fmt: skip
    report = f"{lot.partition('.')[0]}-A1"
    floor.act(INSPECTOR, "OQC-1", "sign-anomaly", report=report)
    floor.decide(LEADER, "SCREEN-1", lot, counts={"seen": 20}, defects={"shift": 20})
    floor.receive(LINE, "REWORK-1", lot, 20, on_time=True)
    page = page_of(floor, lot)
    assert "王小梅 20/11" in page
    assert "吴敏 20/11" in page
    assert "J1 偏移" in page
    assert "黄丽" not in page


def test_every_paper_of_a_shipped_batch_is_there(floor: Floor) -> None:
    lot = floor.at_oqc(40)
    floor.decide(INSPECTOR, "OQC-1", lot, counts={"oqc-passed": 40})
    floor.receive(PACKER, "PACK-1", lot, 40)
    floor.decide(PACKER, "PACK-1", lot, counts={"packed": 40}, boxes=(40,))
    floor.receive(SALES, "SALES-1", lot, 40)
    floor.act(
        SALES, "SALES-1", "ship", pin=True, lot=lot, quantity=40, waybill="SF77", recipient="李师傅"
    )
    page = page_of(floor, lot)
    batch = lot.partition(".")[0]
    for paper in (f"{batch}-S1", "SF77", "李师傅", f"{batch}-C1", "虚焊", "重焊", "#6"):
        assert paper in page, paper
    assert sums(page) == {"已出货": "40", "收到": "40"}


def test_hostile_text_is_only_text(floor: Floor) -> None:
    lot = floor.book_in(10, complaint=HOSTILE)
    page = page_of(floor, lot)
    assert "<script>alert" not in page
    assert "<b onclick" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "{{ 7*7 }}" in page
    listed = client(floor.site).get("/batches").get_data(as_text=True)
    assert "<script>alert" not in listed
    turned = client(floor.site).get("/batches", query_string={"q": HOSTILE}).get_data(as_text=True)
    assert "<script>alert" not in turned


def test_text_that_runs_backwards_turns_nothing_else_around(floor: Floor) -> None:
    lot = floor.book_in(10)
    with floor.site.writing() as db:
        db.execute(update(Batch).values(complaint="\u202e倒过来\u2066"))
    assert "<bdi>\u202e倒过来\u2066</bdi>" in page_of(floor, lot)


def test_a_lot_leads_to_its_batch_and_an_unknown_one_nowhere(floor: Floor) -> None:
    lot = floor.book_in(10)
    browser = client(floor.site)
    found = browser.get(f"/batches/{lot}")
    assert found.headers["Location"] == f"/batches/{lot.partition('.')[0]}"
    assert browser.get("/batches/RT-9999-0001").status_code == 404


@pytest.mark.parametrize("asked", ["华康", "hk-7", "无显", "pcba-hk7", "0001", "HK-77"])
def test_a_batch_is_found_by_what_people_remember(floor: Floor, asked: str) -> None:
    floor.book_in(10, rma="HK-77")
    floor.book_in(10, customer="DS", product="DS-IO-16", complaint="重启")
    page = client(floor.site).get("/batches", query_string={"q": asked}).get_data(as_text=True)
    assert "RT-2611-0001" in page
    assert "RT-2611-0002" not in page


@pytest.mark.parametrize("sign", ["%", "_", "\\"])
def test_a_sign_of_the_database_finds_only_itself(floor: Floor, sign: str) -> None:
    floor.book_in(10)
    page = client(floor.site).get("/batches", query_string={"q": sign}).get_data(as_text=True)
    assert "RT-2611-0001" not in page


def test_a_scanned_label_goes_straight_to_its_batch(floor: Floor) -> None:

    lot = floor.book_in(10)
    for code in (Code(CodeKind.LOT, lot), slip(lot, 1)):
        found = client(floor.site).get("/batches", query_string={"q": str(code)})
        assert found.headers["Location"] == f"/batches/{lot.partition('.')[0]}"


def test_an_event_that_is_newer_than_the_words_is_still_told(floor: Floor) -> None:

    lot = floor.book_in(10)
    with floor.site.writing() as db:
        tx = Transaction(floor.site, db, None, floor.site.now())
        tx.record("lot:polished", lot=tx.lock_lot(lot))
        tx.finish()
    assert "记录" in page_of(floor, lot)


def test_the_latest_batches_show_what_is_late(floor: Floor) -> None:
    lot = floor.book_in(10)
    batch = lot.partition(".")[0]
    floor.act("10110", "REVIEW-1", "promise", batch=batch, production_on="2026-11-20")
    later(floor, days=1)
    assert "延期" in client(floor.site).get("/batches").get_data(as_text=True)


def test_the_pages_of_batches_fit_and_everybody_can_read_them(page: Page, tmp_path: Path) -> None:
    with a_demo(tmp_path, f"sqlite:///{tmp_path}/demo.db") as site, served(site) as address:
        for path in ("/batches", "/batches/RT-2611-0001", "/batches/RT-2611-0002"):
            assert complaints(page, address, path, least=56) == []


def test_a_reader_changes_language_and_colours_by_touch(page: Page, tmp_path: Path) -> None:
    with a_demo(tmp_path, f"sqlite:///{tmp_path}/demo.db") as site, served(site) as address:
        page.goto(f"{address}/batches")
        page.get_by_role("button", name="EN").tap()
        expect(page.locator("html")).to_have_attribute("lang", "en")
        page.wait_for_load_state("networkidle")  # the new page's scripts are at work
        page.get_by_role("button", name="Dark colours").tap()
        expect(page.locator("html")).to_have_attribute("data-theme", "dark")
