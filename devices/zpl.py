"""Speaks ZPL, the language of Zebra's label printers and of many that imitate them.

The paper is drawn, so nothing that anybody typed is ever read as a command. ^ and ~ stand only
where this file puts them.
"""

import re
import time
from collections.abc import Iterator

from PIL import Image

from devices.fonts import Fonts
from devices.paper import Paper
from devices.pieces import DOTS_A_MM, pieces
from devices.profile import Profile
from devices.state import Condition
from devices.wire import Wire

DARKNESS_STEP = 3
MOST_BYTES = 96_000
MANY = 20
ASK_STATUS = b"~HS"
FORGET_HALF = b"~JX"
"""Cancels a label of which only a part came, as after a broken connection; ours would join it."""
POLL_SECONDS = 0.2
QUIET_SECONDS = 0.01


def compile_paper(paper: Paper, profile: Profile, fonts: Fonts) -> bytes:
    """Return the bytes of one print job: a label for each piece, each printed once."""
    labels = (_label(piece, profile) for piece in pieces(paper, profile, fonts))
    return b"".join((FORGET_HALF, *labels))


def _label(piece: Image.Image, profile: Profile) -> bytes:
    """Write one format; what a printer would remember from earlier jobs is always said."""
    length = profile.label_mm * DOTS_A_MM if profile.label_mm else piece.height
    head = (
        f"^XA^PW{piece.width}^LL{length}^LH0,0^LS0^PON^FWN"
        f"^MN{'Y' if profile.label_mm else 'N'}^MM{'C' if profile.cutter else 'T'}"
        f"^MD{DARKNESS_STEP * profile.darkness}"
    )
    return (head + "".join(_graphics(piece)) + "^PQ1,0,1,N^XZ").encode("ascii")


def _graphics(piece: Image.Image) -> Iterator[str]:
    """Yield ^GF fields that old firmware takes too: at most 99,999 bytes each."""
    stride = piece.width // 8
    step = MOST_BYTES // stride
    for top in range(0, piece.height, step):
        part = piece.crop((0, top, piece.width, min(top + step, piece.height)))
        rows = part.tobytes("raw", "1;I")
        yield f"^FO0,{top}^GFA,{len(rows)},{len(rows)},{stride},{_packed(rows, stride)}^FS"


def _packed(rows: bytes, stride: int) -> str:
    """Return the dots in ZPL's own short form of hexadecimal.

    `:` is the row above again, `,` the rest of a row in white, letters before a digit say how
    often it comes.
    """
    above, parts = "", []
    for start in range(0, len(rows), stride):
        row = rows[start : start + stride].hex().upper()
        parts.append(":" if row == above else _short(row))
        above = row
    return "".join(parts)


def _short(row: str) -> str:
    inked = row.rstrip("0")
    inked += "0" * (len(inked) % 2)
    blank = "," if len(inked) < len(row) else ""
    return re.sub(r"(.)\1{2,}", _times, inked) + blank


def _times(run: re.Match[str]) -> str:
    many, few = divmod(len(run[0]), MANY)
    return _letter("g", many) + _letter("G", few) + run[1]


def _letter(first: str, count: int) -> str:
    return chr(ord(first) + count - 1) if count else ""


_HOST_STATUS = re.compile(
    rb"\x02\d{3},(?P<paper>[01]),(?P<pause>[01]),\d{4,5},(?P<formats>\d{3}),(?P<full>[01]),[01],"
    rb"(?P<partial>[01]),\d{3},(?P<lost>[01]),(?P<cold>[01]),(?P<hot>[01])\x03\r\n"
    rb"\x02\d{3},\d,(?P<head>[01]),(?P<ribbon>[01]),[01],[0-9A-Z],\d,[01],"
    rb"(?P<left>\d{8}),[01],\d{3}\x03\r\n"
    rb"\x02[0-9A-Za-z]{4},[01]\x03\r\n"
)
STRINGS = 3
LONGEST_ANSWER = 200
BURST_SECONDS = 0.5


class ZplDialogue:
    """~HS answers three strings. Anything else than exactly these is *unknown*.

    A printer without paper, ribbon or a closed head may answer nothing at all [its manual].
    """

    def survey(self, wire: Wire, seconds: float) -> tuple[Condition, str]:
        """Return the condition and the printer's own words, asked once more when they are wrong."""
        heard = _ask(wire, seconds)
        if heard and not _HOST_STATUS.fullmatch(heard):
            heard = _ask(wire, seconds)
        return condition_of(heard), heard.decode("ascii", "backslashreplace").replace(
            "\r\n", " "
        ).strip()

    def question(self, job_id: int) -> bytes:  # noqa: ARG002
        """Return nothing: the counters are asked for, not sent."""
        return b""

    def proof_came(self, wire: Wire, job_id: int, seconds: float) -> bool:  # noqa: ARG002
        """Ask until the printer has twice in a row nothing left to print and nothing against it.

        It names no job: one worker owns the printer, so what it has left is ours.
        """
        until, ready = time.monotonic() + seconds, 0
        while (left := until - time.monotonic()) > 0:
            ready = ready + 1 if condition_of(_ask(wire, left)) is Condition.READY else 0
            if ready > 1:
                return True
            wire.drain(POLL_SECONDS)
        return False


def _ask(wire: Wire, seconds: float) -> bytes:
    """Ask once; listen until the third string ends, and a moment longer for what is too much.

    The first byte may take `seconds`; what follows it comes at once, even at 9600 baud.
    """
    wire.drain(QUIET_SECONDS)
    wire.send(ASK_STATUS)
    heard, until = b"", time.monotonic() + seconds
    while not _whole(heard) and (left := until - time.monotonic()) > 0:
        if said := wire.receive(left):
            heard, until = heard + said, min(until, time.monotonic() + BURST_SECONDS)
    return heard + wire.drain(QUIET_SECONDS)


def _whole(heard: bytes) -> bool:
    return heard.count(b"\x03\r\n") >= STRINGS or len(heard) > LONGEST_ANSWER


def condition_of(heard: bytes) -> Condition:
    """Return what one answer to ~HS says; *unknown* for anything that is not exactly one."""
    said = _HOST_STATUS.fullmatch(heard)
    if said is None:
        return Condition.UNKNOWN
    left = int(said["formats"]) + int(said["left"]) + int(said["partial"])
    found = (
        (said["head"] == b"1", Condition.COVER_OPEN),
        (said["paper"] == b"1", Condition.PAPER_OUT),
        (b"1" in {said[flag] for flag in ("ribbon", "lost", "cold", "hot")}, Condition.ERROR),
        (said["pause"] == b"1", Condition.OFFLINE),
        (left or said["full"] == b"1", Condition.PRINTING),
    )
    return next((condition for holds, condition in found if holds), Condition.READY)
