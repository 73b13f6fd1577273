"""What each reader has read last, for the page of the devices, which nobody signs on for.

No badge and no figure is ever kept here: the counts of a hand-over are scanned digit by digit, and
the label of a customer says its quantity.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from domain.codes import CodeKind, like_badge, parse
from domain.errors import UnknownCode

HIDDEN: Final = frozenset({CodeKind.BADGE, CodeKind.DIGIT, CodeKind.TERM})


@dataclass(frozen=True, slots=True)
class Heard:
    """The last code of one reader; `secret` is a badge or a card, a `problem` a bad frame.

    `text` is only that of our own codes which name no person and no figure; of any other there is
    its `length` in characters.
    """

    at: datetime
    text: str = ""
    length: int = 0
    secret: bool = False
    problem: str = ""


def heard(at: datetime, text: str, *, problem: str = "", card: bool = False) -> Heard:
    """Return what may be shown of a code that was read at a moment."""
    if card or like_badge(text):
        return Heard(at, secret=True, problem=problem)
    if problem:
        return Heard(at, problem=problem)
    return Heard(at, _harmless(text), len(text))


def _harmless(text: str) -> str:
    try:
        code = parse(text)
    except UnknownCode:
        return ""
    return "" if code.kind in HIDDEN else text
