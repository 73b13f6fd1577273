"""The wall board, the page of a batch and the demo, served from a floor that really works."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from playwright.sync_api import Page
from werkzeug.serving import make_server

from devices.profile import Profile
from devices.state import Condition
from terminal.compose import compose
from terminal.demo import fill
from terminal.machines import Machines
from terminal.printers import PrinterAddress
from terminal.readers import Scanner
from terminal.site import Site
from tests.floor import LEADER, REPAIRER, Clock, Floor, settings_for
from web.app import create_app

NATIVE = Profile()
AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
LOOKS = [("zh", "light"), ("zh", "dark"), ("en", "light")]
PANELS = [(1024, 768), (1280, 800), (1920, 1080)]
SLOW = 15_000
# What sticks out of its box or its panel, and what a glove cannot hit.
MEASURE = """least => {
  const faults = [];
  const text = e => (e.textContent || "").trim().slice(0, 20);
  const name = e => `${e.tagName}.${e.getAttribute("class")} ${text(e)}`;
  if (document.documentElement.scrollWidth > innerWidth)
    faults.push(`page is ${document.documentElement.scrollWidth} wide`);
  for (const e of document.querySelectorAll("button, a[href], input:not([type=hidden])")) {
    const box = e.getBoundingClientRect();
    if (box.width && Math.min(box.width, box.height) < least - 0.5)
      faults.push(`${name(e)}: ${box.width.toFixed(0)} x ${box.height.toFixed(0)}`);
  }
  const boxes = ".card, .st, .todo, .hour, .flow li, .pagebar, .found a, .readers";
  for (const e of document.querySelectorAll(boxes)) {
    if (e.scrollWidth > e.clientWidth + 1)
      faults.push(`${name(e)}: ${e.scrollWidth} in ${e.clientWidth}`);
    if (e.scrollHeight > e.clientHeight + 1)
      faults.push(`${name(e)}: ${e.scrollHeight} high in ${e.clientHeight}`);
  }
  return faults;
}"""


def client(site: Site) -> FlaskClient:
    """A browser on this machine, without the browser."""
    return create_app(site).test_client()


def told(page: str, number: int) -> bool:
    """Whether a page says a number, written as people or as machines write it."""
    return str(number) in page or f"{number:,}" in page


def later(floor: Floor, **span: float) -> None:
    """Let time pass; whoever was signed on has to sign on again."""
    floor.clock.pass_by(**span)
    floor.at.clear()


@contextmanager
def served(site: Site) -> Iterator[str]:
    """Serve a site's pages; yields their address."""
    server = make_server("127.0.0.1", 0, create_app(site), threaded=True)
    server.daemon_threads = True  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        site.bus.close()
        server.server_close()
        thread.join(10)


@contextmanager
def a_demo(folder: Path, url: str) -> Iterator[Site]:
    """The demo factory after a day of its work, at four in the afternoon."""
    clock = Clock()
    clock.pass_by(hours=7)
    site = compose(settings_for(folder, url), now=clock)
    try:
        fill(site)
        yield site
    finally:
        site.bus.close()
        site.database.dispose()


def wait_until(site: Site, true: Callable[[], bool], rounds: int = 150) -> None:
    """Wait for something that news of the site may have brought about."""
    for _ in zip(range(rounds), site.bus.listen(patience=0.2), strict=False):
        if true():
            return
    assert true()


@contextmanager
def machines(floor: Floor, name: str, profile: Profile = NATIVE) -> Iterator[Site]:
    """A floor whose receiving station has a simulated reader and printer of its own, at work."""
    twin = f"{name}-{id(floor):x}"
    url = f"sim:{twin}-label?language={profile.language}"
    settings = floor.site.settings
    (station,) = (one for one in settings.stations if one.code == "RECV-1")
    settings = replace(
        settings,
        stations=(replace(station, printers={"label": "recv-1-label", "slip": "recv-1-label"}),),
        scanners=(Scanner(code="recv-1-scan", station="RECV-1", url=f"sim:{twin}-scan"),),
        printers=(PrinterAddress("recv-1-label", url, profile),),
    )
    site = replace(floor.site, settings=settings)
    working = Machines(site)
    working.start()
    try:
        # What is scanned before the port is open is heard by nobody, as with a real reader.
        wait_until(site, lambda: site.devices["recv-1-scan"].condition is Condition.PORT_OPEN)
        yield site
    finally:
        working.stop()


def look_like(page: Page, address: str, language: str, theme: str) -> None:
    """Choose a reader's language and colours."""
    page.context.add_cookies(
        [
            {"name": "language", "value": language, "url": address},
            {"name": "theme", "value": theme, "url": address},
        ]
    )


def complaints(page: Page, address: str, path: str, *, least: int = 0) -> list[str]:
    """Open a page in every look and on every panel; return what axe and the ruler find."""
    found: list[str] = []
    for language, theme in LOOKS:
        look_like(page, address, language, theme)
        page.goto(address + path)
        page.evaluate("document.fonts.ready.then(() => true)")
        for width, height in PANELS:
            page.set_viewport_size({"width": width, "height": height})
            measured: list[str] = page.evaluate(MEASURE, least)
            found += [f"{language} {theme} {width}: {fault}" for fault in measured]
        page.evaluate(AXE.read_text(encoding="utf-8") + "; null")
        violations: list[dict[str, Any]] = page.evaluate(
            "axe.run(document).then(result => result.violations)"
        )
        found += [
            f"{language} {theme} {one['id']}: {node['html'][:120]} {node['failureSummary'][:160]}"
            for one in violations
            for node in one["nodes"]
        ]
    return found


UNFINISHED = ("refused", "withdrawn", "counted-wrong")


def unfinished(floor: Floor, answer: str) -> str:
    """A lot of 7919 whose hand-over did not come to its end; a wrong count was 7907."""
    lot = floor.at_screening(8000)
    lot = floor.decide(LEADER, "SCREEN-1", lot, counts={"unseen": 7919})["unseen"]
    if answer == "refused":
        floor.act(REPAIRER, "REPAIR-1", "refuse", lot=lot, reasons=("mixed",))
    elif answer == "withdrawn":
        floor.act(LEADER, "SCREEN-1", "withdraw", lot=lot)
    else:
        floor.receive(REPAIRER, "REPAIR-1", lot, 7907, on_time=True)
    return lot
