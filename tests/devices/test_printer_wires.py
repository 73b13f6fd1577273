"""The wires to a printer: network, serial port and device file, all of them real ones."""

import contextlib
import os
import pty
import tempfile
import threading
import tty
from collections.abc import Iterator

import pytest

from devices.errors import BadAddress, DeviceLost
from devices.plugs import SocketPlug
from devices.transport import parse_address
from devices.wire import BrokenSend, Wire
from tests.devices.neighbours import PATIENCE, Neighbour
from tests.devices.samples import a_simulated_printer

JOB = bytes(range(256)) * 150


@contextlib.contextmanager
def a_pty() -> Iterator[tuple[int, str]]:
    near, far = pty.openpty()
    tty.setraw(far)
    try:
        yield near, os.ttyname(far)
    finally:
        os.close(far)
        with contextlib.suppress(OSError):
            os.close(near)


def read_all(fd: int, size: int, into: list[bytes], done: threading.Event) -> None:
    while sum(map(len, into)) < size:
        into.append(os.read(fd, 4096))
    done.set()


def device_urls(path: str) -> list[str]:
    return [f"serial://{path}?baudrate=115200", f"file://{path}"]


@pytest.mark.parametrize(
    "url",
    [
        "",
        "tcp://",
        "tcp://printer",
        "tcp://printer:0",
        "tcp://printer:99999",
        "tcp://printer:9100/",
        "tcp://printer:9100?x=1",
        "tcp://printer:9100#x",
        "tcp://me:you@printer:9100",
        "tcp://prin\nter:9100",
        "http://printer:9100",
        "serial:///dev/ttyUSB0?baudrate=115201",
        "serial:///dev/ttyUSB0?speed=9600",
        "serial:///dev/ttyUSB0?baudrate=9600&baudrate=19200",
        "serial:///dev/ttyUSB0?flow=hope",
        "serial://host/dev/ttyUSB0",
        "serial:///etc/passwd",
        "serial:///dev/../etc/passwd",
        "file:///etc/passwd",
        "file:///dev/usb/../../etc/passwd",
        "file:///dev/usb/lp0?x=1",
        "sim:",
        "sim://label-1",
        "sim:Label 1",
        "sim:label-1?paper=60",
        "sim:label-1?language=pcl",
        "sim:label-1?fault=",
        "sim:label-1?fault=burn",
        "sim:label-1?fault=slow",
        "sim:label-1?fault=slow:0",
        "sim:label-1?fault=mute:3",
    ],
)
def test_an_address_that_is_not_exactly_one_is_refused(url: str) -> None:
    with pytest.raises(BadAddress) as refused:
        parse_address(url)
    assert refused.value.permanent


@pytest.mark.parametrize(
    "url",
    [
        "tcp://192.0.2.7:9100",
        "tcp://[::1]:9100",
        "serial:///dev/ttyUSB0",
        "serial:///dev/serial/by-id/usb-FTDI_A1-if00-port0?baudrate=460800&flow=rtscts",
        "file:///dev/usb/lp0",
        "sim:label-1",
        "sim:label-1?paper=58",
    ],
)
def test_an_address_can_be_read_without_touching_the_device(url: str) -> None:
    assert parse_address(url).url == url


@pytest.mark.parametrize(
    "url", ["tcp://127.0.0.1:1", "serial:///dev/no-such-port", "file:///dev/no-such-port"]
)
def test_a_device_that_is_not_there_is_lost(url: str) -> None:
    with pytest.raises(DeviceLost):
        parse_address(url).wire().open()


def test_only_device_nodes_are_opened() -> None:
    with (
        tempfile.NamedTemporaryFile(dir="/dev/shm", prefix="lp") as plain,
        pytest.raises(DeviceLost, match="not a device"),
    ):
        parse_address(f"file://{plain.name}").wire().open()


