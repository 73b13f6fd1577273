"""The simulated printer reads strictly: whatever is not in the protocol is shown as a mistake."""

import socket
from io import BytesIO

import pytest
from PIL import Image

from devices.escpos.commands import ask_when_printed
from devices.escpos.compiler import compile_paper
from devices.paper import Text
from devices.profile import Profile
from devices.sim.printer import SimulatedPrinter, simulated_printer, simulated_printers
from tests.devices.samples import (
    FONTS,
    NATIVE,
    a_lot_label,
    a_simulated_printer,
    paper_of,
    printed,
)


def hand_over(twin: SimulatedPrinter, data: bytes) -> None:
    with socket.create_connection(twin.address) as line:
        line.sendall(data)


@pytest.mark.parametrize(
    ("data", "mistake"),
    [
        (b"\x07", "unknown-byte"),
        (b"\x1bp\x00", "unknown-command"),
        (b"\x1d!\x22", "bad-argument"),
        (b"\xb8\xb4\n", "chinese-outside-its-mode"),
        (b"\x1c&\x81\x30\x81\x30\n", "no-character"),
        (b"\x1c&\xb8\n", "no-character"),
        (b"A" * 49 + b"\n", "past-the-paper"),
        (b"\x1d!\x10" + b"A" * 25 + b"\n", "past-the-paper"),
        (b"A\x1dv0\x00\x01\x00\x01\x00\xff", "not-at-line-start"),
        (b"\x1dv0\x00\x49\x00\x01\x00" + bytes(73), "raster-too-wide"),
        (b"\x1dv0\x00\x01\x00\x00\x01" + bytes(256), "raster-too-high"),
        (b"\x1dv0\x00\x03\x00\x01\x00\x10\x04\x01", "real-time-in-raster"),
        (b"\x1dv0\x01\x01\x00\x01\x00\xff", "bad-argument"),
        (b"\x1dk\x04ABC\x00", "bad-bar-code"),
        (b"\x1dw\x02\x1dk\x49\x04{Aab", "bad-bar-code"),
        (b"\x1dw\x02\x1dk\x49\x20{B" + b"x" * 30, "bar-code-too-wide"),
        (b"\x1dV\x00\x00", "bad-argument"),
        (b"\x1d(H\x06\x00\x30\x30\x00\x00\x00\x00", "bad-argument"),
        (b"\x10\x04\x09", "bad-argument"),
        (b"A", "broken-off"),
        (b"\x1dv0\x00\x01\x00\x05\x00\xff", "broken-off"),
    ],
)
def test_a_wrong_command_is_shown_by_name(data: bytes, mistake: str) -> None:
    assert any(error.startswith(mistake) for error in printed(data, NATIVE).errors)


def test_every_cut_gives_a_paper_that_can_be_looked_at() -> None:
    job = compile_paper(a_lot_label(), NATIVE, FONTS)
    with a_simulated_printer() as twin:
        hand_over(twin, job * 3)
        papers = twin.wait_for_papers(3)

    assert [paper.raw for paper in papers] == [job] * 3
    picture = Image.open(BytesIO(papers[0].png))
    assert picture.width == 576 + 64
    assert any("深圳市华电通信" in line for line in papers[0].lines)


def test_a_job_broken_off_is_shown_as_broken() -> None:
    job = compile_paper(a_lot_label(), NATIVE, FONTS)
    with a_simulated_printer() as twin:
        hand_over(twin, job[:500])
        papers = twin.wait_for_papers(1)

    assert papers[0].errors
    assert papers[0].raw == job[:500]


def test_a_narrow_printer_shows_text_that_is_too_wide() -> None:
    job = compile_paper(a_lot_label(), Profile(80), FONTS)
    with a_simulated_printer(Profile(58)) as twin:
        hand_over(twin, job)
        assert twin.wait_for_papers(1)[0].errors


def test_without_a_knife_a_paper_ends_when_its_proof_is_asked() -> None:
    profile = Profile(cutter=False)
    job = compile_paper(paper_of(Text("复测")), profile, FONTS)
    with a_simulated_printer() as twin:
        hand_over(twin, job + ask_when_printed(1) + job + ask_when_printed(2))
        papers = twin.wait_for_papers(2)

    assert [(paper.lines, paper.errors) for paper in papers] == [(("复测",), ())] * 2


def test_paper_that_ran_out_is_printed_when_there_is_some_again() -> None:
    job = compile_paper(a_lot_label(), NATIVE, FONTS)
    with a_simulated_printer() as twin, socket.create_connection(twin.address) as line:
        twin.paper_out()
        line.sendall(job + b"\x10\x04\x04")
        assert line.recv(1) == b"\x7e"
        assert not twin.papers
        twin.heal()
        assert twin.wait_for_papers(1)[0].raw == job


def test_what_a_halted_printer_has_taken_comes_out_later_without_its_client() -> None:
    job = compile_paper(a_lot_label(), NATIVE, FONTS)
    with a_simulated_printer() as twin:
        with socket.create_connection(twin.address) as line:
            twin.cover_open()
            line.sendall(job + b"\x10\x04\x02")
            assert line.recv(1) == b"\x16"
        twin.heal()
        papers = twin.wait_for_papers(1)

    assert [(paper.raw, paper.errors) for paper in papers] == [(job, ())]


def test_only_the_last_papers_are_kept() -> None:
    twin = SimulatedPrinter("keeps-two", keep=2)
    hand_over(twin, b"".join(b"%d\n\x1dVB\x00" % number for number in range(5)))
    papers = twin.wait_for_papers(5)
    twin.close()

    assert [paper.lines for paper in papers] == [("3",), ("4",)]
    assert twin.printed == 5


def test_what_is_broken_can_be_listed_and_healed() -> None:
    with a_simulated_printer() as twin:
        twin.paper_out()
        twin.slow(10)
        assert twin.faults == {"paper": "out", "bytes_per_second": 10}
        twin.heal()
        assert twin.faults == {}


def test_a_name_is_one_printer_until_it_is_closed() -> None:
    with a_simulated_printer() as twin:
        assert simulated_printer(twin.name) is twin
        assert twin in simulated_printers()
    assert twin not in simulated_printers()


def test_a_printer_can_be_closed_in_the_middle_of_a_job() -> None:
    with a_simulated_printer() as twin, socket.create_connection(twin.address) as line:
        twin.stall()
        line.sendall(b"A")
        twin.close()
