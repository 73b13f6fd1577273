"""A cable that exists only in this computer: what goes in here comes out of a serial port."""

import os
import pty
import select
import time
import tty
from typing import Final

PATIENCE: Final = 2.0
"""Seconds to wait for a listener to make room; after that bytes are lost, as on a wire."""


class PseudoTerminal:
    """Both ends of one cable; `path` is the end that a program opens as its serial port.

    Closing it is what pulling a USB plug is: whoever has `path` open gets an error, and
    the path is gone. Not safe for several threads.
    """

    def __init__(self) -> None:
        self._ours, self._theirs = pty.openpty()
        tty.setraw(self._theirs)
        os.set_blocking(self._ours, False)
        self.path = os.ttyname(self._theirs)

    def send(self, data: bytes) -> int:
        """Put bytes on the wire; return how many were taken before patience ended."""
        sent, deadline = 0, time.monotonic() + PATIENCE
        while sent < len(data):
            try:
                sent += os.write(self._ours, data[sent:])
            except BlockingIOError:
                left = deadline - time.monotonic()
                if left <= 0:
                    break
                select.select([], [self._ours], [], left)
        return sent

    def receive(self, timeout: float) -> bytes:
        """Return what came from the other end, at the latest after `timeout` seconds, or b""."""
        ready, _, _ = select.select([self._ours], [], [], timeout)
        return os.read(self._ours, 4096) if ready else b""

    def close(self) -> None:
        """Pull the plug."""
        os.close(self._ours)
        os.close(self._theirs)
