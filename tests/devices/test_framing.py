"""Where one code ends and the next begins."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.framing import GAP, LONGEST, NONE, SENT, STALE, Framer

CODES = st.lists(
    st.binary(min_size=1, max_size=40).filter(lambda code: not {10, 13} & set(code)), max_size=8
)


def fed(*chunks: bytes) -> list[bytes]:
    framer = Framer()
    return [frame for chunk in chunks for frame in framer.feed(chunk, at=0.0)]


@pytest.mark.parametrize("suffix", [b"\r", b"\n", b"\r\n", b"\r\r\n"])
def test_every_usual_suffix_ends_a_code(suffix: bytes) -> None:
    assert fed(b"RT-1" + suffix + b"RT-2" + suffix) == [b"RT-1", b"RT-2"]


def test_a_suffix_may_come_in_two_pieces() -> None:
    assert fed(b"RT-1\r", b"\nRT-2\r", b"\n") == [b"RT-1", b"RT-2"]


def test_a_code_may_come_byte_by_byte() -> None:
    assert fed(b"R", b"T", b"-", b"1", b"\r") == [b"RT-1"]


def test_a_reader_without_suffix_ends_a_code_by_falling_silent() -> None:
    framer = Framer()

    assert framer.feed(b"RT-", at=10.0) == []
    assert framer.idle(at=10.0 + GAP * 0.9) == []
    assert framer.feed(b"1", at=10.0 + GAP) == []
    assert framer.idle(at=10.0 + GAP * 1.9) == []
    assert framer.idle(at=10.0 + GAP * 2.1) == [b"RT-1"]
    assert framer.idle(at=11.0) == []


def test_bytes_that_waited_for_a_busy_program_are_not_torn_apart() -> None:
    framer = Framer()
    framer.feed(b"RT-", at=0.0)

    assert framer.feed(b"1\r", at=0.5) == [b"RT-1"]


def test_a_slow_network_does_not_tear_a_code_whose_reader_sends_a_suffix() -> None:
    framer = Framer()
    framer.feed(b"RT-1\rRT", at=0.0)

    assert framer.idle(at=GAP * 2) == []
    assert framer.feed(b"-2\r", at=GAP * 3) == [b"RT-2"]


def test_a_half_code_is_not_glued_to_the_next_one() -> None:
    framer = Framer()
    framer.feed(b"RT-1\rRT-", at=0.0)

    assert framer.idle(at=STALE) == []
    assert framer.feed(b"RT-2\r", at=STALE + 1) == [b"RT-2"]
    assert framer.discarded == 3


def test_a_reader_without_suffix_may_take_the_place_of_one_with() -> None:
    framer = Framer()
    framer.feed(b"RT-1\r", at=0.0)
    framer.feed(b"RT-2", at=1.0)
    assert framer.idle(at=1.0 + STALE) == []

    framer.feed(b"RT-3", at=5.0)
    assert framer.idle(at=5.0 + GAP * 1.1) == [b"RT-3"]


def test_a_half_frame_is_dropped_when_the_port_is_lost() -> None:
    framer = Framer()
    framer.feed(b"RT-1\rRT-", at=0.0)

    assert framer.drop() == 3
    assert framer.feed(b"RT-2\r", at=0.0) == [b"RT-2"]
    assert framer.discarded == 3


def test_the_tail_of_a_code_that_began_before_the_port_was_open_is_no_code() -> None:
    framer = Framer()
    framer.begin(at=0.0)
    assert not framer.aligned

    assert framer.feed(b"001\rRT-2\r", at=0.01) == [b"RT-2"]
    assert framer.aligned
    assert framer.discarded == 3


def test_a_port_that_is_silent_when_it_is_opened_is_read_from_the_first_byte() -> None:
    framer = Framer()
    framer.begin(at=7.0)

    assert framer.idle(at=7.0 + GAP * 1.1) == []
    assert framer.aligned
    assert framer.feed(b"RT-1\r", at=8.0) == [b"RT-1"]


def test_the_longest_frame_still_comes_whole() -> None:
    assert fed(b"x" * LONGEST + b"\r") == [b"x" * LONGEST]


@pytest.mark.parametrize("chunk", [1, 7, LONGEST, LONGEST * 3])
def test_noise_is_discarded_up_to_its_end_and_counted(chunk: int) -> None:
    framer = Framer()
    noise = b"\xff" * (LONGEST + 1)
    stream = noise + b"\rRT-1\r"
    frames = []
    for start in range(0, len(stream), chunk):
        frames += framer.feed(stream[start : start + chunk], at=0.0)

    assert frames == [b"RT-1"]
    assert framer.discarded == len(noise)


def test_noise_from_a_reader_without_suffix_ends_with_silence() -> None:
    framer = Framer()
    framer.feed(b"\xff" * 10_000, at=0.0)

    assert framer.idle(at=GAP) == []
    framer.feed(b"RT-1", at=1.0)
    assert framer.idle(at=1.0 + GAP * 1.1) == [b"RT-1"]
    assert framer.discarded == 10_000


def test_noise_that_breaks_off_does_not_swallow_the_next_code() -> None:
    framer = Framer()
    framer.feed(b"RT-1\r" + b"\xff" * 10_000, at=0.0)

    framer.idle(at=STALE)
    assert framer.feed(b"RT-2\r", at=STALE) == [b"RT-2"]


@given(CODES, st.sampled_from([b"\r", b"\n", b"\r\n"]))
def test_every_terminated_code_comes_out_once_and_in_order(
    codes: list[bytes], suffix: bytes
) -> None:
    assert fed(b"".join(code + suffix for code in codes)) == codes


@given(st.binary(max_size=300), st.lists(st.integers(0, 300), max_size=12))
def test_any_chunking_of_the_same_bytes_gives_the_same_frames(
    stream: bytes, cuts: list[int]
) -> None:
    edges = [0, *sorted(cuts), len(stream)]
    chunks = [stream[a:b] for a, b in pairwise(edges)]

    assert fed(*chunks) == fed(stream)


@given(
    st.lists(
        st.one_of(
            st.binary(max_size=60),
            st.integers(0, LONGEST * 2).map(bytes),
            st.floats(0, 5),
            st.none(),
        ),
        max_size=20,
    )
)
def test_no_byte_is_invented_and_none_vanishes_uncounted(steps: list[bytes | float | None]) -> None:
    framer, clock, came, went = Framer(), 0.0, 0, 0
    for step in steps:
        frames: list[bytes] = []
        if step is None:
            framer.drop()
        elif isinstance(step, bytes):
            came += len(step) - step.count(b"\r") - step.count(b"\n")
            frames = framer.feed(step, at=clock)
        else:
            clock += step
            frames = framer.idle(at=clock)
        assert all(0 < len(frame) <= LONGEST for frame in frames)
        went += sum(map(len, frames))
    framer.drop()
    assert came == went + framer.discarded


def test_a_suffix_that_is_known_keeps_even_the_first_code_whole() -> None:
    framer = Framer(SENT)
    framer.feed(b"RT-", at=0.0)

    assert framer.idle(at=GAP * 2) == []
    assert framer.feed(b"1\r", at=GAP * 3) == [b"RT-1"]


def test_lines_inside_a_code_are_no_codes_where_silence_ends_it() -> None:
    framer = Framer(NONE)

    assert framer.feed(b"RT-1\r\nRT-2\r\n", at=0.0) == []
    assert framer.idle(at=GAP * 1.1) == [b"RT-1\r\nRT-2\r\n"]
