"""What docs/wiring.md tells people to write is read; no condition of a device is left out."""

import re
import tomllib
from pathlib import Path

import pytest

from devices.printer import Printer, SlowLine
from devices.profile import Profile
from devices.state import Condition
from terminal.settings import Settings
from terminal.words import Words
from tests.floor import ROOT, Clock

GUIDE, CHINESE = (
    (ROOT / "docs" / name).read_text(encoding="utf-8") for name in ("wiring.md", "wiring.zh.md")
)
EXAMPLE = re.compile(r"```toml\n(.*?)```", re.DOTALL)
EXAMPLES = EXAMPLE.findall(GUIDE)
BASE = """
[database]
url = "sqlite:///x.db"
[[station]]
code = "RECV-1"
name = { zh = "收货" }
steps = ["register"]
[[station]]
code = "OQC-1"
name = { zh = "检验" }
steps = ["oqc"]
"""


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_of_the_guide_is_read_without_a_fault(tmp_path: Path, example: str) -> None:
    path = tmp_path / "site.toml"
    path.write_text(BASE + example, encoding="utf-8")
    settings = Settings.read(path)
    assert [one.code for one in (*settings.scanners, *settings.printers)] == [
        row["code"] for rows in tomllib.loads(example).values() for row in rows
    ]


@pytest.mark.parametrize("example", [one for one in EXAMPLES if "[[printer]]" in one])
def test_every_printer_of_the_guide_can_be_opened_at_the_start(
    tmp_path: Path, example: str
) -> None:
    path = tmp_path / "site.toml"
    path.write_text(BASE + example, encoding="utf-8")
    for one in Settings.read(path).printers:
        Printer(one.code, one.url, one.profile, Clock())


@pytest.mark.parametrize("guide", [GUIDE, CHINESE])
def test_every_condition_is_explained_and_nothing_else(guide: str) -> None:
    table = guide.rpartition("\n## ")[2]
    told = re.findall(r"^\| ([a-z-]+)(?:（.*）)? \|", table, re.MULTILINE)
    assert set(told) - {"condition"} == set(Condition)


def test_the_conditions_are_called_in_chinese_as_the_pages_call_them() -> None:
    words = Words.load()
    for code, name in re.findall(r"^\| ([a-z-]+)（(.*?)） \|", CHINESE, re.MULTILINE):
        assert words.say("zh_Hans_CN", f"condition.{code}") == name


def test_the_guide_says_the_same_in_chinese() -> None:
    assert EXAMPLE.findall(CHINESE) == EXAMPLES
    parts = [re.findall(r"^#+ ", guide, re.MULTILINE) for guide in (GUIDE, CHINESE)]
    assert parts[0] == parts[1]


def test_the_guide_is_found_from_the_readme() -> None:
    assert "docs/wiring.md" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_serial_printers_that_would_draw_too_slowly_are_refused_as_the_guide_says() -> None:
    assert "at least 460800 baud" in GUIDE
    with pytest.raises(SlowLine):
        Printer("x", "serial:///dev/ttyS0?baudrate=230400", Profile(text="raster"), Clock())
