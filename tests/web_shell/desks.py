"""What a tester's finger does at a desk."""

from playwright.sync_api import Locator, Page, expect

from tests.web_shell.floor import Served

SLOW = 15_000


def open_desk(page: Page, served: Served, sample: str = "screening") -> None:
    served.floor.sample = sample
    page.goto(served.url)
    assert served.floor.connected.wait(10)
    expect(page.locator("html")).to_have_attribute("data-live", "live")
    expect(page.locator("#desk")).to_have_attribute("data-htmx-powered", "true")


def tile(page: Page, field: str) -> Locator:
    return page.locator(f"[data-field]:has(input[value='{field}'])")


def keys(page: Page, *pressed: str) -> None:
    for key in pressed:
        page.locator(f"[data-key='{key}']").tap()


def numbers(page: Page) -> dict[str, str]:
    found: dict[str, str] = page.evaluate(
        "Object.fromEntries([...document.querySelectorAll('[data-field] input[type=hidden]')]"
        ".map(input => [input.name, input.value]))"
    )
    return found
