"""What a person can tell a simulated printer to do, in words: `mute`, `slow 200`, `heal`."""

from collections.abc import Callable
from types import MappingProxyType
from typing import Final

from devices.errors import DeviceError
from devices.sim.printer import SimulatedPrinter

Deed = Callable[[SimulatedPrinter], None]
MOST: Final = 10_000_000

PLAIN: Final = MappingProxyType[str, tuple[Deed, str]](
    {
        "paper-low": (SimulatedPrinter.paper_low, "nearly no paper left; it still prints"),
        "paper-out": (SimulatedPrinter.paper_out, "no paper: it stops at once"),
        "cover": (SimulatedPrinter.cover_open, "the cover is open: it stops at once"),
        "jam": (SimulatedPrinter.jam, "the knife is stuck: it stops at once"),
        "mute": (SimulatedPrinter.mute, "it prints and answers nothing"),
        "stall": (SimulatedPrinter.stall, "it holds the connection and takes nothing"),
        "stale": (SimulatedPrinter.stale_status, "it greets every client with an old answer"),
        "garbage": (SimulatedPrinter.garbage_status, "it answers what is no answer"),
        "drop": (SimulatedPrinter.drop, "it hangs up once, in the middle of the next job"),
        "heal": (SimulatedPrinter.heal, "everything is in order again; what waited goes on"),
    }
)
NUMBERED: Final = MappingProxyType[str, tuple[Callable[[SimulatedPrinter, int], None], str]](
    {
        "slow": (SimulatedPrinter.slow, "slow N: it takes N bytes in a second"),
        "cut-at": (SimulatedPrinter.cut_at, "cut-at N: it hangs up once, after N bytes of a job"),
    }
)


class BadOrder(DeviceError):
    """No simulated printer understands this."""

    code = "bad-order"
    permanent = True


def read_order(text: str) -> Deed:
    """Return what an order does, written `slow 200` or `slow:200`; raises `BadOrder`."""
    name, _, rest = text.strip().replace(":", " ", 1).partition(" ")
    rest = rest.strip()
    if name in PLAIN and not rest:
        return PLAIN[name][0]
    if name in NUMBERED and rest.isascii() and rest.isdigit() and 0 < int(rest[:9]) <= MOST:
        deed, count = NUMBERED[name][0], int(rest[:9])
        return lambda printer: deed(printer, count)
    raise BadOrder(f"{text.strip()[:40]!r} is none of {', '.join((*PLAIN, *NUMBERED))}")
