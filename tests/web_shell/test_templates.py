"""No template carries what a strict page would refuse, and no style or script asks another host."""

import re
from pathlib import Path

import pytest

WEB = Path(__file__).parents[2] / "web"
HERE = Path(__file__).parent
TEMPLATES = [*(WEB / "templates").rglob("*.html"), *(HERE / "templates").rglob("*.html")]
OURS = [*(WEB / "templates").rglob("*.html")]
ASSETS = [*(WEB / "static" / "css").glob("*.css"), *(WEB / "static" / "js").glob("*.js")]
REFUSED = {
    "inline style": re.compile(r"\sstyle\s*="),
    "style element": re.compile(r"<style"),
    "inline script": re.compile(r"<script(?![^>]*\ssrc=)"),
    "event attribute": re.compile(r"\s(on[a-z]+|hx-on[:a-z-]*)\s*=\s*[\"']"),
    "javascript in an attribute": re.compile(r"""["'](js|javascript):"""),
    "unquoted value": re.compile(r"=\{\{"),
    "autofocus": re.compile(r"\sautofocus"),
    "link from data": re.compile(r"""\shref=["']\{\{(?!\s*url_for)"""),
    "unescaped": re.compile(r"\|\s*safe\b"),
    "another host": re.compile(r"https?://|\s(src|href)=[\"']//"),
}
CODE = re.compile(r"\beval\(|new Function|innerHTML|https?://|localStorage|serviceWorker")
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_template_is_fit_for_a_strict_page(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not [name for name, pattern in REFUSED.items() if pattern.search(text)]


@pytest.mark.parametrize("path", ASSETS, ids=lambda path: path.name)
def test_an_asset_needs_nobody_else(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not CODE.search(text)
    assert len(text.splitlines()) <= 300


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.name)
def test_no_word_for_people_stands_in_a_template(path: Path) -> None:
    assert not CHINESE.search(path.read_text(encoding="utf-8"))
