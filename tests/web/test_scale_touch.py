"""A glove counts by weight: a sample teaches the scale, a tap takes over what it says."""

from pathlib import Path

from playwright.sync_api import Page, expect

from devices.sim.scanner import simulated_scanner
from terminal.desk.scans import lay_by_hand
from tests.floor import PACKER
from tests.web.step_server import serving


def test_a_packer_counts_by_weight_and_keeps_what_he_keyed_in(page: Page, tmp_path: Path) -> None:
    with serving(tmp_path) as (floor, address):
        scale = simulated_scanner("recv-1-scale")
        lot = floor.book_in(240)
        floor.sign_on(PACKER, "RECV-1")
        assert lay_by_hand(floor.site, "RECV-1", lot)
        page.set_viewport_size({"width": 1024, "height": 768})
        page.goto(f"{address}/station/RECV-1")
        expect(page.locator("html")).to_have_attribute("data-live", "live")
        expect(page.locator(".on-scale")).to_contain_text("没有稳定的重量")

        for digit in "100":
            page.locator(f"[data-key='{digit}']").tap()
        scale.scan("US,GS,+  5139.00g")
        scale.scan("ST,GS,+  5140.00g")
        page.get_by_role("button", name="100 片记为基准").tap()
        expect(page.locator("#strip")).to_contain_text("100 片的重量已记为基准")
        count = page.locator(".readout output")
        expect(count).to_have_text("")

        scale.scan("ST,GS,+ 12361.00g")
        expect(page.locator(".on-scale")).to_contain_text("不是 51.40 g 的整数倍")
        scale.scan("ST,GS,+ 12336.00g")
        take = page.get_by_role("button", name="秤算出 240 片")
        expect(take).to_be_visible()
        expect(count).to_have_text("")  # the scale fills nothing in by itself
        take.tap()
        expect(count).to_have_text("240")
        expect(page.locator("[name=counting]")).to_have_value("12.336 kg ÷ 51.40 g")

        page.get_by_role("button", name="照片").tap()
        expect(page.locator(".readout output")).to_have_count(0)
        page.locator(".btn.main").tap()
        expect(count).to_have_text("240")
