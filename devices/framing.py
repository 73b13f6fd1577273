"""Where one scanned code ends and the next begins, in the stream of bytes from a reader."""

import re
from typing import Final

LONGEST: Final = 4096
"""Bytes; a frame that is longer is noise on the wire."""
GAP: Final = 0.05
"""Seconds of silence that end a frame of a reader which sends no suffix."""
STALE: Final = 1.0
"""Seconds after which the rest of a half frame is no longer awaited."""
SENT, NONE = "sent", "none"

_SUFFIX: Final = re.compile(rb"[\r\n]")


class Framer:
    """Cuts bytes into frames: each ends with CR, LF, CRLF, or, without suffix, with silence.

    Moments are seconds of any steady clock. Only silence that the port itself has seen (a
    read that timed out) counts, so bytes that waited for a busy thread are never torn apart.

    A reader that has sent one suffix sends them always: from then on a gap, as networks
    make them, does not end a frame. A half frame that stays half for `STALE` is discarded,
    so that it is not glued to the front of the next code, and the port is learned anew.

    `suffix` may tell instead of letting it be learned: `SENT` is a suffix from the first code
    on, `NONE` is silence only, and then CR and LF are part of a code.
    """

    def __init__(self, suffix: str = "") -> None:
        self.discarded = 0
        """Bytes thrown away so far: frames over `LONGEST`, and half frames."""
        self.replies: list[bytes] = []
        """What has to be sent back to the reader because of what it has sent."""
        self._suffix = suffix
        self._pending = bytearray()
        self._last = 0.0
        self._terminated = suffix == SENT
        self._skipping = False

    @property
    def aligned(self) -> bool:
        """Say whether the next byte belongs to a frame whose beginning was seen."""
        return not self._skipping

    def begin(self, at: float) -> None:
        """Start on a port that was opened `at` this moment, perhaps in the middle of a code.

        Without this, the tail of that code would pass for a code: what comes is discarded
        up to the first suffix or the first silence.
        """
        self.drop()
        self._skipping = True
        self._last = at

    def feed(self, data: bytes, at: float) -> list[bytes]:
        """Take bytes that arrived `at`; return the frames they complete, without suffix."""
        if data:
            self._last = at
        *ended, rest = [data] if self._suffix == NONE else _SUFFIX.split(data)
        frames = []
        for piece in ended:
            self._add(piece)
            frames += self._end()
            self._terminated = True
        self._add(rest)
        return frames

    def idle(self, at: float) -> list[bytes]:
        """Note that nothing had come `at` this moment; return the frame this ends, if any."""
        silence = at - self._last
        if not self._terminated and silence >= GAP:
            return self._end()
        if self._terminated and (self._pending or self._skipping) and silence >= STALE:
            self.drop()
        return []

    def drop(self) -> int:
        """Forget the half frame of a port that was lost; return its length in bytes."""
        half = len(self._pending)
        self._pending.clear()
        self.discarded += half
        self._skipping = False
        self._terminated = self._suffix == SENT
        return half

    def _add(self, piece: bytes) -> None:
        if not self._skipping and len(self._pending) + len(piece) <= LONGEST:
            self._pending += piece
            return
        self._skipping = True
        self.discarded += len(self._pending) + len(piece)
        self._pending.clear()

    def _end(self) -> list[bytes]:
        frame = bytes(self._pending)
        self._pending.clear()
        self._skipping = False
        return [frame] if frame else []
