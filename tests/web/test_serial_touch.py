"""The page of serials fits every panel and can be read by everybody."""

from pathlib import Path

from playwright.sync_api import Page, expect

from terminal.desk import drafts
from terminal.desk.desks import at_desk, choose_look
from terminal.desk.scans import lay_by_hand
from tests.floor import PACKER, Floor
from tests.measuring import LOOKS, fits_every_panel, read_by_everybody
from tests.web.step_server import serving

FAULTS = '[[3,"SN0001","twice"],[4,"<IMG SRC=X>","unreadable"],[6,"HK1","shape"]]'


def registering(floor: Floor) -> str:
    """The packer has scanned some pieces, one of which was here before, and tagged one."""
    for pieces in (2, 50):
        lot = floor.book_in(pieces)
        floor.receive(PACKER, "RECV-1", lot, pieces)
        floor.note(PACKER, "RECV-1", "register-serials", lot=lot, serials="HK7-2026-000123")
    floor.note(PACKER, "RECV-1", "tag-piece", lot=lot, reason="烧焦")
    assert lay_by_hand(floor.site, "RECV-1", lot)
    panel = {"panel": "serials", "version": str(floor.lot(lot).version)}
    drafts.save(floor.site, "RECV-1", lot, "panel", panel)
    return lot


def test_the_page_of_serials_fits_every_panel(page: Page, tmp_path: Path) -> None:
    faults = []
    with serving(tmp_path) as (floor, address):
        lot = registering(floor)
        for (locale, theme), report in zip(LOOKS, ("[]", FAULTS, FAULTS), strict=True):
            with at_desk(floor.site, "RECV-1") as (tx, _):
                drafts.write(tx, "RECV-1", lot, "register-serials", {"faults": report})
            choose_look(floor.site, "RECV-1", language=locale[:2], theme=theme)
            page.goto(f"{address}/station/RECV-1")
            expect(page.locator("html")).to_have_attribute("data-live", "live")
            faults += [f"{locale} {theme} {one}" for one in read_by_everybody(page)]
            faults += [f"{locale} {theme} {one}" for one in fits_every_panel(page)]
    assert not faults, "\n".join(faults)
