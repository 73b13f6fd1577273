"""What is known of a device, and how old that knowledge is."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final


class Condition(StrEnum):
    """What a device was last seen to be."""

    READY = "ready"
    PORT_OPEN = "port-open"
    PRINTING = "printing"
    PAPER_LOW = "paper-low"
    PAPER_OUT = "paper-out"
    COVER_OPEN = "cover-open"
    ERROR = "error"
    OFFLINE = "offline"
    UNKNOWN = "unknown"


FINE: Final = frozenset({Condition.READY, Condition.PRINTING, Condition.PORT_OPEN})
"""Nobody has to do anything; of an open port nobody knows more."""
STOPPED: Final = frozenset(
    {Condition.PAPER_OUT, Condition.COVER_OPEN, Condition.ERROR, Condition.OFFLINE}
)
"""A printer like this takes no paper until somebody has been there."""


@dataclass(frozen=True, slots=True)
class DeviceState:
    """What is known of a device, and since when; every moment is aware UTC.

    `since`: when this condition began. `seen`: the last successful read or answer, None
    for never. `detail` is for logs and the devices page.
    """

    condition: Condition
    since: datetime
    seen: datetime | None
    detail: str = ""
