"""A reader on the bench: what it read and what became of it can be waited for."""

import itertools
import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from devices.answers import SILENT, Answers
from devices.port import Parity
from devices.reader import SerialReader, Verdict
from devices.scan import Scan
from devices.sim.scanner import SimulatedScanner, simulated_scanner
from devices.state import Condition, DeviceState

PATIENCE = 10
MORNING = datetime(2026, 7, 18, 8, 30, tzinfo=UTC)

_numbers = itertools.count(1)


class Watch:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.moment = MORNING

    def now(self) -> datetime:
        return self.moment

    def advance(self, seconds: float) -> datetime:
        self.moment += timedelta(seconds=seconds)
        return self.moment


class Bench:
    """One reader; a queue of what it read and a queue of its states."""

    def __init__(
        self,
        url: str,
        *,
        on_scan: Callable[[Scan], Verdict] | None = None,
        parity: Parity = "N",
        answers: Answers = SILENT,
        gate: bool = False,
    ) -> None:
        self.watch = Watch()
        self.scans: queue.Queue[Scan] = queue.Queue()
        self.states: queue.Queue[DeviceState] = queue.Queue()
        self.reader = SerialReader(
            "scan-1",
            url,
            on_scan=on_scan or self.scans.put,
            on_state=self.states.put,
            now=self.watch.now,
            parity=parity,
            answers=answers,
            gate=gate,
        )

    def text(self) -> str:
        return self.scans.get(timeout=PATIENCE).text

    def texts(self, count: int) -> list[str]:
        return [self.text() for _ in range(count)]

    def until(self, condition: Condition) -> DeviceState:
        while True:
            state = self.states.get(timeout=PATIENCE)
            if state.condition is condition:
                return state


@contextmanager
def listening(
    url: str,
    *,
    on_scan: Callable[[Scan], Verdict] | None = None,
    parity: Parity = "N",
    answers: Answers = SILENT,
    gate: bool = False,
) -> Iterator[Bench]:
    bench = Bench(url, on_scan=on_scan, parity=parity, answers=answers, gate=gate)
    before = threading.active_count()
    bench.reader.start()
    try:
        yield bench
    finally:
        assert bench.reader.stop(PATIENCE)
        assert threading.active_count() <= before


@contextmanager
def twin() -> Iterator[SimulatedScanner]:
    scanner = simulated_scanner(f"twin-{next(_numbers)}")
    try:
        yield scanner
    finally:
        scanner.unplug()


@contextmanager
def reader_and_twin(
    *,
    on_scan: Callable[[Scan], Verdict] | None = None,
    parity: Parity = "N",
    answers: Answers = SILENT,
    gate: bool = False,
) -> Iterator[tuple[Bench, SimulatedScanner]]:
    with (
        twin() as scanner,
        listening(
            f"sim:{scanner.name}", on_scan=on_scan, parity=parity, answers=answers, gate=gate
        ) as bench,
    ):
        bench.until(Condition.PORT_OPEN)
        yield bench, scanner
