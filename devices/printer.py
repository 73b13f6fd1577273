"""A printer that says of every job what became of it, and never more than it knows."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from devices.dialogue import dialogue_of
from devices.errors import DeviceError, DeviceLost
from devices.profile import Profile
from devices.state import STOPPED, Condition, DeviceState
from devices.status import ANSWER_SECONDS
from devices.transport import parse_address
from devices.wire import BrokenSend

RASTER_BAUDRATE = 460_800
PROOF_SECONDS = 15.0
AFTER_PROOF_SECONDS = 0.2


class SlowLine(DeviceError):
    """Drawn text would take too long on this serial port; the profile has to say `native`."""

    code = "line-too-slow"
    permanent = True


class Fate(StrEnum):
    """What became of a job. Only `failed` may be tried again without asking a person."""

    FAILED = "failed"
    SENT = "sent"
    CONFIRMED = "confirmed"
    UNCERTAIN = "uncertain"


@dataclass(frozen=True, slots=True)
class Printout:
    """A job's fate; `bytes_out` is how many of its bytes left us, `reason` a stable code."""

    fate: Fate
    reason: str = ""
    bytes_out: int = 0


class Printer:
    """One printer; one worker owns it, anyone may ask for its state.

    Raises `BadAddress` for a wrong URL and `SlowLine` for drawn text on a serial port below
    460,800 baud. Trouble with the device itself is never raised.
    """

    def __init__(
        self,
        code: str,
        url: str,
        profile: Profile,
        now: Callable[[], datetime],
        *,
        proof_seconds: float = PROOF_SECONDS,
        answer_seconds: float = ANSWER_SECONDS,
    ) -> None:
        address = parse_address(url)
        baudrate = address.baudrate or RASTER_BAUDRATE
        if profile.drawn and baudrate < RASTER_BAUDRATE:
            raise SlowLine(f"{code}: {url} is too slow for drawn text")
        self.code, self.url, self.profile = code, url, profile
        self._wire = address.wire()
        self._dialogue = dialogue_of(profile)
        self._now = now
        self._proof_seconds, self._answer_seconds = proof_seconds, answer_seconds
        self._busy = threading.Lock()
        self._known = DeviceState(Condition.UNKNOWN, now(), None)

    def state(self) -> DeviceState:
        """Ask the printer how it is; while it prints, return what is known without asking."""
        if self._busy.acquire(blocking=False):
            try:
                self._look()
            finally:
                self._hang_up(AFTER_PROOF_SECONDS)
                self._busy.release()
        return self._known

    def print(
        self,
        job_id: int,
        data: bytes,
        on_sending: Callable[[], None],
        on_progress: Callable[[int], None] | None = None,
    ) -> Printout:
        """Print one job; `on_sending` is called just before its first byte goes out.

        What `on_sending` raises is passed on, and then nothing was sent. `on_progress` hears how
        many bytes have been handed over; it must be quick and raise nothing.
        """
        with self._busy:
            condition = self._look()
            if condition in STOPPED:
                self._hang_up(AFTER_PROOF_SECONDS)
                return Printout(Fate.FAILED, condition.value)
            try:
                on_sending()
                self._note(Condition.PRINTING)
                return self._deliver(job_id, data, condition, on_progress)
            finally:
                self._hang_up(AFTER_PROOF_SECONDS)

    def _look(self) -> Condition:
        """Open the wire and take a survey; a printer that cannot be reached is offline."""
        try:
            self._wire.open()
            return self._survey()
        except DeviceLost as error:
            return self._note(Condition.OFFLINE, str(error))

    def _survey(self) -> Condition:
        if not self.profile.status:
            return self._note(Condition.PORT_OPEN)
        condition, detail = self._dialogue.survey(self._wire, self._answer_seconds)
        return self._note(condition, detail, seen=condition != Condition.UNKNOWN)

    def _deliver(
        self,
        job_id: int,
        data: bytes,
        before: Condition,
        on_progress: Callable[[int], None] | None,
    ) -> Printout:
        try:
            self._wire.drain()
            self._wire.send(data + self._dialogue.question(job_id), on_progress)
        except BrokenSend as error:
            self._note(Condition.OFFLINE, str(error))
            fate = Fate.UNCERTAIN if error.bytes_out else Fate.FAILED
            return Printout(fate, error.code, min(error.bytes_out, len(data)))
        except DeviceLost as error:
            self._note(Condition.OFFLINE, str(error))
            return Printout(Fate.FAILED, error.code)
        return self._prove(job_id, len(data), before)

    def _prove(self, job_id: int, size: int, before: Condition) -> Printout:
        promised = self.profile.proof != "none"
        fate, reason = Fate.UNCERTAIN, "no-proof"
        try:
            if promised and self._dialogue.proof_came(self._wire, job_id, self._proof_seconds):
                fate, reason = Fate.CONFIRMED, ""
            after = self._survey()
        except DeviceLost as error:
            self._note(Condition.OFFLINE, str(error))
            reason = "" if fate == Fate.CONFIRMED else error.code
            return Printout(fate, reason, size)
        if promised:
            return Printout(fate, reason, size)
        # It proves nothing, but it says that it stopped, or has fallen silent, since it was asked.
        if after in STOPPED or (after is Condition.UNKNOWN and before is not Condition.UNKNOWN):
            return Printout(Fate.UNCERTAIN, after.value, size)
        return self._let_go(size)

    def _let_go(self, size: int) -> Printout:
        if self._wire.close():
            return Printout(Fate.SENT, "", size)
        self._note(Condition.OFFLINE)
        return Printout(Fate.UNCERTAIN, DeviceLost.code, size)

    def _note(self, condition: Condition, detail: str = "", *, seen: bool = False) -> Condition:
        now, known = self._now(), self._known
        since = known.since if known.condition == condition else now
        self._known = DeviceState(condition, since, now if seen else known.seen, detail)
        return condition

    def _hang_up(self, seconds: float) -> None:
        self._wire.close(seconds)
