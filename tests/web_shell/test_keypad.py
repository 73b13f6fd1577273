"""One keypad writes where the operator points, and nowhere else."""

from playwright.sync_api import Page, expect

from tests.web_shell.desks import keys, numbers, open_desk, tile
from tests.web_shell.floor import COUNTS, Served


def test_digits_go_to_the_chosen_tile_and_to_no_other(page: Page, served: Served) -> None:
    open_desk(page, served)
    tile(page, "repair").tap()
    keys(page, "1", "2")
    before = {name: str(count) for name, count in COUNTS.items()}
    assert numbers(page) == {**before, "repair": "12"}
    expect(tile(page, "repair").locator("output")).to_have_text("12")
    expect(page.locator(".readout output")).to_have_text("12")


def test_the_read_out_names_the_tile_that_is_written_to(page: Page, served: Served) -> None:
    open_desk(page, served)
    expect(page.locator(".readout [data-title]")).to_have_text("返工")
    tile(page, "review").tap()
    expect(page.locator(".readout [data-title]")).to_have_text("疑难会审")
    expect(page.locator(".readout output")).to_have_text("104")


def test_backspace_clear_and_the_adding_keys(page: Page, served: Served) -> None:
    open_desk(page, served)
    tile(page, "repair").tap()
    keys(page, "+10", "+1")
    assert numbers(page)["repair"] == "16"
    keys(page, "back")
    assert numbers(page)["repair"] == "1"
    keys(page, "clear")
    assert numbers(page)["repair"] == ""
    keys(page, "0", "7")
    assert numbers(page)["repair"] == "7"


def test_a_number_too_large_for_any_tray_is_not_taken(page: Page, served: Served) -> None:
    open_desk(page, served)
    tile(page, "repair").tap()
    keys(page, "9", "9", "9", "9", "9", "9")
    assert numbers(page)["repair"] == "99999"


def test_next_goes_to_the_next_tile_and_round_again(page: Page, served: Served) -> None:
    open_desk(page, served)
    tile(page, "untestable").tap()
    keys(page, "next", "3")
    assert numbers(page)["review"] == "3"


def test_what_was_keyed_is_kept_as_a_draft_with_the_page_token(page: Page, served: Served) -> None:
    open_desk(page, served)
    tile(page, "repair").tap()
    keys(page, "1", "2")
    while True:
        path, form, token = served.floor.posts.get(timeout=10)
        assert (path, token) == ("draft", "token-of-this-page")
        if form["repair"] == "12":
            break
    assert form["rework"] == "6"


def test_what_is_being_keyed_survives_a_refresh_of_the_desk(page: Page, served: Served) -> None:
    open_desk(page, served)
    page.route("**/draft", lambda _: None)
    tile(page, "repair").tap()
    keys(page, "1", "2")
    served.floor.counts["rework"] = 9
    served.floor.publish("desk")
    expect(tile(page, "rework").locator("output")).to_have_text("9")
    assert numbers(page)["repair"] == "12"
    expect(tile(page, "repair").locator("output")).to_have_text("12")
    expect(tile(page, "repair").locator("input[type=radio]")).to_be_checked()


def test_another_lot_inherits_neither_numbers_nor_choice(page: Page, served: Served) -> None:
    open_desk(page, served)
    page.route("**/draft", lambda _: None)
    tile(page, "repair").tap()
    keys(page, "1", "2")
    served.floor.lot = "RT-2611-0500.1/1"
    served.floor.publish("desk")
    expect(tile(page, "repair").locator("output")).to_have_text("5")
    assert numbers(page)["repair"] == "5"
    expect(tile(page, "rework").locator("input[type=radio]")).to_be_checked()


def test_a_chip_counts_up_and_down_to_nothing(page: Page, served: Served) -> None:
    open_desk(page, served)
    chip = page.locator("[data-chip]:has(input[name='defect-missing'])")
    chip.locator("[data-add='1']").tap()
    expect(chip.locator("output")).to_have_text("2")
    for _ in range(2):
        chip.locator("[data-add='-1']").tap()
    assert chip.locator("input[name='defect-missing']").input_value() == ""
    expect(chip.locator("[data-add='-1']")).to_be_hidden()


def test_full_boxes_and_a_rest_make_my_count(page: Page, served: Served) -> None:
    open_desk(page, served, "fresh")
    assert numbers(page)["quantity"] == ""
    tile(page, "aid-rest").tap()
    keys(page, "1", "3")
    assert numbers(page)["quantity"] == "213"
    expect(tile(page, "quantity").locator("output")).to_have_text("213")
    tile(page, "quantity").tap()
    keys(page, "2", "1", "4")
    assert numbers(page)["quantity"] == "214"


def test_a_part_is_chosen_on_the_board(page: Page, served: Served) -> None:
    open_desk(page, served, "repair")
    page.locator("[data-choose='U3'] .comp").tap()
    assert page.locator("input[name='location']").input_value() == "U3"
    expect(page.locator(".picture-card em")).to_have_text("U3")


def test_a_verdict_is_never_preselected(page: Page, served: Served) -> None:
    open_desk(page, served, "repair")
    expect(page.locator("input[name='in-time']:checked")).to_have_count(0)
