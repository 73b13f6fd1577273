"""Listens to one barcode reader for ever: through unplugging, noise and other people's errors."""

import contextlib
import logging
import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Final, TypeVar

import serial

from devices.answering import Answering
from devices.answers import SILENT, Answers
from devices.counts import Counts
from devices.errors import BadAddress, DeviceError
from devices.framing import Framer
from devices.port import LOST, Parity, is_ours, open_port
from devices.scan import WINDOW, Debounce, Scan, decode
from devices.ssi import SsiFramer
from devices.state import Condition, DeviceState

Fact = TypeVar("Fact")
Verdict = bool | None

FIRST_PAUSE: Final = 0.05
LONGEST_PAUSE: Final = 2.0
"""Seconds between attempts to find a lost port."""


def pauses() -> Iterator[float]:
    """Yield the pause before each attempt to find a port, for ever, each twice the last."""
    pause = FIRST_PAUSE
    while True:
        yield pause
        pause = min(pause * 2, LONGEST_PAUSE)


class SerialReader:
    """One reader on one port, in a thread of its own between `start` and `stop`.

    `on_scan` is called in that thread, once for each code, and says whether the process took
    it: the reader is then told good or bad as its `answers` know how. None tells it nothing,
    and whatever is raised is logged, counted and bad. `on_state` is called when the condition
    or its detail changes. `now` returns aware UTC, `clock` steady seconds. Raises `BadAddress`
    for a URL that is not one of ours (see `devices.port`). With `gate` the reader is enabled
    when its port is opened, and disabled when listening ends: then nobody would read its codes.
    `window` are the seconds within which the same code is the same scan.

    An open port is not a reader: the state is `PORT_OPEN` until bytes have come, and only
    then `READY`; `seen` is when the last bytes came. `PORT_OPEN` promises that every code
    from now on is read: it is said after the first silence or suffix, so that the tail of
    a code in the middle of which the port was opened is not taken for a code.
    """

    def __init__(
        self,
        code: str,
        url: str,
        *,
        on_scan: Callable[[Scan], Verdict],
        now: Callable[[], datetime],
        baudrate: int = 9600,
        parity: Parity = "N",
        suffix: str = "",
        answers: Answers = SILENT,
        gate: bool = False,
        window: float = WINDOW,
        on_state: Callable[[DeviceState], None] | None = None,
        clock: Callable[[], float] = time.monotonic,
        log: logging.Logger | None = None,
    ) -> None:
        if not is_ours(url):
            raise BadAddress(url)
        self.code, self.url = code, url
        self.failures = 0
        """How often `on_scan` or `on_state` raised."""
        self._on_scan, self._on_state = on_scan, on_state
        self._line: tuple[int, Parity] = (baudrate, parity)
        self._now, self._clock = now, clock
        self.log = log or logging.getLogger(__name__)
        self.answers, self._gate = answers, gate
        self._framer = SsiFramer(suffix) if answers.packets else Framer(suffix)
        self._debounce = Debounce(window)
        self._answering = Answering(f"answers to {code}", self.write, clock)
        self._accepted = self._refused = 0
        self._last: datetime | None = None
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self._port: serial.Serial | None = None
        self._writing, self._changing = threading.Lock(), threading.Lock()
        self._arrived, self._heard = now(), False
        self._state = DeviceState(Condition.OFFLINE, self._arrived, None, "never opened")

    @property
    def state(self) -> DeviceState:
        """Return what is known of the reader now."""
        return self._state

    @property
    def repeats(self) -> int:
        """Return how many frames were the same code again at once."""
        return self._debounce.repeats

    @property
    def discarded(self) -> int:
        """Return how many bytes were noise, or the half frame of a lost port."""
        return self._framer.discarded

    @property
    def counts(self) -> Counts:
        """Return what the reader has done since its start."""
        told = self._answering
        return Counts(
            self._accepted,
            self._refused,
            self.repeats,
            self.discarded,
            self.failures,
            told.sent,
            told.late,
            told.slowest,
            self._last,
        )

    def start(self) -> None:
        """Begin to listen, whether the port is there or not."""
        if self.answers.speaks:
            self._answering.start()
        if self._thread is None:
            self._stopping.clear()
            self._thread = threading.Thread(
                target=self._run, name=f"reader {self.code}", daemon=True
            )
            self._thread.start()

    def stop(self, timeout: float = 5.0) -> bool:
        """Stop listening and give the port back; say whether it ended within `timeout` s."""
        if self._gate and self.answers.disable and not self._stopping.is_set():
            self.write(self.answers.disable)
        self._stopping.set()
        if self._thread is not None:
            self._thread.join(timeout)
            if self._thread.is_alive():
                return False
            self._thread = None
        return self._answering.stop(timeout)

    def write(self, data: bytes) -> bool:
        """Answer the reader; say whether it was sent. What goes wrong is in the state's detail."""
        with self._writing:
            if self._port is None:
                return False
            try:
                self._port.write(data)
            except Exception as error:
                self.log.exception("reader %s: cannot answer", self.code)
                problem = f"cannot answer: {error}"
            else:
                return True
        self._become(None, problem)
        return False

    def _run(self) -> None:
        waits = pauses()
        while not self._stopping.is_set():
            self._heard = False
            self._listen_until_lost()
            if self._heard:
                waits = pauses()
            self._stopping.wait(next(waits))
        self._become(Condition.OFFLINE, "stopped")

    def _listen_until_lost(self) -> None:
        try:
            port = open_port(self.url, *self._line)
            with self._borrowed(port):
                self._listen(port)
        except (DeviceError, *LOST) as error:
            self._lost(error)
        except Exception as error:
            self.log.exception("reader %s: unexpected", self.code)
            self._lost(error)

    @contextlib.contextmanager
    def _borrowed(self, port: serial.Serial) -> Iterator[None]:
        """Let others write to the port until it is closed; a half frame ends with it."""
        with self._writing:
            self._port = port
        try:
            yield
        finally:
            self._framer.drop()
            with self._writing, contextlib.suppress(*LOST):
                self._port = None
                port.close()

    def _listen(self, port: serial.Serial) -> None:
        self._framer.begin(self._clock())
        opened = False
        while not self._stopping.is_set():
            data = port.read(port.in_waiting or 1)
            moment = self._clock()
            if data:
                self._arrived = self._now()
                self._heard = True
            frames = self._framer.feed(data, moment) if data else self._framer.idle(moment)
            while self._framer.replies:
                self._answering.put(self._framer.replies.pop(0), moment)
            if not opened and self._framer.aligned:
                opened = True
                self._become(Condition.PORT_OPEN)
                if self._gate:
                    self._answering.put(self.answers.begin, moment)
            if opened and data:
                self._become(Condition.READY, seen=self._arrived)
            for frame in frames:
                self._take(frame, moment)

    def _take(self, frame: bytes, moment: float) -> None:
        if frame in self.answers.own or not self._debounce.accept(frame, moment):
            return
        self._last = self._arrived
        verdict = self._judged(decode(self.code, frame, self._arrived))
        if verdict is not None:
            self._accepted += verdict
            self._refused += not verdict
            self._answering.put(self.answers.good if verdict else self.answers.bad, moment)

    def _judged(self, scan: Scan) -> Verdict:
        try:
            return self._on_scan(scan)
        except Exception:
            self.failures += 1
            self.log.exception("reader %s: a listener failed", self.code)
            return False

    def _lost(self, error: Exception) -> None:
        if self._state.condition is not Condition.OFFLINE:
            self.log.warning("reader %s: lost: %s", self.code, error)
        self._become(Condition.OFFLINE, str(error))

    def _become(
        self, condition: Condition | None, detail: str = "", seen: datetime | None = None
    ) -> None:
        """Change what is known; None keeps the condition, and the same one keeps its age."""
        with self._changing:
            old = self._state
            became = condition or old.condition
            since = old.since if old.condition is became else seen or self._now()
            new = DeviceState(became, since, seen or old.seen, detail)
            self._state = new
        if self._on_state and (new.condition, new.detail) != (old.condition, old.detail):
            self._tell(self._on_state, new)

    def _tell(self, listener: Callable[[Fact], None], fact: Fact) -> None:
        try:
            listener(fact)
        except Exception:
            self.failures += 1
            self.log.exception("reader %s: a listener failed", self.code)
