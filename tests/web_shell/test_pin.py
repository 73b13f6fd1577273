"""The PIN is typed blind, belongs to one signature, and is kept nowhere."""

from playwright.sync_api import Page, expect

from tests.web_shell.desks import keys, open_desk
from tests.web_shell.floor import Served


def test_digits_show_as_dots_and_complete_the_signature(page: Page, served: Served) -> None:
    open_desk(page, served, "pin")
    sign = page.locator(".btn.main")
    keys(page, "1", "3", "5", "7")
    expect(page.locator("[data-pin-dots] .on")).to_have_count(4)
    expect(page.locator("#why [data-why]")).to_have_text("还差 2 位密码")
    keys(page, "9", "2")
    expect(sign).not_to_have_attribute("aria-disabled", "true")
    assert "135792" not in page.content()


def test_the_pin_is_sent_with_its_signature_and_then_forgotten(page: Page, served: Served) -> None:
    open_desk(page, served, "pin")
    keys(page, *"135792")
    page.locator(".btn.main").tap()
    path, form, _ = served.floor.posts.get(timeout=10)
    assert (path, form["pin"]) == ("sign", "135792")
    expect(page.locator("[data-pin-dots] .on")).to_have_count(0)
    expect(page.locator(".btn.main")).to_have_attribute("aria-disabled", "true")


def test_no_other_post_carries_the_pin(page: Page, served: Served) -> None:
    open_desk(page, served, "pin")
    keys(page, *"1357")
    page.locator(".actions .btn").first.tap()
    path, form, _ = served.floor.posts.get(timeout=10)
    assert path == "nothing"
    assert "pin" not in form


def test_a_typed_pin_survives_a_refresh_but_not_another_lot(page: Page, served: Served) -> None:
    open_desk(page, served, "pin")
    keys(page, *"1357")
    with page.expect_response("**/desk"):
        served.floor.publish("desk")
    expect(page.locator("[data-pin-dots] .on")).to_have_count(4)
    served.floor.sample = "screening"
    served.floor.publish("desk")
    expect(page.locator("[data-pin-for]")).to_have_count(0)
    served.floor.sample = "pin"
    served.floor.publish("desk")
    expect(page.locator("[data-pin-dots] i")).to_have_count(6)
    expect(page.locator("[data-pin-dots] .on")).to_have_count(0)


def test_a_badge_scanned_into_the_pin_box_is_a_scan_and_no_pin(page: Page, served: Served) -> None:
    page.clock.install()
    open_desk(page, served, "pin")
    page.clock.pause_at(page.evaluate("Date.now()") / 1000 + 1)  # no gap, however busy the machine
    page.keyboard.type("B1048200X", delay=0)
    page.keyboard.press("Enter")
    path, form, _ = served.floor.posts.get(timeout=10)
    assert (path, form["code"]) == ("station/OQC-1/scan", "B1048200X")
    expect(page.locator("[data-pin-dots] .on")).to_have_count(0)
