"""Asks an ESC/POS printer how it is and whether it has printed."""

import time

from devices.escpos import commands
from devices.profile import Profile
from devices.state import Condition
from devices.status import QUIET_SECONDS, is_status, survey
from devices.wire import Wire

REACHED_MASK = 0b1001_0000
MOST_HEARD = 4096


class EscposDialogue:
    """DLE EOT for the condition; GS ( H or GS r for the proof, as the profile says."""

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        self._owed = False

    def survey(self, wire: Wire, seconds: float) -> tuple[Condition, str]:
        """Return the condition and the four answers in hex.

        Paper near its end is no news from a printer without a sensor for it.
        """
        condition, detail = survey(wire, answer_seconds=seconds)
        if self._owed and condition in {Condition.READY, Condition.PAPER_LOW}:
            self._settle(wire, seconds)
        if condition is Condition.PAPER_LOW and not self._profile.near_end:
            condition = Condition.READY
        return condition, detail

    def question(self, job_id: int) -> bytes:
        """Return what the profile's proof is asked with, b"" without one."""
        match self._profile.proof:
            case "GS(H":
                return commands.ask_when_printed(job_id)
            case "GSr":
                return commands.ASK_WHEN_REACHED
            case _:
                return b""

    def proof_came(self, wire: Wire, job_id: int, seconds: float) -> bool:
        """Listen until the proof has come or the time is up."""
        if self._owed:
            return False
        self._owed = self._profile.proof == "GSr"
        came = self._listen(wire, job_id, seconds)
        self._owed = self._owed and not came
        return came

    def _settle(self, wire: Wire, seconds: float) -> None:
        """Let the answer to an earlier GS r come: it names no job, and would prove the next one.

        A printer answers in the order in which it was asked, so one more question brings it.
        """
        wire.send(commands.ASK_WHEN_REACHED)
        if wire.receive(seconds):
            wire.drain(QUIET_SECONDS)
            self._owed = False

    def _listen(self, wire: Wire, job_id: int, seconds: float) -> bool:
        heard, until = b"", time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            heard = (heard + wire.receive(left))[-MOST_HEARD:]
            if self._is_proof(job_id, heard):
                return True
        return False

    def _is_proof(self, job_id: int, heard: bytes) -> bool:
        if self._profile.proof == "GS(H":
            return b"\x37\x22" + commands.process_id(job_id) + b"\x00" in heard
        # An old answer to DLE EOT cannot be mistaken for one to GS r: a bit tells them apart.
        reached = [byte for byte in heard if not is_status(byte)]
        return len(reached) == 1 and reached[0] & REACHED_MASK == 0