def test_a_label_is_one_send() -> None:
    neighbour = Neighbour()
    wire = parse_address(neighbour.url).wire().open()
    wire.send(JOB[:1200])
    neighbour.leave.set()
    assert wire.close()

    assert neighbour.ended.wait(PATIENCE)
    assert neighbour.sizes == [1200]


def test_a_job_arrives_whole_though_status_bytes_were_never_read() -> None:
    neighbour = Neighbour(greeting=b"\x12" * 5000)
    wire = parse_address(neighbour.url).wire().open()
    wire.send(JOB)
    neighbour.leave.set()
    wire.close()

    assert neighbour.ended.wait(PATIENCE)
    assert neighbour.got == JOB


def test_a_printer_that_stopped_reading_breaks_the_send_and_says_how_much_is_out() -> None:
    neighbour = Neighbour(reads=False)
    wire = Wire(lambda: SocketPlug("127.0.0.1", neighbour.port), stall_seconds=0.2).open()
    with pytest.raises(BrokenSend, match="takes no more") as broken:
        wire.send(JOB * 1000)
    neighbour.leave.set()
    wire.close(0.1)

    assert 0 < broken.value.bytes_out < len(JOB) * 1000


def test_a_printer_that_hangs_up_is_lost() -> None:
    neighbour = Neighbour(reads=False)
    neighbour.leave.set()
    wire = parse_address(neighbour.url).wire().open()
    with pytest.raises(DeviceLost):
        wire.receive(PATIENCE)
    wire.close()


def test_silence_is_not_a_loss() -> None:
    neighbour = Neighbour(reads=False)
    wire = parse_address(neighbour.url).wire().open()
    assert wire.receive(0.01) == b""
    neighbour.leave.set()
    wire.close()


def test_a_wire_that_is_not_open_is_lost() -> None:
    wire = parse_address("tcp://127.0.0.1:1").wire()
    with pytest.raises(DeviceLost):
        wire.send(b"A")
    with pytest.raises(DeviceLost):
        wire.receive(0)
    assert wire.close()


@pytest.mark.parametrize("kind", [0, 1])
def test_a_job_arrives_whole_on_a_device(kind: int) -> None:
    with a_pty() as (near, path):
        wire = parse_address(device_urls(path)[kind]).wire().open()
        parts, done = list[bytes](), threading.Event()
        threading.Thread(target=read_all, args=(near, len(JOB), parts, done), daemon=True).start()
        wire.send(JOB)

        assert done.wait(PATIENCE)
        assert b"".join(parts) == JOB
        assert wire.close()


@pytest.mark.parametrize("kind", [0, 1])
def test_a_device_answers(kind: int) -> None:
    with a_pty() as (near, path):
        wire = parse_address(device_urls(path)[kind]).wire().open()
        os.write(near, b"\x12\x1e")

        assert wire.receive(PATIENCE) == b"\x12\x1e"
        assert wire.drain() == b""
        wire.close()


@pytest.mark.parametrize("kind", [0, 1])
def test_a_device_that_is_unplugged_is_lost(kind: int) -> None:
    with a_pty() as (near, path):
        wire = parse_address(device_urls(path)[kind]).wire().open()
        os.close(near)

        with pytest.raises(DeviceLost):
            wire.receive(PATIENCE)
        with pytest.raises(BrokenSend):
            wire.send(b"A")
        wire.close()


def test_one_serial_port_has_one_owner() -> None:
    with a_pty() as (_, path):
        owner = parse_address(f"serial://{path}").wire().open()
        with pytest.raises(DeviceLost):
            parse_address(f"serial://{path}").wire().open()
        owner.close()


def test_a_simulated_printer_is_reached_by_its_name() -> None:
    with a_simulated_printer() as twin:
        wire = parse_address(f"sim:{twin.name}").wire().open()
        wire.send(b"\x10\x04\x01")

        assert wire.receive(PATIENCE) == b"\x12"
        wire.close()
