"""Pictures of every sample desk in var/shots, for people to look at."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.web_shell.desks import SLOW, open_desk
from tests.web_shell.floor import Served
from tests.web_shell.samples import SAMPLES
from tests.web_shell.test_finish import LOOKS

SHOTS = Path(__file__).parents[2] / "var" / "shots"


def draw(page: Page, name: str) -> None:
    picture = SHOTS / f"{name}.png"
    page.screenshot(path=picture)
    assert picture.stat().st_size > 10_000


def test_a_desk_without_its_server_can_be_drawn(page: Page, served: Served) -> None:
    served.floor.theme = "dark"
    open_desk(page, served)
    served.floor.silent = True
    expect(page.locator("#offline")).to_be_visible(timeout=SLOW)
    draw(page, "offline-zh-dark")


def test_a_wall_board_drains_when_its_feed_is_lost(page: Page, served: Served) -> None:
    served.floor.sample = "board"
    page.set_viewport_size({"width": 1920, "height": 1080})
    for locale, theme in LOOKS:
        served.floor.locale, served.floor.theme = locale, theme
        answer = page.goto(served.url)
        assert answer
        assert answer.ok
        page.evaluate("document.fonts.ready.then(() => true)")
        draw(page, f"board-{locale[:2]}-{theme}")
        assert page.evaluate("document.documentElement.scrollWidth") == 1920
    served.floor.silent = True
    expect(page.locator("html")).to_have_attribute("data-live", "stale", timeout=SLOW)
    expect(page.locator(".now .stale")).to_be_visible()
    draw(page, "board-stale")


@pytest.mark.parametrize("sample", SAMPLES)
def test_every_desk_can_be_drawn(page: Page, served: Served, sample: str) -> None:
    served.floor.sample = sample
    for locale, theme in LOOKS:
        served.floor.locale, served.floor.theme = locale, theme
        page.goto(served.url)
        assert served.floor.connected.wait(10)
        page.evaluate("document.fonts.ready.then(() => true)")
        draw(page, f"{sample}-{locale[:2]}-{theme}")
