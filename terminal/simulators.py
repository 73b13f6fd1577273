"""Simulated devices on the command line: `terminal sim printer` and `terminal sim scanner`.

A printer listens on a network port as a real one does; a reader is a serial port behind a link.
Whoever runs them breaks them by typing; when nothing more can be typed they go on working.
"""

import argparse
import contextlib
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from devices.errors import DeviceError
from devices.sim.orders import NUMBERED, PLAIN, read_order
from devices.sim.printer import SimulatedPrinter
from devices.sim.scanner import SimulatedScanner
from devices.transport import PAPERS
from terminal.settings import BadSettings

SUFFIXES: Final = MappingProxyType({"cr": b"\r", "lf": b"\n", "crlf": b"\r\n", "none": b""})
MOST_SCANS: Final = 100_000
LISTEN_AGAIN: Final = 0.05
QUIT: Final = "quit"
SCANNER_HELP: Final = """\
TEXT              scan it (a leading dot is written twice)
.half TEXT        send the beginning of a code whose end never comes
.chatter N TEXT   scan the same code N times at once
.hex AABB         send these bytes as they are
.unplug           pull the plug
.plug-in          put it in again
.quit             end"""


def simulate(arguments: argparse.Namespace) -> int:
    """Run one simulated device until it is told to quit or interrupted; raises `BadSettings`."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with contextlib.suppress(KeyboardInterrupt):
        {"printer": _printer, "scanner": _scanner}[arguments.kind](arguments)
    return 0


def _printer(arguments: argparse.Namespace) -> None:
    try:
        broken = [read_order(order) for order in arguments.fault]
        if arguments.out:
            arguments.out.mkdir(parents=True, exist_ok=True)
        twin = SimulatedPrinter(
            "printer",
            dots=PAPERS[arguments.paper],
            language=arguments.language,
            place=(arguments.host, arguments.port),
        )
    except (DeviceError, OSError, OverflowError) as error:
        raise BadSettings([str(error)]) from error
    for deed in broken:
        deed(twin)
    host, port = twin.address
    _say(f"{arguments.language} printer, {arguments.paper} mm, on tcp://{host}:{port} (type help)")
    threading.Thread(target=_collect, args=(twin, arguments.out), daemon=True).start()
    try:
        for line in _typed(QUIT):
            _order(twin, line)
    finally:
        twin.close()


def _order(twin: SimulatedPrinter, line: str) -> None:
    if line == "help":
        known = {**PLAIN, **NUMBERED}
        _say("\n".join(f"{name:10} {told}" for name, (_, told) in known.items()))
        return
    try:
        read_order(line)(twin)
    except DeviceError as error:
        _say(f"? {error}")
        return
    _say(f"broken: {', '.join(f'{name}={value}' for name, value in twin.faults.items()) or '-'}")


def _collect(twin: SimulatedPrinter, out: Path | None) -> None:
    """Tell of every paper, and put it where it can be looked at."""
    told, first = 0, _first_number(out)
    while True:
        for number, paper in twin.papers_after(told, timeout=1.0):
            told = number
            words = [f"paper {number}:", " / ".join(paper.lines)[:60] or "(drawn)"]
            if out:
                path = out / f"paper-{first + number:04}.png"
                path.write_bytes(paper.png)
                words.insert(1, str(path))
            _say(" ".join(words), *(f"  mistake: {error}" for error in paper.errors))


def _first_number(out: Path | None) -> int:
    """Return how many papers of earlier runs are there; none is written over."""
    numbers = (path.stem.removeprefix("paper-") for path in out.glob("paper-*.png")) if out else ()
    return max((int(number) for number in numbers if number.isdecimal()), default=0)


def _scanner(arguments: argparse.Namespace) -> None:
    twin, suffix = SimulatedScanner("scanner"), SUFFIXES[arguments.suffix]
    try:
        twin.link(arguments.link)
    except (DeviceError, OSError) as error:
        raise BadSettings([str(error)]) from error
    try:
        threading.Thread(target=_listen, args=(twin,), daemon=True).start()
        _say(f"reader on {arguments.link} (type .help)")
        for line in _typed(f".{QUIT}"):
            try:
                _scan(twin, line, suffix)
            except (DeviceError, ValueError) as error:
                _say(f"? {error}")
    finally:
        twin.unplug()


def _scan(twin: SimulatedScanner, line: str, suffix: bytes) -> None:
    """Scan a line, or do what it says; raises `ValueError` for what nobody understands."""
    if not line.startswith(".") or line.startswith(".."):
        twin.scan(line.removeprefix("."), suffix)
        return
    name, _, rest = line[1:].partition(" ")
    if name not in SCANNER:
        raise ValueError(
            f".{name[:40]} is none of {', '.join(f'.{one}' for one in (*SCANNER, QUIT))}"
        )
    SCANNER[name](twin, rest, suffix)


def _chatter(twin: SimulatedScanner, rest: str, suffix: bytes) -> None:
    times, _, text = rest.partition(" ")
    if not times.isdecimal() or not 0 < int(times[:9]) <= MOST_SCANS or not text:
        raise ValueError(f".chatter N TEXT, N up to {MOST_SCANS}")
    twin.chatter(text, int(times[:9]), suffix)


SCANNER: Final[Mapping[str, Callable[[SimulatedScanner, str, bytes], Any]]] = MappingProxyType(
    {
        "half": lambda twin, rest, _: twin.half_frame(rest.encode()),
        "chatter": _chatter,
        "hex": lambda twin, rest, _: twin.half_frame(bytes.fromhex(rest)),
        "unplug": lambda twin, *_: twin.unplug(),
        "plug-in": lambda twin, *_: twin.plug_in(),
        "help": lambda *_: _say(SCANNER_HELP),
    }
)


def _listen(twin: SimulatedScanner) -> None:
    """Tell what the program answers: a beep, a light, an order."""
    while True:
        with contextlib.suppress(DeviceError, OSError):
            if answer := twin.hear(0):
                _say(f"heard: {answer.hex(' ')}")
        time.sleep(LISTEN_AGAIN)


def _typed(last: str) -> Iterator[str]:
    """Yield each typed line until the last word; after the end of input wait for a signal."""
    for line in sys.stdin:
        if line.strip() == last:
            return
        if text := line.rstrip("\r\n"):
            yield text
    while True:
        signal.pause()


def _say(*lines: str) -> None:
    for line in lines:
        print(line, flush=True)
