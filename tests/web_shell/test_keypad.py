"""One keypad writes where the operator points, and nowhere else."""

from playwright.sync_api import APIResponse, Page, Route, expect

from tests.web_shell.desks import keys, numbers, open_desk, tile
from tests.web_shell.floor import COUNTS, Served

SAVED = """void (window.saved = new Promise(done => document.addEventListener(
    "htmx:finally:request",
    event => { if (event.detail.ctx.draft?.body.get("repair") === "12") done(); })))"""


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


def test_an_answer_from_before_the_draft_does_not_take_the_digits_away(
    page: Page, served: Served
) -> None:
    open_desk(page, served)
    held: list[tuple[Route, APIResponse]] = []
    page.route("**/desk", lambda route: held.append((route, route.fetch())), times=1)
    with page.expect_request("**/desk"):
        served.floor.counts["rework"] = 9
        served.floor.publish("desk")
    page.evaluate(SAVED)
    tile(page, "repair").tap()
    keys(page, "1", "2")
    page.evaluate("saved")
    route, answer = held.pop()
    route.fulfill(response=answer)
    expect(tile(page, "rework").locator("output")).to_have_text("9")
    assert numbers(page)["repair"] == "12"


def test_the_page_shows_what_the_server_says_once_it_was_asked_after_the_draft(
    page: Page, served: Served
) -> None:
    open_desk(page, served)
    page.evaluate(SAVED)
    tile(page, "repair").tap()
    keys(page, "1", "2")
    page.evaluate("saved")
    served.floor.counts["repair"] = 3
    served.floor.publish("desk")
    expect(tile(page, "repair").locator("output")).to_have_text("3")


def test_a_page_in_other_colours_is_not_drawn_before_the_last_digit_is_saved(
    page: Page, served: Served
) -> None:
    open_desk(page, served)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/draft", hold, times=1)
    tile(page, "repair").tap()
    with page.expect_request("**/draft"):
        keys(page, "1", "2")
    with page.expect_response("**/look/theme/dark"):
        page.get_by_role("button", name="深色").tap()
    expect(page.locator("html")).to_have_attribute("data-theme", "light")
    held.pop().continue_()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert drafted(served)["repair"] == "12"


def test_the_last_digit_is_saved_before_a_scan_takes_the_form_away(
    page: Page, served: Served
) -> None:
    open_desk(page, served)
    tile(page, "repair").tap()
    keys(page, "1", "2")
    served.floor.lot = "RT-2611-0500.1/1"
    served.floor.publish("desk")
    expect(page.locator("#work")).to_have_attribute("data-work", "RT-2611-0500.1/1")
    assert drafted(served)["repair"] == "12"


def test_what_could_not_be_saved_is_saved_when_the_server_is_back(
    page: Page, served: Served
) -> None:
    open_desk(page, served)
    page.route("**/draft", lambda route: route.abort(), times=1)
    tile(page, "repair").tap()
    with page.expect_event("requestfailed"):
        keys(page, "1", "2")
    served.floor.cut()
    assert drafted(served)["repair"] == "12"


def drafted(served: Served) -> dict[str, str]:
    """Return the next draft that arrives with twelve pieces to repair, or fail."""
    while True:
        path, form, _ = served.floor.posts.get(timeout=10)
        if path == "draft" and form["repair"] == "12":
            return form


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
