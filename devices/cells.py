"""Text on thermal paper is counted in cells: a Latin character takes one, a Chinese one takes two.

Every character that is not ASCII takes two cells, in both ways of printing.
"""

import re
import unicodedata
from typing import Literal

Align = Literal["left", "center", "right"]

MARK = "…"
UNSHOWN = "�"
_REPLACED = {"µ": "μ", "¥": "￥", "\u3000": "\u3000"}
_BLANKS = "\t\n\v\f\r\x1c\x1d\x1e\x1f\x85"
_CLOSING = "，。；：、！？）】》」』〕〉’”％℃"
_TOKENS = re.compile(rf" +|[!-~]+|[^ -~][{_CLOSING}]*")


def clean(text: str) -> str:
    """Return the text as it may stand on paper; doing it twice changes nothing.

    Composed (NFC), with the Greek mu and the full-width yen that printers know. Line breaks,
    tabs and odd spaces become a space; control, bidi and invisible characters, private or
    unassigned ones and lone surrogates become `�`.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(_REPLACED.get(char) or _shown(char) for char in _composed(text))


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _shown(char: str) -> str:
    category = unicodedata.category(char)
    if category.startswith("Z") or char in _BLANKS:
        return " "
    return UNSHOWN if category.startswith("C") else char


def width(text: str) -> int:
    """Return how many cells the text takes."""
    return len(text) + sum(char > "~" for char in text)


def cut(text: str, room: int) -> str:
    """Return the text if it fits into `room` cells (at least 2), else its start and a mark."""
    return text if width(text) <= room else _head(text, room - width(MARK)) + MARK


def pad(text: str, room: int, align: Align = "left") -> str:
    """Return the text moved to its place in `room` cells; nothing is added on its right."""
    free = max(0, room - width(text))
    return " " * {"left": 0, "center": free // 2, "right": free}[align] + text


def fill(text: str, room: int, align: Align = "left") -> str:
    """Return the text with blanks on both sides, so that it takes exactly `room` cells."""
    placed = pad(text, room, align)
    return placed + " " * (room - width(placed))


def wrap(text: str, room: int) -> list[str]:
    """Return lines of at most `room` cells, never an empty list.

    Latin words stay whole where they fit; a closing mark stays with the character before it.
    A line has one character at least, even where a room under 2 cells is too small for it.
    """
    lines: list[str] = []
    line = ""
    for token in _TOKENS.findall(text):
        if width(line) + width(token) <= room:
            line += token
            continue
        if line.strip():
            lines.append(line.rstrip(" "))
        line = "" if token.isspace() else token
        while line and width(line) > room:
            lines.append(_head(line, room) or line[0])
            line = line[len(lines[-1]) :]
    return [*lines, line.rstrip(" ")] if line.strip() or not lines else lines


def _head(text: str, room: int) -> str:
    taken = 0
    for count, char in enumerate(text):
        taken += width(char)
        if taken > room:
            return text[:count]
    return text
