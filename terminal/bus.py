"""The bus: tells open pages and workers that something has changed, and never what."""

import threading
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class News:
    """Something changed: `topic` says what kind, `about` whose (a station, a printer, or all)."""

    topic: str
    about: str = ""
    ok: bool = True


@dataclass(slots=True)
class Bus:
    """Hands news to every listener through a condition variable, never by polling a database.

    A listener that is slower than `keep` pieces of news gets `resync` instead of the lost ones.
    """

    keep: int = 1000
    _news: deque[News] = field(default_factory=deque, init=False)
    _first: int = field(default=0, init=False)
    _closed: bool = field(default=False, init=False)
    _changed: threading.Condition = field(default_factory=threading.Condition, init=False)

    def publish(self, *news: News) -> None:
        """Tell everyone who listens."""
        with self._changed:
            self._news.extend(news)
            while len(self._news) > self.keep:
                self._news.popleft()
                self._first += 1
            self._changed.notify_all()

    def listen(self, patience: float) -> Iterator[list[News]]:
        """Yield batches of news for ever; an empty batch after `patience` seconds of silence.

        What is published after this call is heard, even before the first batch is asked for.
        """
        with self._changed:
            position = self._end
        return self._batches(position, patience)

    def _batches(self, position: int, patience: float) -> Iterator[list[News]]:
        while not self._closed:
            with self._changed:
                end = time.monotonic() + patience
                while self._end == position and not self._closed:
                    if not self._changed.wait(max(0, end - time.monotonic())):
                        break
                missed = position < self._first
                fresh = list(self._news)[max(0, position - self._first) :]
                position = self._end
            yield [News("resync")] if missed else fresh

    def close(self) -> None:
        """End every listener."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    @property
    def _end(self) -> int:
        return self._first + len(self._news)
