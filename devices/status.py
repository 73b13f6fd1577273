"""Asks a printer how it is, and believes only answers of the right form.

Every DLE EOT answer has the bits 0xx1xx10. A stale or foreign byte makes the whole survey
worthless, so it is asked once more, and then the condition is unknown.
"""

import time

from devices.escpos.commands import ask_status
from devices.state import Condition
from devices.wire import Wire

FORM_MASK, FORM = 0b1001_0011, 0b0001_0010
ANSWER_SECONDS = 1.0
GREETING_SECONDS, QUIET_SECONDS, CALM_SECONDS = 0.002, 0.01, 0.1
OFFLINE = 0x08
COVER_OPEN, PAPER_STOP, CAUSE_ERROR = 0x04, 0x20, 0x40
ANY_ERROR = 0x6C
PAPER_NEAR_END, PAPER_END = 0x0C, 0x60


def survey(wire: Wire, *, answer_seconds: float = ANSWER_SECONDS) -> tuple[Condition, str]:
    """Return the printer's condition and the answers in hex; raises `DeviceLost`."""
    heard = _ask_all(wire, answer_seconds, GREETING_SECONDS, QUIET_SECONDS)
    if not _sound(heard) and any(heard):
        # Something is left over, and may still be on its way.
        heard = _ask_all(wire, answer_seconds, CALM_SECONDS, CALM_SECONDS)
    detail = " ".join(answer.hex() or "-" for answer in heard)
    return (_judge(b"".join(heard)) if _sound(heard) else Condition.UNKNOWN), detail


def _ask_all(wire: Wire, seconds: float, before: float, after: float) -> list[bytes]:
    """Ask one question at a time; a fifth entry is what was said without being asked.

    Old bytes that come later than a greeting would are found by that fifth entry.
    """
    wire.drain(before)
    heard = []
    for number in (1, 2, 3, 4):
        wire.send(ask_status(number))
        heard.append(_answer(wire, seconds))
        if not heard[-1]:
            return heard
    extra = wire.drain(after)
    return [*heard, extra] if extra else heard


def _answer(wire: Wire, seconds: float) -> bytes:
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        if heard := wire.receive(left):
            return heard
    return b""


def is_status(byte: int) -> bool:
    """Whether a byte has the form of an answer to DLE EOT."""
    return byte & FORM_MASK == FORM


def _sound(heard: list[bytes]) -> bool:
    single = all(len(answer) == 1 for answer in heard)
    return single and len(heard) == 4 and all(is_status(one[0]) for one in heard)  # noqa: PLR2004


def _judge(answers: bytes) -> Condition:
    printer, cause, error, paper = answers
    found = (
        (cause & COVER_OPEN, Condition.COVER_OPEN),
        (paper & PAPER_END or cause & PAPER_STOP, Condition.PAPER_OUT),
        (error & ANY_ERROR or cause & CAUSE_ERROR, Condition.ERROR),
        (printer & OFFLINE, Condition.OFFLINE),
        (paper & PAPER_NEAR_END, Condition.PAPER_LOW),
    )
    return next((condition for holds, condition in found if holds), Condition.READY)
