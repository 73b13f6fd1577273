"""A glove at the administrator's page: a newcomer gets roles, a badge and a PIN of his own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from terminal.desk import drafts
from terminal.desk.desks import choose_look, open_view
from terminal.desk.scans import scan
from tests.floor import ADMIN, LEADER, PINS, QUALITY, TESTER, Floor
from tests.measuring import AXE, BOXED, GAP, LOOKS, MAIN, MEASURE, PANELS, RARE
from tests.terminal.offices import OFFICE, person
from tests.web.step_server import serving

CARDS = (
    {"person": "new"},
    {"person": "teams", "squad": "qc-day"},
    {"person": LEADER, "tab": "details"},
    {"person": LEADER, "tab": "roles"},
    {"person": LEADER, "tab": "badge", "deed": "register-card"},
    {"person": QUALITY, "tab": "deputy"},
    {"person": LEADER, "tab": "leave"},
)


@pytest.fixture
def service(tmp_path: Path) -> Iterator[tuple[Floor, str]]:
    with serving(tmp_path) as running:
        yield running


def open_page(page: Page, service: tuple[Floor, str]) -> None:
    floor, address = service
    floor.sign_on(ADMIN, OFFICE)
    open_view(floor.site, OFFICE, "")
    page.goto(f"{address}/station/{OFFICE}")
    expect(page.locator("html")).to_have_attribute("data-live", "live")
    page.get_by_role("button", name="人员与工牌").tap()
    expect(page.locator("#find")).to_be_visible()


def key_in(page: Page, pin: str) -> None:
    for digit in pin:
        page.locator(f"[data-key='{digit}']").tap()
    page.locator(".btn.main").tap()


def sign(page: Page, floor: Floor) -> None:
    with page.expect_response("**/prepare") as answer:
        page.locator(".btn.main").tap()
    assert answer.value.status == 204
    assert scan(floor.site, OFFICE, floor.badge(ADMIN))
    expect(page.locator("[data-pin-dots]")).to_be_visible()
    key_in(page, PINS[ADMIN])


def test_a_newcomer_by_touch_from_name_to_own_pin(page: Page, service: tuple[Floor, str]) -> None:
    floor, _ = service
    open_page(page, service)
    page.locator("#person-new").tap()
    expect(page.locator(".btn.main")).to_have_accessible_description("先填工号和姓名")
    page.locator("#text-number").fill("20001")
    page.locator("#text-name").fill("钱进")
    page.locator("#team-qc-day").tap()
    page.locator(f"#supervisor-{QUALITY}").tap()
    expect(page.locator(".btn.main")).to_contain_text("签名：登记 钱进")
    sign(page, floor)
    expect(page.locator("#strip")).to_contain_text("钱进 已登记")
    assert person(floor, "20001").supervisor_id == person(floor, QUALITY).id

    page.locator("#find").fill("钱")
    page.locator("#person-20001").tap()
    page.locator("#tab-badge").tap()
    page.locator("#deed-issue-badge").tap()
    expect(page.locator(".btn.main")).to_contain_text("签名：打印新工牌")
    sign(page, floor)
    expect(page.locator("#strip")).to_contain_text("新工牌正在打印")
    page.locator("#deed-issue-pin").tap()
    expect(page.locator(".btn.main")).to_contain_text("签名：发初始密码")
    sign(page, floor)
    shown = page.locator(".start-pin output")
    expect(shown).to_be_visible()
    start = shown.inner_text().replace(" ", "")

    assert scan(floor.site, OFFICE, floor.badge("20001"))
    expect(page.locator(".hello h1")).to_have_text("钱进")
    expect(page.locator(".btn.main")).to_contain_text("登录")
    key_in(page, start)
    expect(page.locator(".btn.main")).to_contain_text("下一步：再输一遍")
    key_in(page, "408217")
    expect(page.locator(".btn.main")).to_contain_text("用这个密码并登录")
    key_in(page, "408217")
    expect(page.locator(".who")).to_contain_text("钱进")
    assert person(floor, "20001").pin_hash


def test_what_is_typed_survives_a_look_at_another_tab(
    page: Page, service: tuple[Floor, str]
) -> None:
    open_page(page, service)
    page.locator("#find").fill("刘芳")
    page.locator(f"#person-{TESTER}").tap()
    page.locator("#text-name").fill("刘小芳")
    page.locator("#tab-roles").tap()
    page.locator("#role-oqc").tap()
    expect(page.locator(".btn.main")).not_to_have_attribute("aria-disabled", "true")
    page.locator("#tab-details").tap()
    expect(page.locator("#text-name")).to_have_value("刘小芳")


@pytest.mark.parametrize(("locale", "theme"), LOOKS)
def test_every_card_fits_every_panel_and_every_reader(
    page: Page, service: tuple[Floor, str], locale: str, theme: str
) -> None:
    floor, address = service
    floor.sign_on(ADMIN, OFFICE)
    choose_look(floor.site, OFFICE, language="en" if locale == "en" else "zh", theme=theme)
    open_view(floor.site, OFFICE, "admin")
    faults: list[str] = []
    for pick in CARDS:
        drafts.save(floor.site, OFFICE, "", "admin", pick)
        page.goto(f"{address}/station/{OFFICE}")
        page.evaluate("document.fonts.ready.then(() => true)")
        for width, height, least in PANELS:
            page.set_viewport_size({"width": width, "height": height})
            boxed = f"{BOXED}, .form-card, .list"
            found = page.evaluate(MEASURE, [MAIN, boxed, least, RARE, GAP])
            faults += [f"{pick} {width}: {fault}" for fault in found]
        page.evaluate(AXE.read_text(encoding="utf-8") + "; null")
        violations = page.evaluate("axe.run(document).then(result => result.violations)")
        faults += [f"{pick} {one['id']} {one['nodes'][0]['html'][:160]}" for one in violations]
    assert not faults, "\n".join(faults)
