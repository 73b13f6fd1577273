"""The number of an IC card, as the many kinds of card readers send it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.card import card_number, is_random


@pytest.mark.parametrize(
    ("frame", "number"),
    [
        (b"04A2B3C4", "04A2B3C4"),
        (b"04a2b3c4d5e680", "04A2B3C4D5E680"),
        (b"04:A2:B3:C4", "04A2B3C4"),
        (b"04 A2 B3 C4 D5 E6 80", "04A2B3C4D5E680"),
        (b"0102030405060708090A", "0102030405060708090A"),
        (b"\x0204A2B3C4\x03", "04A2B3C4"),
        (b"\x021A2B3C4D5E1E\x03", "1A2B3C4D5E"),
        (b"\x03\x021A2B3C4D5E1E", "1A2B3C4D5E"),
        (b"1A2B3C4D5E1E", "1A2B3C4D5E"),
        (b"1A2B3C4D5E", "1A2B3C4D5E"),
        (b"0012345678", "0012345678"),
        (b"123,45678", "123,45678"),
        (b"2882400018", "2882400018"),
    ],
)
def test_a_card_has_one_number_however_its_reader_frames_it(frame: bytes, number: str) -> None:
    assert card_number(frame) == number


@pytest.mark.parametrize(
    "frame",
    [
        b"", b"\x02\x03", b"1A2B3C4D5E1F", b"00000000", b"FFFFFFFFFFFFFF",
        b"04A2B3", b"LRT-2611-0001.1X", b"BAAAAAAAA7Q", b"\xff\xfe\xfd\xfc", b"04:A2-B3:C4",
        b"1234567",
    ],
)  # fmt: skip
def test_what_is_no_number_or_was_read_in_part_is_none(frame: bytes) -> None:
    assert card_number(frame) == ""


def test_a_card_that_makes_up_its_number_is_known_as_such() -> None:
    assert is_random("08A2B3C4")
    assert not is_random("04A2B3C4")
    assert not is_random("08A2B3C4D5E680")
    assert not is_random("08123456")  # an ordinary card whose reader writes decimals


@given(st.binary(max_size=40))
def test_any_bytes_are_a_number_or_none(frame: bytes) -> None:
    assert set(card_number(frame)) <= set("0123456789ABCDEF,")


@given(st.binary(min_size=5, max_size=5), st.integers(0, 11), st.integers(1, 15))
def test_no_single_wrong_digit_of_a_checked_number_passes(
    card: bytes, place: int, change: int
) -> None:
    check = card[0] ^ card[1] ^ card[2] ^ card[3] ^ card[4]
    digits = (card + bytes((check,))).hex().upper()
    wrong = f"{int(digits[place], 16) ^ change:X}"

    assert card_number((digits[:place] + wrong + digits[place + 1 :]).encode()) == ""
