"""Letters come from a font of the machine; a machine without one says so loudly."""

from pathlib import Path

import pytest

from devices.fonts import PACKAGE_FONT, NoFont, find_fonts, package_fonts
from tests.devices.samples import FONTS


def test_the_package_font_shows_the_words_of_the_floor() -> None:
    assert FONTS.lacks("售后服务表 子批 RT-2607-0012.1 ℃①μ￥：，（）") == ""


def test_a_font_that_lacks_a_character_is_named_with_it() -> None:
    path = next(iter(package_fonts()))[0]

    with pytest.raises(NoFont, match="lacks 😀") as missing:
        find_fonts(path, must_show="标识卡😀")
    assert missing.value.permanent


def test_a_configured_font_that_is_not_there_is_not_replaced_in_silence(tmp_path: Path) -> None:
    with pytest.raises(NoFont, match=r"nowhere\.otf"):
        find_fonts(tmp_path / "nowhere.otf")


def test_a_file_that_is_no_font_is_refused(tmp_path: Path) -> None:
    (tmp_path / "page.ttf").write_text("hello")

    with pytest.raises(NoFont):
        find_fonts(tmp_path / "page.ttf")


def test_without_configuration_some_font_of_the_machine_is_found() -> None:
    assert find_fonts(must_show="返修签收").path.is_file()


def test_the_package_font_is_found_through_its_package() -> None:
    assert [path.name for path, _ in package_fonts()] == [PACKAGE_FONT[1]]


@pytest.mark.parametrize(("char", "cells"), [("W", 1), ("i", 1), ("中", 2), ("，", 2), ("😀", 2)])
@pytest.mark.parametrize(("wide", "high"), [(1, 1), (2, 1), (1, 2), (2, 2)])
def test_a_character_never_leaves_its_cells(char: str, cells: int, wide: int, high: int) -> None:
    for bold in (False, True):
        glyph = FONTS.glyph(char, wide, high, bold=bold)
        assert glyph.size == (12 * cells * wide, 30 * high)
        assert glyph.getbbox()


def test_a_character_without_picture_is_drawn_as_a_printer_would() -> None:
    assert FONTS.glyph("😀").tobytes() == FONTS.glyph("〓").tobytes()
    assert FONTS.glyph("�").tobytes() == FONTS.glyph("〓").tobytes()
