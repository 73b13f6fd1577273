"""Printers that speak ZPL or TSPL get a drawing, and nothing that anybody typed is a command."""

import base64
import re
from dataclasses import replace
from io import BytesIO

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image as Pillow

from devices.compiler import compile_paper
from devices.paper import (
    QR,
    BadPaper,
    Beside,
    Block,
    Code128,
    Cut,
    DataMatrix,
    Feed,
    Image,
    Pair,
    Paper,
    Text,
)
from devices.profile import Profile
from devices.sim.page import PrintedPaper
from devices.sim.tongues import TONGUES
from tests.devices.samples import (
    FONTS,
    LABEL_PROFILES,
    LOT,
    NATIVE,
    RASTER,
    SLIP,
    TSPL,
    ZPL,
    a_lot_label,
    a_traveler,
    decoded,
    paper_of,
    printed,
)

ZPL_OURS = re.compile(
    rb"~JX\^XA\^PW\d+\^LL\d+\^LH0,0\^LS0\^PON\^FWN\^MN[NY]\^MM[CT]\^MD-?\d"
    rb"(\^FO0,\d+\^GFA,\d+,\d+,\d+,[0-9A-Yg-z,:]+\^FS)+\^PQ1,0,1,N\^XZ"
)
AT_ANY_TIME = re.compile(rb"[\x1b~]!")


def job_of(paper: Paper, profile: Profile) -> bytes:
    return compile_paper(paper, profile, FONTS)


def seen(paper: Paper, profile: Profile) -> PrintedPaper:
    return printed(job_of(paper, profile), profile)


def picture(paper: PrintedPaper) -> Pillow.Image:
    return Pillow.open(BytesIO(paper.png))


def commands_of(data: bytes, profile: Profile) -> list[str]:
    return [command.name for command in TONGUES[profile.language].read(data)[0]]


@pytest.mark.parametrize("profile", LABEL_PROFILES)
def test_every_code_can_be_read_from_the_drawn_paper(profile: Profile) -> None:
    bars = profile.paper_mm == 80
    label, traveler = seen(a_lot_label(bars=bars), profile), seen(a_traveler(bars=bars), profile)

    assert label.errors == traveler.errors == ()
    assert decoded(label.png) == [LOT] * (1 + bars)
    assert decoded(traveler.png) == [LOT] * bars + [SLIP]
    assert decoded(seen(paper_of(DataMatrix(LOT)), profile).png) == [LOT]


@pytest.mark.parametrize("profile", [ZPL, TSPL])
@settings(max_examples=30)
@given(data=st.text("ABCXYZabcxyz0123456789-./:+$%", min_size=3, max_size=20))
@example(data="990")
def test_any_drawn_bar_code_can_be_read(profile: Profile, data: str) -> None:
    assert decoded(seen(paper_of(Code128(data)), profile).png) == [data]


@pytest.mark.parametrize("profile", LABEL_PROFILES)
@pytest.mark.parametrize("data", ["LOT-7", "X" * 20])
def test_where_bars_do_not_fit_a_square_code_is_drawn(profile: Profile, data: str) -> None:
    assert decoded(seen(paper_of(Code128(data)), profile).png) == [data]


@pytest.mark.parametrize("profile", [ZPL, TSPL])
def test_the_same_dots_come_out_as_on_a_receipt_printer(profile: Profile) -> None:
    paper = a_lot_label()
    receipt, label = picture(seen(paper, RASTER)), picture(seen(paper, profile))
    same = receipt.crop((0, 0, receipt.width, label.height - 32 - 8))
    assert label.crop((0, 0, label.width, same.height)).tobytes() == same.tobytes()


HOSTILE = st.text(
    st.one_of(st.sampled_from("^~!\x1b\x10\x04\r\n\"',:GFXZ"), st.characters(codec="utf-8")),
    max_size=60,
)


@settings(max_examples=100)
@given(typed=st.one_of(HOSTILE, st.just("^XZ^XA^PQ99^XZ~JR~HS"), st.just("\r\nPRINT 9\r\n\x1b!R")))
def test_what_is_typed_is_never_a_command(typed: str) -> None:
    paper = paper_of(Pair("投诉内容", typed), Text(typed, 2, 2))
    label, other = job_of(paper, ZPL), job_of(paper, TSPL)

    assert ZPL_OURS.fullmatch(label)
    assert printed(label, ZPL).errors == printed(other, TSPL).errors == ()
    assert commands_of(other, TSPL) == commands_of(job_of(paper_of(Text("A")), TSPL), TSPL)


def with_dots(*rows: bytes) -> Block:
    return Image(8 * len(rows[0]), base64.b64encode(b"".join(rows)).decode())


@pytest.mark.parametrize("bytes_wide", [2, 4, 48])
@pytest.mark.parametrize("command", [b"\x1b!", b"~!"])
def test_no_command_at_any_time_is_ever_inside_a_tspl_picture(
    command: bytes, bytes_wide: int
) -> None:
    black = bytes(byte ^ 0xFF for byte in command)
    row = black + b"\x55" * (bytes_wide - 2)
    # On whole bytes, so that the two stand in the job as they are here.
    picture = Image(8 * bytes_wide, base64.b64encode(row * 2).decode(), align="left")
    job = job_of(paper_of(picture), replace(TSPL, paper_mm=58))
    dots = re.search(rb"BITMAP [^B]*?,0,(.*)\r\nPRINT", job, re.DOTALL)
    assert dots
    assert dots[1].count(command[:1]) == 2
    assert not AT_ANY_TIME.search(job)
    assert printed(job, TSPL).errors == ()


