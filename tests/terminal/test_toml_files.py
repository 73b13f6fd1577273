"""A file that somebody wrote with any editor is read, or its mistake is told with file and line."""

from pathlib import Path

import pytest

from terminal.labels.layouts import Layouts
from terminal.settings import BadSettings, Settings
from tests.terminal.layouts import CODE, LOT, WORDS, a_folder, problems

BOM = "\ufeff"
LONG = "9" * 5000


def settings_of(folder: Path, text: str) -> Settings:
    path = folder / "site.toml"
    path.write_text(text, encoding="utf-8")
    return Settings.read(path)


@pytest.mark.parametrize("number", [LONG, "0x" + "f" * 5000, "0b" + "1" * 20_000])
def test_a_number_too_long_to_be_told_is_told_with_its_line(tmp_path: Path, number: str) -> None:
    (told,) = problems(tmp_path, lot_label=f"{CODE}{LOT}height = {number}\n")
    assert told.startswith("lot-label.toml:7: is not TOML: Number too long")
    with pytest.raises(BadSettings, match=r"site\.toml: is not TOML: Number too long \(at line 2"):
        settings_of(tmp_path, f"[server]\nport = {number}\n")


def test_a_file_that_is_nested_too_deeply_is_told(tmp_path: Path) -> None:
    deep = "block = " + "[" * 100_000
    (told,) = problems(tmp_path, lot_label=deep)
    assert told.startswith("lot-label.toml:1: is not TOML: ")
    with pytest.raises(BadSettings, match=r"site\.toml: is not TOML: "):
        settings_of(tmp_path, deep)


def test_the_name_of_a_picture_that_no_file_can_have_is_told_with_its_line(tmp_path: Path) -> None:
    image = '[[block]]\nkind = "image"\nfile = "a\\u0000b"\n'
    (told,) = problems(tmp_path, lot_label=image + CODE + LOT)
    assert told.startswith("lot-label.toml:3: image.file: must be the name of a PNG")


def test_the_mark_that_notepad_puts_before_a_file_is_no_mistake(tmp_path: Path) -> None:
    own = a_folder(tmp_path, lot_label=BOM + CODE + LOT)
    assert Layouts.load(own, WORDS).of("lot-label").source.parent == own
    settings = settings_of(tmp_path, BOM + "[database]\nurl = 'sqlite://'\n")
    assert settings.database_url == "sqlite://"
    (tmp_path / "site.toml").unlink()
    told = problems(tmp_path, lot_label=f"{BOM}{CODE}{LOT}colour = 1\n")
    assert told[0].startswith("lot-label.toml:7: text.colour: is no option")
