"""One scanned code: what came in, what it says, and whether it may be used."""

import re
import unicodedata
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from devices.aim import GS1, split_identifier

LONGEST_TEXT: Final = 512
WINDOW: Final = 0.4
"""Seconds within which the same code on one port is the same scan."""

SEPARATORS: Final = "\x04\x1d\x1e"
"""EOT, GS, RS divide the fields of GS1 and ISO 15434 data."""
GS: Final = "\x1d"
"""Makers divide the fields of their own labels with it too; EOT and RS are refused there."""

_15434: Final = re.compile(r">?\[\)>")
_CONTROLS: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


class Problem(StrEnum):
    """Why the text of a scan must not be used."""

    DAMAGED = "damaged"
    TOO_LONG = "too-long"
    CONTROL_CHARACTERS = "control-characters"


@dataclass(frozen=True, slots=True)
class Scan:
    """What one reader read once.

    `text` is NFC without the AIM identifier, which is in `symbology` ("" when the reader
    sends none); it is "" whenever there is a `problem`, while `raw` always keeps the frame
    as it came. `received_at` is aware UTC, the arrival of the last byte.
    """

    scanner: str
    raw: bytes
    text: str
    symbology: str
    received_at: datetime
    problem: Problem | None = None

    @property
    def damaged(self) -> bool:
        """Say whether the bytes are no text in any encoding we know."""
        return self.problem is Problem.DAMAGED


def decode(scanner: str, raw: bytes, at: datetime) -> Scan:
    """Return what a frame says; whatever its bytes are, this never raises."""
    decoded = _characters(raw)
    if decoded is None:
        return Scan(scanner, raw, "", "", at, Problem.DAMAGED)
    symbology, data = split_identifier(decoded)
    text = unicodedata.normalize("NFC", data)
    problem = _problem(text, symbology)
    return Scan(scanner, raw, "" if problem else text, symbology, at, problem)


def is_15434(text: str) -> bool:
    """Say whether a text has the head of an ISO 15434 message, Mouser's included."""
    return bool(_15434.match(text))


def _characters(raw: bytes) -> str | None:
    for encoding in ("ascii", "utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _problem(text: str, symbology: str) -> Problem | None:
    if not text:
        return Problem.DAMAGED
    if len(text) > LONGEST_TEXT:
        return Problem.TOO_LONG
    allowed = SEPARATORS if symbology in GS1 or is_15434(text) else GS
    if set(_CONTROLS.findall(text)) - set(allowed):
        return Problem.CONTROL_CHARACTERS
    return None


class Debounce:
    """Makes one scan of a label that is read again and again.

    The window slides: a code counts as new only when it was not seen at all for `WINDOW`
    seconds, so a label left lying under a reader is one scan for as long as it lies there.
    Codes are looked at one by one: another code in between does not let the first in again.
    """

    def __init__(self, window: float = WINDOW) -> None:
        self.repeats = 0
        """How many frames were seen again and not accepted."""
        self._window = window
        self._seen: OrderedDict[bytes, float] = OrderedDict()

    def accept(self, code: bytes, at: float) -> bool:
        """Say whether a code seen `at` (seconds of a steady clock) is a new scan."""
        while self._seen and at - next(iter(self._seen.values())) >= self._window:
            self._seen.popitem(last=False)
        repeated = code in self._seen
        self._seen[code] = at
        self._seen.move_to_end(code)
        self.repeats += repeated
        return not repeated
