"""What a scanned code says, and when it is one scan."""

import unicodedata
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.scan import LONGEST_TEXT, WINDOW, Debounce, Problem, Scan, decode

AT = datetime(2026, 7, 18, 8, 30, tzinfo=UTC)
GS, RS, EOT = "\x1d", "\x1e", "\x04"


def read(raw: bytes) -> Scan:
    return decode("scan-1", raw, AT)


def test_a_plain_code_is_its_text() -> None:
    assert read(b"RT-2607-0001.1") == Scan(
        "scan-1", b"RT-2607-0001.1", "RT-2607-0001.1", "", AT, None
    )


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_chinese_text_is_read_in_both_encodings(encoding: str) -> None:
    raw = "控制板 售后服务表".encode(encoding)

    assert read(raw).text == "控制板 售后服务表"
    assert read(raw).raw == raw


def test_text_is_brought_to_one_form() -> None:
    assert read("Re\u0301sistance".encode()).text == "R\u00e9sistance"


@pytest.mark.parametrize("raw", [b"\xff\xff\xff", b"\x80", b"RT-\xfe\x00", b"]C0"])
def test_bytes_that_are_no_text_are_a_damaged_code(raw: bytes) -> None:
    scan = read(raw)

    assert scan.damaged
    assert (scan.text, scan.raw) == ("", raw)


@pytest.mark.parametrize("identifier", ["]C0", "]C1", "]d2", "]Q1", "]Q3", "]A0", "]z3"])
def test_what_kind_of_symbol_it_was_is_kept_beside_the_text(identifier: str) -> None:
    scan = read(f"{identifier}0104012345678901".encode())

    assert (scan.symbology, scan.text) == (identifier, "0104012345678901")


@pytest.mark.parametrize("text", ["]x0RT-1", "]C", "C0RT-1", "[)>06"])
def test_what_only_looks_like_an_identifier_stays_text(text: str) -> None:
    assert (read(text.encode()).symbology, read(text.encode()).text) == ("", text)


def test_a_text_that_is_too_long_is_refused() -> None:
    assert read(b"x" * LONGEST_TEXT).problem is None
    assert read(b"x" * (LONGEST_TEXT + 1)).problem is Problem.TOO_LONG
    assert read(b"x" * (LONGEST_TEXT + 1)).text == ""


@pytest.mark.parametrize(
    "character",
    ["\x00", "\x01", "\t", "\x1b", "\x7f", "\x85", "\u061c", "\u200f", "\u202e", "\u2066"],
)
def test_control_and_direction_characters_are_refused(character: str) -> None:
    raw = f"RT-1{character}PASS".encode()

    assert read(raw).problem is Problem.CONTROL_CHARACTERS
    assert (read(raw).text, read(raw).raw) == ("", raw)


@pytest.mark.parametrize("separator", [GS, RS, EOT])
def test_separators_are_only_for_labels_that_have_fields(separator: str) -> None:
    data = f"PABC{separator}Q5".encode()
    elsewhere = None if separator == GS else Problem.CONTROL_CHARACTERS

    assert read(data).problem is elsewhere
    assert read(b"]C0" + data).problem is elsewhere
    for head in (b"]C1", b"]d2", b"[)>\x1e06\x1d", b">[)>06\x1d", b"]d1[)>\x1e06\x1d"):
        assert read(head + data).problem is None


@given(st.binary(max_size=600))
def test_any_bytes_give_a_scan(raw: bytes) -> None:
    scan = read(raw)

    assert scan.raw == raw
    assert bool(scan.text) is (scan.problem is None)
    assert unicodedata.is_normalized("NFC", scan.text)
    assert all(
        unicodedata.category(character) not in {"Cc", "Cs"} or character in (GS, RS, EOT)
        for character in scan.text
    )


@given(st.text(min_size=1, max_size=40), st.sampled_from(["utf-8", "gb18030"]))
def test_any_text_in_a_known_encoding_never_raises(text: str, encoding: str) -> None:
    read(text.encode(encoding, errors="ignore"))


def test_the_same_code_at_once_is_one_scan() -> None:
    debounce = Debounce()

    assert debounce.accept(b"RT-1", at=0.0)
    assert not debounce.accept(b"RT-1", at=0.399)
    assert debounce.repeats == 1


def test_the_same_code_after_a_pause_is_a_second_scan() -> None:
    debounce = Debounce()

    assert debounce.accept(b"RT-1", at=0.0)
    assert debounce.accept(b"RT-1", at=WINDOW)
    assert debounce.repeats == 0


def test_a_label_left_under_the_reader_is_one_scan() -> None:
    debounce = Debounce()
    accepted = [debounce.accept(b"RT-1", at=tick * 0.1) for tick in range(100)]

    assert accepted.count(True) == 1
    assert debounce.repeats == 99


def test_a_reader_that_chatters_lets_real_codes_through() -> None:
    debounce = Debounce()
    accepted = []
    for tick in range(3_000):
        if debounce.accept(b"RT-1", at=tick / 1000):
            accepted.append(b"RT-1")
        if tick == 1_500 and debounce.accept(b"RT-2", at=tick / 1000):
            accepted.append(b"RT-2")

    assert accepted == [b"RT-1", b"RT-2"]
    assert debounce.repeats == 2_999


@given(st.lists(st.tuples(st.sampled_from([b"a", b"b", b"c"]), st.floats(0, 1))))
def test_a_code_is_accepted_exactly_when_it_was_not_seen_lately(
    seen: list[tuple[bytes, float]],
) -> None:
    debounce, last, clock = Debounce(), dict[bytes, float](), 0.0
    for code, pause in seen:
        clock += pause
        expected = code not in last or clock - last[code] >= WINDOW
        last[code] = clock
        assert debounce.accept(code, clock) is expected
