"""The wall board: where the pieces are, what needs a person, and nothing that must not be seen."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import event, update

from devices.state import Condition, DeviceState
from domain.printing import JobState, PrintJob
from terminal.desk.scans import lay_by_hand
from tests.floor import (
    INSPECTOR,
    LEADER,
    PACKER,
    PRODUCTION,
    REPAIRER,
    SALES,
    TESTER,
    Floor,
    a_floor,
)
from tests.web.pages import SLOW, a_demo, client, complaints, later, served, told


def board(floor: Floor) -> str:
    return client(floor.site).get("/board").get_data(as_text=True)


def step(page: str, name: str) -> tuple[str, str]:
    """The pieces and the note under a step of the flow."""
    found = re.search(rf"<h2>{name}.*?</h2><p class=\"n\">(.*?)</p><p class=\"d\">(.*?)</p>", page)
    assert found, name
    return found[1], found[2]


def todo(page: str) -> list[str]:
    """What needs a person, one text for each row."""
    listed = re.search(r'class="todo".*?</section>', page, re.DOTALL)
    assert listed
    return [re.sub(r"<[^>]+>", " ", row) for row in re.findall(r"<li.*?</li>", listed[0])]


def figure(page: str, label: str) -> str:
    found = re.search(rf"<dt>{label}</dt><dd>(.*?)</dd>", page)
    assert found, label
    return re.sub(r"<[^>]+>", "", found[1])


def test_pieces_stand_at_their_step_with_the_age_of_the_oldest_lot(floor: Floor) -> None:
    floor.at_screening(50)
    later(floor, minutes=70)
    floor.at_screening(30)
    assert step(board(floor), "筛查") == ("80", "2 批 · 1:10")
    assert step(board(floor), "包装") == ("0", "—")


def test_the_offered_quantity_is_not_on_the_board_until_it_is_counted(floor: Floor) -> None:
    lot = floor.book_in(7919)
    assert not told(board(floor), 7919)
    assert step(board(floor), "收件登记") == ("—", "1 批 · 0:00")
    floor.receive(PACKER, "RECV-1", lot, 7919)
    assert step(board(floor), "收货核数")[0] == "7,919"
    floor.decide(PACKER, "RECV-1", lot, counts={"counted": 7919})
    assert not told(board(floor).replace(figure(board(floor), "今日收货"), ""), 7919)


def test_a_refused_quantity_stays_hidden_for_whoever_counts_next(floor: Floor) -> None:
    lot = floor.book_in(7919)
    floor.act(PACKER, "RECV-1", "refuse", lot=lot, reasons=("mixed",))
    assert not told(board(floor), 7919)


def test_a_refusal_names_reasons_and_the_team_and_nobody(floor: Floor) -> None:
    lot = floor.at_repair(20)
    floor.repair(lot, 20)
    floor.decide(REPAIRER, "REPAIR-1", lot, counts={"repaired": 20})
    floor.act(TESTER, "RETEST-1", "refuse", lot=lot, reasons=("unsigned", "undated"))
    later(floor, minutes=18)
    page = board(floor)
    (row,) = todo(page)
    assert "0001.1 拒绝接收" in row
    assert "未写日期 · 未签名 · 找返修一班" in row
    assert "18 分" in row
    assert not any(name in page for name in ("何军", "刘芳", "赵婷"))


def test_what_is_overdue_comes_first_and_is_counted(floor: Floor) -> None:
    refused = floor.book_in(10)
    floor.act(PACKER, "RECV-1", "refuse", lot=refused, reasons=("damaged",))
    late = floor.at_screening(12)
    batch = late.partition(".")[0]
    floor.act(PRODUCTION, "REVIEW-1", "promise", batch=batch, production_on="2026-11-20")
    later(floor, days=1)
    page = board(floor)
    assert figure(page, "延期批") == "1"
    assert "0002.1 延期" in todo(page)[0]
    assert 'class="warn"><h2>筛查' in page


def test_an_offer_that_nobody_answers_calls_after_its_limit(floor: Floor) -> None:
    floor.book_in(10)
    assert todo(board(floor)) == []
    later(floor, minutes=61)
    assert "0001.1 久未签收" in todo(board(floor))[0]


def test_a_review_a_hold_and_a_difference_each_call_somebody(floor: Floor) -> None:
    lot = floor.at_screening(20, declared=22)
    floor.decide(LEADER, "SCREEN-1", lot, counts={"no-fault": 20})
    floor.receive("10100", "REVIEW-1", lot, 20)
    floor.act("10100", "REVIEW-1", "hold", lot=lot, reason="等客户样机")
    rows = " ".join(todo(board(floor)))
    assert "0001.1 疑难会审" in rows
    assert "找品质主管" in rows
    assert "0001.1 暂停" in rows
    assert "0001.1 数量差异" in rows
    assert "待与客户核对" in rows


def test_a_stopped_printer_and_an_unclear_print_call_somebody(floor: Floor) -> None:
    floor.book_in(10)
    now = floor.site.now()
    floor.site.devices["oqc-1-slip"] = DeviceState(Condition.PAPER_OUT, now, now)
    with floor.site.writing() as db:
        db.execute(update(PrintJob).values(state=JobState.UNCERTAIN, changed_at=now))
    page = board(floor)
    rows = " ".join(todo(page))
    assert "oqc-1-slip 停机" in rows
    assert "0001.1 打印待确认" in rows
    assert re.search(r'class="st bad"><h3>OQC-1', page)


def test_a_station_shows_the_lot_on_its_desk_and_how_far_it_is(floor: Floor) -> None:
    lot = floor.at_repair(24)
    floor.repair(lot, 11)
    floor.sign_on(REPAIRER, "REPAIR-1")

    assert lay_by_hand(floor.site, "REPAIR-1", lot)
    page = board(floor)
    assert re.search(r'class="st run"><h3>REPAIR-1.*?11 / 24', page, re.DOTALL)


def test_a_lot_that_is_being_counted_shows_no_total(floor: Floor) -> None:
    lot = floor.book_in(7919)
    floor.sign_on(PACKER, "RECV-1")

    assert lay_by_hand(floor.site, "RECV-1", lot)
    page = board(floor)
    assert re.search(r'class="st run"><h3>RECV-1.*?<b>—</b>', page, re.DOTALL)
    assert not told(page, 7919)


def test_today_counts_what_was_counted_in_and_what_has_left(floor: Floor) -> None:
    lot = floor.at_oqc(40)
    floor.book_in(500)
    floor.decide(INSPECTOR, "OQC-1", lot, counts={"oqc-passed": 40})
    floor.receive(PACKER, "PACK-1", lot, 40)
    floor.decide(PACKER, "PACK-1", lot, counts={"packed": 40}, boxes=(40,))
    floor.receive(SALES, "SALES-1", lot, 40)
    floor.act(
        SALES, "SALES-1", "ship", pin=True, lot=lot, quantity=40, waybill="SF1", recipient="华康"
    )
    page = board(floor)
    assert (figure(page, "今日收货"), figure(page, "今日出货")) == ("40", "40")
    assert "8: 0, 9: 40" in page
    later(floor, days=1)
    page = board(floor)
    assert (figure(page, "今日收货"), figure(page, "今日出货")) == ("0", "0")


def test_the_first_pass_yield_leaves_second_tries_out(floor: Floor) -> None:
    assert figure(board(floor), "复检一次合格率") == "—"
    lot = floor.at_retest(40)
    parts = floor.decide(
        TESTER, "RETEST-1", lot, counts={"retest-passed": 36, "retest-failed": 4},
        defects={"open": 4},
    )  # fmt: skip
    floor.receive(INSPECTOR, "OQC-1", parts["retest-passed"], 36)
    again = parts["retest-failed"]
    floor.receive(REPAIRER, "REPAIR-1", again, 4, on_time=True)
    assert figure(board(floor), "复检一次合格率") == "90.0%"
    floor.repair(again, 4)
    floor.decide(REPAIRER, "REPAIR-1", again, counts={"repaired": 4})
    floor.receive(TESTER, "RETEST-1", again, 4)
    floor.decide(TESTER, "RETEST-1", again, counts={"retest-passed": 4})
    floor.receive(INSPECTOR, "OQC-1", again, 4)
    assert figure(board(floor), "复检一次合格率") == "90.0%"


def test_an_unchanged_board_is_not_sent_again(floor: Floor) -> None:
    browser = client(floor.site)
    first = browser.get("/board")
    mark = first.get_etag()[0]
    assert mark
    assert browser.get("/board", headers={"If-None-Match": f'"{mark}"'}).status_code == 304
    assert browser.get("/board/panel", query_string={"seen": mark}).status_code == 204


@pytest.mark.parametrize("change", ["event", "sign-on", "device", "minute"])
def test_whatever_changes_the_board_sends_it_again(floor: Floor, change: str) -> None:
    browser = client(floor.site)
    mark = browser.get("/board").get_etag()[0]
    now = floor.site.now()
    if change == "event":
        floor.book_in(10)
    elif change == "sign-on":
        floor.sign_on(PACKER, "RECV-1")
    elif change == "device":
        floor.site.devices["recv-1-label"] = DeviceState(Condition.COVER_OPEN, now, now)
    else:
        later(floor, minutes=1)
    assert browser.get("/board/panel", query_string={"seen": mark}).status_code == 200


@contextmanager
def statements(floor: Floor) -> Iterator[list[str]]:
    said: list[str] = []
    engine = floor.site.database.readers.kw["bind"]

    def hear(_: object, __: object, statement: str, *more: object) -> None:
        said.append(statement)

    event.listen(engine, "before_cursor_execute", hear)
    try:
        yield said
    finally:
        event.remove(engine, "before_cursor_execute", hear)


def test_the_board_asks_as_much_for_six_lots_as_for_one(floor: Floor) -> None:
    floor.at_repair(10)
    with statements(floor) as few:
        board(floor)
    for pieces in (20, 30, 40, 50, 60):
        floor.at_screening(pieces)
    with statements(floor) as many:
        board(floor)
    assert len(many) == len(few) < 30


def test_a_wall_of_many_stations_keeps_those_that_need_somebody(floor: Floor) -> None:
    first, *_ = floor.site.settings.stations
    many = tuple(replace(first, code=f"LINE-{n:02}", printers={}) for n in range(30))
    stations = (*many, *floor.site.settings.stations)
    floor.book_in(10)
    now = datetime(2026, 11, 20, 1, tzinfo=UTC)
    floor.site.devices["pack-1-label"] = DeviceState(Condition.PAPER_OUT, now, now)
    site = replace(floor.site, settings=replace(floor.site.settings, stations=stations))
    page = client(site).get("/board").get_data(as_text=True)
    cards = re.findall(r'class="st (\w+)"><h3>([\w-]+)', page)
    assert len(cards) == 20
    assert ("bad", "PACK-1") in cards


def test_a_wall_without_a_keyboard_chooses_its_look_in_the_address(floor: Floor) -> None:
    page = client(floor.site).get("/board?language=en&theme=dark").get_data(as_text=True)
    assert '<html lang="en" data-theme="dark"' in page
    assert 'hx-get="/board/panel?language=en&amp;theme=dark"' in page


def test_the_board_fits_every_wall_and_everybody_can_read_it(page: Page, tmp_path: Path) -> None:
    with a_demo(tmp_path, f"sqlite:///{tmp_path}/demo.db") as site, served(site) as address:
        assert complaints(page, address, "/board") == []


def test_the_board_follows_what_happens_by_itself(page: Page, tmp_path: Path) -> None:

    with a_floor(tmp_path, f"sqlite:///{tmp_path}/f.db") as floor, served(floor.site) as address:
        page.goto(f"{address}/board")
        expect(page.locator("html")).to_have_attribute("data-live", "live")
        fetched: list[str] = []
        page.on("request", lambda request: fetched.append(request.url))
        for pieces in (10, 20, 30, 40):
            floor.book_in(pieces)
        expect(page.locator(".flow li").first).to_contain_text("4 批", timeout=SLOW)
        assert len([url for url in fetched if "/board/panel" in url]) <= 4


def test_a_board_without_its_feed_drains_and_says_since_when(page: Page, tmp_path: Path) -> None:

    with a_floor(tmp_path, f"sqlite:///{tmp_path}/f.db") as floor:
        with served(floor.site) as address:
            page.goto(f"{address}/board")
            expect(page.locator(".live")).to_be_visible()
        expect(page.locator("html")).to_have_attribute("data-live", "stale", timeout=SLOW)
        expect(page.locator(".now .stale")).to_contain_text(re.compile(r"断开 · 停在 \d\d:\d\d"))
