"""A barcode reader that scans what it is told to, and can be unplugged without getting up."""

import threading
from pathlib import Path

from devices.errors import BadAddress, DeviceLost
from devices.sim.port import PseudoTerminal


class SimulatedScanner:
    """The twin of one serial barcode reader; it begins plugged in, at a `path` of its own.

    Everything that needs the cable raises `DeviceLost` while it is unplugged. As with a
    real reader, what is scanned before a program has opened the port is heard by nobody.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._lock = threading.RLock()
        self._links: set[Path] = set()
        self._port: PseudoTerminal | None = PseudoTerminal()

    @property
    def path(self) -> str:
        """Return the serial port that this reader is plugged into now."""
        return self._cable().path

    @property
    def plugged_in(self) -> bool:
        """Say whether the cable is in."""
        return self._port is not None

    def scan(self, code: str | bytes, suffix: bytes = b"\r") -> None:
        """Read one label; text is sent as UTF-8."""
        raw = code.encode() if isinstance(code, str) else code
        self._send(raw + suffix)

    def half_frame(self, data: bytes) -> None:
        """Send the beginning of a code whose end never comes."""
        self._send(data)

    def chatter(self, code: str | bytes, times: int, suffix: bytes = b"\r") -> None:
        """Read the same label again and again, as fast as the wire takes it."""
        raw = code.encode() if isinstance(code, str) else code
        self._send((raw + suffix) * times)

    def hear(self, timeout: float = 1.0) -> bytes:
        """Return what the program answered (a beep, a light), or b"" after `timeout` seconds."""
        with self._lock:
            return self._cable().receive(timeout)

    def unplug(self) -> None:
        """Pull the plug; bytes still on the wire are lost."""
        with self._lock:
            if self._port is not None:
                for link in self._links:
                    link.unlink(missing_ok=True)
                self._port.close()
                self._port = None

    def plug_in(self) -> None:
        """Put the plug in again; the reader comes back on a new port, as on USB."""
        with self._lock:
            if self._port is None:
                self._port = PseudoTerminal()
                for link in self._links:
                    _point(link, self._port.path)

    def link(self, path: Path) -> None:
        """Keep a link at `path` to the port, as `/dev/serial/by-id` does, through every replug.

        Raises `BadAddress` when something else than a link is there.
        """
        with self._lock:
            if path.exists() and not path.is_symlink():
                raise BadAddress(f"{path} is not a link")
            self._links.add(path)
            if self._port is not None:
                _point(path, self._port.path)

    def _send(self, data: bytes) -> None:
        with self._lock:
            self._cable().send(data)

    def _cable(self) -> PseudoTerminal:
        port = self._port
        if port is None:
            raise DeviceLost(f"{self.name} is unplugged")
        return port


def _point(link: Path, target: str) -> None:
    fresh = link.with_name(f".{link.name}.new")
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(target)
    fresh.replace(link)


_twins: dict[str, SimulatedScanner] = {}
_asking = threading.Lock()


def simulated_scanner(name: str) -> SimulatedScanner:
    """Return the one twin of this name in this process, plugged in by whoever asks first."""
    with _asking:
        if name not in _twins:
            _twins[name] = SimulatedScanner(name)
        return _twins[name]
