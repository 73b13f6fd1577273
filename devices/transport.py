"""The wire to a printer: a network socket, a serial port or a device file, by its URL.

`tcp://host:port` · `serial:///dev/ttyUSB0?baudrate=115200&flow=rtscts` · `file:///dev/usb/lp0` ·
`sim:label-1` (or `sim:label-1?paper=58&language=zpl&fault=slow:200,mute`), the network address of a
simulated printer.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import SplitResult, parse_qsl, urlsplit

from devices.errors import BadAddress
from devices.plugs import FilePlug, Plug, SerialPlug, SocketPlug
from devices.profile import PROOFS, Language
from devices.sim.orders import BadOrder, read_order
from devices.sim.printer import SimulatedPrinter, simulated_printer
from devices.wire import Wire

BAUDRATES = (9600, 19200, 38400, 57600, 115200, 230400, 460800, 921600)
FLOWS = ("none", "rtscts", "xonxoff")
PAPERS = {"58": 384, "80": 576}
LANGUAGES: dict[str, Language] = {language: language for language in PROOFS}
_DEVICE = re.compile(r"/dev(/[A-Za-z0-9_.:+-]+)+")
_TWIN = re.compile(r"[a-z0-9-]{1,40}")


@dataclass(frozen=True, slots=True)
class Address:
    """A parsed URL: `plug()` connects, `baudrate` is None where there is no such thing."""

    url: str
    plug: Callable[[], Plug] = field(compare=False)
    baudrate: int | None = None

    def wire(self) -> Wire:
        """Return a wire to this address that is not yet open."""
        return Wire(self.plug)


def parse_address(url: str) -> Address:
    """Return what the URL means; raises `BadAddress` for anything that is not exactly one."""
    try:
        parts = urlsplit(url)
        read = _READERS[parts.scheme]
        clean = url.isascii() and url.isprintable() and not parts.fragment and "@" not in url
        if not clean:
            raise BadAddress(f"{url!r} is not a printer's address")
        return read(url, parts)
    except (KeyError, ValueError) as error:
        raise BadAddress(f"{url!r} is not a printer's address") from error


def _tcp(url: str, parts: SplitResult) -> Address:
    host, port = parts.hostname, parts.port
    if not host or not port or parts.path or "?" in url:
        raise BadAddress(f"{url!r} is not tcp://host:port")
    return Address(url, lambda: SocketPlug(host, port))


def _serial(url: str, parts: SplitResult) -> Address:
    path, options = _device(url, parts), _options(parts, {"baudrate", "flow"})
    baudrate, flow = int(options.get("baudrate", "115200")), options.get("flow", "none")
    if baudrate not in BAUDRATES or flow not in FLOWS:
        raise BadAddress(f"{url!r} names no baud rate or flow control that we know")
    return Address(url, lambda: SerialPlug(path, baudrate, flow), baudrate)


def _file(url: str, parts: SplitResult) -> Address:
    path = _device(url, parts)
    _options(parts, set())
    return Address(url, lambda: FilePlug(path))


def _sim(url: str, parts: SplitResult) -> Address:
    if parts.netloc or not _TWIN.fullmatch(parts.path):
        raise BadAddress(f"{url!r} is not sim:name")
    twin = _twin(parts)
    return Address(url, lambda: SocketPlug(*twin().address))


def twin_of(url: str) -> Callable[[], SimulatedPrinter]:
    """Return what plugs in the simulated printer of a `sim:` address; raises `BadAddress`."""
    parse_address(url)
    return _twin(urlsplit(url))


def _twin(parts: SplitResult) -> Callable[[], SimulatedPrinter]:
    options = _options(parts, {"paper", "language", "fault"})
    dots = PAPERS[options.get("paper", "80")]
    language = LANGUAGES[options.get("language", "escpos")]
    try:
        faults = options["fault"].split(",") if "fault" in options else []
        broken = [read_order(one) for one in faults]
    except BadOrder as error:
        raise BadAddress(str(error)) from error
    return lambda: simulated_printer(parts.path, dots=dots, language=language, broken=broken)


_READERS: Mapping[str, Callable[[str, SplitResult], Address]] = {
    "tcp": _tcp,
    "serial": _serial,
    "file": _file,
    "sim": _sim,
}


def _device(url: str, parts: SplitResult) -> str:
    path = parts.path
    if parts.netloc or not _DEVICE.fullmatch(path) or ".." in path:
        raise BadAddress(f"{url!r} names no device under /dev")
    return path


def _options(parts: SplitResult, known: set[str]) -> dict[str, str]:
    pairs = parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query))
    options = dict(pairs)
    if len(options) != len(pairs) or not set(options) <= known:
        raise ValueError(parts.query)
    return options
