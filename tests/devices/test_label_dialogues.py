"""Label printers are asked in their own language; only an answer of the right form is believed."""

import os
import random
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import accumulate

import pytest

from devices import tspl, zpl
from devices.compiler import compile_paper
from devices.printer import Fate, Printer, Printout, SlowLine
from devices.profile import Profile
from devices.sim.printer import SimulatedPrinter
from devices.sim.tongues import TONGUES
from devices.state import Condition
from tests.devices.neighbours import Neighbour
from tests.devices.printers import Clock, a_printer, nothing
from tests.devices.samples import FONTS, TSPL, ZPL, a_lot_label, a_simulated_printer

BOTH = [ZPL, TSPL]
SOAK = os.environ.get("SOAK") == "1"
FIRST = "030,0,0,0480,000,0,0,0,000,0,0,0"
SECOND = "000,0,0,0,0,2,6,0,00000000,1,000"


def said(first: str = FIRST, second: str = SECOND, third: str = "1234,0") -> bytes:
    return "".join(f"\x02{line}\x03\r\n" for line in (first, second, third)).encode()


def job_for(profile: Profile) -> bytes:
    return compile_paper(a_lot_label(), profile, FONTS)


def print_it(twin: SimulatedPrinter, profile: Profile) -> Printout:
    return a_printer(twin, profile).print(1, job_for(profile), nothing)


@pytest.mark.parametrize(
    ("answer", "condition"),
    [
        (said(), Condition.READY),
        (said(FIRST.replace("0480", "01180")), Condition.READY),
        (said("030,1,0,0480,000,0,0,0,000,0,0,0"), Condition.PAPER_OUT),
        (said("030,0,1,0480,000,0,0,0,000,0,0,0"), Condition.OFFLINE),
        (said("030,0,0,0480,002,0,0,0,000,0,0,0"), Condition.PRINTING),
        (said("030,0,0,0480,000,1,0,0,000,0,0,0"), Condition.PRINTING),
        (said("030,0,0,0480,000,0,0,1,000,0,0,0"), Condition.PRINTING),
        (said("030,0,0,0480,000,0,0,0,000,1,0,0"), Condition.ERROR),
        (said("030,0,0,0480,000,0,0,0,000,0,0,1"), Condition.ERROR),
        (said(second="000,0,1,0,0,2,6,0,00000000,1,000"), Condition.COVER_OPEN),
        (said(second="000,0,0,1,0,2,6,0,00000000,1,000"), Condition.ERROR),
        (said(second="000,0,0,0,0,2,6,0,00000003,1,000"), Condition.PRINTING),
        # A label that waits to be taken off has been printed.
        (said(second="000,0,0,0,0,1,6,1,00000000,1,000"), Condition.READY),
    ],
)
def test_the_three_strings_of_zpl_say_what_is_wrong(answer: bytes, condition: Condition) -> None:
    assert zpl.condition_of(answer) is condition


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        said()[:-1],
        said()[1:],
        said() + b"\x02",
        said() * 2,
        b"\x00" + said(),
        said().replace(b"\x03\r\n", b"\x03\n"),
        said(FIRST[:-2]),
        said(FIRST.replace("0480", "48")),
        said("030,2,0,0480,000,0,0,0,000,0,0,0"),
        said(second=FIRST),
        said(SECOND, FIRST),
        said(third="1234"),
        said(FIRST.replace("0480", "048\xb0")),
    ],
)
def test_anything_else_that_zpl_answers_is_unknown(answer: bytes) -> None:
    assert zpl.condition_of(answer) is Condition.UNKNOWN


@pytest.mark.parametrize(
    ("bits", "condition"),
    [
        (0x00, Condition.READY),
        (0x01, Condition.COVER_OPEN),
        (0x02, Condition.ERROR),
        (0x03, Condition.COVER_OPEN),
        (0x04, Condition.PAPER_OUT),
        (0x05, Condition.COVER_OPEN),
        (0x08, Condition.ERROR),
        (0x0A, Condition.ERROR),
        (0x0C, Condition.PAPER_OUT),
        (0x0D, Condition.COVER_OPEN),
        (0x10, Condition.OFFLINE),
        (0x20, Condition.PRINTING),
        (0x80, Condition.ERROR),
    ],
)
def test_the_one_byte_of_tspl_says_what_is_wrong(bits: int, condition: Condition) -> None:
    assert tspl.condition_of(bytes((bits,))) is condition


def test_a_byte_that_the_manual_does_not_list_is_unknown() -> None:
    listed = {0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x08, 0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x10, 0x20,
              0x80}  # fmt: skip
    known = {bits for bits in range(256)
             if tspl.condition_of(bytes((bits,))) is not Condition.UNKNOWN}  # fmt: skip
    assert known == listed
    for answer in (b"", b"\x00\x00", b"\x20\x00"):
        assert tspl.condition_of(answer) is Condition.UNKNOWN


@pytest.mark.parametrize("profile", BOTH)
def test_a_label_printer_tells_how_it_is(profile: Profile) -> None:
    with a_simulated_printer(profile) as twin:
        printer = a_printer(twin, profile)
        assert printer.state().condition is Condition.READY
        twin.cover_open()
        assert printer.state().condition is Condition.COVER_OPEN
        twin.heal()
        twin.paper_out()
        assert printer.state().condition is Condition.PAPER_OUT


