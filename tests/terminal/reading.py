"""A reader at a station of the factory: what is scanned goes through its port to the desk."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import count

from devices.counts import Counts
from devices.sim.scanner import SimulatedScanner, simulated_scanner
from devices.state import Condition
from terminal.machines import Machines
from terminal.readers import Scanner
from terminal.site import Site
from tests.floor import Floor

_numbers = count(1)
ROUNDS = 300


@dataclass
class Reading:
    """One reader at work; `twin` is its other end, `site` the site with only this reader."""

    site: Site
    twin: SimulatedScanner
    code: str
    later: float = 0.0

    def clock(self) -> float:
        """The reader's clock, which may be put forward: so many seconds `later` it is."""
        return time.monotonic() + self.later

    @property
    def counts(self) -> Counts:
        return self.site.counts[self.code]()

    def until(self, condition: Condition) -> None:
        """Wait until the reader is known to be so."""
        for _ in zip(range(ROUNDS), self.site.bus.listen(patience=0.05), strict=False):
            if self.site.devices[self.code].condition is condition:
                return
        raise AssertionError(self.site.devices[self.code])

    def wait_for(self, true: Callable[[], bool]) -> None:
        """Wait until something is so."""
        for _ in zip(range(ROUNDS), self.site.bus.listen(patience=0.05), strict=False):
            if true():
                return
        raise AssertionError(true)

    def heard(self, length: int) -> bytes:
        """What the reader was told, as soon as it is so many bytes."""
        told = b""
        while len(told) < length:
            more = self.twin.hear(10)
            assert more, told
            told += more
        return told


@contextmanager
def reading(floor: Floor, station: str, **settings: object) -> Iterator[Reading]:
    """Put one simulated reader at a station, of this model and kind, and let it listen."""
    name = f"reading-{next(_numbers)}"
    scanner = replace(Scanner(name, station, f"sim:{name}"), **settings)  # type: ignore[arg-type]
    known = replace(floor.site.settings, scanners=(scanner,), printers=())
    site = replace(floor.site, settings=known)
    twin = simulated_scanner(name)
    found = Reading(site, twin, name)
    machines = Machines(site, found.clock)
    machines.start()
    try:
        found.until(Condition.PORT_OPEN)
        yield found
    finally:
        machines.stop()
        twin.unplug()
