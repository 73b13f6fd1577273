"""Whatever people type or scan, the printer only ever gets the template's commands."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from devices.escpos.compiler import compile_paper
from devices.paper import (
    QR,
    Beside,
    Block,
    Code128,
    Cut,
    DataMatrix,
    Feed,
    Pair,
    Paper,
    Rule,
    Table,
    Text,
)
from devices.profile import Profile
from tests.devices.samples import ALL_PROFILES, FONTS, commands_in, printed

COMMANDS = ["\x1b@", "\x1dV\x00", "\x10\x14\x01", "\x10\x04\x01", "\x1c.", "\x1b", "\x1d(H"]
FLOOR = st.text("复测不良虚焊，：℃①μ￥AaWm019 -./µ¥é€😀\u202e\n", max_size=60)
ANY_TEXT = st.one_of(FLOOR, st.text(st.characters(codec=None)), st.sampled_from(COMMANDS))
ASCII = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), min_size=1, max_size=20)
SIZES = st.sampled_from([1, 2])
REAL_TIME = re.compile(rb"\x10[\x04\x05\x14]")
ALIGNS = st.sampled_from(["left", "center", "right"])
TEXTS = st.builds(Text, ANY_TEXT, SIZES, SIZES, st.booleans(), ALIGNS, st.booleans())
ROWS = st.lists(st.tuples(ANY_TEXT, ANY_TEXT, ANY_TEXT), max_size=3).map(tuple)
BLOCKS: st.SearchStrategy[Block] = st.one_of(
    TEXTS,
    st.builds(Pair, ANY_TEXT, ANY_TEXT, st.booleans(), SIZES),
    st.builds(Table, st.tuples(*[st.integers(1, 9)] * 3), ROWS),
    st.builds(Beside, st.builds(QR, ASCII), st.lists(TEXTS, max_size=3).map(tuple)),
    st.builds(QR, ASCII, st.integers(4, 8), ALIGNS),
    st.builds(Code128, ASCII, st.integers(40, 255)),
    st.builds(DataMatrix, ASCII, st.integers(4, 8), ALIGNS),
    st.builds(Rule, st.booleans()),
    st.builds(Feed, st.integers(1, 20)),
    st.builds(Cut, st.booleans()),
)
TEMPLATE = {
    "align",
    "bar-code",
    "bar-height",
    "bar-text",
    "bar-width",
    "bold",
    "chinese-off",
    "chinese-on",
    "cut",
    "feed",
    "line",
    "raster",
    "reset",
    "size",
    "text",
}


@settings(max_examples=150)
@given(st.data(), st.sampled_from(ALL_PROFILES))
def test_any_text_gives_only_template_commands_and_no_mistake(
    data: st.DataObject, profile: Profile
) -> None:
    blocks = data.draw(st.lists(BLOCKS, max_size=6))
    paper = Paper(tuple(blocks))
    job = compile_paper(paper, profile, FONTS)

    assert not printed(job, profile).errors
    assert set(commands_in(job)) <= TEMPLATE
    assert not REAL_TIME.search(job)
    assert Paper.from_json(paper.to_json()) == paper


@settings(max_examples=60)
@given(ANY_TEXT, st.sampled_from(ALL_PROFILES))
def test_what_is_typed_into_a_field_adds_no_cut_and_no_command(text: str, profile: Profile) -> None:
    job = compile_paper(Paper((Pair("投诉内容", text), Cut())), profile, FONTS)

    assert commands_in(job).count("cut") == 1
    assert commands_in(job).count("reset") == 1
