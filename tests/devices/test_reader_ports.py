"""Cables go and come, device servers hang up, and nobody restarts anything."""

import contextlib
import gc
import logging
import os
import socket
import termios
import threading
import tracemalloc
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest
import serial

from devices.errors import BadAddress, DeviceLost
from devices.port import LOST, TIMEOUT, WRITE_TIMEOUT, open_port
from devices.reader import SerialReader, pauses
from devices.state import Condition
from tests.devices.bench import PATIENCE, Bench, Watch, listening, reader_and_twin, twin
from tests.devices.device_server import DeviceServer

PLUGS = 1_000 if os.environ.get("SOAK") == "1" else 50
SETTLED = PLUGS // 2
A_LITTLE = 64 * 1024
"""Bytes that a process may have more after many replugs: caches, not a reader's leftovers."""


@pytest.fixture
def traced(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    caplog.set_level(logging.ERROR)  # the tests' own log would keep every warning
    tracemalloc.start()
    yield
    tracemalloc.stop()


def memory() -> int:
    gc.collect()
    return tracemalloc.get_traced_memory()[0]


def test_a_half_frame_is_dropped_when_the_port_is_lost() -> None:
    with reader_and_twin() as (bench, scanner):
        scanner.half_frame(b"RT-1\rRT-")
        assert bench.text() == "RT-1"
        scanner.unplug()
        bench.until(Condition.OFFLINE)
        scanner.plug_in()
        bench.until(Condition.PORT_OPEN)
        scanner.scan("RT-2")

        assert bench.text() == "RT-2"


@pytest.mark.timeout(900 if PLUGS > 50 else 60)
@pytest.mark.usefixtures("traced")
def test_after_each_of_fifty_replugs_every_code_comes_once_and_in_order() -> None:
    """Memory, threads and files are the same after all of them as after half of them."""
    with reader_and_twin() as (bench, scanner):
        threads, files, held = threading.active_count(), open_files(), 0
        for plug in range(PLUGS):
            if plug == SETTLED:
                held = memory()
            codes = [f"RT-{plug}-{number}" for number in range(5)]
            for code in codes[:-1]:
                scanner.scan(code)
            scanner.half_frame(f"{codes[-1]}\rHALF-".encode())
            assert bench.texts(5) == codes

            scanner.unplug()
            bench.until(Condition.OFFLINE)
            scanner.plug_in()
            bench.until(Condition.PORT_OPEN)

        assert bench.scans.empty()
        assert memory() < held + A_LITTLE
        assert bench.reader.discarded == PLUGS * len("HALF-")
        assert threading.active_count() <= threads  # those of earlier tests may end meanwhile
        assert open_files() <= files


@pytest.mark.timeout(900 if PLUGS > 50 else 60)
def test_codes_that_arrive_during_fifty_replugs_are_never_torn_doubled_or_swapped() -> None:
    done = threading.Event()
    sent: list[str] = []

    def keep_scanning() -> None:
        while not done.wait(0.001):
            code = f"RT-{len(sent):08}"
            sent.append(code)
            with contextlib.suppress(DeviceLost):
                scanner.scan(code)

    with reader_and_twin() as (bench, scanner):
        operator = threading.Thread(target=keep_scanning)
        operator.start()
        read = []
        for _ in range(PLUGS):
            read.append(bench.text())
            scanner.unplug()
            bench.until(Condition.OFFLINE)
            scanner.plug_in()
            bench.until(Condition.PORT_OPEN)
        done.set()
        operator.join(PATIENCE)

    read += bench.texts(bench.scans.qsize())
    assert set(read) <= set(sent)
    assert read == sorted(set(read))


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def test_a_lost_port_is_looked_for_ever_more_seldom_but_at_least_every_two_seconds() -> None:
    assert list(islice(pauses(), 8)) == [0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 2.0, 2.0]


def test_stopping_is_prompt_while_the_port_is_absent() -> None:
    with twin() as scanner:
        scanner.unplug()
        bench = Bench(f"sim:{scanner.name}")
        bench.reader.start()
        bench.until(Condition.OFFLINE)

        assert bench.reader.stop(PATIENCE)
        assert bench.until(Condition.OFFLINE).detail == "stopped"


def test_a_stopped_reader_gives_its_port_back_and_can_start_again() -> None:
    with reader_and_twin() as (bench, scanner):
        assert bench.reader.stop(PATIENCE)
        open_port(scanner.path, 9600).close()

        bench.reader.start()
        bench.until(Condition.PORT_OPEN)
        scanner.scan("RT-1")
        assert bench.text() == "RT-1"


def test_a_port_has_one_listener() -> None:
    with reader_and_twin() as (_, scanner), listening(f"sim:{scanner.name}") as second:
        assert "exclusively lock" in second.until(Condition.OFFLINE).detail


def test_a_device_path_that_appears_later_is_found(tmp_path: Path) -> None:
    link = tmp_path / "usb-reader"
    with twin() as scanner, listening(str(link)) as bench:
        assert "No such file" in bench.until(Condition.OFFLINE).detail
        scanner.link(link)
        bench.until(Condition.PORT_OPEN)
        scanner.scan("RT-1")

        assert bench.text() == "RT-1"


@pytest.mark.parametrize(
    "error", [OSError, termios.error, serial.SerialException, serial.PortNotOpenError, TypeError]
)
def test_every_way_in_which_a_port_is_lost_is_known(error: type[Exception]) -> None:
    assert issubclass(error, LOST)


def test_a_port_that_is_closed_under_its_reader_is_lost_and_nothing_worse() -> None:
    with twin() as scanner:
        port = open_port(scanner.path, 9600)
        ended = list[Exception]()

        def read() -> None:
            try:
                while True:
                    port.read(1)
            except Exception as error:  # noqa: BLE001
                ended.append(error)

        reader = threading.Thread(target=read)
        reader.start()
        port.close()
        reader.join(PATIENCE)

    assert [type(error) for error in ended if not isinstance(error, LOST)] == []
    assert ended


def test_a_port_never_waits_for_ever() -> None:
    """Reading looks up 20 times a second, and a reader that takes nothing gives up in a second."""
    with twin() as scanner, open_port(scanner.path, 9600) as port:
        assert (port.timeout, port.write_timeout) == (TIMEOUT, WRITE_TIMEOUT) == (0.05, 1.0)
        assert port.exclusive


def test_a_port_without_parity_is_still_opened() -> None:
    with reader_and_twin(parity="E") as (bench, scanner):
        scanner.scan("RT-1")

        assert bench.text() == "RT-1"


def test_a_loop_returns_what_is_written_to_it() -> None:
    with listening("loop://") as bench:
        bench.until(Condition.PORT_OPEN)
        bench.reader.write(b"RT-1\r")

        assert bench.text() == "RT-1"


def test_a_reader_behind_a_device_server_comes_back_after_the_server_does() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with listening(f"socket://127.0.0.1:{port}") as bench:
            for code in ("RT-1", "RT-2"):
                connection, _ = server.accept()
                with connection:
                    bench.until(Condition.PORT_OPEN)
                    connection.sendall(code.encode() + b"\r\n")
                    assert bench.text() == code
                bench.until(Condition.OFFLINE)


def test_the_last_code_before_a_device_server_hangs_up_is_kept() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        listening(f"socket://127.0.0.1:{server.getsockname()[1]}") as bench,
    ):
        connection, _ = server.accept()
        with connection:
            bench.until(Condition.PORT_OPEN)
            connection.sendall(b"RT-1\r")

        assert bench.text() == "RT-1"


