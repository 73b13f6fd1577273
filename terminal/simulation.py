"""The simulated devices of a demo: scan with a reader, look at a printer's paper, break and heal.

Only devices whose address says `sim:` are here; what is done to them goes through the same ports
and wires as with real ones.
"""

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final
from urllib.parse import urlsplit

from devices.errors import DeviceLost
from devices.sim.printer import SimulatedPrinter, simulated_printers
from devices.sim.scanner import SimulatedScanner, simulated_scanner
from devices.transport import twin_of
from domain.errors import BadField, UnknownThing
from terminal.printers import PrinterAddress
from terminal.readers import Scanner
from terminal.site import Site

SCHEME: Final = "sim:"
LONGEST: Final = 512
SIGNS: Final = str.maketrans("␝␞␄␠", "\x1d\x1e\x04 ")
SLOW: Final = 1000
CHATTER: Final = 20
FAULTS: Final = MappingProxyType[str, Callable[[SimulatedPrinter], None]](
    {
        "paper-low": SimulatedPrinter.paper_low,
        "paper-out": SimulatedPrinter.paper_out,
        "cover-open": SimulatedPrinter.cover_open,
        "jam": SimulatedPrinter.jam,
        "stall": SimulatedPrinter.stall,
        "mute": SimulatedPrinter.mute,
        "stale": SimulatedPrinter.stale_status,
        "garbage": SimulatedPrinter.garbage_status,
        "slow": lambda printer: printer.slow(SLOW),
        "drop": SimulatedPrinter.drop,
        "heal": SimulatedPrinter.heal,
    }
)
WAYS: Final = MappingProxyType[str, Callable[[SimulatedScanner, str], None]](
    {
        "": SimulatedScanner.scan,
        "chatter": lambda scanner, text: scanner.chatter(text, CHATTER),
        "half": lambda scanner, text: scanner.half_frame(text.encode()),
    }
)
# Lines of a scale: nothing, something still moving, and boards of 51.4 g.
WEIGHTS: Final[tuple[tuple[str, str | int], ...]] = (
    ("ST,GS,+     0.00g", "empty"),
    ("US,GS,+   123.45g", "moving"),
    *((f"ST,GS,+{51.4 * pieces:9.2f}g", pieces) for pieces in (5, 10, 20, 48, 50, 100, 240)),
)
CABLE: Final = MappingProxyType[str, Callable[[SimulatedScanner], None]](
    {"unplug": SimulatedScanner.unplug, "plug-in": SimulatedScanner.plug_in}
)


@dataclass(frozen=True, slots=True)
class Reader:
    """A simulated reader, barcode or badge, and its station; `condition` as its driver knows it."""

    code: str
    station: str
    kind: str
    condition: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One printed paper: its number on this printer, its lines, what was wrong with its bytes."""

    number: int
    lines: tuple[str, ...]
    errors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SimPrinter:
    """A simulated printer: what its driver knows, what is broken, its last papers, newest first."""

    code: str
    paper_mm: int
    language: str
    condition: str
    faults: tuple[str, ...]
    printed: int
    sheets: tuple[Sheet, ...]


def readers(site: Site) -> list[Reader]:
    """Return the simulated readers, in the order of the settings."""
    return [
        Reader(one.code, one.station, one.kind, _condition(site, one.code))
        for one in site.settings.scanners
        if one.url.startswith(SCHEME)
    ]


def scan(site: Site, reader: str, text: str, way: str = "") -> None:
    """Let a simulated reader read a label; raises `UnknownThing`, `BadField`.

    The way is once, `chatter` (again and again) or `half` (the end never comes). An unplugged
    reader reads nothing that anybody hears: that is a `BadField` too. The separators of labels,
    which nobody can type, are written `␝`, `␞` and `␄`.
    """
    if not 0 < len(text) <= LONGEST or not text.isprintable():
        raise BadField(field="code", value=text[:40])
    if way not in WAYS:
        raise UnknownThing(kind="fault", name=way[:40])
    try:
        WAYS[way](simulated_scanner(_name(_scanner(site, reader).url)), text.translate(SIGNS))
    except DeviceLost:
        raise BadField(field="reader", value=reader) from None


def pull(site: Site, reader: str, what: str) -> None:
    """Pull a simulated reader's plug (`unplug`), or put it in again (`plug-in`)."""
    if what not in CABLE:
        raise UnknownThing(kind="fault", name=what[:40])
    CABLE[what](simulated_scanner(_name(_scanner(site, reader).url)))


def printers(site: Site, station: str, sheets: int = 6) -> list[SimPrinter]:
    """Return the simulated printers of a station with their last papers."""
    found = site.settings.station(station)
    codes = dict.fromkeys(found.printers.values()) if found else ()
    addresses = {one.code: one for one in site.settings.printers}
    return [
        _printer(site, addresses[code], sheets)
        for code in codes
        if addresses[code].url.startswith(SCHEME)
    ]


def picture(site: Site, printer: str, number: int) -> bytes:
    """Return the PNG of one paper; raises `UnknownThing` when it is no longer kept."""
    twin = _twin(_address(site, printer))
    papers = twin.papers if twin else []
    first = (twin.printed if twin else 0) - len(papers) + 1
    if not first <= number < first + len(papers):
        raise UnknownThing(kind="paper", name=str(number))
    return papers[number - first].png


def disturb(site: Site, printer: str, fault: str) -> None:
    """Break a simulated printer, or `heal` it; raises `UnknownThing`."""
    url = _address(site, printer).url
    if fault not in FAULTS:
        raise UnknownThing(kind="fault", name=fault[:40])
    FAULTS[fault](twin_of(url)())


def _printer(site: Site, address: PrinterAddress, sheets: int) -> SimPrinter:
    twin, profile = _twin(address), address.profile
    printer = (address.code, profile.paper_mm, profile.language)
    condition = _condition(site, address.code)
    if twin is None:
        return SimPrinter(*printer, condition, (), 0, ())
    printed, papers = twin.printed, twin.papers
    first = printed - len(papers) + 1
    shown = [
        Sheet(first + at, paper.lines, paper.errors) for at, paper in enumerate(papers)
    ][-sheets:]  # fmt: skip
    faults = tuple(f"{name}-{value}" if isinstance(value, str) else name
                   for name, value in twin.faults.items())  # fmt: skip
    return SimPrinter(*printer, condition, faults, printed, tuple(reversed(shown)))


def _twin(address: PrinterAddress) -> SimulatedPrinter | None:
    """Return a plugged-in printer; looking for one never plugs it in."""
    name = _name(address.url)
    return next((one for one in simulated_printers() if one.name == name), None)


def _scanner(site: Site, code: str) -> Scanner:
    for one in site.settings.scanners:
        if one.code == code and one.url.startswith(SCHEME):
            return one
    raise UnknownThing(kind="reader", name=code[:40])


def _address(site: Site, code: str) -> PrinterAddress:
    for one in site.settings.printers:
        if one.code == code and one.url.startswith(SCHEME):
            return one
    raise UnknownThing(kind="printer", name=code[:40])


def _name(url: str) -> str:
    return urlsplit(url).path


def _condition(site: Site, code: str) -> str:
    state = site.devices.get(code)
    return state.condition.value if state else "unknown"
