"""Everything printed can be read again, by a decoder that is not ours."""

import base64
import string
from io import BytesIO
from itertools import groupby

import PIL.Image
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.drawing import square_image
from devices.escpos.compiler import compile_paper
from devices.paper import QR, BadPaper, Beside, Code128, DataMatrix, Image, Text
from devices.profile import Profile
from tests.devices.samples import (
    ALL_PROFILES,
    FONTS,
    LOT,
    NATIVE,
    RASTER,
    SLIP,
    a_lot_label,
    a_traveler,
    decoded,
    paper_of,
    printed,
)

PRINTABLE = string.ascii_letters + string.digits + " .-/:{}$%+*<>\"'\\~"


def codes_on(profile: Profile, *blocks: QR | DataMatrix | Code128 | Beside) -> list[str]:
    paper = printed(compile_paper(paper_of(*blocks), profile, FONTS), profile)
    assert not paper.errors
    return decoded(paper.png)


@pytest.mark.parametrize("profile", ALL_PROFILES)
def test_the_codes_of_label_and_traveler_can_be_read(profile: Profile) -> None:
    bars = profile.paper_mm == 80
    label = printed(compile_paper(a_lot_label(bars=bars), profile, FONTS), profile)
    traveler = printed(compile_paper(a_traveler(bars=bars), profile, FONTS), profile)

    assert decoded(label.png) == [LOT] * (1 + bars)
    assert decoded(traveler.png) == [LOT] * bars + [SLIP]


@pytest.mark.parametrize("profile", ALL_PROFILES)
@pytest.mark.parametrize("module", range(4, 9))
def test_a_qr_code_of_any_module_can_be_read(profile: Profile, module: int) -> None:
    assert codes_on(profile, QR(SLIP, module)) == [SLIP]


@pytest.mark.parametrize("profile", ALL_PROFILES)
@pytest.mark.parametrize("align", ["left", "center", "right"])
def test_a_long_qr_code_shrinks_to_the_paper_and_can_be_read(profile: Profile, align: str) -> None:
    long = "https://terminal.example/" + "x" * 275

    assert codes_on(profile, QR(long, 8, align)) == [long]  # type: ignore[arg-type]


@pytest.mark.parametrize("profile", [NATIVE, RASTER])
@settings(max_examples=30)
@given(data=st.text(PRINTABLE, min_size=3, max_size=20).filter(lambda text: text.strip() == text))
def test_a_bar_code_of_up_to_twenty_characters_can_be_read(profile: Profile, data: str) -> None:
    assert codes_on(profile, Code128(data)) == [data]


@pytest.mark.parametrize("profile", ALL_PROFILES)
@pytest.mark.parametrize("module", range(4, 9))
def test_a_data_matrix_of_any_module_can_be_read(profile: Profile, module: int) -> None:
    assert codes_on(profile, DataMatrix(SLIP, module)) == [SLIP]


@settings(max_examples=60)
@given(data=st.text(PRINTABLE, min_size=1, max_size=300).filter(lambda text: text.strip() == text))
def test_any_data_matrix_can_be_read(data: str) -> None:
    assert codes_on(NATIVE, DataMatrix(data, 4)) == [data]


@pytest.mark.parametrize("profile", ALL_PROFILES)
def test_a_data_matrix_stands_beside_its_text(profile: Profile) -> None:
    beside = Beside(DataMatrix(LOT), (Text("子批", 2, 2), Text("RT-2607-0012.1")))
    assert codes_on(profile, beside, DataMatrix(SLIP, align="right")) == [LOT, SLIP]


@pytest.mark.parametrize("kind", [QR, DataMatrix])
@settings(max_examples=30)
@given(data=st.text(PRINTABLE, min_size=1, max_size=300))
def test_any_square_code_has_four_dots_a_module_and_fits_beside_text(
    kind: type[QR | DataMatrix], data: str
) -> None:
    for dots in (384, 576):
        image = square_image(kind(data, 4), dots)
        assert image.width <= dots - 5 * 12
        assert smallest_run(image) >= 4


def smallest_run(image: PIL.Image.Image) -> int:
    """The fewest dots in a row that are equally black or white, in any row."""
    wide = image.width
    dots = image.convert("L").tobytes()
    rows = (dots[at : at + wide] for at in range(0, len(dots), wide))
    return min(len(list(run)) for row in rows for _, run in groupby(row))


@pytest.mark.parametrize("kind", [QR, DataMatrix])
def test_a_code_that_would_need_smaller_modules_is_refused(kind: type[QR | DataMatrix]) -> None:
    with pytest.raises(BadPaper, match="too wide"):
        square_image(kind("x" * 300), 192)


@pytest.mark.parametrize("profile", [NATIVE, RASTER])
def test_a_bar_is_two_dots_at_least(profile: Profile) -> None:
    paper = printed(compile_paper(paper_of(Code128(LOT)), profile, FONTS), profile)
    picture = PIL.Image.open(BytesIO(paper.png))

    assert smallest_run(picture.crop((0, 60, picture.width, 90))) == 2


def test_text_stands_beside_its_code_on_narrow_paper() -> None:
    beside = Beside(QR("x" * 300, 4), (Text("子批", 2, 2), Text("RT-2607-0012.1")))

    assert codes_on(Profile(58), beside) == ["x" * 300]


def test_a_picture_wider_than_the_paper_is_made_smaller() -> None:
    bits = base64.b64encode(b"\xff" * 250 * 10).decode()
    paper = printed(compile_paper(paper_of(Image(2000, bits)), NATIVE, FONTS), NATIVE)

    assert not paper.errors
