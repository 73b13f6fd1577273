"""What can be wrong with a simulated printer, and what it then answers."""

from dataclasses import dataclass
from typing import Literal

SOUND = 0x12
OFFLINE = 0x08
STALE = b"\x12\x1e\x72"


@dataclass(slots=True)
class Faults:
    """Everything that a person can break from outside."""

    paper: Literal["full", "low", "out"] = "full"
    cover_open: bool = False
    jammed: bool = False
    mute: bool = False
    stalled: bool = False
    stale: bool = False
    garbage: bool = False
    bytes_per_second: float | None = None
    cut_at: int | None = None

    @property
    def halted(self) -> bool:
        """Whether it answers but does not print."""
        return self.paper == "out" or self.cover_open or self.jammed

    def answer(self, question: int) -> bytes:
        """Return the answer to DLE EOT 1 to 4."""
        paper = {"full": 0, "low": 0x0C, "out": 0x6C}[self.paper]
        causes = 0x04 * self.cover_open | 0x20 * (self.paper == "out") | 0x40 * self.jammed
        bits = {1: OFFLINE * self.halted, 2: causes, 3: 0x08 * self.jammed, 4: paper}
        return bytes((0xFF if self.garbage else SOUND | bits[question],))
