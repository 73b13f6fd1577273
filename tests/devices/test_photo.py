"""Whatever a camera or a villain sends, what is kept was drawn by us."""

import io
import random

import pytest
from PIL import Image

from devices.photo import BadPicture, develop
from tests.photographs import VILLAINS, a_board, a_photo, encoded


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


@pytest.mark.parametrize("name", VILLAINS)
def test_what_is_no_photo_is_refused_with_its_reason(name: str) -> None:
    make, fault = VILLAINS[name]
    with pytest.raises(BadPicture) as refusal:
        develop(make())
    assert refusal.value.fault == fault


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_large_photo_is_scaled_down_and_gets_a_small_one(kind: str) -> None:
    picture = develop(encoded(a_board(3200, 2000), kind))
    large, small = opened(picture.body), opened(picture.small)
    assert (large.format, large.size) == ("JPEG", (1600, 1000))
    assert (picture.width, picture.height) == large.size
    assert (small.format, small.size) == ("JPEG", (320, 200))


def test_a_small_photo_is_not_blown_up() -> None:
    picture = develop(encoded(a_board(40, 30), "PNG"))
    assert (picture.width, picture.height) == (40, 30)


def test_a_telephone_held_upright_gives_an_upright_photo_without_its_past() -> None:
    told = Image.Exif()
    told[0x0112], told[0x010E] = 6, "somebody's kitchen"
    told.get_ifd(0x8825)[1] = "N"
    sent = a_photo(exif=told, comment=b"a comment", icc_profile=b"a profile", dpi=(72, 72))
    picture = develop(sent)
    assert (picture.width, picture.height) == (500, 800)
    for data in (picture.body, picture.small):
        assert not any(word in data for word in (b"kitchen", b"comment", b"profile", b"Exif"))
        assert not opened(data).getexif()


@pytest.mark.parametrize(("mode", "kind"), [
    ("CMYK", "JPEG"), ("L", "JPEG"), ("P", "PNG"), ("1", "PNG"), ("LA", "PNG"), ("RGBA", "WEBP"),
])  # fmt: skip
def test_every_ordinary_kind_of_colour_is_read(mode: str, kind: str) -> None:
    assert opened(develop(encoded(a_board(60, 40).convert(mode), kind)).body).mode == "RGB"


def test_what_shows_through_is_white() -> None:
    glass = Image.new("RGBA", (20, 20), (0, 0, 0, 0))
    assert opened(develop(encoded(glass, "PNG")).body).getpixel((9, 9)) == (255, 255, 255)


def test_a_file_that_a_villain_has_changed_is_refused_or_drawn_anew_and_nothing_else() -> None:
    dice = random.Random(7)
    sent = [encoded(a_board(64, 48), kind) for kind in ("JPEG", "PNG", "WEBP")]
    kept = 0
    for _ in range(600):
        data = bytearray(dice.choice(sent))
        for _ in range(dice.randint(1, 12)):
            data[dice.randrange(len(data))] = dice.randrange(256)
        try:
            kept += opened(develop(bytes(data)).body).format == "JPEG"
        except BadPicture:
            continue
    assert 0 < kept < 600
