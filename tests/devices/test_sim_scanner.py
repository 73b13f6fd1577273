"""The simulated reader behaves as a real one does on a USB cable."""

import os
from pathlib import Path

import pytest

from devices.errors import BadAddress, DeviceLost
from devices.port import open_port, resolve
from devices.sim.scanner import simulated_scanner
from devices.state import Condition
from tests.devices.bench import PATIENCE, listening, reader_and_twin, twin


def test_whoever_asks_first_both_get_the_same_twin() -> None:
    with twin() as scanner:
        assert simulated_scanner(scanner.name) is scanner
        assert resolve(f"sim:{scanner.name}") == scanner.path


def test_the_reader_may_ask_for_the_twin_before_anybody_else() -> None:
    with listening("sim:asked-first") as bench:
        bench.until(Condition.PORT_OPEN)
        simulated_scanner("asked-first").scan("RT-1")

        assert bench.text() == "RT-1"
    simulated_scanner("asked-first").unplug()


def test_an_unplugged_reader_has_no_port() -> None:
    with twin() as scanner:
        port = scanner.path
        scanner.unplug()

        assert not scanner.plugged_in
        assert not Path(port).exists()
        with pytest.raises(DeviceLost):
            scanner.scan("RT-1")
        with pytest.raises(DeviceLost):
            resolve(f"sim:{scanner.name}")


def test_unplugging_and_plugging_in_twice_is_as_good_as_once() -> None:
    with twin() as scanner:
        scanner.plug_in()
        first = scanner.path
        scanner.plug_in()
        assert scanner.path == first

        scanner.unplug()
        scanner.unplug()
        scanner.plug_in()
        assert scanner.plugged_in


def test_what_is_scanned_while_nobody_listens_is_heard_by_nobody() -> None:
    with twin() as scanner:
        scanner.scan("RT-1")
        with listening(f"sim:{scanner.name}") as bench:
            bench.until(Condition.PORT_OPEN)
            scanner.scan("RT-2")

            assert bench.text() == "RT-2"


def test_a_reader_that_nobody_listens_to_does_not_hang() -> None:
    with twin() as scanner:
        scanner.chatter("RT-1", 20_000)


def test_a_twin_says_what_bytes_it_was_told_to() -> None:
    with reader_and_twin() as (bench, scanner):
        scanner.half_frame(b"RT")
        scanner.scan(b"-1", suffix=b"\n")

        assert bench.scans.get(timeout=PATIENCE).raw == b"RT-1"


def test_a_twin_that_was_told_nothing_has_heard_nothing() -> None:
    with twin() as scanner:
        assert scanner.hear(timeout=0) == b""


def test_a_link_follows_the_reader_from_port_to_port(tmp_path: Path) -> None:
    link = tmp_path / "by-id"
    with twin() as scanner:
        scanner.link(link)
        assert link.readlink() == Path(scanner.path)

        scanner.unplug()
        assert not os.path.lexists(link)

        scanner.link(link)
        assert not os.path.lexists(link)

        scanner.plug_in()
        assert link.readlink() == Path(scanner.path)
        open_port(str(link), 9600).close()


def test_a_link_never_replaces_somebodys_file(tmp_path: Path) -> None:
    mine = tmp_path / "notes"
    mine.write_text("mine")
    with twin() as scanner, pytest.raises(BadAddress):
        scanner.link(mine)
    assert mine.read_text() == "mine"
