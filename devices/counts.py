"""What a reader has done since its start, for the page that shows it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Counts:
    """What one reader has done since its start; `last` is when the last code came, aware UTC.

    `repeats` are frames of the same code again at once, `discarded` bytes of noise and half
    frames, `failures` errors in what follows a scan. `late` of `answered` came too late to be
    heard as the answer to their code, the slowest after `slowest` seconds.
    """

    accepted: int
    refused: int
    repeats: int
    discarded: int
    failures: int
    answered: int
    late: int
    slowest: float
    last: datetime | None
