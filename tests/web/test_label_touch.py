"""The card of a label, and the form that teaches one, fit every panel and can be read."""

from pathlib import Path

from playwright.sync_api import Page, expect

from terminal import simulation
from terminal.desk import drafts
from terminal.desk.desks import choose_look, open_view
from tests.floor import Floor
from tests.measuring import fits_every_panel, read_by_everybody
from tests.terminal.labels_day import BOX, at_intake, electronics, known_part, read_by, teach, typed
from tests.web.step_server import serving


def faults_of(page: Page, floor: Floor, address: str, name: str) -> list[str]:
    choose_look(floor.site, "SALES-1", language="en", theme="dark")
    page.goto(f"{address}/station/SALES-1")
    expect(page.locator("html")).to_have_attribute("data-live", "live")
    return [f"{name} {one}" for one in (*read_by_everybody(page), *fits_every_panel(page))]


def filled_in(page: Page, floor: Floor) -> None:
    """A label is scanned beside the form, taken over, and the pieces are counted."""
    page.locator("#choice-customer-MR").tap()
    label = "[)>␞06␝PMR-4711␝Q200␝1TL2607A␝K4500012345␝3SB1␞␄"
    simulation.scan(floor.site, "sales-1-scan", label)
    expect(page.locator(".label-card")).to_contain_text("MR 电源板 240W")
    page.locator("[name=part][value=complaint]").tap()
    page.locator("#text-complaint").fill("无输出")
    page.get_by_role("button", name="确认填入").tap()
    expect(page.locator(".label-card")).to_have_count(0)
    expect(page.locator("#text-complaint")).to_have_value("无输出")
    expect(page.locator("[name=declared]")).to_have_value("200")
    expect(page.locator(".part-numbers #text-customer_lot")).to_have_value("L2607A")
    keys = page.locator(".keys")
    for key in "19":
        keys.get_by_role("button", name=key, exact=True).tap()
    with page.expect_response(lambda answer: "counted=198" in (answer.request.post_data or "")):
        keys.get_by_role("button", name="8", exact=True).tap()
    expect(page.locator("[name=counted]")).to_have_value("198")
    page.wait_for_function("() => !document.querySelector('.btn.main[aria-disabled=true]')")
    assert typed(floor)["counted"] == "198"


def faults_of_the_card(page: Page, floor: Floor, address: str) -> list[str]:
    page.get_by_role("button", name="标签 1 张").tap()
    read_by(floor, "SALES-1", electronics(quantity="", box="B2"))
    faults = faults_of(page, floor, address, "card")
    taken = {"label.taken": typed(floor)["label.taken"]}
    drafts.save(floor.site, "SALES-1", "", "book-in", taken)
    for left in (1, 0):
        page.get_by_role("button", name="Undo last").tap()
        expect(page.locator(".label-card li")).to_have_count(left)
    read_by(floor, "SALES-1", BOX)
    return faults + faults_of(page, floor, address, "whose")


def faults_of_teaching(page: Page, floor: Floor, address: str) -> list[str]:
    open_view(floor.site, "SALES-1", "registers")
    drafts.save(floor.site, "SALES-1", "", "registers", {"tab": "format", "entry": "+"})
    faults = faults_of(page, floor, address, "empty")
    read_by(floor, "SALES-1", BOX)
    told = typed(floor, "save-format") | {"customer": "HK", "name": "外箱标签"}
    for name, more in {
        "places": {"separator": "", "cuts": "7,8,15"},
        "long": {"sample": "MR" * 80, "separator": "", "cuts": "7,8,15,77", "leaf": "3"},
        "many": {"sample": "A;" * 22 + "1", "stage": "pieces", "piece-leaf": "3"},
        "pieces": {"stage": "pieces", "of": "semicolon ", "holds.1": "quantity", "piece": "1"},
    }.items():
        drafts.save(floor.site, "SALES-1", "", "save-format", told | more)
        faults += faults_of(page, floor, address, name)
    return faults


def test_a_label_by_touch_from_the_scan_to_the_filled_in_form(page: Page, tmp_path: Path) -> None:
    with serving(tmp_path) as (floor, address):
        known_part(floor)
        teach(floor)
        teach(floor, customer="DS")
        at_intake(floor)
        page.goto(f"{address}/station/SALES-1")
        expect(page.locator("html")).to_have_attribute("data-live", "live")
        filled_in(page, floor)
        faults = faults_of_the_card(page, floor, address)
        faults += faults_of_teaching(page, floor, address)
    assert not faults, "\n".join(faults)
