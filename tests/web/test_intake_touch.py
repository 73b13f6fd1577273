"""The pages of what comes in fit every panel and can be read by everybody."""

from pathlib import Path

from playwright.sync_api import Page, expect

from terminal.desk import drafts
from terminal.desk.desks import choose_look, open_view
from terminal.desk.scans import lay_by_hand
from tests.floor import PACKER, SALES, Floor
from tests.measuring import fits_every_panel, read_by_everybody
from tests.terminal.receipts import pallet, settle, sort_out
from tests.web.step_server import serving

# English is the longest, dark the hardest to read; every token is measured in every look elsewhere.
LANGUAGE, THEME = "en", "dark"
CAME = {"电源线": 2, "适配器": 1, "散热片": 12, "治具 A3": 1, "外壳": 3}
GOODS = {"customer": "MR", "product": "MR-PWR-240", "counted": "48"}


def busy(floor: Floor) -> str:
    """A pallet that is sorted in part and does not come out, and a batch without its paper."""
    receipt = pallet(floor, 300, 12, waybill="SF1234567890")
    sort_out(floor, receipt, 60)
    settle(floor, receipt, left=239)
    floor.act(SALES, "SALES-1", "book-in", paper_follows=True, **GOODS)
    floor.sign_on(SALES, "SALES-1")
    return receipt


def faults_of(page: Page, floor: Floor, address: str, station: str, name: str) -> list[str]:
    choose_look(floor.site, station, language=LANGUAGE, theme=THEME)
    page.goto(f"{address}/station/{station}")
    expect(page.locator("html")).to_have_attribute("data-live", "live")
    return [f"{name} {one}" for one in (*read_by_everybody(page), *fits_every_panel(page))]


def test_what_comes_in_fits_every_panel(page: Page, tmp_path: Path) -> None:
    with serving(tmp_path) as (floor, address):
        receipt = busy(floor)
        typed = {
            "receipts": ("receipts", {"receipt": receipt}),
            "settle": ("settle-receipt", {"receipt": receipt, "way": "settle", "left": "3"}),
            "receipt": ("book-receipt", {"customer": "MR", "total": "300", "boxes": "12"}),
            "details": ("tell-details", {"part": "terms"}),
            "intake": ("book-in", GOODS | {"part": "along", "accessories.电源线": "2"}),
        }
        faults = []
        for view, (act, fields) in typed.items():
            open_view(floor.site, "SALES-1", view)
            drafts.save(floor.site, "SALES-1", "", act, fields)
            faults += faults_of(page, floor, address, "SALES-1", view)
        lot = floor.book_in(48, accessories=CAME)
        floor.receive(PACKER, "RECV-1", lot, 48)
        lay_by_hand(floor.site, "RECV-1", lot)
        version = str(floor.lot(lot).version)
        for part in ("pieces", "along"):
            fields = {"counts.counted": "48", "part": part, "lot": lot, "version": version}
            drafts.save(floor.site, "RECV-1", lot, "decide", fields)
            faults += faults_of(page, floor, address, "RECV-1", part)
    assert not faults, "\n".join(faults)
