"""However narrow a print head is: every paper ends, fits, and has all that was to be said."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image as Pillow

from devices.cells import clean, width, wrap
from devices.compiler import compile_paper
from devices.drawing import LEAST_ROOM, band, beside_band, square_image, text_band
from devices.fonts import CELL
from devices.layout import Line, has_room, lay_out, shares
from devices.paper import QR, BadPaper, Beside, Block, Code128, DataMatrix, Pair, Rule, Table, Text
from devices.profile import NARROWEST, Profile
from tests.devices.samples import FONTS, SLIP, decoded, paper_of, printed
from tests.devices.test_any_text import ASCII, FLOOR, SIZES

pytestmark = pytest.mark.timeout(60)

SMALL = st.text("复测不良AaWm019 -./，", max_size=24)
DOTS = st.integers(NARROWEST, 300) | st.integers(NARROWEST, 576)
# 84 characters are the most that fit on the narrowest paper with 4 dots a module.
CODE = st.text("ABCxyz0123456789-./", min_size=1, max_size=84)
TEXTS = st.builds(Text, FLOOR, SIZES, SIZES)
CODES = st.builds(QR, CODE, st.integers(4, 8)) | st.builds(DataMatrix, CODE, st.integers(4, 8))


@st.composite
def tables(draw: st.DrawFn) -> Table:
    columns = draw(st.lists(st.integers(1, 100), min_size=4, max_size=8).map(tuple))
    row = st.tuples(*[SMALL] * len(columns))
    rows = draw(st.lists(row, max_size=3).map(tuple))
    return Table(columns, rows, draw(st.just(()) | row))


BLOCKS: st.SearchStrategy[Block] = st.one_of(
    TEXTS, st.builds(Pair, FLOOR, FLOOR), tables(), st.builds(Code128, ASCII), CODES,
    st.builds(Beside, CODES, st.lists(TEXTS, max_size=2).map(tuple)),
)  # fmt: skip


def a_profile(dots: int, language: str = "raster") -> Profile:
    paper = 58 if dots <= 384 else 80
    if language == "zpl":
        return Profile(paper, proof="~HS", language="zpl", across=dots)
    if language == "tspl":
        return Profile(paper, proof="none", language="tspl", across=dots)
    return Profile(paper, "native" if language == "native" else "raster", across=dots)


@settings(max_examples=120)
@given(st.lists(BLOCKS, max_size=3), DOTS, st.sampled_from(["native", "raster", "zpl", "tspl"]))
def test_any_paper_is_printed_on_any_print_head(
    blocks: list[Block], dots: int, language: str
) -> None:
    profile = a_profile(dots, language)
    job = compile_paper(paper_of(*blocks), profile, FONTS)
    assert not printed(job, profile).errors


def letters(*texts: str) -> Counter[str]:
    return Counter(char for text in texts for char in clean(text) if char != " ")


def texts_of(block: Block) -> tuple[str, ...]:
    match block:
        case Text():
            return (block.text,)
        case Pair():
            return (block.left, block.right)
        case Table():
            return (*block.head, *(value for row in block.rows for value in row))
        case Code128():
            return (block.data,)
    return ()


@given(BLOCKS, DOTS)
def test_no_letter_is_lost_and_no_line_is_wider_than_the_paper(block: Block, dots: int) -> None:
    cells = a_profile(dots).cells
    lines = [item for item in lay_out(paper_of(block), cells) if isinstance(item, Line)]
    assert letters(*texts_of(block)) <= letters(*(line.text for line in lines))
    assert all(width(line.text) * line.width <= cells for line in lines)


def ink(image: Pillow.Image) -> int:
    return image.histogram()[0]


@settings(max_examples=60)
@given(CODES, st.lists(TEXTS, max_size=2), DOTS)
def test_no_dot_of_what_stands_beside_a_code_is_lost(
    code: QR | DataMatrix, texts: list[Text], dots: int
) -> None:
    alone = square_image(code, dots)
    drawn = beside_band(Beside(code, tuple(texts)), dots, FONTS)
    wide = [
        text_band(Line(one.text, one.width, one.height), 2 * CELL * (width(one.text) + 1), FONTS)
        for one in texts
    ]
    assert ink(drawn) == ink(alone) + sum(map(ink, wide))


@pytest.mark.parametrize(
    ("data", "dots"), [(SLIP, 288), ("X" * 120, 432), ("X" * 120, 384), (SLIP, 192)]
)
def test_text_stands_below_a_code_that_leaves_no_room_beside_it(data: str, dots: int) -> None:
    beside = Beside(QR(data, 8), (Text("子批 RT-2611-0001.1"), Text("急件", 2, 2)))
    code = square_image(beside.code, dots)
    assert (dots - code.width - CELL) // CELL < LEAST_ROOM
    drawn = band(beside, dots, FONTS)
    assert drawn.width == dots
    assert drawn.height > code.height
    assert not ink(drawn.crop((code.width, 0, dots, code.height)))
    for profile in (a_profile(dots), a_profile(dots, "zpl"), a_profile(dots, "tspl")):
        paper = printed(compile_paper(paper_of(beside), profile, FONTS), profile)
        assert decoded(paper.png) == [data]


@pytest.mark.parametrize("room", [-5, 0, 1])
def test_a_room_too_small_for_a_chinese_character_still_gets_one_a_line(room: int) -> None:
    assert wrap("复测A", room) == ["复", "测", "A"]


@pytest.mark.parametrize(("columns", "least"), [(8, 23), (7, 20), (6, 17), (1, 2)])
def test_a_column_has_two_cells_or_the_table_is_refused(columns: int, least: int) -> None:
    weights = (100, *[1] * (columns - 1))
    assert min(shares(weights, least)) == 2
    assert has_room(columns, least)
    with pytest.raises(BadPaper, match=f"{columns} columns do not fit"):
        shares(weights, least - 1)


def test_columns_that_have_no_room_stand_one_below_another() -> None:
    heads, values = ("工序", "PCS", "签名", "日", "月", "备注", "轮"), ("维修", *"1234567"[:6])
    items = list(lay_out(paper_of(Table((1,) * 7, (values, values), heads)), 16))
    lines = [item.text for item in items if isinstance(item, Line)]
    assert lines[:2] == ["工序" + " " * 8 + "维修", "PCS" + " " * 12 + "1"]
    assert len(lines) == 14
    assert sum(isinstance(item, Rule) for item in items) == 1
    bare = lay_out(paper_of(Table((1,) * 7, (values,))), 16)
    assert [item.text for item in bare if isinstance(item, Line)] == list(values)
    empty = lay_out(paper_of(Table((1,) * 7, (), heads)), 16)
    assert [item.text for item in empty if isinstance(item, Line)] == list(heads)
