"""The bar says what lies on the desk, and Sales learns what still keeps a batch open."""

from sqlalchemy import select

from domain.cases import ComplaintNotice, NoticeState
from tests.floor import INSPECTOR, LEADER, SALES, Floor
from tests.web.browser import Panels
from tests.web.pages import client
from tests.web.steps import at_ship, bench, register_anomaly

NOTICE = "投诉通知书未发出"


def bar(panels: Panels, station: str) -> str:
    return panels.at(station).panel("bar")


def test_the_bar_says_the_step_of_what_lies_on_the_desk(floor: Floor, panels: Panels) -> None:
    lot = at_ship(floor)
    assert "<span>收件出货<small>" in bar(panels, "SALES-1")
    bench(floor, "SALES-1", lot, SALES)
    assert "<span>出货<small>" in bar(panels, "SALES-1")
    panels.at("SALES-1").post("view/intake")
    assert "<span>收件登记<small>" in bar(panels, "SALES-1")


def test_a_station_of_one_step_always_says_that_step(floor: Floor, panels: Panels) -> None:
    for _ in ("idle", "lot on the desk"):
        assert "<span>筛查<small>" in bar(panels, "SCREEN-1")
        bench(floor, "SCREEN-1", floor.at_screening(), LEADER)


def test_the_two_printers_of_a_station_have_two_names(panels: Panels) -> None:
    for word in ("标签机", "表单机"):
        assert bar(panels, "SALES-1").count(f"<span>{word}</span>") == 1


def test_the_shift_follows_the_clock_of_the_site(floor: Floor, panels: Panels) -> None:
    for hours, said in ((0, "白班"), (10, "白班"), (1, "夜班"), (11, "夜班"), (1, "白班")):
        floor.clock.pass_by(hours=hours)
        floor.at.clear()
        floor.sign_on(SALES, "SALES-1")
        assert f"{SALES} · {said}" in bar(panels, "SALES-1")


def test_sales_is_told_that_a_notice_keeps_the_batch_open(floor: Floor, panels: Panels) -> None:
    lot = at_ship(floor)
    batch = lot.partition(".")[0]
    page = client(floor.site)
    assert "投诉通知书待发 1" in panels.at("SALES-1").page()
    assert NOTICE in bench(floor, "SALES-1", lot, SALES).page()
    assert NOTICE in page.get(f"/batches/{batch}").get_data(as_text=True)
    with floor.site.reading() as db:
        notice = db.scalars(
            select(ComplaintNotice).where(ComplaintNotice.state == NoticeState.DRAFT)
        ).one()
    floor.act(SALES, "SALES-1", "issue-notice", notice=notice.number)
    assert NOTICE not in page.get(f"/batches/{batch}").get_data(as_text=True)
    assert NOTICE not in bench(floor, "SALES-1", lot, SALES).page()
    panels.at("SALES-1").post("away")
    assert "投诉通知书待发" not in panels.at("SALES-1").page()


def test_only_the_station_that_ships_asks_for_notices(floor: Floor, panels: Panels) -> None:
    at_ship(floor)
    assert "投诉通知书" not in panels.at("SCREEN-1").page()


def test_today_says_no_figure_while_every_lot_is_still_to_be_counted(
    floor: Floor, panels: Panels
) -> None:
    floor.book_in(37)
    words = panels.at("SALES-1").words()
    assert "1 批 · — 片" in words
    assert "37" not in words


def test_the_tracking_column_says_what_was_signed(floor: Floor) -> None:
    lot = floor.at_screening(20)
    floor.decide(LEADER, "SCREEN-1", lot, counts={"unseen": 20})
    page = bench(floor, "SCREEN-1", lot, LEADER).page()
    for meaning, step in (("登记送出", "收件登记"), ("签收", "筛查"), ("判定送出", "筛查")):
        assert f"{meaning}<small>{step}</small>" in page


def test_the_tracking_column_says_what_i_am_about_to_sign(floor: Floor, panels: Panels) -> None:
    lot = floor.at_screening(20)
    desk = bench(floor, "SCREEN-1", lot, LEADER)
    desk.type(**{"counts.unseen": 20})
    desk.press()
    mine = panels.at("SCREEN-1").panel("desk").partition('<li class="me">')[2]
    assert "判定送出<small>筛查</small>" in mine


def test_the_tracking_column_names_nobody_who_missed_a_fault(floor: Floor) -> None:
    lot = floor.at_screening(20)
    register_anomaly(floor, lot, 20)
    floor.act(INSPECTOR, "OQC-1", "sign-anomaly", report=f"{lot.partition('.')[0]}-A1")
    floor.decide(LEADER, "SCREEN-1", lot, counts={"seen": 20}, defects={"bridge": 20})
    page = bench(floor, "SCREEN-1", lot, LEADER).page()
    assert "检验责任人签" in page
    assert "黄丽" not in page


def test_a_new_browser_is_asked_for_its_credential_in_the_readers_language(floor: Floor) -> None:
    browser = client(floor.site)
    assert "注册此屏" in browser.get("/station/SALES-1/enrol").get_data(as_text=True)
    browser.set_cookie("language", "en")
    page = browser.get("/station/SALES-1/enrol").get_data(as_text=True)
    assert 'lang="en"' in page
    assert "注册此屏" not in page


def test_the_print_page_lists_both_printers(panels: Panels) -> None:
    panels.at("SALES-1").post("view/queue")
    words = panels.at("SALES-1").words()
    assert "sales-1-label" in words
    assert "sales-1-slip" in words
