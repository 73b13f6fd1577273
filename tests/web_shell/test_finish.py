"""Every desk fits its panel, every target fits a glove, and axe finds nothing to complain about."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from terminal.words import Locale
from tests.web_shell.floor import Served
from tests.web_shell.samples import SAMPLES
from web.looks import Theme

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
MAIN = ".btn.main, .keys button, .tile, .verdict, .queue:is(button)"
BOXED = (
    ".work, .pad, .actions, .lot, .bar, .strip, .desk, .idle, .cell, .code, .btn, .card, .recent"
)
PANELS = [(1024, 768, 64), (1280, 800, 80), (1920, 1080, 96)]
RARE = 56
GAP = 8
# A theme changes no size and a language no colour: both of each is enough, not all four pairs.
LOOKS: list[tuple[Locale, Theme]] = [
    ("zh_Hans_CN", "light"),
    ("zh_Hans_CN", "dark"),
    ("en", "light"),
]
MEASURE = """([main, boxed, least, rare, gap]) => {
  const faults = [];
  const name = e => `${e.tagName}.${e.className} ${(e.textContent || "").trim().slice(0, 14)}`;
  const page = document.documentElement;
  if (page.scrollWidth > innerWidth) faults.push(`page is ${page.scrollWidth} wide`);
  if (page.scrollHeight > innerHeight) faults.push(`page is ${page.scrollHeight} high`);
  const seen = [...document.querySelectorAll("button, label, [role=button] .hit, a[href]")]
    .filter(e => e.getClientRects().length);
  const boxes = seen.map(e => [e, e.getBoundingClientRect()]);
  for (const [e, box] of boxes) {
    const need = e.matches(main) ? least : rare;
    if (Math.min(box.width, box.height) < need - 0.5 && !e.closest("svg"))
      faults.push(`${name(e)}: ${box.width.toFixed(1)} x ${box.height.toFixed(1)}, not ${need}`);
    if (box.right > innerWidth + 0.5 || box.bottom > innerHeight + 0.5 || box.left < -0.5)
      faults.push(`${name(e)}: outside`);
  }
  for (const [a, one] of boxes) for (const [b, other] of boxes) {
    if (a === b || a.closest("svg") || a.contains(b) || b.contains(a)) continue;
    if (a.parentElement === b.parentElement && a.closest(".chip, .part")) continue;
    const across = Math.max(other.left - one.right, one.left - other.right);
    const down = Math.max(other.top - one.bottom, one.top - other.bottom);
    const apart = Math.max(across, down);
    if (apart < gap - 0.5 && !(a.closest(".recent li") && b.closest(".recent li, .recent"))
        && !(a.closest(".history") && b.closest(".history")))
      faults.push(`${name(a)} and ${name(b)}: ${apart.toFixed(1)} apart`);
  }
  for (const e of document.querySelectorAll(boxed)) {
    if (!e.getClientRects().length) continue;
    if (e.scrollWidth > e.clientWidth + 1)
      faults.push(`${name(e)}: ${e.scrollWidth} in ${e.clientWidth}`);
    if (e.scrollHeight > e.clientHeight + 1)
      faults.push(`${name(e)}: ${e.scrollHeight} high in ${e.clientHeight}`);
  }
  return faults;
}"""


def show(page: Page, served: Served, sample: str, locale: Locale, theme: Theme) -> None:
    served.floor.sample, served.floor.locale, served.floor.theme = sample, locale, theme
    page.goto(served.url)
    page.evaluate("document.fonts.ready.then(() => true)")


@pytest.mark.parametrize("sample", SAMPLES)
@pytest.mark.parametrize("locale", ["zh_Hans_CN", "en"])
def test_a_desk_fits_every_panel_and_every_glove(
    page: Page, served: Served, sample: str, locale: Locale
) -> None:
    show(page, served, sample, locale, "light")
    faults = []
    for width, height, least in PANELS:
        page.set_viewport_size({"width": width, "height": height})
        found = page.evaluate(MEASURE, [MAIN, BOXED, least, RARE, GAP])
        faults += [f"{width}x{height}: {fault}" for fault in found]
        for strip in ("failed", "outdated"):
            page.evaluate("id => { document.getElementById(id).hidden = false; }", strip)
            found = page.evaluate(MEASURE, [MAIN, BOXED, least, RARE, GAP])
            faults += [f"{width}x{height}, {strip}: {fault}" for fault in found]
            page.evaluate("id => { document.getElementById(id).hidden = true; }", strip)
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_desk_can_be_read_by_everybody(page: Page, served: Served, sample: str) -> None:
    faults = []
    for locale, theme in LOOKS:
        show(page, served, sample, locale, theme)
        page.evaluate(AXE.read_text(encoding="utf-8") + "; null")
        found = page.evaluate("axe.run(document).then(result => result.violations)")
        faults += [
            f"{locale} {theme} {one['id']}: {node['html'][:160]} {node['failureSummary'][:200]}"
            for one in found
            for node in one["nodes"]
        ]
    assert not faults, "\n".join(faults)


OUTSIDE = """[...document.querySelectorAll(".st, .todo, .hour, .flow li")].filter(e => {
  const box = e.getBoundingClientRect();
  return box.bottom > innerHeight || box.right > innerWidth + 1
    || e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1;
}).map(e => e.className + " " + e.textContent.trim().slice(0, 20))"""


@pytest.mark.parametrize(("locale", "theme"), LOOKS)
def test_the_wall_board_fits_and_can_be_read(
    page: Page, served: Served, locale: Locale, theme: Theme
) -> None:
    page.set_viewport_size({"width": 1920, "height": 1080})
    show(page, served, "board", locale, theme)
    assert page.evaluate(OUTSIDE) == []
    page.evaluate(AXE.read_text(encoding="utf-8") + "; null")
    found = page.evaluate("axe.run(document).then(result => result.violations)")
    assert [(one["id"], one["nodes"][0]["html"][:160]) for one in found] == []
