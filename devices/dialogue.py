"""How a printer is asked: each language has its own questions about condition and proof."""

from typing import Protocol

from devices.escpos.dialogue import EscposDialogue
from devices.profile import Profile
from devices.state import Condition
from devices.tspl import TsplDialogue
from devices.wire import Wire
from devices.zpl import ZplDialogue


class Dialogue(Protocol):
    """One language's questions and answers, over a wire that is open; all raise `DeviceLost`."""

    def survey(self, wire: Wire, seconds: float) -> tuple[Condition, str]:
        """Return the printer's condition and its answers for the log.

        Waits `seconds` for each answer; what has not the right form is *unknown*.
        """

    def question(self, job_id: int) -> bytes:
        """Return what is sent after a job so that the printer will say that it is done."""

    def proof_came(self, wire: Wire, job_id: int, seconds: float) -> bool:
        """Wait for the printer to say that the job is done."""


def dialogue_of(profile: Profile) -> Dialogue:
    """Return how this printer is asked."""
    match profile.language:
        case "escpos":
            return EscposDialogue(profile)
        case "zpl":
            return ZplDialogue()
        case "tspl":
            return TsplDialogue()