@pytest.mark.filterwarnings("ignore:setDaemon:DeprecationWarning", "ignore:setName")
def test_a_device_server_that_also_sets_the_speed_is_read() -> None:
    with DeviceServer() as server, listening(server.url) as bench:
        bench.until(Condition.PORT_OPEN)
        server.scan(b"RT-1\r")

        assert bench.text() == "RT-1"
        assert bench.reader.write(b"\x07")
        assert server.heard.get(timeout=PATIENCE) == b"\x07"


def test_a_device_server_that_loses_its_power_is_noticed() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = open_port(f"socket://127.0.0.1:{server.getsockname()[1]}", 9600)
        with socket.socket(fileno=os.dup(port.fileno())) as link:
            assert link.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)
        port.close()


@pytest.mark.parametrize(
    "url",
    [
        "",
        "COM3",
        "spy:///dev/ttyUSB0?file=/tmp/x",
        "http://127.0.0.1/",
        "socket://127.0.0.1",
        "socket://127.0.0.1:x",
        "socket://:4001",
        "loop://?logging=debug",
        "sim:",
        "sim:../x",
        "/dev/x://y",
    ],
)
def test_an_address_that_is_not_ours_is_refused_at_once(url: str) -> None:
    with pytest.raises(BadAddress) as refusal:
        SerialReader("scan-1", url, on_scan=print, now=Watch().now)
    assert refusal.value.permanent
