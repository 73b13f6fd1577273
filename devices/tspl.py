"""Speaks TSPL, the language of TSC's label printers and of many Chinese ones.

The paper is drawn, so nothing that anybody typed is ever read as a command. A dot is printed
where a bit is 0.
"""

import re
import time

from PIL import Image

from devices.fonts import Fonts
from devices.paper import Paper
from devices.pieces import DOTS_A_MM, pieces
from devices.profile import Profile
from devices.state import Condition
from devices.wire import Wire

MIDDLE_DENSITY, DENSITY_STEP = 8, 2
ASK_STATUS = b"\x1b!?"
QUIET_SECONDS = 0.01
# Printers obey <ESC>! and ~! at any time: some may do so in the middle of a picture.
AT_ANY_TIME = re.compile(rb"(?<=[\x1b~])!")


def compile_paper(paper: Paper, profile: Profile, fonts: Fonts) -> bytes:
    """Return the bytes of one print job: a label for each piece, each printed once."""
    return b"".join(_label(piece, profile) for piece in pieces(paper, profile, fonts))


def _label(piece: Image.Image, profile: Profile) -> bytes:
    """Write one label; what a printer would remember from earlier jobs is always said."""
    high = profile.label_mm or -(-piece.height // DOTS_A_MM)
    lines = (
        f"SIZE {piece.width // DOTS_A_MM} mm,{high} mm",
        f"GAP {profile.gap_mm if profile.label_mm else 0} mm,0 mm",
        "DIRECTION 0",
        "REFERENCE 0,0",
        f"DENSITY {MIDDLE_DENSITY + DENSITY_STEP * profile.darkness}",
        f"SET CUTTER {'1' if profile.cutter else 'OFF'}",
        f"SET TEAR {'OFF' if profile.cutter else 'ON'}",
        "CLS",
        f"BITMAP 0,0,{piece.width // 8},{piece.height},0,",
    )
    return "\r\n".join(lines).encode("ascii") + _dots(piece) + b"\r\nPRINT 1,1\r\n"


def _dots(piece: Image.Image) -> bytes:
    """Return the rows; one dot more, which is not seen, where a command would stand in them."""
    return AT_ANY_TIME.sub(b"\x01", piece.tobytes())


class TsplDialogue:
    """<ESC>!? answers one byte. It has no form, so only what the manual lists is believed."""

    def survey(self, wire: Wire, seconds: float) -> tuple[Condition, str]:
        """Return the condition and the answer in hex, asked once more when it is wrong."""
        heard = _ask(wire, seconds)
        if heard and heard not in CONDITIONS:
            heard = _ask(wire, seconds)
        return condition_of(heard), heard.hex() or "-"

    def question(self, job_id: int) -> bytes:  # noqa: ARG002
        """Return nothing: this language has no proof of print."""
        return b""

    def proof_came(self, wire: Wire, job_id: int, seconds: float) -> bool:  # noqa: ARG002
        """Never claim what nobody said."""
        return False


def condition_of(heard: bytes) -> Condition:
    """Return what one answer to <ESC>!? says; *unknown* for what the manual does not list."""
    return CONDITIONS.get(heard, Condition.UNKNOWN)


def _ask(wire: Wire, seconds: float) -> bytes:
    wire.drain(QUIET_SECONDS)
    wire.send(ASK_STATUS)
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        if heard := wire.receive(left):
            return heard + wire.drain(QUIET_SECONDS)
    return b""


def _conditions() -> dict[bytes, Condition]:
    """Ready, paused, printing and another error stand alone; open, jam, paper, ribbon can mix."""
    alone = {0x00: Condition.READY, 0x10: Condition.OFFLINE, 0x20: Condition.PRINTING}
    mixed = {
        bits: Condition.COVER_OPEN
        if bits & 0x01
        else Condition.PAPER_OUT
        if bits & 0x04
        else Condition.ERROR
        for bits in range(0x01, 0x0E)
        if bits & 0x06 != 0x06  # noqa: PLR2004  (a jam needs paper)
    }
    known = alone | mixed | {0x80: Condition.ERROR}
    return {bytes((bits,)): condition for bits, condition in known.items()}


CONDITIONS = _conditions()
