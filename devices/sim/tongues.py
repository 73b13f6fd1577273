"""The languages of the simulated printers: how each is read, answered and printed."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Final

from devices.fonts import Fonts
from devices.profile import Language
from devices.sim import reading, tspl, zpl
from devices.sim.faults import STALE, Faults
from devices.sim.page import Page
from devices.sim.reading import Command


@dataclass(frozen=True, slots=True)
class Tongue:
    """One language.

    `question` is answered at any time with `answer`, which is told what the printer holds and
    has not printed; `ends` are the commands that finish a paper, `proofs` those that are
    answered when their turn comes.
    """

    question: re.Pattern[bytes]
    answer: Callable[[Faults, re.Match[bytes], bytes], bytes]
    stale: bytes
    read: Callable[[bytes], tuple[list[Command], bytes]]
    page: Callable[[int, Fonts], Page]
    ends: Collection[str]
    proofs: Mapping[str, Callable[[bytes], bytes]] = field(default_factory=dict)


TONGUES: Final[Mapping[Language, Tongue]] = {
    "escpos": Tongue(
        question=re.compile(rb"\x10\x04([\x01-\x04])"),
        answer=lambda faults, question, _: faults.answer(question[1][0]),
        stale=STALE,
        read=reading.read_commands,
        page=Page,
        ends={"cut"},
        proofs={
            "ask-when-printed": lambda args: b"\x37\x22" + args + b"\x00",
            "ask-when-reached": lambda _: b"\x00",
        },
    ),
    "zpl": Tongue(zpl.QUESTION, zpl.answer, zpl.STALE, zpl.read_commands, zpl.ZplPage, {"end"}),
    "tspl": Tongue(
        tspl.QUESTION, tspl.answer, tspl.STALE, tspl.read_commands, tspl.TsplPage, {"print"}
    ),
}
