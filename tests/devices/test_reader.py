"""A reader in a shop: codes come, and what follows them never stops the next one."""

import threading

import pytest

from devices.scan import Problem, Scan
from devices.state import Condition
from tests.devices.bench import MORNING, PATIENCE, listening, reader_and_twin, twin


def test_every_code_comes_once_and_in_order() -> None:
    codes = [f"RT-2607-{number:04}" for number in range(200)]
    with reader_and_twin() as (bench, scanner):
        for code in codes:
            scanner.scan(code)

        assert bench.texts(len(codes)) == codes
        assert bench.scans.empty()


@pytest.mark.parametrize("suffix", [b"\r", b"\n", b"\r\n"])
def test_readers_end_their_codes_in_their_own_way(suffix: bytes) -> None:
    with reader_and_twin() as (bench, scanner):
        scanner.scan("RT-1", suffix)
        scanner.scan("RT-2", suffix)

        assert bench.texts(2) == ["RT-1", "RT-2"]


def test_a_reader_without_suffix_is_understood_after_a_short_silence() -> None:
    with reader_and_twin() as (bench, scanner):
        for code in ("RT-1", "RT-2"):
            scanner.scan(code, suffix=b"")
            assert bench.text() == code


def test_a_chinese_label_is_read_and_its_bytes_are_kept() -> None:
    raw = "控制板".encode("gb18030")
    with reader_and_twin() as (bench, scanner):
        bench.watch.advance(90)
        scanner.scan(raw)

        scan = bench.scans.get(timeout=PATIENCE)
        assert (scan.scanner, scan.text, scan.raw) == ("scan-1", "控制板", raw)
        assert scan.received_at == bench.watch.moment


def test_a_damaged_code_is_reported_not_hidden() -> None:
    with reader_and_twin() as (bench, scanner):
        scanner.scan(b"\xff\xff")
        scanner.scan("RT-1\x1bPASS")

        assert bench.scans.get(timeout=PATIENCE).problem is Problem.DAMAGED
        assert bench.scans.get(timeout=PATIENCE).problem is Problem.CONTROL_CHARACTERS


def test_a_chattering_reader_is_one_scan_and_real_codes_still_come() -> None:
    with reader_and_twin() as (bench, scanner):
        scanner.chatter("RT-1", 3_000)
        scanner.scan("RT-2")

        assert bench.texts(2) == ["RT-1", "RT-2"]
        assert bench.reader.repeats == 2_999


def test_noise_is_discarded_and_counted() -> None:
    with reader_and_twin() as (bench, scanner):
        scanner.scan(b"\x7e" * 5_000)
        scanner.scan("RT-1")

        assert bench.text() == "RT-1"
        assert bench.reader.discarded == 5_000


def test_an_open_port_is_not_yet_a_reader() -> None:
    with twin() as scanner:
        scanner.unplug()
        with listening(f"sim:{scanner.name}") as bench:
            first = bench.until(Condition.OFFLINE)
            assert (first.since, first.seen) == (MORNING, None)

            plugged = bench.watch.advance(60)
            scanner.plug_in()
            opened = bench.until(Condition.PORT_OPEN)
            assert (opened.since, opened.seen) == (plugged, None)

            read = bench.watch.advance(60)
            scanner.scan("RT-1")
            ready = bench.until(Condition.READY)
            assert (ready.since, ready.seen) == (read, read)

            again = bench.watch.advance(60)
            scanner.scan("RT-2")
            bench.texts(2)
            assert (bench.reader.state.since, bench.reader.state.seen) == (read, again)

            pulled = bench.watch.advance(60)
            scanner.unplug()
            lost = bench.until(Condition.OFFLINE)
            assert (lost.since, lost.seen) == (pulled, again)

            scanner.plug_in()
            assert bench.until(Condition.PORT_OPEN).seen == again


def test_a_reader_that_stays_away_keeps_the_age_of_its_absence() -> None:
    with reader_and_twin() as (bench, scanner):
        pulled = bench.watch.advance(60)
        scanner.unplug()
        while "unplugged" not in bench.until(Condition.OFFLINE).detail:
            bench.watch.advance(1)

        assert bench.reader.state.since == pulled


def test_an_error_in_what_follows_a_scan_does_not_stop_the_reader() -> None:
    heard = threading.Semaphore(0)

    def fail(scan: Scan) -> None:
        heard.release()
        raise LookupError(scan.text)

    with reader_and_twin(on_scan=fail) as (bench, scanner):
        for code in ("RT-1", "RT-2", "RT-3"):
            scanner.scan(code)
        for _ in range(3):
            assert heard.acquire(timeout=PATIENCE)

    assert bench.reader.failures == 3


def test_unplugging_during_what_follows_a_scan_does_not_stop_the_reader() -> None:
    with twin() as scanner:
        heard = threading.Semaphore(0)

        def unplug(_: Scan) -> None:
            scanner.unplug()
            scanner.plug_in()
            heard.release()

        with listening(f"sim:{scanner.name}", on_scan=unplug) as bench:
            for code in ("RT-1", "RT-2"):
                bench.until(Condition.PORT_OPEN)
                scanner.scan(code)
                assert heard.acquire(timeout=PATIENCE)


def test_the_reader_can_be_answered() -> None:
    with reader_and_twin() as (bench, scanner):
        assert bench.reader.write(b"\x07")
        assert scanner.hear(PATIENCE) == b"\x07"


def test_an_answer_to_an_absent_reader_is_not_an_error() -> None:
    with reader_and_twin() as (bench, scanner):
        scanner.unplug()
        bench.until(Condition.OFFLINE)

        assert not bench.reader.write(b"\x07")


def test_an_answer_that_nobody_takes_is_told_in_the_state() -> None:
    with reader_and_twin() as (bench, scanner):
        scanner.scan("RT-1")
        bench.until(Condition.READY)

        assert not bench.reader.write(b"\x07" * 1_000_000)
        assert bench.reader.state.condition is Condition.READY
        assert "cannot answer" in bench.reader.state.detail
