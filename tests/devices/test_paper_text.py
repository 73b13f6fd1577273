"""Text is counted in cells, cleaned once, and never wider than the paper."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.cells import UNSHOWN, clean, cut, fill, pad, width, wrap
from devices.layout import Line, lay_out, shares
from devices.paper import Code128, Cut, Pair, Table, Text
from devices.profile import Profile
from tests.devices.samples import a_traveler, paper_of

ANY_TEXT = st.text(st.characters(codec=None))
LONG_NAME = "欧阳建国阿卜杜拉买买提江艾力肯尼扎克库尔班"


def lines_on(cells: int, *blocks: Text | Pair | Table) -> list[Line]:
    return [item for item in lay_out(paper_of(*blocks), cells) if isinstance(item, Line)]


def test_a_chinese_character_takes_two_cells() -> None:
    assert width("复测 A1") == 7


def test_eighty_millimetres_have_48_cells_and_fifty_eight_have_32() -> None:
    assert (Profile(80).cells, Profile(80).dots) == (48, 576)
    assert (Profile(58).cells, Profile(58).dots) == (32, 384)


def test_micro_and_yen_become_the_characters_that_printers_know() -> None:
    assert clean("10µF ¥5") == "10μF ￥5"


def test_letters_in_pieces_are_put_together() -> None:
    assert clean("e\u0301") == "é"


@pytest.mark.parametrize("hidden", ["\x1b", "\x10", "\x00", "\u202e", "\u200b", "\ud800", "\ue000"])
def test_what_cannot_be_seen_becomes_a_visible_mark(hidden: str) -> None:
    assert clean(f"A{hidden}B") == f"A{UNSHOWN}B"


@pytest.mark.parametrize("blank", ["\n", "\t", "\r", "\xa0", "\u2028"])
def test_line_breaks_and_odd_blanks_become_a_space(blank: str) -> None:
    assert clean(f"甲{blank}乙") == "甲 乙"


@given(ANY_TEXT)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)


def test_text_that_is_too_long_is_cut_with_a_mark() -> None:
    assert cut("深圳市华电通信", 9) == "深圳市…"
    assert cut("深圳市", 6) == "深圳市"


def test_text_stands_left_in_the_middle_or_right() -> None:
    assert [pad("片", 6, where) for where in ("left", "center", "right")] == [
        "片",
        "  片",
        "    片",
    ]
    assert fill("片", 4) == "片  "


def test_a_latin_word_stays_whole_and_a_comma_stays_with_its_character() -> None:
    assert wrap("板号 MB-3200 短路", 10) == ["板号", "MB-3200 短", "路"]
    assert wrap("甲乙丙丁，戊", 8) == ["甲乙丙", "丁，戊"]


def test_a_word_longer_than_the_line_is_broken() -> None:
    assert wrap("ABCDEFGHIJ", 4) == ["ABCD", "EFGH", "IJ"]


@given(ANY_TEXT, st.integers(4, 48))
def test_wrapped_text_fits_and_loses_nothing_but_blanks(text: str, room: int) -> None:
    lines = wrap(clean(text), room)

    assert lines
    assert all(width(line) <= room for line in lines)
    assert "".join(lines).replace(" ", "") == clean(text).replace(" ", "")


@given(ANY_TEXT, st.integers(4, 48))
def test_cut_text_fits(text: str, room: int) -> None:
    assert width(cut(clean(text), room)) <= room


@given(st.lists(st.integers(1, 100), min_size=1, max_size=8), st.sampled_from([32, 48]))
def test_columns_share_the_whole_width(weights: list[int], cells: int) -> None:
    rooms = shares(weights, cells)

    assert min(rooms) >= 2
    assert sum(rooms) + len(rooms) - 1 == cells


@pytest.mark.parametrize("cells", [32, 48])
@pytest.mark.parametrize(
    "block",
    [
        Text(LONG_NAME),
        Text(LONG_NAME, width=2, height=2),
        Text(LONG_NAME, width=2, wrap=False),
        Pair("客户", LONG_NAME),
        Pair(LONG_NAME, LONG_NAME),
        Table(columns=(1, 1, 1), rows=((LONG_NAME, "1", LONG_NAME),), head=("甲", "乙", "丙")),
    ],
)
def test_a_name_of_twenty_characters_never_overflows(
    block: Text | Pair | Table, cells: int
) -> None:
    lines = lines_on(cells, block)

    assert lines
    assert all(width(line.text) * line.width <= cells for line in lines)


def test_a_pair_keeps_its_label_left_and_its_value_right() -> None:
    assert lines_on(32, Pair("数量", "240 PCS"))[0].text == "数量" + " " * 21 + "240 PCS"


def test_a_long_value_wraps_under_itself() -> None:
    lines = [line.text for line in lines_on(32, Pair("客户", LONG_NAME))]

    assert lines[0].startswith("客户 欧阳")
    assert lines[1].startswith("     ")


def test_a_label_that_leaves_no_room_stands_alone() -> None:
    lines = [line.text for line in lines_on(32, Pair("这是一个非常长的标签名称", "值" * 6))]

    assert lines == ["这是一个非常长的标签名称", "  " + "值" * 6]


def test_numbers_stand_right_in_their_column() -> None:
    table = Table(columns=(1, 1), rows=(("筛查", "7"), ("维修", "120")), align=("left", "right"))

    assert [line.text[-3:] for line in lines_on(32, table)] == ["  7", "120"]


def test_a_bar_code_can_be_read_by_people_too() -> None:
    items = list(lay_out(paper_of(Code128("LRT1.1K")), 48))

    assert isinstance(items[1], Line)
    assert items[1].text.strip() == "LRT1.1K"


@pytest.mark.parametrize("cells", [32, 48])
def test_every_paper_ends_with_exactly_one_cut(cells: int) -> None:
    for paper in (paper_of(), paper_of(Text("甲")), a_traveler()):
        items = list(lay_out(paper, cells))
        assert isinstance(items[-1], Cut)
        assert sum(isinstance(item, Cut) for item in items) == 1
