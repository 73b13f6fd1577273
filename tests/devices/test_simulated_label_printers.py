"""The simulated label printers read strictly: whatever is not in their language is shown."""

import socket
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.compiler import compile_paper
from devices.printer import Fate, Printer
from devices.profile import Profile
from devices.sim.orders import NUMBERED, PLAIN, BadOrder, read_order
from devices.sim.page import PrintedPaper
from devices.sim.printer import SimulatedPrinter, simulated_printers
from devices.sim.reading import Command
from devices.sim.tongues import TONGUES
from devices.state import Condition
from devices.transport import twin_of
from tests.devices.printers import Clock, nothing
from tests.devices.samples import (
    FONTS,
    NATIVE,
    RASTER,
    TSPL,
    ZPL,
    a_lot_label,
    a_simulated_printer,
    decoded,
    printed,
)

LABEL = b"^XA^PW8^LL2^FO0,0^GFA,2,2,1,%b^FS^XZ"


@pytest.mark.parametrize(
    ("data", "mistake"),
    [
        (b"\x07", "unknown-byte"),
        (b"hello", "unknown-byte"),
        (b"^^XA", "unknown-byte"),
        (b"^XA^FDhello^FS^XZ", "unknown-command"),
        (b"~JR^XA", "unknown-command"),
        (b"^XA^CI28^XZ", "unknown-command"),
        (b"^XA^PW-1^XZ", "bad-argument"),
        (b"^XA^MD31^XZ", "bad-argument"),
        (b"^XA^PQ2,0,1,N^XZ", "bad-argument"),
        (b"^XA^FSx^XZ", "bad-argument"),
        (b"^XA^XA^XZ", "label-in-a-label"),
        (b"^PW8^XA", "outside-a-label"),
        (b"^XZ", "outside-a-label"),
        (b"^XA^PW8^XZ", "no-such-label"),
        (b"^XA^PW600^LL8^XZ", "no-such-label"),
        (b"^XA^PW8^LL2^GFA,2,2,1,0000^FS^XZ", "graphic-nowhere"),
        (b"^XA^PW8^LL2^FO0,1^GFA,2,2,1,0000^FS^XZ", "past-the-label"),
        (b"^XA^PW8^LL2^FO8,0^GFA,2,2,1,0000^FS^XZ", "past-the-label"),
        (b"^XA^PW8^LL2^FO0,0^GFA,2,3,1,0000^FS^XZ", "bad-graphic-size"),
        (b"^XA^PW8^LL2^FO0,0^GFA,3,3,2,000000^FS^XZ", "bad-graphic-size"),
        (b"^XA^PW8^LL2^FO0,0^GFB,2,2,1,0000^FS^XZ", "bad-graphic"),
        (LABEL % b"00", "bad-graphic-data"),
        (LABEL % b"000", "bad-graphic-data"),
        (LABEL % b"000000", "bad-graphic-data"),
        (LABEL % b":00", "bad-graphic-data"),
        (LABEL % b"0:00", "bad-graphic-data"),
        (LABEL % b"I000", "bad-graphic-data"),
        (LABEL % b"00H0I", "bad-graphic-data"),
        (b"^XA^PW8", "broken-off"),
        (b"^XA^PW8^LL2^FS\r\n", "label-not-printed"),
        (b"^XA^PW8^LL2^FO0,0^GFA,2,2,1,00", "broken-off"),
    ],
)
def test_a_wrong_zpl_command_is_shown_by_name(data: bytes, mistake: str) -> None:
    assert any(error.startswith(mistake) for error in printed(data, ZPL).errors)


@pytest.mark.parametrize("dots", [b"0F0F", b"0F:", b"GFGF0F", b"0F,", b"H0!", b"!:"])
def test_the_short_forms_of_a_zpl_picture_are_read(dots: bytes) -> None:
    assert printed(LABEL % dots, ZPL).errors == ()


@pytest.mark.parametrize("profile", [NATIVE, RASTER, ZPL, TSPL])
@settings(max_examples=25)
@given(data=st.data())
def test_it_does_not_matter_in_which_pieces_a_job_arrives(
    profile: Profile, data: st.DataObject
) -> None:
    job = compile_paper(a_lot_label(), profile, FONTS)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(job)), max_size=40)))
    read, commands, waiting = TONGUES[profile.language].read, list[Command](), b""
    for start, end in pairwise([0, *cuts, len(job)]):
        whole, waiting = read(waiting + job[start:end])
        commands += whole
    assert b"".join(command.raw for command in commands) + waiting == job
    merged = [command for command in commands if command.name != "text"]
    assert merged == [command for command in read(job)[0] if command.name != "text"]


SIZE = b"SIZE 1 mm,1 mm\r\n"


