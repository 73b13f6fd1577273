"""A glove at the page of registers: a table is sent and signed; every card fits and can be read."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from domain.events import Event
from terminal.desk import drafts
from terminal.desk.desks import choose_look, open_view
from terminal.desk.scans import scan
from terminal.desk.tables import take_table
from tests.floor import ADMIN, PINS, Floor
from tests.measuring import AXE, BOXED, GAP, LOOKS, MAIN, MEASURE, PANELS, RARE
from tests.terminal.offices import OFFICE, administer
from tests.web.step_server import serving

CARDS = (
    {"tab": "customer", "entry": "+"},
    {"tab": "product", "entry": "PCBA-HK3-R1.0"},
    {"tab": "product", "entry": "+"},
    {"tab": "cause", "entry": "cause/open"},
    {"tab": "customer", "entry": "HK", "part": "retire"},
    {"tab": "station", "entry": "REPAIR-1"},
    {"tab": "figure", "entry": "signing_policy"},
    {"tab": "files", "entry": "product"},
    {"tab": "log", "entry": "LAST"},
)
TABLE = "代码,名称,每箱片数\nPCBA-HK3-R1.0,HK-3 显示板 B,80\nNEW-1,新板,20\n"


@pytest.fixture
def service(tmp_path: Path) -> Iterator[tuple[Floor, str]]:
    with serving(tmp_path) as running:
        yield running


def test_a_table_by_touch_from_its_file_to_the_signature(
    page: Page, service: tuple[Floor, str]
) -> None:
    floor, address = service
    floor.sign_on(ADMIN, OFFICE)
    page.goto(f"{address}/station/{OFFICE}")
    expect(page.locator("html")).to_have_attribute("data-live", "live")
    page.get_by_role("button", name="基础资料").tap()
    page.locator("#tab-product").tap()
    page.locator("#entry-DS-IO-16").tap()
    page.locator("#text-name").fill("DS 板")
    page.locator("#tab-files").tap()
    page.locator("#entry-product").tap()
    with page.expect_download() as taken:
        page.get_by_role("link", name="XLSX").tap()
    assert taken.value.suggested_filename.endswith(".xlsx")
    for text, told in ((TABLE.replace("80", "八十"), "不是整数"), (TABLE, "新增 1，改 1")):
        page.locator("#file input[type=file]").set_input_files(
            {"name": "产品.csv", "mimeType": "text/csv", "buffer": text.encode()}
        )
        page.get_by_role("button", name="检查").tap()
        expect(page.locator(".form-card")).to_contain_text(told)
        if told == "不是整数":
            page.get_by_role("button", name="换一个文件").tap()
    page.locator(".btn.main").tap()
    expect(page.locator(".pledge")).to_contain_text("导入表格「产品」")
    assert scan(floor.site, OFFICE, floor.badge(ADMIN))
    expect(page.locator("[data-pin-dots]")).to_be_visible()
    for digit in PINS[ADMIN]:
        page.locator(f"[data-key='{digit}']").tap()
    page.locator(".btn.main").tap()
    expect(page.locator("#strip")).to_contain_text("已导入：2 行")
    page.locator("#tab-product").tap()
    page.locator("#entry-DS-IO-16").tap()
    expect(page.locator("#text-name")).to_have_value("DS 板")


def test_every_card_fits_every_panel_and_every_reader(
    page: Page, service: tuple[Floor, str]
) -> None:
    floor, address = service
    floor.sign_on(ADMIN, OFFICE)
    administer(floor, "save-customer", code="Y", name="远大")
    administer(floor, "save-customer", code="ZX", name="中兴微电子（深圳）有限公司")
    assert take_table(floor.site, OFFICE, "product", "产品 2026-11.csv", TABLE.encode())
    with floor.site.reading() as db:
        last = max(one.number for one in db.query(Event).filter_by(kind="customer:saved"))
    faults: list[str] = []
    for locale, theme in LOOKS:
        choose_look(floor.site, OFFICE, language="en" if locale == "en" else "zh", theme=theme)
        open_view(floor.site, OFFICE, "registers")
        for card in CARDS:
            pick = card | {"entry": card["entry"].replace("LAST", str(last))}
            drafts.save(floor.site, OFFICE, "", "registers", pick)
            page.goto(f"{address}/station/{OFFICE}")
            page.evaluate("document.fonts.ready.then(() => true)")
            for width, height, least in PANELS if theme == "light" else ():
                page.set_viewport_size({"width": width, "height": height})
                boxed = f"{BOXED}, .form-card, .list"
                found = page.evaluate(MEASURE, [MAIN, boxed, least, RARE, GAP])
                faults += [f"{locale} {pick} {width}: {fault}" for fault in found]
            if locale == "en":
                continue
            page.evaluate(AXE.read_text(encoding="utf-8") + "; null")
            violations = page.evaluate("axe.run(document).then(result => result.violations)")
            faults += [f"{pick} {one['id']} {one['nodes'][0]['html'][:160]}" for one in violations]
    assert not faults, "\n".join(faults)
