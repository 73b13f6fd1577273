"""Every character there is prints as its own two bytes, or its line is drawn; none becomes junk."""

from collections.abc import Iterator

import pytest

from devices.cells import UNSHOWN, clean
from devices.escpos.compiler import compile_paper
from devices.escpos.native import line_bytes
from devices.layout import Line
from devices.paper import Text
from devices.profile import CodeSystem, Profile
from devices.sim.reading import read_commands
from tests.devices.samples import FONTS, NATIVE, RASTER, commands_in, paper_of, printed

SURROGATES = range(0xD800, 0xE000)
PRIVATE = range(0xE000, 0xF900)
PLANE = [chr(code) for code in range(0x80, 0x10000) if code not in SURROGATES]
FAR = [chr(code) for code in range(0x10000, 0x110000, 61)]
ROW = 24


def table(codec: str, first: range) -> dict[str, bytes]:
    """Read a code table from the side of its bytes, which is the printer's side."""
    found = {}
    for code in (bytes((high, low)) for high in first for low in range(0x40, 0xFF)):
        char = code.decode(codec, "ignore")
        if len(char) == 1 and not char.isascii():
            found[char] = code
    return found


GBK = table("gbk", range(0x81, 0xFF))
GB2312 = table("gb2312", range(0xA1, 0xF8))


def native(char: str, code: bytes) -> bytes:
    return b"\x1c&" + code + b"\x1c.\n"


def test_the_table_is_the_whole_of_gbk() -> None:
    # 21,886 places of the standard less the 95 that Unicode had no character for in its time.
    assert len(GBK) == 21_886 - 95
    assert len(GB2312) == 7_445


def test_every_character_of_gbk_prints_as_exactly_its_two_bytes() -> None:
    assert [
        char for char, code in GBK.items() if line_bytes(Line(char)) != native(char, code)
    ] == []


def test_every_other_character_of_the_plane_is_drawn() -> None:
    others = [char for char in PLANE if char not in GBK]

    assert len(others) > 40_000
    assert [char for char in others if line_bytes(Line(char)) is not None] == []


def test_no_character_beyond_the_plane_is_sent_as_four_bytes() -> None:
    assert [char for char in FAR if line_bytes(Line(char)) is not None] == []


@pytest.mark.parametrize(
    ("code_system", "known"), [("gbk", GBK), ("gb2312", GB2312), ("none", dict[str, bytes]())]
)
def test_an_older_font_is_sent_only_what_it_has(
    code_system: CodeSystem, known: dict[str, bytes]
) -> None:
    sent = {char for char in PLANE if line_bytes(Line(char), code_system) is not None}

    assert sent == {char for char in known if known[char] == GBK.get(char)}
    assert len(sent) >= len(known) - 3


def lines_of(chars: list[str]) -> Iterator[str]:
    return ("".join(chars[at : at + ROW]) for at in range(0, len(chars), ROW))


def test_every_character_of_gbk_comes_back_from_the_bytes_of_a_job() -> None:
    kept = [char for char in GBK if clean(char) == char]
    lines = list(lines_of(kept))
    job = compile_paper(paper_of(*(Text(line, wrap=False) for line in lines)), NATIVE, FONTS)
    commands = read_commands(job)[0]

    # Nine compatibility ideographs are composed (NFC) to the usual ones.
    assert len(kept) == len(GBK) - 9
    assert [one.args or one.raw for one in commands if one.name == "text"] == [
        line.encode("gbk") for line in lines
    ]
    assert "raster" not in commands_in(job)


def test_whatever_is_typed_is_ascii_two_bytes_or_drawn() -> None:
    for char in (*PLANE, *FAR):
        shown = clean(char)
        sent = line_bytes(Line(shown)) if shown else b"\n"
        if sent is not None and not shown.isascii():
            assert sent == native(shown, GBK[shown]), hex(ord(char))


@pytest.mark.parametrize(
    ("char", "shown", "way"),
    [
        ("µ", "μ", "sent"),
        ("¥", "￥", "sent"),
        ("：", "：", "sent"),
        ("，", "，", "sent"),
        ("（", "（", "sent"),
        ("）", "）", "sent"),
        ("℃", "℃", "sent"),
        ("①", "①", "sent"),
        ("Ω", "Ω", "sent"),  # Ohm sign, composed to the Greek letter
        ("·", "·", "sent"),
        ("—", "—", "sent"),
        ("…", "…", "sent"),
        ("€", "€", "drawn"),
        ("²", "²", "drawn"),
        ("™", "™", "drawn"),
        ("㐀", "㐀", "drawn"),
        ("\ue5e5", UNSHOWN, "drawn"),
        ("𠮷", "𠮷", "drawn"),
        ("😀", "😀", "drawn"),
    ],
)
def test_the_known_traps_go_the_right_way(char: str, shown: str, way: str) -> None:
    job = compile_paper(paper_of(Text("上"), Text(f"中{char}"), Text("下")), NATIVE, FONTS)

    assert clean(char) == shown
    assert ("raster" in commands_in(job)) == (way == "drawn")
    lines = ("上", f"中{shown}", "下") if way == "sent" else ("上", "下")
    assert printed(job, NATIVE).lines == lines
    assert printed(job, NATIVE).errors == ()


def test_the_private_area_is_never_sent_though_gb18030_has_two_bytes_for_it() -> None:
    two_bytes = [chr(code) for code in PRIVATE if len(chr(code).encode("gb18030")) == 2]

    assert len(two_bytes) > 2_000
    assert {line_bytes(Line(char)) for char in two_bytes} == {None}
    assert {clean(char) for char in two_bytes} == {UNSHOWN}


def test_a_drawn_line_has_every_character_that_a_native_one_has() -> None:
    assert FONTS.lacks("".join(GBK)) == "≒"


@pytest.mark.parametrize("profile", [NATIVE, RASTER, Profile(58, "raster")])
def test_drawn_characters_of_all_kinds_stay_on_the_paper(profile: Profile) -> None:
    some = [char for char in PLANE if char not in GBK][::211] + FAR[::211]
    job = compile_paper(paper_of(*map(Text, lines_of(some))), profile, FONTS)

    assert printed(job, profile).errors == ()
