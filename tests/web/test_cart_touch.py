"""A glove at the real service: trays are told, lots go on a cart, and the cart is received."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from domain.codes import Code, CodeKind
from terminal.desk import drafts
from terminal.desk.desks import choose_look, open_view
from terminal.desk.scans import lay_by_hand, scan
from tests.floor import LEADER, QUALITY, REPAIRER, Floor
from tests.measuring import LOOKS, fits_every_panel, read_by_everybody
from tests.web.step_server import serving
from tests.web.test_step_touch import chip, key_in, open_lot, press_and_tap

CART = "RT-2611-W0001"


@pytest.fixture
def service(tmp_path: Path) -> Iterator[tuple[Floor, str]]:
    with serving(tmp_path) as running:
        yield running


def tell(page: Page, effect: str, trays: int) -> None:
    main = page.locator(".btn.main")
    expect(main).to_contain_text(effect)
    main.tap()
    expect(page.locator(".trays li")).to_have_count(trays)


def tell_the_trays(page: Page, floor: Floor) -> None:
    page.get_by_role("button", name="按盘点数").tap()
    for _ in range(2):
        chip(page, "bad.unseen").tap()
    tell(page, "本盘 50 片全检，不良 2", 1)
    tell(page, "本盘 50 片全检，没有不良", 2)
    page.get_by_role("button", name="撤回上一盘").tap()
    expect(page.locator(".trays li")).to_have_count(1)
    page.locator(".code:has(input[value='20'])").tap()
    tell(page, "本盘 20 片全检，没有不良", 2)
    page.get_by_role("button", name="判定移交").tap()
    expect(page.locator(".btn.main")).to_contain_text("判定 70 片并移交")
    press_and_tap(page, floor, LEADER)
    expect(page.locator(".told b")).to_have_text("0")


def load_a_cart(page: Page, floor: Floor, other: str) -> None:
    open_view(floor.site, "SCREEN-1", "load")
    page.locator(".code:has(input[value='repair'])").tap()
    main = page.locator(".btn.main")
    expect(main).to_contain_text("2 个子批装车送维修")
    page.locator(f".code:has(input[value='{other}'])").tap()
    expect(main).to_contain_text("1 个子批装车送维修")
    page.locator(f".code:has(input[value='{other}'])").tap()
    expect(main).to_contain_text("2 个子批装车送维修")
    main.tap()
    expect(page.locator("#strip")).to_contain_text(f"{CART} 已装车：2 个子批送维修")


def test_trays_and_a_cart_by_touch(page: Page, service: tuple[Floor, str]) -> None:
    floor, address = service
    other = floor.at_screening(30)
    floor.decide(LEADER, "SCREEN-1", other, counts={"unseen": 30})
    lot = floor.at_screening(100)
    open_lot(page, service, "SCREEN-1", LEADER, lot)
    tell_the_trays(page, floor)
    load_a_cart(page, floor, other)

    floor.sign_on(REPAIRER, "REPAIR-1")
    page.goto(f"{address}/station/REPAIR-1")
    expect(page.locator("html")).to_have_attribute("data-live", "live")
    scan(floor.site, "REPAIR-1", str(Code(CodeKind.CART, CART)))
    expect(page.locator("h1")).to_have_text(CART)
    for form in ("service-form", "signed"):
        page.locator(f"label.form:has([value={form}])").tap()
    page.locator(".code:has(input[name=on_time][value=yes])").tap()
    part = f"{lot.partition('.')[0]}.3"
    key_in(page, f"lots.{other}", "30")
    scan(floor.site, "REPAIR-1", str(Code(CodeKind.LOT, part)))
    expect(page.locator(f"input[value='lots.{part}']")).to_be_checked()
    key_in(page, f"lots.{part}", "2")
    expect(page.locator(".btn.main")).to_contain_text("签收 2 批，我点的 32 片")
    press_and_tap(page, floor, REPAIRER)
    expect(page.locator("#strip")).to_contain_text(f"{CART} 已签收 2 个子批")
    assert {floor.lot(one).station for one in (other, part)} == {"REPAIR-1"}


def test_the_pages_of_trays_and_carts_fit_every_panel_and_can_be_read(
    page: Page, service: tuple[Floor, str]
) -> None:
    floor, address = service
    lot = floor.at_screening(300)
    lots = [
        floor.decide(LEADER, "SCREEN-1", lot, counts={"unseen": 10})["unseen"] for _ in range(8)
    ]
    for withdrawn in lots[:2]:
        floor.act(LEADER, "SCREEN-1", "withdraw", lot=withdrawn)
    open_view(floor.site, "SCREEN-1", "load")
    faults = looked_at(page, floor, address, "SCREEN-1")
    counts = dict.fromkeys(lots[:2], 10)
    floor.act(LEADER, "SCREEN-1", "offer-cart", lots=counts, along=tuple(lots[2:]))
    for bad in range(8):
        floor.note(
            LEADER, "SCREEN-1", "tell-tray", lot=lot, tray=20, bad={"unseen": bad},
            defects={"bridge": 1},
        )  # fmt: skip
    lay_by_hand(floor.site, "SCREEN-1", lot)
    for panel in ("tally", "finish"):
        opened = {"panel": panel, "version": str(floor.lot(lot).version)}
        drafts.save(floor.site, "SCREEN-1", lot, "panel", opened)
        faults += looked_at(page, floor, address, "SCREEN-1")
    floor.sign_on(REPAIRER, "REPAIR-1")
    scan(floor.site, "REPAIR-1", str(Code(CodeKind.CART, CART)))
    faults += looked_at(page, floor, address, "REPAIR-1")
    floor.sign_on(QUALITY, "REVIEW-1")
    open_view(floor.site, "REVIEW-1", "supervise")
    drafts.save(floor.site, "REVIEW-1", "", "supervise", {"item": f"speed:{lot}"})
    faults += looked_at(page, floor, address, "REVIEW-1")
    assert not faults, "\n".join(faults)


def looked_at(page: Page, floor: Floor, address: str, station: str) -> list[str]:
    faults = []
    for locale, theme in LOOKS:
        choose_look(floor.site, station, language=locale[:2], theme=theme)
        page.goto(f"{address}/station/{station}")
        expect(page.locator(".btn.main")).to_be_visible()
        faults += [f"{station} {locale} {theme} {one}" for one in read_by_everybody(page)]
        if theme == "light":
            faults += [f"{station} {locale} {one}" for one in fits_every_panel(page)]
    return faults
