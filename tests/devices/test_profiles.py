"""What a printer's profile changes in the bytes that it is sent."""

from typing import Any

import pytest

from devices.escpos.compiler import compile_paper
from devices.escpos.native import line_bytes
from devices.layout import Line
from devices.paper import Code128, Cut, Pair, Rule, Text
from devices.profile import BadProfile, Profile
from tests.devices.samples import (
    FONTS,
    LOT,
    a_lot_label,
    a_traveler,
    commands_in,
    decoded,
    paper_of,
    printed,
)


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("paper_mm", {"paper_mm": 57}),
        ("language", {"language": "pcl"}),
        ("across", {"across": 577}),
        ("across", {"paper_mm": 58, "across": 400}),
        ("across", {"across": 100}),
        ("darkness", {"darkness": 4}),
        ("darkness", {"darkness": -4}),
        ("proof", {"proof": "~HS"}),
        ("proof", {"language": "zpl"}),
        ("proof", {"language": "tspl", "proof": "GSr"}),
        ("quirks", {"quirks": frozenset({"no-soul"})}),
        ("label_mm", {"label_mm": 5}),
        ("gap_mm", {"gap_mm": -1}),
        ("label_mm", {"label_mm": 40}),
        ("gap_mm", {"gap_mm": 3}),
        ("gap_mm", {"language": "zpl", "proof": "none", "gap_mm": 3}),
        ("darkness", {"darkness": 1}),
        ("quirks", {"language": "zpl", "proof": "none", "quirks": frozenset({"no-code128"})}),
        ("density", {"language": "tspl", "proof": "none", "density": True}),
    ],
)
def test_a_printer_that_cannot_be_is_refused_by_its_field(key: str, said: dict[str, Any]) -> None:
    with pytest.raises(BadProfile) as refusal:
        Profile(**said)
    assert refusal.value.key == key


def test_fewer_dots_are_fewer_cells_and_whole_bytes() -> None:
    assert (Profile(across=512).dots, Profile(across=512).cells) == (512, 42)
    assert (Profile(58, across=380).dots, Profile(58, across=380).cells) == (376, 31)


@pytest.mark.parametrize("text", ["native", "raster"])
@pytest.mark.parametrize("across", [372, 512])
def test_nothing_leaves_a_narrower_print_head(across: int, text: Any) -> None:
    profile = Profile(58 if across < 384 else 80, text, across=across)
    bars = across > 384
    for paper in (a_lot_label(bars=bars), a_traveler(bars=bars)):
        assert printed(compile_paper(paper, profile, FONTS), profile).errors == ()


def density_of(darkness: int) -> bytes:
    profile = Profile(darkness=darkness, density=True)
    return compile_paper(paper_of(Text("A")), profile, FONTS).partition(b"A\n")[0]


def test_darkness_is_said_after_the_reset_by_those_who_know_it() -> None:
    said = [density_of(level).removeprefix(b"\x1b@\x1d(K\x02\x001") for level in (-3, -1, 1, 3)]
    assert said == [b"\xfb", b"\xfe", b"\x02", b"\x05"]
    assert density_of(0) == b"\x1b@"


@pytest.mark.parametrize("darkness", range(-3, 4))
def test_every_darkness_is_understood(darkness: int) -> None:
    profile = Profile(darkness=darkness, density=True)
    data = compile_paper(a_lot_label(), profile, FONTS)
    assert printed(data, profile).errors == ()
    assert ("density" in commands_in(data)) is bool(darkness)


@pytest.mark.parametrize(
    ("text", "native_in"),
    [
        ("ABC 12", {"gb18030", "gbk", "gb2312", "none"}),
        ("复测，合格", {"gb18030", "gbk", "gb2312"}),
        ("朱镕基 喆", {"gb18030", "gbk"}),
        ("㐀", set()),
    ],
)
def test_a_font_with_fewer_characters_gets_drawn_lines(text: str, native_in: set[str]) -> None:
    systems: Any = ("gb18030", "gbk", "gb2312", "none")
    assert {one for one in systems if line_bytes(Line(text), one) is not None} == native_in


def test_a_printer_without_chinese_prints_latin_by_itself_and_chinese_as_drawn() -> None:
    profile = Profile(code_system="none")
    paper = printed(
        compile_paper(paper_of(Text("LOT 7"), Pair("客户", "华康"), Rule()), profile, FONTS),
        profile,
    )
    assert (paper.lines, paper.errors) == (("LOT 7",), ())


def cuts(data: bytes) -> list[int]:
    return [data[at + 2] for at in range(len(data)) if data[at : at + 2] == b"\x1dV"]


@pytest.mark.parametrize(
    ("quirks", "sent"),
    [
        (set(), [66, 65]),
        ({"no-partial-cut"}, [65, 65]),
        ({"no-full-cut"}, [66, 66]),
    ],
)
def test_a_knife_is_asked_only_for_what_it_can(quirks: set[str], sent: list[int]) -> None:
    paper = paper_of(Text("A"), Cut(), Text("B"), Cut(full=True))
    data = compile_paper(paper, Profile(quirks=frozenset(quirks)), FONTS)
    assert cuts(data) == sent


@pytest.mark.parametrize("data", [LOT, "12345678", "a{b}~ c", "A", "0" * 20, "x9876y54", "990"])
def test_a_printer_without_bar_codes_gets_them_drawn(data: str) -> None:
    profile = Profile(quirks=frozenset({"no-code128"}))
    job = compile_paper(paper_of(Code128(data)), profile, FONTS)
    assert "bar-code" not in commands_in(job)
    assert decoded(printed(job, profile).png) == [data]
