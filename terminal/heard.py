"""What each reader has read last, for the page of the devices; nobody's badge is ever kept here."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final

LONGEST: Final = 40
# A badge whose check character was misread is a badge all the same.
BADGE: Final = re.compile(r"B[0-9A-Z]{8,9}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Heard:
    """The last code of one reader; `text` is empty for a badge (`secret`) and for a bad frame."""

    at: datetime
    text: str
    secret: bool = False
    problem: str = ""


def heard(at: datetime, text: str, *, problem: str = "", card: bool = False) -> Heard:
    """Return what may be shown of a code that was read at a moment."""
    secret = card or BADGE.fullmatch(text.strip().upper()) is not None
    return Heard(at, "" if secret or problem else text[:LONGEST], secret, problem)
