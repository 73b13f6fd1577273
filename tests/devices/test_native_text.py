"""Chinese from the printer's own font: the bytes, and that the text comes back from them."""

import subprocess
import sys

import pytest
from escpos.printer import Dummy

from devices.escpos.compiler import compile_paper
from devices.escpos.native import line_bytes
from devices.layout import Line
from devices.paper import Code128, Cut, Feed, Rule, Text
from devices.profile import Profile
from tests.devices.samples import (
    ALL_PROFILES,
    FONTS,
    NATIVE,
    RASTER,
    a_lot_label,
    a_traveler,
    commands_in,
    decoded,
    paper_of,
    printed,
)


def test_chinese_stands_between_fs_and_fs() -> None:
    assert line_bytes(Line("复测 A1")) == b"\x1c&" + "复测 A1".encode("gb18030") + b"\x1c.\n"


def test_latin_text_needs_no_chinese_mode() -> None:
    assert line_bytes(Line("RT-2607")) == b"RT-2607\n"


@pytest.mark.parametrize("text", ["：，（）℃①", "10μF", "￥5", "≤ ± × Ω", "姓名 18/7"])
def test_marks_of_the_floor_print_from_the_printers_font(text: str) -> None:
    data = compile_paper(paper_of(Text(text)), NATIVE, FONTS)

    assert printed(data, NATIVE).lines == (text,)
    assert "raster" not in commands_in(data)


@pytest.mark.parametrize("text", ["µ 与 ¥", "e\u0301"])
def test_look_alikes_are_replaced_before_they_become_junk(text: str) -> None:
    data = compile_paper(paper_of(Text(text)), NATIVE, FONTS)

    assert not printed(data, NATIVE).errors


@pytest.mark.parametrize("char", ["ñ", "㐀", "😀", "€", "�", "²"])
def test_a_line_with_a_character_outside_gbk_is_drawn_and_only_that_line(char: str) -> None:
    data = compile_paper(paper_of(Text("上"), Text(f"中{char}"), Text("下")), NATIVE, FONTS)

    assert printed(data, NATIVE).lines == ("上", "下")
    assert commands_in(data).count("raster") == 1
    assert not printed(data, NATIVE).errors


def test_sizes_are_given_back_after_the_line() -> None:
    assert line_bytes(Line("A", 2, 2, bold=True)) == b"\x1d!\x11\x1bE\x01A\x1bE\x00\n\x1d!\x00"


def test_the_chinese_text_of_a_traveler_comes_back_from_its_bytes() -> None:
    paper = printed(compile_paper(a_traveler(), NATIVE, FONTS), NATIVE)

    assert not paper.errors
    assert paper.lines[0].strip() == "售后服务表"
    assert "客户" + " " * 18 + "深圳市华电通信设备有限公司" in paper.lines
    assert any("上电后无显示，部分板 5V 短路；" in line for line in paper.lines)


def test_a_traveler_without_code_is_a_few_hundred_bytes() -> None:
    blocks = [block for block in a_traveler().blocks if type(block).__name__ != "QR"]

    assert len(compile_paper(paper_of(*blocks), NATIVE, FONTS)) < 1000


@pytest.mark.parametrize("profile", ALL_PROFILES)
def test_only_template_commands_are_in_a_job(profile: Profile) -> None:
    bars = profile.paper_mm == 80
    for paper in (a_traveler(bars=bars), a_lot_label(bars=bars)):
        data = compile_paper(paper, profile, FONTS)
        assert not printed(data, profile).errors
        assert commands_in(data)[0] == "reset"
        assert commands_in(data)[-1] == "cut"
        assert commands_in(data).count("cut") == 1


@pytest.mark.parametrize("profile", [Profile(58), Profile(across=448), Profile(58, "raster")])
def test_where_bars_do_not_fit_a_square_code_says_the_same(profile: Profile) -> None:
    for data, bars in (("LRT26070012", True), ("LRT26070012.1-00", False)):
        job = compile_paper(paper_of(Code128(data)), profile, FONTS)
        assert ("bar-code" in commands_in(job)) is bars
        assert printed(job, profile).errors == ()
        assert decoded(printed(job, profile).png) == [data]


def test_a_knife_cuts_and_a_printer_without_one_feeds_for_tearing() -> None:
    full = compile_paper(paper_of(Text("A"), Cut(full=True)), NATIVE, FONTS)
    partial = compile_paper(paper_of(Text("A"), Cut()), NATIVE, FONTS)
    torn = compile_paper(paper_of(Text("A")), Profile(80, cutter=False), FONTS)

    assert full.endswith(b"\x1dVA\x00")
    assert partial.endswith(b"\x1dVB\x00")
    assert torn.endswith(b"A\n\x1bd\x05")


def test_rules_are_lines_of_the_printers_font_or_drawn() -> None:
    paper = paper_of(Rule(), Rule(double=True), Feed(2))

    assert printed(compile_paper(paper, NATIVE, FONTS), NATIVE).lines == ("─" * 24, "=" * 48)
    assert printed(compile_paper(paper, RASTER, FONTS), RASTER).lines == ()


def test_building_a_job_starts_nothing_of_python_escpos_that_writes_files() -> None:
    program = "import sys, devices.escpos.compiler; sys.exit('escpos.escpos' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_our_sizes_are_those_that_python_escpos_sends() -> None:
    other = Dummy()
    other.set(custom_size=True, width=2, height=2)
    ours = line_bytes(Line("A", 2, 2))

    assert ours
    assert ours[:3] in other.output
