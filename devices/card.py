"""The number of an IC card, out of what the many kinds of card readers make of it."""

import re
from functools import reduce
from operator import xor
from typing import Final

AWAY: Final = 2.0
"""Seconds for which a card must be taken off before holding it there is a second tap."""

_FRAME: Final = " \t\x02\x03"
"""STX and ETX stand around a number, and an ETX after its CR LF stands before the next one."""
_BYTES: Final = re.compile(r"[0-9A-F]{2}([:\- ])[0-9A-F]{2}(?:\1[0-9A-F]{2})+")
_HEX: Final = re.compile(r"[0-9A-F]+")
_WIEGAND: Final = re.compile(r"\d{3},\d{5}")
_DECIMAL: Final = range(8, 21)
_UIDS: Final = frozenset({8, 10, 14, 20})
"""Digits of a UID of 4, 7 or 10 bytes (ISO 14443) or of the 5 bytes of an EM4100 card."""
_CHECKED: Final = 12
"""Digits of an EM4100 card with the checksum of its five bytes."""


def card_number(raw: bytes) -> str:
    """Return the number in a frame of a card reader, always written one way; "" for none.

    Understood are a UID in hex (with or without separators, STX and ETX), an EM4100 number
    with its checksum, `123,45678` of a Wiegand converter, and plain decimals. A number with a
    wrong checksum, or one digit over and over, is a card that was not read.
    """
    text = raw.decode("ascii", errors="replace").strip(_FRAME).upper()
    if joined := _BYTES.fullmatch(text):
        text = text.replace(joined[1], "")
    if len(set(text)) < 2:  # noqa: PLR2004
        return ""
    if _WIEGAND.fullmatch(text):
        return text
    if not _HEX.fullmatch(text):
        return ""
    if len(text) == _CHECKED:
        return text[:-2] if reduce(xor, bytes.fromhex(text)) == 0 else ""
    decimal = text.isdecimal() and len(text) in _DECIMAL
    return text if len(text) in _UIDS or decimal else ""


def is_random(number: str) -> bool:
    """Say whether a card makes up a new number at each tap, as phones do (ISO 14443-3).

    Such numbers are four bytes that begin with 08. A number without a letter may be one in
    decimals, which says nothing; of the made-up ones one in seventeen has none either.
    """
    return len(number) == 8 and number.startswith("08") and not number.isdecimal()  # noqa: PLR2004
