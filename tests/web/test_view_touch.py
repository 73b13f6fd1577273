"""The pages that a station opens by itself fit every panel and can be read by everybody."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from devices.state import Condition, DeviceState
from domain.printing import JobState, PrintJob
from terminal.desk import drafts
from terminal.desk.desks import choose_look, open_view
from terminal.desk.scans import lay_by_hand, scan
from terminal.site import Sending
from tests.floor import LEADER, PACKER, QUALITY, REPAIRER, SALES, TECHNICAL, TESTER, Floor
from tests.measuring import LOOKS, fits_every_panel, read_by_everybody
from tests.terminal.presses import owe
from tests.web.step_server import serving

SHOTS = Path(__file__).parents[2] / "var" / "shots" / "views"
VIEWS = {
    "entry": ("SCREEN-1", LEADER),
    "find": ("SCREEN-1", LEADER),
    "idle": ("SCREEN-1", LEADER),
    "intake": ("SALES-1", SALES),
    "late": ("SCREEN-1", LEADER),
    "printer": ("SALES-1", SALES),
    "queue": ("SALES-1", SALES),
    "shift": ("SCREEN-1", LEADER),
    "stray": ("SCREEN-1", LEADER),
    "supervise": ("REVIEW-1", QUALITY),
    "week": ("REVIEW-1", TECHNICAL),
    "waiting": ("RECV-1", PACKER),
}


def busy(floor: Floor) -> None:
    """Lots at screening, one on its way to the packer, one refused by him, one repaired."""
    for pieces in (48, 48, 50):
        floor.at_screening(pieces)
    lot = floor.at_repair(40)
    for cause in ("open", "part-bad", "bridge", "misuse"):
        floor.repair(lot, 10, cause=cause)
    floor.decide(REPAIRER, "REPAIR-1", lot, counts={"repaired": 40})
    floor.receive(TESTER, "RETEST-1", lot, 40)
    floor.book_in(20)
    floor.act(PACKER, "RECV-1", "refuse", lot=floor.book_in(30), reasons=("undated",))


def busy_printers(floor: Floor) -> None:
    """One printer without paper, one paused, papers in every state."""
    label, now = "sales-1-label", floor.clock()
    floor.site.devices[label] = DeviceState(Condition.PAPER_OUT, now, now)
    floor.site.sending[label] = Sending(1, 12_400, 39_184)
    floor.note(SALES, "SALES-1", "pause-printer", printer="sales-1-slip")
    states = (*JobState, *[JobState.CONFIRMED] * 16)
    for number, state in [(owe(floor, label, lot="RT-2611-0001.1"), one) for one in states]:
        with floor.site.writing() as db:
            job = db.get_one(PrintJob, number)
            job.state, job.reason = state, "bad-paper" if state is JobState.FAILED else ""
    floor.clock.pass_by(minutes=4)


@pytest.mark.parametrize("view", VIEWS)
def test_a_page_of_the_station_fits_every_panel(page: Page, tmp_path: Path, view: str) -> None:
    station, person = VIEWS[view]
    SHOTS.mkdir(parents=True, exist_ok=True)
    with serving(tmp_path) as (floor, address):
        busy(floor)
        busy_printers(floor)
        floor.sign_on(person, station)
        open_view(floor.site, station, view)
        drafts.save(floor.site, station, "", "find", {"product": "PCBA-HK7-R3.2", "count": "48"})
        faults = []
        for locale, theme in LOOKS:
            choose_look(floor.site, station, language=locale[:2], theme=theme)
            page.goto(f"{address}/station/{station}")
            expect(page.locator("html")).to_have_attribute("data-live", "live")
            page.set_viewport_size({"width": 1024, "height": 768})
            page.screenshot(path=SHOTS / f"{view}-{locale[:2]}-{theme}.png")
            faults += [f"{locale} {theme} {one}" for one in read_by_everybody(page)]
            faults += [f"{locale} {theme} {one}" for one in fits_every_panel(page)]
    assert not faults, "\n".join(faults)


def test_receiving_refusing_and_signing_fit_every_panel(page: Page, tmp_path: Path) -> None:
    with serving(tmp_path) as (floor, address):
        lot = floor.book_in(20)
        assert scan(floor.site, "PACK-1", floor.badge(PACKER))
        faults = look_at(page, floor, address, "PACK-1", ".keys")
        floor.sign_on(PACKER, "RECV-1")
        assert lay_by_hand(floor.site, "RECV-1", lot)
        for reasons in ("undated", ""):
            kept = {"version": "1", "count": "20", "forms": "service-form,signed"}
            drafts.save(floor.site, "RECV-1", lot, "receive", kept | {"reasons": reasons})
            faults += look_at(page, floor, address, "RECV-1", "#work")
        page.locator(".btn.main:not([aria-disabled=true])").tap()
        expect(page.locator(".tapbox")).to_be_visible()
        faults += look_at(page, floor, address, "RECV-1", ".tapbox")
    assert not faults, "\n".join(faults)


def look_at(page: Page, floor: Floor, address: str, station: str, shows: str) -> list[str]:
    """Look at what a station shows now, in every look and on every panel."""
    faults = []
    for locale, theme in LOOKS:
        choose_look(floor.site, station, language=locale[:2], theme=theme)
        page.goto(f"{address}/station/{station}")
        expect(page.locator("html")).to_have_attribute("data-live", "live")
        expect(page.locator(shows)).to_be_visible()
        faults += [f"{shows} {locale} {theme} {one}" for one in read_by_everybody(page)]
        faults += [f"{shows} {locale} {theme} {one}" for one in fits_every_panel(page)]
    return faults
