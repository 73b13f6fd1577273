"""A gloved hand at real panels: it taps, keys digits in, and holds paper and badges to readers."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from domain.codes import CodeKind, parse
from tests.devices.samples import decoded
from tests.floor import PINS
from tests.journey.crew import Crew
from tests.journey.shop import Shop
from tests.measuring import BOXED, GAP, MAIN, MEASURE, RARE

LEAST = 80
SHOTS = Path(__file__).parents[2] / "var" / "shots" / "walk"


@dataclass
class Hands:
    """Somebody who walks from panel to panel; `taken` counts papers taken from each printer."""

    page: Page
    shop: Shop
    station: str = ""
    drawn: int = 0
    faults: list[str] = field(default_factory=list)
    taken: dict[str, int] = field(default_factory=dict)

    # Standing somewhere.

    def walk_to(self, station: str) -> None:
        """Stand in front of a panel whose event stream is open."""
        self.station = station
        self.page.goto(f"{self.shop.base}/station/{station}")
        expect(self.page.locator("html")).to_have_attribute("data-live", "live")

    def sign_on(self, person: str, name: str) -> None:
        """Badge at the reader, PIN on the keypad."""
        self.scan_badge(person)
        expect(self.page.locator("[data-pin-for]")).to_be_visible()
        self.draw("pin")
        self.key_pin(person)
        expect(self.page.locator(".who")).to_contain_text(name)

    def arrive(self, station: str, person: str, name: str) -> None:
        """Stand in front of a panel and sign on, unless I still am."""
        self.walk_to(station)
        if name not in self.page.locator(".who").inner_text():
            self.sign_on(person, name)

    # The reader.

    def scan(self, code: str) -> None:
        self.shop.readers[self.station].scan(code)

    def scan_badge(self, person: str) -> None:
        self.scan(Crew(self.shop).badge(person))

    def scan_lot(self, code: str) -> None:
        """Hold a label or a slip to the reader; its lot lies on the desk then."""
        self.scan(code)
        lot = parse(code).payload.partition("/")[0]
        expect(self.page.locator("#lot-number")).to_have_text(lot)

    # The keypad and the tiles.

    def key_pin(self, person: str) -> None:
        for digit in PINS[person]:
            self.key(digit)
        self.press()

    def key(self, name: str) -> None:
        self.page.locator(f"[data-key='{name}']").tap()

    def tile(self, name: str) -> Locator:
        return self.page.locator(f"[data-field]:has(input[name='field'][value='{name}'])")

    def key_in(self, name: str, number: int) -> None:
        """Key a number into a tile."""
        self.tile(name).tap()
        self.key("clear")
        for digit in str(number):
            self.key(digit)
        self.shows(name, number)

    def shows(self, name: str, number: int) -> None:
        expect(self.tile(name).locator("output")).to_have_text(str(number))

    def count(self, number: int) -> None:
        """Key my own count into the read-out, which stands open for it."""
        self.key("clear")
        self.key_in("count", number)

    # Choices.

    def choose(self, name: str, value: str) -> None:
        """Tap a coded choice; it is a box to tick or one of several."""
        box = self.page.locator(f"input[name='{name}'][value='{value}']")
        self.page.locator(f"label:has(input[name='{name}'][value='{value}'])").tap()
        expect(box).to_be_checked()

    def tick_forms(self, *forms: str) -> None:
        for form in forms:
            self.choose("forms", form)

    def add_defects(self, code: str, pieces: int) -> None:
        chip = self.page.locator(f".chip:has(input[name='defects.{code}'])")
        for _ in range(pieces):
            chip.locator("[data-add='1']").tap()
        expect(chip.locator("output")).to_have_text(str(pieces))

    def button(self, words: str) -> Locator:
        return self.page.get_by_role("button", name=words)

    # Signing.

    @property
    def main(self) -> Locator:
        return self.page.locator(".btn.main")

    def press(self, effect: str = "") -> None:
        """Press the main button, which says what it will do and lets itself be pressed."""
        expect(self.main).to_contain_text(effect)
        expect(self.main).not_to_have_attribute("aria-disabled", "true")
        self.main.tap()

    def prepare(self, effect: str, shot: str = "") -> None:
        """Press the main button; what will be signed is read once more."""
        expect(self.main).to_contain_text(effect)
        expect(self.main).not_to_have_attribute("aria-disabled", "true")
        if shot:
            self.draw(shot)
        self.press(effect)
        expect(self.page.locator(".tapbox")).to_be_visible()
        if shot:
            self.draw(f"{shot}-signing")

    def sign(self, person: str, effect: str, shot: str = "") -> None:
        """Press the main button and hold the badge to the reader."""
        self.prepare(effect, shot)
        self.scan_badge(person)
        expect(self.page.locator(".tapbox")).to_be_hidden()

    # Looking.

    def strip(self) -> Locator:
        return self.page.locator("#strip .strip")

    def draw(self, name: str) -> None:
        """Keep a picture of the page for people to look at, and note what does not fit on it."""
        self.drawn += 1
        self.page.evaluate("document.fonts.ready.then(() => true)")
        picture = f"{self.drawn:02}-{self.station or 'hall'}-{name}"
        self.page.screenshot(path=SHOTS / f"{picture}.png")
        if self.station:
            found = self.page.evaluate(MEASURE, [MAIN, BOXED, LEAST, RARE, GAP])
            self.faults += [f"{picture}: {fault}" for fault in found]

    @contextmanager
    def in_english_and_dark(self, name: str) -> Iterator[None]:
        """Switch the panel's language and colours, and back again afterwards."""
        self.switch("EN", "lang", "en")
        self.switch("Dark colours", "data-theme", "dark")
        self.draw(f"{name}-en-dark")
        yield
        self.switch("Light colours", "data-theme", "light")
        self.switch("中文", "lang", "zh-CN")

    def switch(self, button: str, what: str, value: str) -> None:
        """Tap a button of the bar that draws the page anew."""
        self.page.get_by_role("button", name=button, exact=True).tap()
        expect(self.page.locator("html")).to_have_attribute(what, value)
        expect(self.page.locator("html")).to_have_attribute("data-live", "live")

    # Paper.

    def take_slips(self, count: int = 1) -> list[str]:
        """Take papers out of the printer until so many travelers came; return their codes."""
        found: list[str] = []
        while len(found) < count:
            found += [code for code in self._next_paper() if parse(code).kind is CodeKind.SLIP]
        return found

    def _next_paper(self) -> list[str]:
        number = self.taken.get(self.station, 0) + 1
        papers = self.shop.printers[self.station].wait_for_papers(number, timeout=30)
        assert len(papers) >= number, f"{self.station} has not printed paper {number}"
        self.taken[self.station] = number
        paper = papers[number - 1]
        assert not paper.errors, paper.errors
        (SHOTS / f"paper-{self.station}-{number:02}.png").write_bytes(paper.png)
        return list(dict.fromkeys(decoded(paper.png)))
