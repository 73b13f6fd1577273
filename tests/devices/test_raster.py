"""Drawn text: slices, width, and no real-time command among the dots."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from devices.escpos.compiler import compile_paper
from devices.escpos.raster import REAL_TIME, clean_rows, raster_bytes
from devices.paper import Pair, Text
from devices.profile import Profile
from devices.sim.reading import Command, read_commands
from tests.devices.samples import ALL_PROFILES, FONTS, RASTER, a_traveler, paper_of, printed

ANY_REAL_TIME = re.compile(rb"\x10[\x04\x05\x14]")
FORBIDDEN = (b"\x10\x04\x01", b"\x10\x05\x01", b"\x10\x14\x01")


def pictures(data: bytes) -> list[Command]:
    return [command for command in read_commands(data)[0] if command.name == "raster"]


def a_band(row: bytes, rows: int = 1) -> Image.Image:
    return Image.frombytes("1", (8 * len(row), rows), row * rows, "raw", "1;I")


@pytest.mark.parametrize("profile", ALL_PROFILES)
def test_slices_have_at_most_255_rows(profile: Profile) -> None:
    paper = paper_of(*(Text("复测 全检", 2, 2) for _ in range(12)))
    for picture in pictures(compile_paper(paper, profile, FONTS)):
        assert 1 <= int.from_bytes(picture.args[2:4], "little") <= 255


def test_a_high_picture_is_sliced_without_a_gap() -> None:
    band = Image.effect_noise((64, 600), 100).convert("1")
    parts = [picture.args for picture in pictures(raster_bytes([band]) + b"\n")]

    assert [int.from_bytes(part[2:4], "little") for part in parts] == [255, 255, 90]


def test_drawn_text_leaves_ink_where_the_words_are() -> None:
    data = compile_paper(paper_of(Text("复测")), RASTER, FONTS)

    assert any(pictures(data)[0].args[4:])
    assert printed(data, RASTER).lines == ()


@pytest.mark.parametrize("command", FORBIDDEN)
def test_a_drawing_moves_until_it_holds_no_command(command: bytes) -> None:
    band = a_band(b"\x00" + command + b"\x00\x00", rows=3)

    assert REAL_TIME.search(band.tobytes("raw", "1;I"))
    moved = clean_rows(band, 6)
    assert not REAL_TIME.search(moved)
    assert sum(byte.bit_count() for byte in moved) == 3 * sum(byte.bit_count() for byte in command)


@pytest.mark.parametrize("command", FORBIDDEN)
def test_a_drawing_without_room_gets_one_dot_more(command: bytes) -> None:
    data = raster_bytes([a_band(command + b"\xff", rows=2)])

    assert not ANY_REAL_TIME.search(data[8:])
    assert len(data) == 8 + 8


def test_two_clean_rows_that_meet_hold_no_command() -> None:
    data = raster_bytes([a_band(b"\xff\x10"), a_band(b"\x04\x01")])

    assert not ANY_REAL_TIME.search(data[8:])


@settings(max_examples=60)
@given(st.lists(st.binary(min_size=8, max_size=8), min_size=1, max_size=40))
def test_no_real_time_command_is_ever_inside_a_picture(rows: list[bytes]) -> None:
    likely = [row.replace(b"\x00", b"\x10").replace(b"\x01", b"\x04") for row in rows]
    for picture in pictures(raster_bytes([a_band(row) for row in likely]) + b"\n"):
        assert not ANY_REAL_TIME.search(picture.raw)


def test_a_thousand_lot_numbers_hide_no_command() -> None:
    for number in range(0, 1000, 10):
        blocks = [Pair("子批", f"RT-2607-{number + step:04}.1") for step in range(10)]
        data = compile_paper(paper_of(*blocks), RASTER, FONTS)
        assert not ANY_REAL_TIME.search(data)


@pytest.mark.parametrize("profile", ALL_PROFILES)
def test_no_picture_is_wider_than_the_paper(profile: Profile) -> None:
    for picture in pictures(compile_paper(a_traveler(), profile, FONTS)):
        assert 8 * int.from_bytes(picture.args[:2], "little") <= profile.dots
