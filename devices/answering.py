"""Tells a reader what has become of its code, and never lets the next code wait for that."""

import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Final

BUDGET: Final = 0.15
"""Seconds from the frame to the answer; a beep that comes later is taken for the next code's."""
STALE: Final = 1.0
"""Seconds after which an answer is not sent any more: nobody would know what it speaks of."""
WAITING: Final = 8
"""Answers that wait for a reader which takes nothing; older ones are forgotten."""


class Answering:
    """Sends bytes one after the other in a thread of its own, between `start` and `stop`.

    `write` may take as long as it likes, and says whether the bytes were sent. `clock` are
    steady seconds, the same as those of the frames.
    """

    def __init__(
        self, name: str, write: Callable[[bytes], bool], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._name, self._write, self._clock = name, write, clock
        self._queue: deque[tuple[bytes, float]] = deque(maxlen=WAITING)
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None
        self._stopping = False
        self.sent = 0
        """How many answers were sent."""
        self.late = 0
        """How many came more than `BUDGET` after their frame, or were not sent for that."""
        self.slowest = 0.0
        """Seconds from the frame to the answer, at worst."""

    def put(self, data: bytes, frame_at: float) -> None:
        """Have bytes sent as soon as possible, for a frame that came `frame_at`."""
        if data:
            with self._changed:
                self._queue.append((data, frame_at))
                self._changed.notify()

    def start(self) -> None:
        """Begin to send."""
        if self._thread is None:
            self._stopping = False
            self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
            self._thread.start()

    def stop(self, timeout: float) -> bool:
        """Forget what waits; say whether the thread ended within `timeout` s."""
        with self._changed:
            self._stopping = True
            self._queue.clear()
            self._changed.notify()
        if self._thread is not None:
            self._thread.join(timeout)
            if self._thread.is_alive():
                return False
            self._thread = None
        return True

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._queue or self._stopping)
                if self._stopping:
                    return
                data, frame_at = self._queue.popleft()
            if self._clock() - frame_at > STALE:
                self.late += 1
            elif self._write(data):
                took = self._clock() - frame_at
                self.sent += 1
                self.late += took > BUDGET
                self.slowest = max(self.slowest, took)
