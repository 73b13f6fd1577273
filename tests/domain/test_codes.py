"""A bar code that was damaged or mistyped is never taken for another one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.codes import (
    ALPHABET,
    SHAPES,
    Code,
    CodeKind,
    check_character,
    lot_number,
    parse,
    slip,
    slip_parts,
)
from domain.errors import UnknownCode

PRINTED = ALPHABET + "-./"
SAMPLES = [
    "B7K2M9QXR",
    "CUNDO",
    "D7",
    "GRT-2611-0431",
    "K17",
    "LRT-2611-0431.1",
    "LX9-2611-04310.12",
    "NRT-B1/20",
    "PSALES-1-LABEL",
    "RRT-2611-R0007",
    "SRT-2611-0431.1/3",
    "TSALES-1",
    "WRT-2611-W0031",
]
CODES = {body: str(Code(CodeKind(body[0]), body[1:])) for body in SAMPLES}


def refused(text: str) -> bool:
    try:
        parse(text)
    except UnknownCode:
        return True
    return False


def test_the_check_character_is_the_one_of_the_standard() -> None:
    # The worked example of ISO/IEC 7064 mod 37,36 that GRid identifiers carry.
    assert check_character("A12425GABC1234002") == "M"


@pytest.mark.parametrize("body", SAMPLES)
def test_a_printed_code_is_read_back(body: str) -> None:
    assert parse(CODES[body]) == Code(CodeKind(body[0]), body[1:])


def test_every_kind_of_code_is_tried_here() -> None:
    assert {body[0] for body in SAMPLES} == {kind.value for kind in CodeKind} == set(SHAPES)


@pytest.mark.parametrize("body", SAMPLES)
def test_every_single_wrong_character_is_found(body: str) -> None:
    code = CODES[body]
    taken = [
        wrong
        for place, right in enumerate(code)
        for other in PRINTED
        if other != right and not refused(wrong := code[:place] + other + code[place + 1 :])
    ]
    assert not taken


@pytest.mark.parametrize("body", SAMPLES)
def test_every_swap_of_two_neighbours_is_found(body: str) -> None:
    code = CODES[body]
    swaps = [
        code[:place] + code[place + 1] + code[place] + code[place + 2 :]
        for place in range(len(code) - 1)
    ]
    assert not [swap for swap in swaps if swap != code and not refused(swap)]


@pytest.mark.parametrize("body", SAMPLES)
def test_a_code_that_lost_or_gained_an_end_is_found(body: str) -> None:
    code = CODES[body]
    for damaged in (code[:-1], code[1:], code + "\r", " " + code, code.lower(), code + code):
        with pytest.raises(UnknownCode):
            parse(damaged)


@given(
    st.one_of([st.from_regex(f"{kind.value}{SHAPES[kind]}", fullmatch=True) for kind in CodeKind])
)
def test_any_code_of_ours_survives_paper(body: str) -> None:
    if body.isascii():
        code = Code(CodeKind(body[0]), body[1:])
        assert parse(str(code)) == code


@pytest.mark.parametrize("kind", [CodeKind.STATION, CodeKind.PRINTER])
def test_a_letter_that_could_pass_for_a_dash_is_in_no_station_code(kind: CodeKind) -> None:
    with pytest.raises(UnknownCode):
        parse(str(Code(kind, "FIX-1")))


def read(text: str) -> None:
    if not refused(text):
        assert str(parse(text)) == text
        return
    with pytest.raises(UnknownCode) as refusal:
        parse(text)
    assert refusal.value.facts["why"] in {"form", "check"}
    assert len(str(refusal.value.facts["scanned"])) <= 64


@given(st.text())
def test_no_text_breaks_the_parser(text: str) -> None:
    read(text)


@given(st.builds(str.__add__, st.sampled_from("BCDGLPST"), st.text(PRINTED, max_size=70)))
def test_no_text_of_our_own_letters_breaks_the_parser(text: str) -> None:
    read(text)


def test_why_a_code_is_refused_is_told() -> None:
    with pytest.raises(UnknownCode) as form:
        parse("LRT-2611-431.1A")
    with pytest.raises(UnknownCode) as check:
        parse(CODES["LRT-2611-0431.1"][:-1] + "?")
    assert (form.value.facts["why"], check.value.facts["why"]) == ("form", "check")


def test_a_slip_names_its_lot_and_its_handover() -> None:
    assert slip_parts(parse(str(slip("RT-2611-0431.2", 7)))) == ("RT-2611-0431.2", 7)


def test_a_typed_lot_number_is_read_with_patience_and_nothing_else_is() -> None:
    assert lot_number(" rt-2611-0431.1 ") == "RT-2611-0431.1"
    for typed in ("", "RT-2611-0431", "RT-2611-0431.1\x00", "١", "\ud800", "' OR 1=1 --"):
        with pytest.raises(UnknownCode):
            lot_number(typed)
