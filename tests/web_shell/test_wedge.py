"""A reader that types: its burst is a scan wherever the focus is, and presses nothing."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.web_shell.desks import numbers, open_desk
from tests.web_shell.floor import Served

CODE = "L26110427A1X"


def burst(page: Page, code: str) -> None:
    """Type as a reader does: every key in one go of the browser, Enter at the end."""
    page.evaluate(
        """code => { for (const key of [...code, "Enter"]) {
          const target = document.activeElement || document.body;
          const fresh = target.dispatchEvent(
            new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
          if (fresh && target.matches("input[type=text]") && key.length === 1) target.value += key;
          if (fresh && target.matches("button") && (key === "Enter" || key === " ")) target.click();
        } }""",
        code,
    )


def test_a_burst_is_posted_once_with_token_and_nonce(page: Page, served: Served) -> None:
    open_desk(page, served)
    burst(page, CODE)
    path, form, token = served.floor.posts.get(timeout=10)
    assert (path, token) == ("station/SCREEN-1/scan", "token-of-this-page")
    assert form["code"] == CODE
    assert re.fullmatch(r"[0-9a-f]{24}", form["nonce"])
    assert served.floor.posts.empty()


@pytest.mark.parametrize("code", ["D1K", "L2611 0427 A1X"])
def test_a_burst_presses_no_button(page: Page, served: Served, code: str) -> None:
    open_desk(page, served)
    before = numbers(page)
    page.locator("[data-key='7']").focus()
    burst(page, code)
    _, form, _ = served.floor.posts.get(timeout=10)
    assert form["code"] == code
    assert numbers(page) == before


def test_real_keys_in_a_row_are_a_scan_too(page: Page, served: Served) -> None:
    page.clock.install()
    open_desk(page, served, "receive")
    page.locator(".btn.main").focus()
    page.clock.pause_at(page.evaluate("Date.now()") / 1000 + 1)  # no gap, however busy the machine
    page.keyboard.type(CODE, delay=0)
    page.keyboard.press("Enter")
    path, form, _ = served.floor.posts.get(timeout=10)
    assert (path, form["code"]) == ("station/RETEST-1/scan", CODE)


def test_a_burst_leaves_nothing_in_a_text_field(page: Page, served: Served) -> None:
    open_desk(page, served)
    page.evaluate(
        "const note = document.createElement('input'); note.type = 'text'; note.id = 'note';"
        "note.value = 'abc'; document.getElementById('work').append(note); note.focus()"
    )
    burst(page, CODE)
    _, form, _ = served.floor.posts.get(timeout=10)
    assert form["code"] == CODE
    expect(page.locator("#note")).to_have_value("abc")


def test_an_enter_by_hand_is_no_scan(page: Page, served: Served) -> None:
    open_desk(page, served)
    page.locator("[data-key='clear']").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".readout output")).to_have_text("")


def test_the_separator_of_a_label_survives(page: Page, served: Served) -> None:
    open_desk(page, served)
    page.evaluate(
        """for (const [key, ctrlKey] of [..."ABC123"].map(k => [k, false])
             .concat([["]", true], ["Z", false], ["Enter", false]]))
           document.body.dispatchEvent(
             new KeyboardEvent("keydown", { key, ctrlKey, bubbles: true, cancelable: true }))"""
    )
    _, form, _ = served.floor.posts.get(timeout=10)
    assert form["code"] == "ABC123\x1dZ"