@pytest.mark.parametrize(
    ("data", "mistake"),
    [
        (b"HELLO\r\n", "unknown-command"),
        (b'TEXT 0,0,"1",0,1,1,"A"\r\n', "unknown-command"),
        (b"PRINTER\r\n", "unknown-command"),
        (b"\x1b!R", "unknown-command"),
        (b"X" * 81, "line-too-long"),
        (b"SIZE 3,2\r\n", "bad-argument"),
        (b"DENSITY 16\r\n", "bad-argument"),
        (SIZE + b"CLS\r\nPRINT 2,1\r\n", "bad-argument"),
        (b"CLS\r\n", "no-such-label"),
        (b"SIZE 73 mm,1 mm\r\nCLS\r\n", "no-such-label"),
        (b"PRINT 1,1\r\n", "nothing-to-print"),
        (SIZE + b"BITMAP 0,0,1,1,0,\xff\r\n", "bitmap-before-cls"),
        (SIZE + b"CLS\r\nBITMAP 0,0,1,1,1,\xff\r\n", "bad-bitmap"),
        (SIZE + b"CLS\r\nBITMAP 0,0,1,1,0,\xff\xff\xff", "bad-bitmap"),
        (SIZE + b"CLS\r\nBITMAP 0,0,2,1,0,\xff\xff\r\n", "past-the-label"),
        (SIZE + b"CLS\r\nBITMAP 0,0,1,9,0," + b"\xff" * 9 + b"\r\n", "past-the-label"),
        (SIZE + b"CLS\r\nBITMAP 0,0,1,3,0,\x1b!?\r\n", "command-in-bitmap"),
        (SIZE + b"CLS\r\nBITMAP 0,0,1,3,0,\xff", "broken-off"),
        (b"SIZE 1 mm", "broken-off"),
        (SIZE + b"CLS\r\n", "label-not-printed"),
    ],
)
def test_a_wrong_tspl_command_is_shown_by_name(data: bytes, mistake: str) -> None:
    assert any(error.startswith(mistake) for error in printed(data, TSPL).errors)


def hand_over(twin: SimulatedPrinter, data: bytes) -> list[PrintedPaper]:
    with socket.create_connection(twin.address) as line:
        line.sendall(data)
    return twin.wait_for_papers(1)


@pytest.mark.parametrize("profile", [ZPL, TSPL])
def test_each_label_is_a_paper_of_its_own(profile: Profile) -> None:
    job = compile_paper(a_lot_label(), profile, FONTS)
    with a_simulated_printer(profile) as twin:
        hand_over(twin, job * 3)
        papers = twin.wait_for_papers(3)
    assert [(paper.raw, paper.errors) for paper in papers] == [(job, ())] * 3
    assert decoded(papers[2].png) == decoded(papers[0].png) != []


@pytest.mark.parametrize("profile", [ZPL, TSPL])
def test_a_label_broken_off_is_shown_as_broken(profile: Profile) -> None:
    job = compile_paper(a_lot_label(), profile, FONTS)
    with a_simulated_printer(profile) as twin:
        (paper,) = hand_over(twin, job[: len(job) // 2])
    assert paper.errors
    assert paper.raw == job[: len(job) // 2]


def test_half_a_label_of_a_lost_connection_does_not_join_the_next_one() -> None:
    job = compile_paper(a_lot_label(), ZPL, FONTS)
    with a_simulated_printer(ZPL) as twin:
        hand_over(twin, job[: job.index(b"^GF")])
        hand_over(twin, job)
        paper = twin.wait_for_papers(2)[-1]
    assert (paper.raw, paper.errors) == (job, ())


def test_an_address_says_language_paper_and_what_is_broken_from_the_start() -> None:
    url = "sim:by-address?language=zpl&paper=58&fault=mute,slow:300000"
    plug_in = twin_of(url)
    assert "by-address" not in {one.name for one in simulated_printers()}
    twin = plug_in()
    try:
        assert (twin.language, twin.dots) == ("zpl", 384)
        assert twin.faults == {"mute": True, "bytes_per_second": 300_000}
        twin.heal()
        assert plug_in().faults == {}
        profile = Profile(58, language="zpl", proof="~HS")
        printer = Printer("by-address", url, profile, Clock())
        assert printer.state().condition is Condition.READY
        job = compile_paper(a_lot_label(), profile, FONTS)
        assert printer.print(1, job, nothing).fate is Fate.CONFIRMED
        assert twin.papers[0].errors == ()
    finally:
        twin.close()


def test_every_order_can_be_said_in_words() -> None:
    with a_simulated_printer() as twin:
        for name in PLAIN.keys() - {"heal"}:
            read_order(name)(twin)
            assert twin.faults, name
            read_order("heal")(twin)
            assert twin.faults == {}, name
        for name in NUMBERED:
            read_order(f"{name} 7")(twin)
            read_order(f" {name}:7 ")(twin)
            assert list(twin.faults.values()) == [7], name
            read_order("heal")(twin)


@pytest.mark.parametrize("order", ["", "burn", "mute 3", "slow", "slow x", "slow 0", "slow -1",
                                   "slow ٣", "cut-at 99999999", "heal now"])  # fmt: skip
def test_an_order_that_nobody_understands_is_refused(order: str) -> None:
    with pytest.raises(BadOrder):
        read_order(order)
