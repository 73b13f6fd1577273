"""The page knows when the server is gone, says so loudly, and comes back by itself."""

from playwright.sync_api import Page, expect

from tests.web_shell.desks import SLOW, keys, numbers, open_desk, tile
from tests.web_shell.floor import Served

# a refresh of the desk may take the class away again, so the moment itself is caught
LOOKED = """void (window.looked = new Promise(done => new MutationObserver(
    () => document.querySelector(".btn.main.look") && done(true)
).observe(document.body, {subtree: true, attributeFilter: ["class"]})))"""


def test_a_scan_renews_the_strip_without_any_focus(page: Page, served: Served) -> None:
    open_desk(page, served)
    served.floor.sample = "wrong"
    served.floor.publish("scan", {"ok": False})
    expect(page.locator("#strip [role=alert]")).to_contain_text("不能做")
    assert page.evaluate("document.activeElement === document.body")


def test_good_and_bad_scans_sound_different(page: Page, served: Served) -> None:
    page.add_init_script(
        "window.notes = []; const start = OscillatorNode.prototype.start;"
        "OscillatorNode.prototype.start = function (at) {"
        " notes.push(this.frequency.value); return start.call(this, at); };"
    )
    open_desk(page, served)
    with page.expect_response("**/strip"):
        served.floor.publish("scan", {"ok": True})
    assert page.evaluate("notes.splice(0)") == [1760]
    with page.expect_response("**/strip"):
        served.floor.publish("scan", {"ok": False})
    assert page.evaluate("notes.splice(0)") == [330, 330, 330]


def test_a_silent_server_blocks_signing_and_keeps_what_was_keyed(
    page: Page, served: Served
) -> None:
    open_desk(page, served, "receive")
    keys(page, "2", "1", "9")
    sign = page.locator(".btn.main")
    expect(sign).not_to_have_attribute("aria-disabled", "true")
    served.floor.silent = True
    expect(page.locator("html")).to_have_attribute("data-live", "stale", timeout=SLOW)
    expect(page.locator("#offline")).to_be_visible()
    expect(sign).to_have_attribute("aria-disabled", "true")
    expect(page.locator("#why")).to_contain_text("服务器断开，恢复后可签名")
    expect(page.locator(".devices .lost")).to_be_visible()
    sign.tap(force=True)
    assert served.floor.posts.empty()
    assert numbers(page)["quantity"] == "219"


def test_the_page_comes_back_by_itself(page: Page, served: Served) -> None:
    open_desk(page, served, "receive")
    keys(page, "2", "1", "9")
    served.stop()
    expect(page.locator("html")).to_have_attribute("data-live", "stale", timeout=SLOW)
    served.start()
    expect(page.locator("html")).to_have_attribute("data-live", "live", timeout=SLOW)
    expect(page.locator("#offline")).to_be_hidden()
    expect(page.locator(".btn.main")).not_to_have_attribute("aria-disabled", "true")
    assert numbers(page)["quantity"] == "219"


def test_every_panel_is_fetched_again_after_a_lost_stream(page: Page, served: Served) -> None:
    open_desk(page, served)
    served.floor.counts["rework"] = 9
    served.floor.cut()
    expect(tile(page, "rework").locator("output")).to_have_text("9", timeout=SLOW)


def test_a_page_opened_before_the_server_can_stream_asks_instead(
    page: Page, served: Served
) -> None:
    served.floor.full = True
    page.goto(served.url)
    served.floor.counts["rework"] = 9
    expect(tile(page, "rework").locator("output")).to_have_text("9", timeout=SLOW)
    served.floor.full = False
    assert served.floor.connected.wait(15)
    expect(page.locator("html")).to_have_attribute("data-live", "live", timeout=SLOW)


def test_a_signature_that_did_not_arrive_says_so_and_loses_nothing(
    page: Page, served: Served
) -> None:
    open_desk(page, served, "receive")
    keys(page, "2", "1", "9")
    served.floor.sign_status = 503
    page.locator(".btn.main").tap()
    expect(page.locator("#failed")).to_be_visible()
    assert numbers(page)["quantity"] == "219"
    served.floor.sign_status = 200
    page.locator(".btn.main").tap()
    expect(page.locator("#failed")).to_be_hidden()


def test_a_panel_that_cannot_be_renewed_says_so_until_it_can(page: Page, served: Served) -> None:
    open_desk(page, served, "receive")
    keys(page, "2", "1", "9")
    served.floor.panel_status = 500
    served.floor.publish("desk")
    expect(page.locator("#outdated")).to_be_visible()
    expect(page.locator("#outdated")).to_contain_text("页面没有更新，可能是旧的")
    expect(page.locator("#failed")).to_be_hidden()
    assert numbers(page)["quantity"] == "219"
    served.floor.panel_status = 200
    expect(page.locator("#outdated")).to_be_hidden(timeout=SLOW)
    assert numbers(page)["quantity"] == "219"


def test_a_panel_that_cannot_be_renewed_is_asked_for_again_at_a_touch(
    page: Page, served: Served
) -> None:
    open_desk(page, served)
    served.floor.panel_status = 500
    served.floor.publish("desk")
    expect(page.locator("#outdated")).to_be_visible()
    served.floor.panel_status = 200
    served.floor.counts["rework"] = 9
    page.get_by_role("button", name="马上再试").tap()
    expect(tile(page, "rework").locator("output")).to_have_text("9")
    expect(page.locator("#outdated")).to_be_hidden()


def test_a_lost_server_says_only_that_it_is_lost(page: Page, served: Served) -> None:
    open_desk(page, served)
    served.floor.panel_status = 500
    served.floor.publish("desk")
    expect(page.locator("#outdated")).to_be_visible()
    served.floor.silent = True
    expect(page.locator("#offline")).to_be_visible(timeout=SLOW)
    expect(page.locator("#outdated")).to_be_hidden()


def test_the_clock_shows_the_servers_time(page: Page, served: Served) -> None:
    open_desk(page, served)
    expect(page.locator("[data-clock]")).to_have_text("14:32")


def test_a_button_that_cannot_be_pressed_says_why(page: Page, served: Served) -> None:
    open_desk(page, served)
    sign = page.locator(".btn.main")
    expect(sign).to_have_attribute("aria-disabled", "true")
    expect(sign).to_have_accessible_description("还差 2 片 · 异常反馈表未登记")
    page.evaluate(LOOKED)
    sign.tap(force=True)
    assert page.evaluate("looked")
    assert served.floor.posts.empty()


def test_a_press_shows_before_it_is_released(page: Page, served: Served) -> None:
    open_desk(page, served)
    key = page.locator("[data-key='5']")
    key.dispatch_event("pointerdown")
    expect(key).to_have_class("pressed")
