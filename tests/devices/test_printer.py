"""A printer says of every job what became of it, and never more than it knows."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from devices.escpos.commands import process_id
from devices.escpos.compiler import compile_paper
from devices.printer import Fate, Printer, Printout, SlowLine
from devices.profile import Profile, Proof
from devices.state import Condition
from tests.devices.neighbours import PATIENCE, Neighbour
from tests.devices.printers import DUMB, JOB, PROOFLESS, Clock, a_printer, nothing
from tests.devices.samples import FONTS, NATIVE, RASTER, a_simulated_printer, a_traveler


@pytest.mark.parametrize("profile", [NATIVE, RASTER, Profile(proof="GSr")])
def test_a_proven_job_is_confirmed(profile: Profile) -> None:
    job = compile_paper(a_traveler(), profile, FONTS)
    with a_simulated_printer() as twin:
        printout = a_printer(twin, profile).print(7, job, nothing)
        papers = twin.wait_for_papers(1)

    assert printout == Printout(Fate.CONFIRMED, "", len(job))
    assert [paper.errors for paper in papers] == [()]
    assert papers[0].raw == job


@pytest.mark.parametrize("profile", [PROOFLESS, DUMB])
def test_without_promised_proof_a_job_is_only_sent(profile: Profile) -> None:
    with a_simulated_printer() as twin:
        assert a_printer(twin, profile).print(7, JOB, nothing).fate == Fate.SENT
        assert not twin.wait_for_papers(1)[0].errors


def test_many_jobs_come_out_in_their_order_once_each() -> None:
    with a_simulated_printer() as twin:
        printer = a_printer(twin)
        fates = {printer.print(job, JOB, nothing).fate for job in range(1, 9)}
        papers = twin.wait_for_papers(8)

    assert fates == {Fate.CONFIRMED}
    assert [paper.raw for paper in papers] == [JOB] * 8


def test_two_who_print_at_once_take_turns_for_a_printer_serves_one_client() -> None:
    with a_simulated_printer() as twin:
        printer, jobs = a_printer(twin), range(1, 9)
        with ThreadPoolExecutor(4) as pool:
            fates = set(pool.map(lambda job: printer.print(job, JOB, nothing).fate, jobs))
        papers = twin.wait_for_papers(8)

    assert fates == {Fate.CONFIRMED}
    assert [(paper.raw, paper.errors) for paper in papers] == [(JOB, ())] * 8


def test_the_row_is_marked_before_the_first_byte_and_only_once() -> None:
    clock, marks = Clock(), list[int]()
    with a_simulated_printer() as twin:
        a_printer(twin, clock=clock).print(7, JOB, lambda: marks.append(twin.printed))

    assert marks == [0]


def test_nothing_is_sent_when_the_row_cannot_be_marked() -> None:
    def broken() -> None:
        raise RuntimeError("no database")

    with a_simulated_printer() as twin:
        printer = a_printer(twin)
        with pytest.raises(RuntimeError):
            printer.print(7, JOB, broken)
        assert printer.print(8, JOB, nothing).fate == Fate.CONFIRMED
        assert len(twin.wait_for_papers(1)) == 1


@pytest.mark.parametrize("profile", [NATIVE, PROOFLESS, DUMB])
def test_a_refused_connection_has_failed_and_marks_nothing(profile: Profile) -> None:
    clock = Clock()
    printout = Printer("p", "tcp://127.0.0.1:1", profile, clock).print(7, JOB, clock.ring)

    assert printout == Printout(Fate.FAILED, "offline", 0)
    assert not clock.rings


@pytest.mark.parametrize(
    ("fault", "reason"),
    [("paper_out", "paper-out"), ("cover_open", "cover-open"), ("jam", "error")],
)
def test_a_printer_in_trouble_gets_no_byte(fault: str, reason: str) -> None:
    clock = Clock()
    with a_simulated_printer() as twin:
        getattr(twin, fault)()
        printout = a_printer(twin).print(7, JOB, clock.ring)
        twin.heal()
        a_printer(twin).print(8, JOB, nothing)

        assert printout == Printout(Fate.FAILED, reason, 0)
        assert not clock.rings
        assert len(twin.wait_for_papers(1)) == 1


def test_low_paper_stops_nobody() -> None:
    with a_simulated_printer() as twin:
        twin.paper_low()
        printer = a_printer(twin)
        assert printer.print(7, JOB, nothing).fate == Fate.CONFIRMED
        assert printer.state().condition == Condition.PAPER_LOW


@pytest.mark.parametrize("profile", [NATIVE, PROOFLESS])
@pytest.mark.parametrize("offset", [0, 1, 2, 9, 100, 1000, len(JOB) - 1, len(JOB)])
def test_a_connection_cut_in_the_middle_leaves_the_job_uncertain(
    offset: int, profile: Profile
) -> None:
    with a_simulated_printer() as twin:
        twin.cut_at(offset)
        printout = a_printer(twin, profile).print(7, JOB, nothing)
        assert printout.fate == Fate.UNCERTAIN
        assert a_printer(twin, profile).state().condition == Condition.READY
        assert len(twin.papers) <= 1
        assert all(paper.errors for paper in twin.papers if paper.raw != JOB)


@pytest.mark.parametrize("profile", [NATIVE, Profile(proof="GSr")])
def test_a_mute_printer_that_promised_proof_leaves_the_job_uncertain(profile: Profile) -> None:
    with a_simulated_printer() as twin:
        twin.mute()
        printout = a_printer(twin, profile).print(7, JOB, nothing)

        assert printout == Printout(Fate.UNCERTAIN, "no-proof", len(JOB))
        assert len(twin.wait_for_papers(1)) == 1


def test_a_printer_that_only_pretends_to_take_the_job_leaves_it_uncertain() -> None:
    with a_simulated_printer() as twin:
        twin.stall()
        assert a_printer(twin).print(7, JOB, nothing).fate == Fate.UNCERTAIN


def test_a_slow_printer_is_waited_for() -> None:
    with a_simulated_printer() as twin:
        printer = a_printer(twin)
        twin.slow(200_000)
        assert printer.print(7, JOB, nothing).fate == Fate.CONFIRMED


def test_a_job_is_one_send() -> None:
    neighbour = Neighbour()
    neighbour.leave.set()
    printer = Printer("p", neighbour.url, DUMB, Clock())
    assert printer.print(7, JOB, nothing).fate == Fate.SENT

    assert neighbour.ended.wait(PATIENCE)
    assert neighbour.sizes == [len(JOB)]


def test_every_job_has_its_own_name_for_the_printer() -> None:
    assert len({process_id(number) for number in range(2000)}) == 2000
    assert all(0x20 <= byte <= 0x7E for byte in process_id(95**4 - 1))


@pytest.mark.parametrize(
    ("proof", "answer"),
    [
        ("GS(H", b"\x37\x22" + process_id(8) + b"\x00"),
        ("GS(H", b"\x37\x22" + process_id(7)),
        ("GS(H", b"\x00"),
        ("GSr", b"\x12"),
        ("GSr", b"\x14\x00\x00\x0f"),
    ],
)
def test_a_wrong_proof_proves_nothing(proof: Proof, answer: bytes) -> None:
    neighbour = Neighbour(lambda chunk: answer if b"\x1dV" in chunk else b"")
    neighbour.leave.set()
    profile = Profile(status=False, proof=proof)
    printer = Printer("p", neighbour.url, profile, Clock(), proof_seconds=0.3)

    assert printer.print(7, JOB, nothing) == Printout(Fate.UNCERTAIN, "no-proof", len(JOB))


def test_an_old_status_answer_hides_no_proof() -> None:
    neighbour = Neighbour(lambda chunk: b"\x12\x00" if b"\x1dV" in chunk else b"")
    neighbour.leave.set()
    printer = Printer("p", neighbour.url, Profile(status=False, proof="GSr"), Clock())

    assert printer.print(7, JOB, nothing).fate == Fate.CONFIRMED


def fates_where(settling: bytes, second: bytes) -> list[Fate]:
    """What becomes of two jobs: nothing proves the first; then what a printer with GS r answers."""
    asked = b"\x1dr\x01"

    def answer(chunk: bytes) -> bytes:
        if chunk == asked:
            return settling
        return b"\x12" if not chunk.endswith(asked) else {b"1": b"", b"2": second}[chunk[:1]]

    neighbour = Neighbour(answer, clients=2)
    neighbour.leave.set()
    seconds = {"proof_seconds": 0.3, "answer_seconds": 0.3}
    printer = Printer("p", neighbour.url, Profile(proof="GSr"), Clock(), **seconds)
    return [printer.print(int(job), job, nothing).fate for job in (b"1", b"2")]


def test_a_late_answer_to_an_earlier_job_proves_no_later_one() -> None:
    # It comes when the printer is asked once more, together with the answer to that.
    assert fates_where(b"\x00\x00", b"") == [Fate.UNCERTAIN, Fate.UNCERTAIN]
    # It comes only while the next job is printed.
    assert fates_where(b"", b"\x00") == [Fate.UNCERTAIN, Fate.UNCERTAIN]


def test_when_the_late_answer_has_come_jobs_are_proven_again() -> None:
    assert fates_where(b"\x00\x00", b"\x00") == [Fate.UNCERTAIN, Fate.CONFIRMED]


def test_while_it_prints_its_state_is_known_without_asking() -> None:
    with a_simulated_printer() as twin:
        printer = a_printer(twin)
        sending = threading.Event()

        def hold() -> None:
            twin.stall()
            sending.set()

        fates = list[Printout]()
        worker = threading.Thread(target=lambda: fates.append(printer.print(7, JOB, hold)))
        worker.start()
        assert sending.wait(PATIENCE)
        while printer.state().condition != Condition.PRINTING:
            assert worker.is_alive()
        twin.heal()
        worker.join()

        assert fates == [Printout(Fate.CONFIRMED, "", len(JOB))]
        assert printer.state().condition == Condition.READY


def test_drawn_text_is_refused_on_a_slow_serial_port() -> None:
    with pytest.raises(SlowLine) as refused:
        Printer("p", "serial:///dev/ttyUSB0?baudrate=115200", RASTER, Clock())
    assert refused.value.permanent

    Printer("p", "serial:///dev/ttyUSB0?baudrate=460800", RASTER, Clock())
    Printer("p", "serial:///dev/ttyUSB0?baudrate=9600", NATIVE, Clock())


def test_a_printer_without_a_sensor_for_the_end_of_the_roll_is_ready() -> None:
    with a_simulated_printer() as twin:
        twin.paper_low()
        blind = a_printer(twin, Profile(proof="GSr", near_end=False))
        assert a_printer(twin).state().condition is Condition.PAPER_LOW
        assert blind.state().condition is Condition.READY
        twin.paper_out()
        assert blind.state().condition is Condition.PAPER_OUT
