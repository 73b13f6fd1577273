"""The site: everything that actions and queries need, already joined together."""

import secrets
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from devices.counts import Counts
from devices.photo import Picture
from devices.state import DeviceState
from domain.figures import Value
from domain.process import Figures
from terminal.bus import Bus
from terminal.database import Database
from terminal.heard import Heard
from terminal.labels.layouts import Layouts
from terminal.settings import Settings
from terminal.weights import OnScale
from terminal.words import Words


def random_token(length: int) -> str:
    """Return a code that cannot be guessed, in the alphabet of our bar codes."""
    return "".join(secrets.choice("0123456789ABCDEFGHJKMNPQRSTUVWXYZ") for _ in range(length))


@dataclass(frozen=True, slots=True)
class Secrets:
    """Keys that live outside the database and its back-ups.

    `chain` seals events, `pepper` is mixed into PINs, `web` signs cookies; 32 bytes each.
    """

    chain: bytes
    pepper: bytes
    web: bytes


@dataclass(frozen=True, slots=True)
class Sending:
    """The job that a printer is being sent now, and how many of its bytes it has taken."""

    job: int
    sent: int
    total: int


@dataclass(frozen=True, slots=True)
class Site:
    """One factory's service. The clock and the dice are fields, so that tests can hold them.

    `devices` is what is known of each reader and printer, by code; its workers keep it fresh.
    `counts` asks each reader, by code, what it has done since its start.
    `heard` is what each reader has read last, `tallies` what each printer has done since the start.
    `sending` is what goes out now, by printer.
    `scales` is what lies on each station's scale.
    `changed` are the figures that an administrator has set since the file was written.
    `darkroom` has the pictures that are developed and not yet kept, by digest and request.
    """

    settings: Settings
    database: Database
    secrets: Secrets
    bus: Bus
    words: Words
    labels: Layouts
    now: Callable[[], datetime]
    devices: dict[str, DeviceState] = field(default_factory=dict)
    counts: dict[str, Callable[[], Counts]] = field(default_factory=dict)
    scales: dict[str, OnScale] = field(default_factory=dict)
    heard: dict[str, Heard] = field(default_factory=dict)
    tallies: dict[str, Counter[str]] = field(default_factory=dict)
    sending: dict[str, Sending] = field(default_factory=dict)
    changed: dict[str, Value] = field(default_factory=dict)
    darkroom: dict[tuple[str, object], Picture] = field(default_factory=dict)
    token: Callable[[int], str] = random_token

    @property
    def code(self) -> str:
        """The site's code, part of every number."""
        return self.settings.site

    @property
    def figures(self) -> Figures:
        """The figures of the process as they are in force."""
        if not self.changed:
            return self.settings.figures
        changed: dict[str, Any] = {**self.changed}
        return replace(self.settings.figures, **changed)

    def reading(self) -> AbstractContextManager[Session]:
        """Open a session that only looks."""
        return self.database.reading()

    def writing(self) -> AbstractContextManager[Session]:
        """Open a session that commits as a whole or not at all."""
        return self.database.writing()

    def local(self, at: datetime) -> datetime:
        """Return a moment in the factory's time zone."""
        return at.astimezone(self.settings.timezone)

    def today(self) -> date:
        """Return the factory's date."""
        return self.local(self.now()).date()
