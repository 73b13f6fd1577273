"""Our own bar codes: one letter that says what it is, the payload, and one check character.

The check character is ISO 7064 mod 37,36, which finds every single wrong character and every
swap of two neighbours. Payloads are ASCII, so that every reader and printer agrees on them.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from domain.errors import UnknownCode

ALPHABET: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
# Numbers carry three marks that the standard's alphabet lacks; letters stand in for them. Where a
# mark may stand anywhere (stations, printers), its letter may not, or one could pass for the other.
STAND_INS: Final = str.maketrans("-./", "XYZ")
SHORTEST: Final = 3
LONGEST: Final = 64
# Longer where two were glued together; a badge whose check character was misread is one too.
BADGE_LIKE: Final = re.compile(r"B[0-9A-Z]{8}", re.ASCII | re.IGNORECASE)


class CodeKind(StrEnum):
    """What a code names; the value is its first letter."""

    BADGE = "B"
    COMMAND = "C"
    DIGIT = "D"
    BATCH = "G"
    TERM = "K"
    LOT = "L"
    BLANK = "N"
    PRINTER = "P"
    RECEIPT = "R"
    SLIP = "S"
    STATION = "T"
    CART = "W"


SHAPES: Final = {
    CodeKind.BADGE: r"[0-9A-Z]{8}",
    CodeKind.COMMAND: r"[A-Z]{2,12}",
    CodeKind.DIGIT: r"[0-9]",
    CodeKind.TERM: r"[1-9]\d{0,5}",
    CodeKind.BATCH: r"[A-Z0-9]{1,6}-\d{4}-\d{4,6}",
    CodeKind.BLANK: r"[A-Z0-9]{1,6}-B\d{1,6}/\d{1,3}",
    CodeKind.LOT: r"[A-Z0-9]{1,6}-\d{4}-\d{4,6}\.\d{1,4}",
    CodeKind.PRINTER: r"[A-WYZ0-9-]{1,20}",
    CodeKind.RECEIPT: r"[A-Z0-9]{1,6}-\d{4}-R\d{4,6}",
    CodeKind.SLIP: r"[A-Z0-9]{1,6}-\d{4}-\d{4,6}\.\d{1,4}/\d{1,5}",
    CodeKind.STATION: r"[A-WYZ0-9-]{1,20}",
    CodeKind.CART: r"[A-Z0-9]{1,6}-\d{4}-W\d{4,6}",
}


@dataclass(frozen=True, slots=True)
class Code:
    """One of our codes, read or to be printed."""

    kind: CodeKind
    payload: str

    def __str__(self) -> str:
        """Return what the bar code carries."""
        body = self.kind.value + self.payload
        return body + check_character(body)


def is_code(kind: CodeKind, payload: str) -> bool:
    """Return whether a payload may stand in a code of this kind."""
    return re.fullmatch(SHAPES[kind], payload, re.ASCII) is not None


def check_character(body: str) -> str:
    """Return the ISO 7064 mod 37,36 check character of upper-case ASCII text."""
    remainder = 36
    for character in body.translate(STAND_INS):
        remainder = (remainder + ALPHABET.index(character)) % 36 or 36
        remainder = remainder * 2 % 37
    return ALPHABET[(37 - remainder) % 36]


def parse(text: str) -> Code:
    """Read one of our codes; raise `UnknownCode` with why it is none (`form` or `check`)."""
    shown = text[:LONGEST].replace("\x1d", "␝").encode(errors="replace").decode()
    if not SHORTEST <= len(text) <= LONGEST or text[0] not in set(CodeKind):
        raise UnknownCode(scanned=shown, why="form")
    body, check = text[:-1], text[-1]
    kind = CodeKind(body[0])
    if not re.fullmatch(SHAPES[kind], body[1:], re.ASCII):
        raise UnknownCode(scanned=shown, why="form")
    if check_character(body) != check:
        raise UnknownCode(scanned=shown, why="check")
    return Code(kind, body[1:])


def like_badge(text: str) -> bool:
    """Return whether a text holds something like a badge, anywhere in it and however misread."""
    return BADGE_LIKE.search(text) is not None


def lot_number(typed: str) -> str:
    """Read a lot number that somebody typed; raise `UnknownCode` when it cannot be one."""
    number = typed.strip().upper()
    if not re.fullmatch(SHAPES[CodeKind.LOT], number, re.ASCII):
        raise UnknownCode(scanned=number[:LONGEST].encode(errors="replace").decode(), why="form")
    return number


def number_of_cart(typed: str) -> bool:
    """Return whether a number is a cart's."""
    return re.fullmatch(SHAPES[CodeKind.CART], typed, re.ASCII) is not None


def slip(lot: str, handover: int) -> Code:
    """Return the code of a traveler that was printed after a hand-over of a lot."""
    return Code(CodeKind.SLIP, f"{lot}/{handover}")


def slip_parts(code: Code) -> tuple[str, int]:
    """Return the lot number and the hand-over number that a slip carries."""
    lot, _, handover = code.payload.partition("/")
    return lot, int(handover)