@pytest.mark.parametrize("profile", BOTH)
@pytest.mark.parametrize("fault", [SimulatedPrinter.mute, SimulatedPrinter.garbage_status])
def test_silence_and_garbage_are_unknown_and_never_seen(
    profile: Profile, fault: Callable[[SimulatedPrinter], None]
) -> None:
    with a_simulated_printer(profile) as twin:
        fault(twin)
        state = a_printer(twin, profile).state()
        assert (state.condition, state.seen) == (Condition.UNKNOWN, None)


@pytest.mark.parametrize("profile", BOTH)
def test_what_an_old_answer_left_behind_is_not_taken_for_the_new_one(profile: Profile) -> None:
    clock = Clock()
    with a_simulated_printer(profile) as twin:
        twin.stale_status()
        clock.at = datetime(2026, 7, 18, 5, 0, tzinfo=UTC)
        state = a_printer(twin, profile, clock).state()
        assert (state.condition, state.seen) == (Condition.READY, clock.at)


def test_a_zpl_printer_that_has_nothing_left_has_printed() -> None:
    with a_simulated_printer(ZPL) as twin:
        assert print_it(twin, ZPL) == Printout(Fate.CONFIRMED, "", len(job_for(ZPL)))
        assert [(paper.raw, paper.errors) for paper in twin.papers] == [(job_for(ZPL), ())]


READY, PRINTING = said(), said("030,0,0,0480,002,0,0,0,000,0,0,0")


@pytest.mark.parametrize(
    ("answers", "fate"),
    [
        ([READY, PRINTING, PRINTING], Fate.UNCERTAIN),
        ([READY, PRINTING, READY, PRINTING], Fate.UNCERTAIN),
        ([READY, PRINTING, READY, READY], Fate.CONFIRMED),
    ],
)
def test_a_zpl_printer_that_is_ready_before_it_has_taken_the_job_has_not_printed_it(
    answers: list[bytes], fate: Fate
) -> None:
    taken, rest = threading.Event(), iter(answers)

    def answer(chunk: bytes) -> bytes:
        if not chunk.endswith(b"~HS"):
            taken.set()
            return b""
        return next(rest, answers[-1]) if taken.is_set() else READY

    neighbour = Neighbour(answer)
    neighbour.leave.set()
    printer = Printer("p", neighbour.url, ZPL, Clock(), proof_seconds=0.8, answer_seconds=0.8)
    assert printer.print(1, b"^XA^XZ", nothing).fate is fate


def test_a_tspl_printer_proves_nothing_so_its_job_ends_at_sent() -> None:
    with a_simulated_printer(TSPL) as twin:
        assert print_it(twin, TSPL) == Printout(Fate.SENT, "", len(job_for(TSPL)))
        (paper,) = twin.wait_for_papers(1)
        assert (paper.raw, paper.errors) == (job_for(TSPL), ())


@pytest.mark.parametrize("profile", BOTH)
def test_nothing_is_sent_to_a_label_printer_without_paper(profile: Profile) -> None:
    with a_simulated_printer(profile) as twin:
        twin.paper_out()
        assert print_it(twin, profile) == Printout(Fate.FAILED, "paper-out", 0)
        twin.heal()
        assert twin.printed == 0


def test_paper_that_runs_out_in_the_middle_leaves_a_zpl_job_uncertain() -> None:
    with a_simulated_printer(ZPL) as twin:
        printer = a_printer(twin, ZPL)
        printer._proof_seconds = 0.5
        printout = printer.print(1, job_for(ZPL), twin.paper_out)
        assert (printout.fate, printout.reason) == (Fate.UNCERTAIN, "no-proof")
        twin.heal()
        assert len(twin.wait_for_papers(1)) == 1


def test_a_zpl_printer_that_answers_nothing_leaves_its_job_uncertain() -> None:
    with a_simulated_printer(ZPL) as twin:
        twin.mute()
        assert print_it(twin, ZPL).fate is Fate.UNCERTAIN
        assert len(twin.wait_for_papers(1)) == 1


def offsets_of(job: bytes, profile: Profile) -> list[int]:
    """Where commands end, and before and after; some of the dots, many in `make soak`."""
    ends = accumulate(len(command.raw) for command in TONGUES[profile.language].read(job)[0])
    near = {end + by for end in ends for by in (-1, 0, 1)}
    some = random.Random(20261121).sample(range(1, len(job)), 3000 if SOAK else 12)
    return sorted(offset for offset in {1, *near, *some} if 0 < offset <= len(job))


@pytest.mark.timeout(900 if SOAK else 300)
@pytest.mark.parametrize("profile", BOTH)
def test_a_label_printer_that_hangs_up_at_any_byte_is_never_taken_for_one_that_printed(
    profile: Profile,
) -> None:
    job = job_for(profile)
    offsets = offsets_of(job, profile)
    with a_simulated_printer(profile) as twin:
        printer = a_printer(twin, profile)
        for offset in offsets:
            before = twin.printed
            twin.cut_at(offset)
            assert printer.print(1, job, nothing).fate is Fate.UNCERTAIN, offset
            printer.state()  # one client after the other: the first is gone now
            whole = [paper.raw for _, paper in twin.papers_after(before, 0) if not paper.errors]
            assert whole == ([job] if offset == len(job) else []), offset
    assert len(offsets) > 30
    assert offsets[-1] == len(job)


@pytest.mark.parametrize("profile", BOTH)
def test_a_drawing_language_is_refused_on_a_slow_serial_port(profile: Profile) -> None:
    with pytest.raises(SlowLine):
        Printer("p", "serial:///dev/ttyUSB0?baudrate=115200", profile, Clock())
    Printer("p", "serial:///dev/ttyUSB0?baudrate=460800", profile, Clock())
