"""How fast a reader is: framing and reading a code, to the desk, and back to the reader's beep."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Queue

from devices.framing import Framer
from devices.scan import decode
from devices.ssi import DECODED, READER, SsiFramer, packet
from terminal.demo import demo_pins
from tests.devices.bench import MORNING, PATIENCE, reader_and_twin
from tests.floor import a_floor
from tests.terminal.reading import reading

Row = tuple[str, list[float], str]
ROUNDS = 200
CODE = b"LRT-2611-0001.1X"


def measure_readers(folder: Path) -> list[Row]:
    """Return what was measured: its name, times in ms, and its budget."""
    return [
        ("framing one code", timed(framed, 1000), ""),
        ("framing one SSI packet", timed(unpacked, 1000), ""),
        ("reading one code's text", timed(lambda: decode("scan", CODE, MORNING), 1000), ""),
        *(last_byte_to_frame(busy) for busy in (0, 1, 4)),
        frame_to_beep(folder),
    ]


def framed() -> None:
    Framer().feed(CODE + b"\r", at=0.0)


def unpacked() -> None:
    SsiFramer().feed(packet(DECODED, b"\x03" + CODE, source=READER), at=0.0)


def timed(deed: Callable[[], object], times: int) -> list[float]:
    found = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        for _ in range(times):
            deed()
        found.append((time.perf_counter() - begun) * 1000 / times)
    return found


def last_byte_to_frame(busy: int) -> Row:
    """Measure from the last byte on the wire to the code, with so many threads that compute."""
    found, came = list[float](), Queue[float]()
    with busy_threads(busy), reader_and_twin(on_scan=lambda _: came.put(now())) as (_, scanner):
        for number in range(ROUNDS):
            begun = now()
            scanner.scan(f"RT-{busy}-{number}")
            found.append((came.get(timeout=PATIENCE) - begun) * 1000)
    return f"last byte to frame, {busy} busy threads", found, ("0.03", "5", "", "", "37")[busy]


def frame_to_beep(folder: Path) -> Row:
    """Measure from the last byte of a badge to the answer at the reader, through the database."""
    beep = "<07>"
    found = []
    with (
        a_floor(folder, f"sqlite:///{folder}/reader.db") as floor,
        reading(floor, "SCREEN-1", answers={"good": beep, "bad": beep}) as reader,
    ):
        # everybody's once: the same badge at once would be the same scan
        for badge in [floor.badge(who) for who in demo_pins()]:
            begun = now()
            reader.twin.scan(badge)
            reader.heard(1)
            found.append((now() - begun) * 1000)
    return "last byte to the reader's beep", found, "150"


@contextmanager
def busy_threads(count: int) -> Iterator[None]:
    ended = threading.Event()

    def compute() -> None:
        while not ended.is_set():
            sum(range(1000))

    for _ in range(count):
        threading.Thread(target=compute, daemon=True).start()
    try:
        yield
    finally:
        ended.set()


def now() -> float:
    return time.perf_counter()
