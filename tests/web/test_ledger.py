"""The tracking record of a month: every batch with its signatures, and no count too early."""

import re

from tests.floor import PACKER, PRODUCTION, Floor
from tests.web.pages import client, later
from tests.web.steps import at_ship
from tests.web.test_payer_page import shipped


def lines(floor: Floor, month: str = "2026-11") -> list[str]:
    """The rows of the month's ledger in words."""
    page = client(floor.site).get(f"/ledger/{month}")
    assert page.status_code == 200
    rows = re.findall(r"<tr>(.*?)</tr>", page.get_data(as_text=True), re.DOTALL)[1:]
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in rows]


def test_the_ledger_holds_every_batch_of_the_month_with_its_signatures(floor: Floor) -> None:
    gone = shipped(floor).partition(".")[0]
    lot = at_ship(floor, 20)
    floor.act(PRODUCTION, "REVIEW-1", "promise", batch=lot.partition(".")[0],
              production_on="2026-11-24")  # fmt: skip
    first, second = lines(floor)
    assert first.startswith(f"1 {gone} 华康电子 HK-7 主控板 上电无显示 35 赵婷 20/11 杨丽华 20/11")
    assert "杨丽华 20/11 35 赵婷 20/11" in first
    assert "2026-11-25 出货 杨丽华 20/11" in second


def test_tracking_is_complete_with_the_last_lot_only(floor: Floor) -> None:
    lot = floor.book_in(10)
    floor.receive(PACKER, "RECV-1", lot, 10)
    floor.decide(PACKER, "RECV-1", lot, counts={"counted": 10})
    (row,) = lines(floor)
    assert row.endswith("10 赵婷 20/11 杨丽华 20/11 收货核数")


def test_a_count_that_nobody_has_checked_is_not_in_the_ledger(floor: Floor) -> None:
    lot = floor.book_in(7919)
    assert "7,919" not in lines(floor)[0]
    floor.receive(PACKER, "RECV-1", lot, 7919)
    assert "7,919" in lines(floor)[0]


def test_a_month_begins_by_the_clock_of_the_site_and_others_are_empty(floor: Floor) -> None:
    later(floor, days=10, hours=7, minutes=30)  # 30 November, half past four in the afternoon
    floor.book_in(5)
    later(floor, hours=8)
    floor.book_in(6)
    assert (len(lines(floor)), len(lines(floor, "2026-12"))) == (1, 1)
    browser = client(floor.site)
    assert "这个月没有批次" in browser.get("/ledger/2026-10").get_data(as_text=True)
    assert browser.get("/ledger").headers["Location"] == "/ledger/2026-12"
    for month in ("2026-13", "x", "2026-1"):
        assert 400 <= browser.get(f"/ledger/{month}").status_code < 500
