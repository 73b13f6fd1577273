"""Simulated devices on the command line, over a real network port and a real serial port."""

import contextlib
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Self

import pytest

from devices.compiler import compile_paper
from devices.port import open_port
from devices.printer import Fate, Printer
from devices.profile import Profile
from devices.state import Condition
from tests.devices.bench import PATIENCE, listening
from tests.devices.printers import Clock, nothing
from tests.devices.samples import FONTS, LOT, TSPL, ZPL, a_lot_label, decoded
from tests.floor import ROOT

SCAN = "LRT26070012.1K"


class Simulator:
    """One running command: what it says is read line by line."""

    def __init__(self, *arguments: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "terminal", "sim", *arguments],
            cwd=ROOT,
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.communicate()

    def says(self) -> str:
        assert self._process.stdout
        return self._process.stdout.readline().rstrip("\n")

    def until(self, words: str) -> str:
        while words not in (line := self.says()):
            assert line
        return line

    def type(self, line: str) -> None:
        assert self._process.stdin
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()

    def told(self, line: str) -> str:
        self.type(line)
        return self.says()

    def ends(self) -> int:
        return self._process.wait(PATIENCE)

    def interrupt(self) -> int:
        self._process.terminate()
        return self.ends()


def a_client(simulator: Simulator, profile: Profile) -> Printer:
    found = re.search(r"tcp://[\d.]+:\d+", simulator.says())
    assert found
    return Printer("sim", found[0], profile, Clock(), proof_seconds=PATIENCE)


def test_a_printer_on_a_network_port_prints_and_breaks_as_it_is_told(tmp_path: Path) -> None:
    out = tmp_path / "papers"
    job = compile_paper(a_lot_label(), Profile(58), FONTS)
    with Simulator("printer", "--port", "0", "--paper", "58", "--out", str(out)) as simulator:
        printer = a_client(simulator, Profile(58))
        assert printer.print(1, job, nothing).fate is Fate.CONFIRMED
        assert simulator.says().startswith(f"paper 1: {out / 'paper-0001.png'} ")
        assert decoded((out / "paper-0001.png").read_bytes()) == [LOT]

        assert simulator.told("paper-out") == "broken: paper=out"
        assert printer.print(2, job, nothing).reason == "paper-out"
        assert simulator.told("heal") == "broken: -"
        assert simulator.told("drop") == "broken: cut_at=200"
        assert printer.print(3, job, nothing).fate is Fate.UNCERTAIN
        assert simulator.says().startswith("paper 2:")
        assert "connection-dropped" in simulator.until("mistake")
        simulator.type("burn")
        assert simulator.until("burn").startswith("? 'burn' is none of")
        assert simulator.told("help").startswith("paper-low ")
        simulator.type("quit")
        assert simulator.ends() == 0


@pytest.mark.parametrize(("profile", "fate"), [(ZPL, Fate.CONFIRMED), (TSPL, Fate.SENT)])
def test_a_label_printer_on_a_network_port(tmp_path: Path, profile: Profile, fate: Fate) -> None:
    (tmp_path / "paper-0041.png").touch()
    job = compile_paper(a_lot_label(), profile, FONTS)
    arguments = ("--port", "0", "--language", profile.language, "--out", str(tmp_path))
    with Simulator("printer", *arguments, "--fault", "slow:2000000", "--fault", "heal") as one:
        assert a_client(one, profile).print(1, job, nothing).fate is fate
        assert "paper-0042.png (drawn)" in one.says()
        assert decoded((tmp_path / "paper-0042.png").read_bytes()) == [LOT]
        assert one.interrupt() == 0


def test_what_cannot_be_simulated_is_told_in_one_line(tmp_path: Path) -> None:
    with Simulator("printer", "--port", "0", "--fault", "burn") as simulator:
        assert simulator.says().startswith("'burn' is none of")
        assert simulator.ends() == 2
    (tmp_path / "file").write_text("mine")
    with Simulator("scanner", "--link", str(tmp_path / "file")) as simulator:
        assert simulator.says().endswith("is not a link")
        assert simulator.ends() == 2
    assert (tmp_path / "file").read_text() == "mine"


@contextlib.contextmanager
def a_scanner(link: Path, *arguments: str) -> Iterator[Simulator]:
    with Simulator("scanner", "--link", str(link), *arguments) as simulator:
        assert str(link) in simulator.says()
        yield simulator


def test_a_reader_behind_a_link_scans_what_is_typed_and_is_unplugged(tmp_path: Path) -> None:
    link = tmp_path / "reader"
    with a_scanner(link) as simulator, listening(str(link)) as bench:
        bench.until(Condition.PORT_OPEN)
        simulator.type(SCAN)
        simulator.type("..dot 复测")
        assert bench.texts(2) == [SCAN, ".dot 复测"]
        simulator.type(".half AB")
        simulator.type(".hex 43440D")
        assert bench.text() == "ABCD"
        simulator.type(".chatter 30 TWICE")
        simulator.type("OTHER")
        assert bench.texts(2) == ["TWICE", "OTHER"]

        simulator.type(".half LOST")
        simulator.type(".unplug")
        bench.until(Condition.OFFLINE)
        assert simulator.told("NOBODY").startswith("? ")
        simulator.type(".plug-in")
        bench.until(Condition.PORT_OPEN)
        simulator.type("AFTER")
        assert bench.text() == "AFTER"

        for wrong in (".burn", ".hex 4", ".chatter x Y", ".chatter 3"):
            assert simulator.told(wrong).startswith("? "), wrong
        assert simulator.told(".help").startswith("TEXT")
        simulator.type(".quit")
        assert simulator.ends() == 0
    assert not link.is_symlink()


def test_a_reader_ends_its_codes_as_it_is_told_and_hears_its_answers(tmp_path: Path) -> None:
    link = tmp_path / "reader"
    with a_scanner(link, "--suffix", "crlf") as simulator:
        with open_port(str(link), 9600) as port:
            simulator.type("A")
            until, heard = time.monotonic() + PATIENCE, b""
            while len(heard) < 3 and time.monotonic() < until:
                heard += port.read(3)
            assert heard == b"A\r\n"
            port.write(b"\x07B")
            assert simulator.says() == "heard: 07 42"
        assert simulator.interrupt() == 0
    assert not link.is_symlink()
