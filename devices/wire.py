"""Sends bytes to a printer and listens for its answers, whatever it is plugged into."""

import os
import select
import time
from collections.abc import Callable
from typing import Self

from devices.errors import DeviceLost
from devices.plugs import CHUNK, LOST, Plug

STALL_SECONDS = 20.0
LINGER_SECONDS = 2.0
DRAIN_SECONDS, DRAIN_BYTES = 1.0, 65_536


class BrokenSend(DeviceLost):
    """The printer stopped taking bytes after the first `bytes_out` of them."""

    code = "send-broken"

    def __init__(self, reason: str, bytes_out: int) -> None:
        super().__init__(reason)
        self.bytes_out = bytes_out


class Wire:
    """One connection to one printer, for one thread; `open` may be called again after `close`.

    `stall_seconds` is how long a printer may take no byte at all before a send is broken off.
    """

    def __init__(
        self, connect: Callable[[], Plug], *, stall_seconds: float = STALL_SECONDS
    ) -> None:
        self._connect = connect
        self._stall_seconds = stall_seconds
        self._plug: Plug | None = None

    def open(self) -> Self:
        """Connect; raises `DeviceLost`."""
        self.close()
        self._plug = self._connect()
        return self

    def send(self, data: bytes, on_progress: Callable[[int], None] | None = None) -> None:
        """Hand over all the bytes; raises `BrokenSend`, or `DeviceLost` on a wire not open.

        That it returns proves nothing. `on_progress` hears how many have been handed over so far.
        """
        rest = memoryview(data)
        while rest:
            try:
                if not self._wait(select.POLLOUT, self._stall_seconds):
                    raise BrokenSend("the printer takes no more", len(data) - len(rest))
                rest = rest[os.write(self._opened().fileno(), rest) :]
                if on_progress:
                    on_progress(len(data) - len(rest))
            except BlockingIOError:
                continue
            except LOST as error:
                raise BrokenSend(str(error), len(data) - len(rest)) from error

    def receive(self, seconds: float) -> bytes:
        """Return what the printer says within the time, b"" for nothing; raises `DeviceLost`."""
        try:
            if not self._wait(select.POLLIN, seconds):
                return b""
            heard = os.read(self._opened().fileno(), CHUNK)
        except BlockingIOError:
            return b""
        except LOST as error:
            raise DeviceLost(str(error)) from error
        if not heard and (self._opened().ends or self._wait(select.POLLHUP, 0)):
            raise DeviceLost("the printer hung up")
        if not heard:
            time.sleep(min(seconds, 0.02))
        return heard

    def drain(self, seconds: float = 0.0) -> bytes:
        """Throw away what the printer has said so far, and return it.

        Raises `DeviceLost`, also for a printer that does not stop talking: nobody would hear its
        answers, and whoever listened to it to the end would never print again.
        """
        heard, until = b"", time.monotonic() + DRAIN_SECONDS
        while said := self.receive(seconds):
            heard += said
            if len(heard) > DRAIN_BYTES or time.monotonic() > until:
                raise DeviceLost("the printer does not stop talking")
        return heard

    def close(self, seconds: float = LINGER_SECONDS) -> bool:
        """Let the printer take what it was sent, then hang up; False when it had broken off."""
        plug, self._plug = self._plug, None
        return plug is None or plug.finish(seconds)

    def _opened(self) -> Plug:
        if self._plug is None:
            raise DeviceLost("the wire is not open")
        return self._plug

    def _wait(self, event: int, seconds: float) -> bool:
        poll = select.poll()
        poll.register(self._opened().fileno(), event)
        return bool(poll.poll(seconds * 1000))
