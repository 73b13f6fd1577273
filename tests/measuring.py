"""What a page must measure: it fits its panel, targets fit a glove, axe has nothing to say."""

from pathlib import Path

from playwright.sync_api import Page

from terminal.words import Locale
from web.looks import Theme

AXE = Path(__file__).parents[1] / "node_modules" / "axe-core" / "axe.min.js"
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


def read_by_everybody(page: Page) -> list[str]:
    page.evaluate(AXE.read_text(encoding="utf-8") + "; null")
    found = page.evaluate("axe.run(document).then(result => result.violations)")
    return [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]]


def fits_every_panel(page: Page) -> list[str]:
    page.evaluate("document.fonts.ready.then(() => true)")
    faults = []
    for width, height, least in PANELS:
        page.set_viewport_size({"width": width, "height": height})
        found = page.evaluate(MEASURE, [MAIN, BOXED, least, RARE, GAP])
        faults += [f"{width}x{height}: {fault}" for fault in found]
    return faults
