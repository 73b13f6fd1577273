"""Every pair of colours that carries words or shapes can be told apart, in both themes."""

import re
from pathlib import Path

import pytest

TOKENS = Path(__file__).parents[2] / "web" / "static" / "css" / "tokens.css"
PAIRS = """
ink surface 7 | ink bg 7 | ink-2 surface 7 | ink-2 bg 4.5 | ink-3 surface 4.5 | ink-3 bg 4.5
ink-3 surface-2 4.5 | line-strong bg 3 | line-strong surface 3 | bar-ink bar 7 | bar-ink-2 bar 7
on-accent accent 7 | accent surface 3 | accent bg 3 | accent-ink accent-soft 4.5
accent-ink surface 4.5 | on-ok ok 4.5 | ok-ink ok-soft 4.5 | ok-ink surface 4.5 | ok surface 3
on-bad bad 4.5 | bad-ink bad-soft 4.5 | bad-ink surface 4.5 | bad surface 3 | on-warn warn 7
warn-ink warn-soft 4.5 | warn-ink surface 4.5 | on-hold hold 4.5 | hold-ink hold-soft 4.5
on-idle idle 4.5 | ink key 7 | ink-2 sunken 4.5 | ok-ink bg 4.5 | warn-ink bg 4.5
"""
CASES = [case.split() for case in re.split(r"[|\n]", PAIRS) if case.strip()]
THEMES = {"light": ':root, html[data-theme="light"]', "dark": 'html[data-theme="dark"]'}


def colours(theme: str) -> dict[str, str]:
    css = TOKENS.read_text(encoding="utf-8")
    block = re.search(re.escape(THEMES[theme]) + r"\s*\{(.*?)\n\}", css, re.DOTALL)
    assert block
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-fA-F]{6})", block.group(1)))


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("front", "back", "needed"), CASES)
def test_a_pair_of_colours_is_far_enough_apart(
    theme: str, front: str, back: str, needed: str
) -> None:
    known = colours(theme)
    dark, light = sorted((luminance(known[front]), luminance(known[back])))
    assert (light + 0.05) / (dark + 0.05) >= float(needed)
