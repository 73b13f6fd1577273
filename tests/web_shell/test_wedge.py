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


PRESS = """keys => { for (const [key, code, held] of keys) {
  const init = { key, code, bubbles: true, cancelable: true, ...held };
  document.body.dispatchEvent(new KeyboardEvent("keydown", init));
  if (key === "Alt") for (const digit of held?.digits ?? "") {
    document.body.dispatchEvent(new KeyboardEvent("keydown",
      { key: digit, code: `Numpad${digit}`, altKey: true, bubbles: true, cancelable: true }));
  }
  document.body.dispatchEvent(new KeyboardEvent("keyup", init));
} }"""


def keys(text: str) -> list[list[object]]:
    return [[character, "", {}] for character in text]


def behind_an_input_method(text: str) -> list[list[object]]:
    """The keys of a text while Chinese is being typed: only their places are told."""
    places = {"-": "Minus", ".": "Period", "/": "Slash", "]": "BracketRight"}
    return [
        ["Process",
         places.get(one) or (f"Digit{one}" if one.isdigit() else f"Key{one.upper()}"),
         {"shiftKey": one.isupper()}]
        for one in text
    ]  # fmt: skip


ENTER, TAB = [["Enter", "", {}]], [["Tab", "", {}]]
WAYS = [
    ("an AIM identifier", keys("]C0" + CODE) + ENTER, "]C0" + CODE),
    ("a suffix of its own", keys(CODE + "1") + TAB, CODE + "1"),
    ("GS as Ctrl+]", [*keys("]d2ABC"), ["]", "", {"ctrlKey": True}], *keys("Z"), *ENTER],
     "]d2ABC\x1dZ"),
    ("GS as F8", [*keys("]d2ABC"), ["F8", "F8", {}], *keys("Y"), *ENTER], "]d2ABC\x1dY"),
    ("GS as Alt+029", [*keys("]d2ABC"), ["Alt", "AltLeft", {"digits": "029"}], *keys("X"), *ENTER],
     "]d2ABC\x1dX"),
    ("Chinese as such", keys("P/N控制板-1") + ENTER, "P/N控制板-1"),
    ("Chinese as a number", [*keys("PART-"), ["Alt", "AltLeft", {"digits": "54992"}], *ENTER],
     "PART-\ufffd"),
    ("a key without a character", [*keys("PART-"), ["Dead", "", {}], *keys("A"), *ENTER],
     "PART-\ufffdA"),
    ("an input method", behind_an_input_method("]C0rt-2611-0001.1/Ab") + ENTER,
     "]C0rt-2611-0001.1/Ab"),
]  # fmt: skip


def test_what_a_reader_types_survives_or_says_that_it_did_not(page: Page, served: Served) -> None:
    open_desk(page, served)
    told = []
    for _, pressed, _ in WAYS:
        page.evaluate(PRESS, pressed)
        told.append(served.floor.posts.get(timeout=10)[1]["code"])
    assert dict(zip((way for way, _, _ in WAYS), told, strict=True)) == {
        way: meant for way, _, meant in WAYS
    }


def test_a_label_left_under_a_reader_that_types_is_one_scan(page: Page, served: Served) -> None:
    open_desk(page, served)
    page.evaluate(PRESS, (keys(CODE) + ENTER) * 20 + keys("RT-2611-0001") + ENTER)
    codes = [served.floor.posts.get(timeout=10)[1]["code"] for _ in range(2)]
    assert codes == [CODE, "RT-2611-0001"]
    assert served.floor.posts.empty()


def test_a_scan_that_the_server_did_not_take_is_told_until_one_is_taken(
    page: Page, served: Served
) -> None:
    open_desk(page, served)
    answers = [400, 403, 500]  # an old token, a browser that is not enrolled, a mistake
    while answers:
        page.route("**/scan", lambda route: route.fulfill(status=answers[0]), times=1)
        burst(page, f"{CODE}{answers[0]}")
        expect(page.locator("#failed")).to_be_visible()
        burst(page, f"{CODE}{answers.pop(0)}X")
        expect(page.locator("#failed")).to_be_hidden()
