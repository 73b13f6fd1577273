"""Printers on simulated ones, and a clock that is moved by hand."""

from dataclasses import dataclass, field
from datetime import datetime

from devices.escpos.compiler import compile_paper
from devices.printer import Printer
from devices.profile import Profile
from devices.sim.printer import SimulatedPrinter
from tests.devices.neighbours import PATIENCE
from tests.devices.samples import FONTS, NATIVE, NOON, a_traveler

JOB = compile_paper(a_traveler(), NATIVE, FONTS)
PROOFLESS = Profile(proof="none")
DUMB = Profile(status=False, proof="none")


@dataclass
class Clock:
    at: datetime = NOON
    rings: list[int] = field(default_factory=list)

    def __call__(self) -> datetime:
        return self.at

    def ring(self) -> None:
        self.rings.append(1)


def a_printer(
    twin: SimulatedPrinter, profile: Profile = NATIVE, clock: Clock | None = None
) -> Printer:
    quick = 0.3 if {"mute", "stalled"} & twin.faults.keys() else PATIENCE
    return Printer(
        twin.name,
        f"sim:{twin.name}",
        profile,
        clock or Clock(),
        proof_seconds=quick,
        answer_seconds=quick,
    )


def nothing() -> None:
    """No row to mark."""
