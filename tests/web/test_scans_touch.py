"""A scan and a glove fill in the same form: the page follows the reader and loses nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from terminal.desk.desks import choose_look
from terminal.desk.scans import lay_by_hand
from tests.floor import INSPECTOR, PACKER, REPAIRER, Floor
from tests.measuring import LOOKS, fits_every_panel, read_by_everybody
from tests.terminal.gun import Gun
from tests.web.step_server import serving


@pytest.fixture
def service(tmp_path: Path) -> Iterator[tuple[Floor, str]]:
    with serving(tmp_path) as running:
        yield running


def stand(page: Page, service: tuple[Floor, str], station: str, person: str, lot: str) -> Gun:
    floor, address = service
    floor.sign_on(person, station)
    assert lay_by_hand(floor.site, station, lot)
    page.goto(f"{address}/station/{station}")
    expect(page.locator("#lot-number")).to_have_text(lot)
    expect(page.locator("html")).to_have_attribute("data-live", "live")
    return Gun(floor, station)


def tile(page: Page, field: str) -> Locator:
    return page.locator(f"[data-field]:has(input[name='field'][value='{field}'])")


def shows(page: Page, field: str, number: str) -> None:
    expect(tile(page, field).locator("output")).to_have_text(number)
    expect(tile(page, field).locator("input[name='field']")).to_be_checked()


def test_a_receiver_counts_with_the_reader_and_with_his_finger(
    page: Page, service: tuple[Floor, str]
) -> None:
    floor, _ = service
    gun = stand(page, service, "RECV-1", PACKER, floor.book_in(47))
    forms = page.locator("input[name='forms']")

    with page.expect_response("**/draft"):
        tile(page, "aid-rest").tap()
    gun.reads("FIELD", "FIELD", "FIELD", 4)
    shows(page, "count", "4")
    with page.expect_response("**/draft"):
        forms.first.locator("..").tap()
    gun.reads("FORMSERVICE", "FORMSIGNED", 7)
    shows(page, "count", "47")
    expect(forms.first).to_be_checked()
    expect(forms.last).to_be_checked()
    expect(page.locator("#strip b")).to_have_text("点数：47_")

    with page.expect_response("**/draft"):
        for key in ("clear", "4", "6"):
            page.locator(f"[data-key='{key}']").tap()
    shows(page, "count", "46")
    expect(page.locator(".btn.main")).to_contain_text("46")
    gun.reads("RMIXED")
    expect(page.locator("input[value='mixed']")).to_be_checked()
    gun.reads("ACCEPT")
    expect(page.locator("input[value='mixed']")).not_to_be_checked()
    gun.reads("BACK", 7, "ACCEPT")
    expect(page.locator(".tapbox")).to_be_visible()
    gun.taps()
    expect(page.locator("#desk")).to_contain_text("47")


def test_a_repair_is_recorded_with_the_reader_where_a_finger_had_chosen_otherwise(
    page: Page, service: tuple[Floor, str]
) -> None:
    floor, _ = service
    gun = stand(page, service, "REPAIR-1", REPAIRER, floor.at_repair(20))
    for name, value in (("outcome", "nothing-found"), ("cause", "bridge")):
        page.locator(f"label:has(input[name='{name}'][value='{value}'])").tap()
        expect(page.locator(f"input[value='{value}'][name='{name}']")).to_be_checked()

    gun.reads(20, "CURED", "cause:open", "action:resolder")

    for name, value in (("outcome", "repaired"), ("cause", "open"), ("repair", "resolder")):
        expect(page.locator(f"input[value='{value}'][name='{name}']")).to_be_checked()
    page.locator(".stepper:has(input[name='minutes']) [data-add='5']").tap()
    expect(page.locator(".btn.main")).to_contain_text("20")
    gun.reads("SIGN", "FINISH", "CURED", 20)
    shows(page, "counts.repaired", "20")


@pytest.mark.parametrize("station", ["OQC-1"])
def test_what_was_scanned_fits_every_panel_and_is_read_by_everybody(
    page: Page, service: tuple[Floor, str], station: str
) -> None:
    floor, _ = service
    gun = stand(page, service, station, INSPECTOR, floor.at_oqc(20))
    gun.reads("PASS", 17, "FAIL", 3, "defect:tombstone", 3)
    faults = []
    for locale, theme in LOOKS[1:]:
        choose_look(floor.site, station, language=locale[:2], theme=theme)
        page.reload()
        expect(page.locator("html")).to_have_attribute("data-live", "live")
        shows(page, "defects.tombstone", "3")
        faults += [f"{locale} {theme} {one}" for one in read_by_everybody(page)]
        faults += [f"{locale} {theme} {one}" for one in fits_every_panel(page)]
    assert not faults, "\n".join(faults)
