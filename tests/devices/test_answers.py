"""What a reader is told after its code, and that telling it delays nothing."""

import threading
from pathlib import Path

import pytest

from devices.answering import BUDGET, STALE, WAITING, Answering
from devices.answers import Answers, BadBytes, read_bytes
from devices.scan import Scan
from devices.state import Condition
from terminal.readers import read_models
from tests.devices.bench import PATIENCE, reader_and_twin

BEEPS = Answers(good=b"\x07", bad=b"\x07\x07\x07")


def no_pass(scan: Scan) -> bool:
    return scan.text != "RT-2"


def test_the_beep_says_what_became_of_the_code_and_not_that_it_was_read() -> None:
    with reader_and_twin(on_scan=no_pass, answers=BEEPS) as (bench, scanner):
        scanner.scan("RT-1")
        assert scanner.hear(PATIENCE) == BEEPS.good
        scanner.scan("RT-2")
        assert scanner.hear(PATIENCE) == BEEPS.bad

    counts = bench.reader.counts
    assert (counts.accepted, counts.refused, counts.answered) == (1, 1, 2)
    assert counts.last == bench.watch.moment


def test_an_error_in_what_follows_is_told_as_bad() -> None:
    def fail(scan: Scan) -> bool:
        raise LookupError(scan.text)

    with reader_and_twin(on_scan=fail, answers=BEEPS) as (_, scanner):
        scanner.scan("RT-1")
        assert scanner.hear(PATIENCE) == BEEPS.bad


def test_a_plain_reader_is_told_nothing() -> None:
    with reader_and_twin(on_scan=no_pass) as (bench, scanner):
        scanner.scan("RT-1")
        bench.until(Condition.READY)
        assert bench.reader.write(b"end")
        assert scanner.hear(PATIENCE) == b"end"


def test_a_label_that_is_read_again_at_once_is_not_answered_again() -> None:
    with reader_and_twin(on_scan=no_pass, answers=BEEPS) as (bench, scanner):
        scanner.chatter("RT-1", 50)
        scanner.scan("RT-2")
        heard = b""
        while len(heard) < 4:
            heard += scanner.hear(PATIENCE)
        assert heard == BEEPS.good + BEEPS.bad
        assert bench.reader.repeats == 49


def test_a_reader_that_takes_no_answer_delays_no_code() -> None:
    """Its answers wait in another thread, for the second that a write may take."""
    deaf = Answers(good=b"\x07" * 1_000_000)
    read = threading.Semaphore(0)

    def take(_: Scan) -> bool:
        read.release()
        return True

    with reader_and_twin(on_scan=take, answers=deaf) as (bench, scanner):
        for number in range(3):
            scanner.scan(f"RT-{number}")
        for _ in range(3):
            assert read.acquire(timeout=PATIENCE)
        # the first answer is still going out: nobody has given it up
        assert "cannot answer" not in bench.reader.state.detail
        while "cannot answer" not in bench.states.get(timeout=PATIENCE).detail:
            pass
        assert bench.reader.state.condition is Condition.READY


def test_answers_that_nobody_takes_are_forgotten_and_never_sent_late() -> None:
    clock, taken, go = [0.0], list[bytes](), threading.Event()
    began = threading.Event()

    def write(data: bytes) -> bool:
        began.set()
        go.wait(PATIENCE)
        taken.append(data)
        return True

    answering = Answering("test", write, lambda: clock[0])
    answering.start()
    answering.put(b"first", 0.0)
    assert began.wait(PATIENCE)
    for number in range(WAITING + 3):
        answering.put(b"%d" % number, 0.0)
    answering.put(b"last", 3.0)
    clock[0] = 3.0 + BUDGET * 2
    go.set()
    while b"last" not in taken:
        assert go.wait(PATIENCE)
    assert answering.stop(PATIENCE)

    assert taken == [b"first", b"last"]
    assert answering.late == 2 + WAITING - 1
    assert answering.slowest > STALE


def test_a_reader_reads_only_while_somebody_listens_where_a_site_wants_that() -> None:
    gated = Answers(enable=b"E", disable=b"D")
    with reader_and_twin(answers=gated, gate=True) as (bench, scanner):
        assert scanner.hear(PATIENCE) == b"E"
        assert bench.reader.stop(PATIENCE)
        assert scanner.hear(PATIENCE) == b"D"


def test_what_a_reader_says_about_our_commands_is_no_code() -> None:
    keyence = Answers(trigger=b"LON\r", disable=b"LOFF\r", own=(b"OK,LON",))
    with reader_and_twin(answers=keyence, gate=True) as (bench, scanner):
        assert scanner.hear(PATIENCE) == b"LON\r"
        scanner.scan("OK,LON")
        scanner.scan("RT-1")
        assert bench.text() == "RT-1"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("", b""),
        ("B", b"B"),
        ("<01>", b"\x01"),
        ("<1B>[3q", b"\x1b[3q"),
        ("<1B 37>,<1b>8,", b"\x1b7,\x1b8,"),
        ("{E6 00}", bytes.fromhex("05 E6 04 00 00 FF 11")),
        ("{E4}", bytes.fromhex("04 E4 04 00 FF 14")),
        ("{E6 00}{E7 01}", bytes.fromhex("05E6040000FF11 05E7040001FF0F")),
    ],
)
def test_answers_are_written_as_text_bytes_and_packets(text: str, meant: bytes) -> None:
    assert read_bytes(text) == meant


@pytest.mark.parametrize("text", ["<1>", "<GG>", "{", "a}b", "<>", "滴", "x" * 65])
def test_what_cannot_be_sent_is_refused(text: str) -> None:
    with pytest.raises(BadBytes):
        read_bytes(text)


def shipped() -> dict[str, Answers]:
    import tomllib

    problems = list[tuple[str, str]]()
    text = (Path(__file__).parents[2] / "config" / "readers.toml").read_text(encoding="utf-8")
    models = read_models(tomllib.loads(text)["model"], lambda *told: problems.append(told))
    assert problems == []
    return models


def test_the_table_of_models_says_what_the_makers_manuals_say() -> None:
    models = shipped()

    assert models["plain"] == models["newland"] == Answers()
    assert models["datalogic"].good == b"\x01"
    assert models["datalogic-escape"].good == b"\x1b[3q"
    assert models["honeywell"].good == b"\x1b7,"
    assert models["honeywell"].bad == b"\x1b8,\x1b8,"
    assert models["keyence"].trigger == b"LON\r"
    assert models["keyence"].disable == b"LOFF\r"
    assert models["cipherlab"].good == b"#@////\r"
    assert models["zebra-ssi"].packets
    assert models["zebra-ssi"].bad == bytes.fromhex("05 E6 04 00 07 FF 0A")


def test_not_on_file_stops_a_datalogic_reader_so_that_it_is_enabled_again() -> None:
    assert shipped()["datalogic"].bad.endswith(shipped()["datalogic"].enable)
