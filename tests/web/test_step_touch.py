"""A glove at the real service: screening and repair from the first digit to the signature."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from terminal.desk import drafts
from terminal.desk.desks import choose_look
from terminal.desk.scans import lay_by_hand, scan
from tests.floor import INSPECTOR, LEADER, PACKER, REPAIRER, Floor
from tests.measuring import LOOKS, fits_every_panel, read_by_everybody
from tests.web.step_server import serving
from tests.web.steps import STEPS

SLOW = 15_000


@pytest.fixture
def service(tmp_path: Path) -> Iterator[tuple[Floor, str]]:
    with serving(tmp_path) as running:
        yield running


def open_lot(page: Page, service: tuple[Floor, str], station: str, person: str, lot: str) -> None:
    floor, address = service
    floor.sign_on(person, station)
    assert lay_by_hand(floor.site, station, lot)
    page.goto(f"{address}/station/{station}")
    expect(page.locator("#lot-number")).to_have_text(lot)
    expect(page.locator("html")).to_have_attribute("data-live", "live")


def tile(page: Page, field: str) -> Locator:
    return page.locator(f"[data-field]:has(input[value='{field}'])")


def key_in(page: Page, field: str, digits: str) -> None:
    tile(page, field).tap()
    for digit in digits:
        page.locator(f"[data-key='{digit}']").tap()
    expect(tile(page, field).locator("output")).to_have_text(digits)


def chip(page: Page, name: str) -> Locator:
    return page.locator(f".chip:has(input[name='{name}']) [data-add='1']")


def press_and_tap(page: Page, floor: Floor, person: str) -> None:
    with page.expect_response("**/prepare") as answer:
        page.locator(".btn.main").tap()
    assert answer.value.status == 204
    assert scan(floor.site, page.url.rpartition("/")[2], floor.badge(person))


def test_screening_by_touch_from_count_to_signature(page: Page, service: tuple[Floor, str]) -> None:
    floor, _ = service
    lot = floor.at_screening(50)
    open_lot(page, service, "SCREEN-1", LEADER, lot)
    sign = page.locator(".btn.main")
    expect(sign).to_have_accessible_description("还没填数量")
    key_in(page, "counts.no-fault", "40")
    key_in(page, "counts.seen", "6")
    expect(sign).to_have_accessible_description("不良现象 0，应为 6 · 异常反馈已登记 0，要 6")
    for _ in range(6):
        chip(page, "defects.bridge").tap()
    expect(sign).to_have_accessible_description("异常反馈已登记 0，要 6")
    register_by_touch(page, floor, "6")
    expect(tile(page, "counts.no-fault").locator("output")).to_have_text("40")
    expect(sign).to_have_accessible_description("4 片留在本站")
    expect(sign).to_contain_text("签名：判定 46 片并移交")
    press_and_tap(page, floor, LEADER)
    assert floor.lot(lot).quantity == 4
    assert floor.handover(f"{lot.partition('.')[0]}.2").quantity == 40


def register_by_touch(page: Page, floor: Floor, digits: str) -> None:
    page.get_by_role("button", name="登记异常反馈").tap()
    key_in(page, "quantity", digits)
    page.locator(f".code:has(input[value='{INSPECTOR}'])").tap()
    page.get_by_role("button", name="连锡").tap()
    expect(page.locator("#typed-description")).to_have_value("连锡")
    expect(page.locator(".btn.main")).not_to_have_attribute("aria-disabled", "true")
    press_and_tap(page, floor, LEADER)
    expect(page.locator(".matrix")).to_be_visible()


def test_a_refused_signature_leaves_the_tiles_alone(page: Page, service: tuple[Floor, str]) -> None:
    floor, _ = service
    lot = floor.at_screening(20)
    open_lot(page, service, "SCREEN-1", LEADER, lot)
    key_in(page, "counts.no-fault", "20")
    expect(page.locator(".btn.main")).not_to_have_attribute("aria-disabled", "true")
    page.route("**/desk", lambda route: route.abort())
    floor.act(LEADER, "SCREEN-1", "hold", lot=lot, reason="治具故障")
    with page.expect_response("**/prepare") as answer:
        page.locator(".btn.main").tap()
    assert answer.value.status == 422
    expect(page.locator("#strip [role=alert]")).to_contain_text("别人刚改过")
    expect(tile(page, "counts.no-fault").locator("output")).to_have_text("20")


def test_repair_by_touch_record_by_record(page: Page, service: tuple[Floor, str]) -> None:
    floor, _ = service
    lot = floor.at_repair(12)
    open_lot(page, service, "REPAIR-1", REPAIRER, lot)
    quantity = page.locator(".stepper:has(input[name=quantity])")
    for _ in range(3):
        quantity.locator("[data-add='1']").tap()
    for name, value in (("outcome", "repaired"), ("cause", "open"), ("repair", "replace")):
        page.locator(f".code:has(input[name={name}][value={value}])").tap()
    page.locator("#typed-location").fill("U7")
    record(page, "记下 3 片", 3)
    expect(quantity.locator("output")).to_have_text("")
    expect(page.locator("#typed-location")).to_have_value("")
    page.get_by_role("button", name="同上一片").tap()
    expect(page.locator("#typed-location")).to_have_value("U7")
    expect(page.locator("input[name=cause][value=open]")).to_be_checked()
    record(page, "记下 1 片", 4)
    page.get_by_role("button", name="同上一片").tap()
    page.get_by_role("button", name="全部 8").tap()
    record(page, "记下 8 片", 12)
    page.get_by_role("button", name="收尾移交").tap()
    expect(tile(page, "counts.repaired").locator("output")).to_have_text("")
    key_in(page, "counts.repaired", "12")
    expect(page.locator(".btn.main")).not_to_have_attribute("aria-disabled", "true")
    press_and_tap(page, floor, REPAIRER)
    assert floor.handover(lot).target == "retest"


def record(page: Page, effect: str, done: int) -> None:
    main = page.locator(".btn.main")
    expect(main).to_contain_text(effect)
    expect(main).not_to_have_attribute("aria-disabled", "true")
    main.tap()
    expect(page.locator(".quantity")).to_contain_text(f"已修 {done}")


def test_a_reloaded_page_still_has_what_was_keyed_in(
    page: Page, service: tuple[Floor, str]
) -> None:
    floor, _ = service
    open_lot(page, service, "SCREEN-1", LEADER, floor.at_screening(20))
    key_in(page, "counts.unseen", "7")
    expect(page.locator(".balance")).to_contain_text("7 / 20")
    page.reload()
    expect(tile(page, "counts.unseen").locator("output")).to_have_text("7")


def test_a_count_that_is_keyed_in_last_can_be_signed(
    page: Page, service: tuple[Floor, str]
) -> None:
    floor, _ = service
    open_lot(page, service, "RECV-1", PACKER, floor.book_in(20))
    sign = page.locator(".btn.main")
    for form in ("service-form", "signed"):
        page.locator(f"label.form:has([value={form}])").tap()
    expect(sign).to_have_accessible_description("先点数，再签收")
    key_in(page, "count", "20")
    expect(sign).to_contain_text("签收：我点的 20 片")
    expect(sign).not_to_have_attribute("aria-disabled", "true")


PANELS_OF = {
    "screening": ("own", "anomaly", "defects", "hold"),
    "repair": ("own", "causes", "finish", "records"),
    "review": ("own", "opinion"),
}


@pytest.mark.parametrize("step", STEPS)
def test_a_step_fits_every_panel_and_can_be_read_by_everybody(
    page: Page, service: tuple[Floor, str], step: str
) -> None:
    floor, _ = service
    bring, station, person = STEPS[step]
    lot = bring(floor, 50)
    open_lot(page, service, station, person, lot)
    faults = []
    for panel in PANELS_OF.get(step, ("own",)):
        opened = {"panel": panel, "version": str(floor.lot(lot).version)}
        drafts.save(floor.site, station, lot, "panel", opened)
        for locale, theme in LOOKS:
            choose_look(floor.site, station, language=locale[:2], theme=theme)
            page.reload()
            faults += [f"{panel} {locale} {theme} {one}" for one in read_by_everybody(page)]
            if theme == "light":
                faults += [f"{panel} {locale} {one}" for one in fits_every_panel(page)]
    assert not faults, "\n".join(faults)
