"""Zebra's packets: codes come out once, everything else that a reader says is no code."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.answers import Answers
from devices.framing import GAP, LONGEST, STALE
from devices.ssi import ACK, DECODED, HOST, NAK, READER, SsiFramer, checksum, packet
from tests.devices.bench import PATIENCE, reader_and_twin

CODE_128 = b"\x03"
ACKNOWLEDGED = packet(ACK, source=HOST)
SAY_AGAIN = packet(NAK, b"\x01", source=HOST)


def decoded(code: bytes, status: int = 0) -> bytes:
    return packet(DECODED, CODE_128 + code, source=READER, status=status)


def test_a_packet_ends_with_the_twos_complement_of_its_sum() -> None:
    assert packet(ACK, source=HOST) == bytes.fromhex("04 D0 04 00 FF 28")
    assert checksum(bytes.fromhex("04 E4 04 00")) == bytes.fromhex("FF 14")


def test_a_code_in_a_packet_comes_out_and_is_acknowledged() -> None:
    framer = SsiFramer()

    assert framer.feed(decoded(b"RT-1\r"), at=0.0) == [b"RT-1"]
    assert framer.replies == [ACKNOWLEDGED]


def test_a_packet_may_come_byte_by_byte() -> None:
    framer = SsiFramer()
    frames = [frame for byte in decoded(b"RT-1") for frame in framer.feed(bytes((byte,)), at=0.0)]

    assert frames == [b"RT-1"]


def test_a_code_that_comes_again_because_our_answer_was_lost_is_one_scan() -> None:
    framer = SsiFramer()

    assert framer.feed(decoded(b"RT-1"), at=0.0) == [b"RT-1"]
    assert framer.feed(decoded(b"RT-1", status=1), at=3.0) == []
    assert framer.feed(decoded(b"RT-2", status=1), at=6.0) == [b"RT-2"]
    assert framer.replies == [ACKNOWLEDGED] * 3


def test_a_code_in_two_packets_is_one_code() -> None:
    framer = SsiFramer()

    assert framer.feed(decoded(b"RT-", status=2), at=0.0) == []
    assert framer.feed(decoded(b"1"), at=0.1) == [b"RT-1"]


def test_a_broken_packet_is_asked_for_again() -> None:
    framer = SsiFramer()
    broken = bytearray(decoded(b"RT-1"))
    broken[6] ^= 1

    assert framer.feed(bytes(broken), at=0.0) == []
    assert framer.replies == [SAY_AGAIN]
    assert framer.discarded == len(broken)


@pytest.mark.parametrize("opcode", [ACK, NAK])
def test_the_readers_own_acknowledgement_is_no_code_and_is_not_acknowledged(opcode: int) -> None:
    framer = SsiFramer()

    assert framer.feed(packet(opcode, source=READER) + b"RT-1\r", at=0.0) == [b"RT-1"]
    assert framer.replies == []


def test_events_of_the_reader_are_no_codes() -> None:
    framer = SsiFramer()

    assert framer.feed(packet(0xF6, b"\x01", source=READER), at=0.0) == []
    assert framer.replies == [ACKNOWLEDGED]


@pytest.mark.parametrize("suffix", [b"\r", b"\n", b"\r\n"])
def test_raw_codes_are_read_as_well(suffix: bytes) -> None:
    framer = SsiFramer()
    acknowledged = packet(ACK, source=READER)

    assert framer.feed(b"RT-1" + suffix + acknowledged + b"RT-2" + suffix, at=0.0) == [
        b"RT-1",
        b"RT-2",
    ]


def test_a_raw_chinese_code_is_not_taken_for_a_packet() -> None:
    framer = SsiFramer()
    code = "A行程开关".encode("gb18030")

    assert framer.feed(code + b"\r", at=0.0) == [code]


def test_a_raw_code_without_suffix_ends_with_silence_however_short() -> None:
    framer = SsiFramer()

    assert framer.feed(b"A", at=0.0) == []
    assert framer.idle(at=GAP * 1.1) == [b"A"]


def test_a_packet_that_breaks_off_does_not_swallow_the_next_code() -> None:
    framer = SsiFramer()
    framer.feed(decoded(b"RT-1")[:8], at=0.0)

    assert framer.idle(at=STALE) == []
    assert framer.feed(decoded(b"RT-2"), at=STALE) == [b"RT-2"]
    assert framer.discarded == 8


def test_a_code_without_end_is_noise() -> None:
    framer = SsiFramer()
    for _ in range(LONGEST // 200 + 2):
        assert framer.feed(decoded(b"x" * 200, status=2), at=0.0) == []

    assert framer.discarded > LONGEST


def test_the_half_of_a_lost_port_is_dropped() -> None:
    framer = SsiFramer()
    framer.feed(decoded(b"RT-", status=2) + decoded(b"1")[:5], at=0.0)

    assert framer.drop() == 3 + 5
    assert framer.feed(decoded(b"RT-2"), at=1.0) == [b"RT-2"]


@given(st.lists(st.one_of(st.binary(max_size=60), st.floats(0, 3), st.none()), max_size=20))
def test_whatever_comes_the_framer_goes_on(steps: list[bytes | float | None]) -> None:
    framer, clock = SsiFramer(), 0.0
    for step in steps:
        if step is None:
            framer.drop()
        elif isinstance(step, bytes):
            assert all(framer.feed(step, at=clock))
        else:
            clock += step
            framer.idle(at=clock)
    framer.drop()
    assert framer.feed(decoded(b"RT-1"), at=clock) == [b"RT-1"]


def test_a_zebra_reader_is_acknowledged_and_then_told() -> None:
    beep = packet(0xE6, b"\x00", source=HOST)
    zebra = Answers(packets=True, good=beep)
    with reader_and_twin(on_scan=lambda _: True, answers=zebra) as (bench, scanner):
        scanner.scan(decoded(b"RT-1"), suffix=b"")
        heard = b""
        while len(heard) < len(ACKNOWLEDGED + beep):
            heard += scanner.hear(PATIENCE)
        assert heard == ACKNOWLEDGED + beep
        scanner.scan(packet(ACK, source=READER), suffix=b"")
        scanner.scan(decoded(b"RT-2"), suffix=b"")
        while len(heard) < 2 * len(ACKNOWLEDGED + beep):
            heard += scanner.hear(PATIENCE)
        assert bench.reader.counts.accepted == 2
