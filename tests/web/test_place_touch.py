"""A finger on the picture of a board."""

from itertools import product
from pathlib import Path

from playwright.sync_api import Page, expect

from terminal.desk.desks import choose_look
from tests.floor import REPAIRER, TECHNICAL, Floor
from tests.measuring import LOOKS, fits_every_panel, read_by_everybody
from tests.photographs import a_photo
from tests.terminal.test_photos import photograph, set_board
from tests.web.step_server import serving
from tests.web.test_step_touch import open_lot

FIELDS = ("picture", "across", "down")


def tap_at(page: Page, across: int, down: int) -> None:
    """Put a finger on the picture, in thousandths of it."""
    box = page.locator("svg[data-places] image").bounding_box()
    assert box
    at = (box["x"] + box["width"] * across / 1000, box["y"] + box["height"] * down / 1000)
    page.touchscreen.tap(*at)


def sent(page: Page) -> list[int | None]:
    """What the open form would send of the place."""
    fields = [page.locator(f"#work input[name={name}]").input_value() for name in FIELDS]
    return [int(one) if one else None for one in fields]


def two_repairs_before(floor: Floor) -> str:
    set_board(floor, TECHNICAL)
    for location, across in (("R12", 200), ("U7", 700)):
        lot = floor.at_repair(5)
        floor.repair(lot, 1, location=location, picture=1, across=across, down=400)
    return floor.at_repair(5)


def test_a_place_is_tapped_known_taken_back_and_recorded(page: Page, tmp_path: Path) -> None:
    with serving(tmp_path) as (floor, address):
        lot = two_repairs_before(floor)
        open_lot(page, (floor, address), "REPAIR-1", REPAIRER, lot)
        location = page.locator("#typed-location")

        tap_at(page, 500, 800)
        picture, across, down = sent(page)
        assert picture == 1
        assert abs((across or 0) - 500) < 8
        assert abs((down or 0) - 800) < 8
        expect(location).to_have_value("")
        tap_at(page, 215, 410)
        expect(location).to_have_value("R12")
        assert sent(page) == [1, 200, 400]
        tap_at(page, 215, 410)
        assert sent(page) == [None] * 3
        expect(location).to_have_value("")

        page.locator(".grow").tap()
        tap_at(page, 705, 395)
        page.locator(".shrink").tap()
        expect(location).to_have_value("U7")
        page.reload()
        expect(location).to_have_value("U7")
        assert sent(page) == [1, 700, 400]
        page.get_by_role("button", name="全部 5").tap()
        for name in ("修好", "虚焊", "重焊"):
            page.locator(".code", has_text=name).first.tap()
        page.locator(".btn.main:not([aria-disabled])").tap()
        expect(page.locator("#strip")).to_contain_text("已记下")
        page.get_by_role("button", name="同上一片").tap()
        expect(page.locator("[data-here]")).to_be_visible()
        assert sent(page) == [1, 700, 400]


def refused_then_chosen(page: Page) -> None:
    """What the camera gave was refused; then another picture is chosen, and that one is kept."""
    before = page.locator(".gallery li").count()
    for name, data in (("taken", b"no picture"), ("chosen", a_photo(before + 1))):
        file = {"name": "x.jpg", "mimeType": "image/jpeg", "buffer": data}
        with page.expect_response("**/photo") as answer:
            page.locator(f"input[name={name}]").set_input_files(file)  # type: ignore[arg-type]
        assert answer.value.status == (204 if name == "chosen" else 422)
    expect(page.locator(".gallery li")).to_have_count(before + 1)


def test_the_record_with_a_picture_and_the_photos_fit_every_panel(
    page: Page, tmp_path: Path
) -> None:
    faults = []
    with serving(tmp_path) as (floor, address):
        lot = two_repairs_before(floor)
        for seed in (1, 2):
            floor.sign_on(REPAIRER, "REPAIR-1")
            photograph(floor, REPAIRER, "REPAIR-1", lot=lot, data=a_photo(seed), of="defect")
        for (locale, theme), panel in product(LOOKS, ("own", "photos")):
            choose_look(floor.site, "REPAIR-1", language=locale[:2], theme=theme)
            open_lot(page, (floor, address), "REPAIR-1", REPAIRER, lot)
            if panel == "photos":
                page.locator(".btn.camera").tap()
                expect(page.locator(".gallery")).to_be_visible()
            faults += [f"{locale} {theme} {panel} {one}" for one in read_by_everybody(page)]
            faults += [f"{locale} {theme} {panel} {one}" for one in fits_every_panel(page)]
            if panel == "photos":
                page.locator(".btn.main").tap()
        page.locator(".btn.camera").tap()
        expect(page.locator(".gallery")).to_be_visible()
        refused_then_chosen(page)
    assert not faults, "\n".join(faults)