def test_tspl_prints_where_a_bit_is_0() -> None:
    job = job_of(paper_of(Feed(1)), TSPL)
    assert b"BITMAP 0,0,72,30,0," + b"\xff" * 72 * 30 + b"\r\nPRINT 1,1\r\n" in job
    assert job_of(paper_of(Feed(1)), ZPL).endswith(b"^GFA,2160,2160,72,," + b":" * 29
                                                   + b"^FS^PQ1,0,1,N^XZ")  # fmt: skip


@settings(max_examples=50)
@given(st.lists(st.binary(min_size=72, max_size=72), min_size=1, max_size=6))
def test_any_dots_come_out_as_they_were(rows: list[bytes]) -> None:
    # One dot more where two bytes would be a command is not seen.
    rows = [row.replace(b"\xde", b"\xdf") for row in rows]
    paper = paper_of(with_dots(*rows))
    wanted = [bytes(byte ^ 0xFF for byte in row) for row in rows]
    for profile in (ZPL, TSPL):
        label = picture(seen(paper, profile)).crop((32, 32, 32 + 576, 32 + len(rows)))
        assert label.tobytes() == b"".join(wanted)


def test_a_long_paper_is_sent_in_parts_that_old_printers_take() -> None:
    job = job_of(paper_of(*(Text("复测 全检", 2, 2) for _ in range(40))), ZPL)
    sizes = [int(size) for size in re.findall(rb"\^GFA,(\d+),", job)]
    assert len(sizes) == 2
    assert max(sizes) <= 99_999
    assert sum(sizes) == 40 * 60 * 72
    assert printed(job, ZPL).errors == ()


@pytest.mark.parametrize("profile", [ZPL, TSPL])
def test_every_cut_ends_a_label_that_is_printed_once(profile: Profile) -> None:
    paper = paper_of(Text("一"), Cut(), Cut(), Text("二"), Cut(full=True))
    end = {"zpl": b"^XZ", "tspl": b"PRINT 1,1\r\n"}[profile.language]
    assert job_of(paper, profile).count(end) == 2
    assert job_of(Paper(()), profile).count(end) == 1


def test_labels_have_the_length_of_what_is_on_them_or_of_the_stock() -> None:
    paper = paper_of(Text("A"), Text("B"))
    assert b"^LL60^" in job_of(paper, ZPL)
    assert b"^MNN" in job_of(paper, ZPL)
    assert b"SIZE 72 mm,8 mm\r\nGAP 0 mm,0 mm\r\n" in job_of(paper, TSPL)
    stock = {"label_mm": 40, "gap_mm": 3}
    assert b"^LL320^" in job_of(paper, replace(ZPL, **stock))
    assert b"^MNY" in job_of(paper, replace(ZPL, **stock))
    assert b"SIZE 72 mm,40 mm\r\nGAP 3 mm,0 mm\r\n" in job_of(paper, replace(TSPL, **stock))
    assert printed(job_of(paper, replace(TSPL, **stock)), TSPL).errors == ()


@pytest.mark.parametrize("profile", [ZPL, TSPL])
def test_a_paper_higher_than_the_label_is_refused_and_not_printed_over_two(
    profile: Profile,
) -> None:
    stock = replace(profile, label_mm=40, gap_mm=3)
    assert job_of(paper_of(Feed(10)), stock)
    with pytest.raises(BadPaper, match="42 mm"):
        job_of(paper_of(Feed(11)), stock)


@pytest.mark.parametrize(
    ("level", "zpl", "tspl"), [(-3, b"^MD-9^", b"DENSITY 2\r"), (0, b"^MD0^", b"DENSITY 8\r"),
                               (3, b"^MD9^", b"DENSITY 14\r")],
)  # fmt: skip
def test_darkness_is_always_said_for_the_printer_remembers_it(
    level: int, zpl: bytes, tspl: bytes
) -> None:
    paper = paper_of(Text("A"))
    assert zpl in job_of(paper, replace(ZPL, darkness=level))
    assert tspl in job_of(paper, replace(TSPL, darkness=level))
    assert printed(job_of(paper, replace(ZPL, darkness=level)), ZPL).errors == ()


def test_a_printer_without_a_knife_lets_the_label_be_torn_off() -> None:
    paper = paper_of(Text("A"))
    assert b"^MMC" in job_of(paper, ZPL)
    assert b"^MMT" in job_of(paper, replace(ZPL, cutter=False))
    assert b"SET CUTTER 1\r\nSET TEAR OFF\r\n" in job_of(paper, TSPL)
    assert b"SET CUTTER OFF\r\nSET TEAR ON\r\n" in job_of(paper, replace(TSPL, cutter=False))


@pytest.mark.parametrize("profile", [ZPL, TSPL])
def test_a_narrower_print_head_gets_a_narrower_label(profile: Profile) -> None:
    narrow = replace(profile, across=448)
    paper = seen(a_lot_label(), narrow)
    assert paper.errors == ()
    assert picture(paper).width == 448 + 64
    beside = paper_of(Beside(QR(LOT), (Text("子批"),)))
    assert decoded(seen(beside, narrow).png) == [LOT]


def test_a_receipt_printer_reads_neither_language() -> None:
    for profile in (ZPL, TSPL):
        assert printed(job_of(a_lot_label(), profile), NATIVE).errors
        assert printed(job_of(a_lot_label(), NATIVE), profile).errors
