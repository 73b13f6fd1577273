"""How the address of a reader becomes an open serial port, on a cable or over the network."""

import contextlib
import re
import socket
import termios
from typing import Final, Literal
from urllib.parse import urlsplit

import serial

from devices.errors import BadAddress
from devices.sim.scanner import simulated_scanner

Parity = Literal["N", "E", "O"]

LOST: Final = (OSError, termios.error, TypeError)
"""What a port raises when it is gone: SerialException is an OSError, termios.error is not,
and TypeError is a read on a port that is being closed."""

TIMEOUT: Final = 0.05
WRITE_TIMEOUT: Final = 1.0

_TWIN: Final = re.compile(r"sim:([\w.-]+)", re.ASCII)
_NETWORK: Final = {"socket", "rfc2217"}


def is_ours(url: str) -> bool:
    """Say whether an address is a device path, `socket://`, `rfc2217://`, `loop://` or `sim:`.

    pyserial knows more of them, and one of those writes files.
    """
    if url.startswith("/"):
        return "://" not in url
    try:
        parts = urlsplit(url)
        network = parts.scheme in _NETWORK and bool(parts.hostname and parts.port)
    except ValueError:
        return False
    return network or url == "loop://" or bool(_TWIN.fullmatch(url))


def resolve(url: str) -> str:
    """Return what pyserial can open; a simulated reader is wherever it is plugged in now.

    Raises `BadAddress`, and `DeviceLost` when a simulated reader is unplugged.
    """
    if not is_ours(url):
        raise BadAddress(url)
    twin = _TWIN.fullmatch(url)
    return simulated_scanner(twin[1]).path if twin else url


def open_port(url: str, baudrate: int, parity: Parity = "N") -> serial.Serial:
    """Open a port for reading with a timeout of `TIMEOUT`; raises `DeviceError` or `LOST`."""
    port = serial.serial_for_url(
        resolve(url), do_not_open=True, baudrate=baudrate, exclusive=True, timeout=TIMEOUT
    )
    if not url.startswith("rfc2217:"):  # pyserial refuses it there
        port.write_timeout = WRITE_TIMEOUT
    port.open()
    _tune(port, parity)
    return port


def _tune(port: serial.Serial, parity: Parity) -> None:
    """Set what not every port can do: pseudo-terminals refuse parity and low latency."""
    if parity != port.parity:
        with contextlib.suppress(*LOST):
            port.parity = parity
    with contextlib.suppress(*LOST, ValueError, AttributeError, NotImplementedError):
        port.set_low_latency_mode(True)
    link = vars(port).get("_socket")  # pyserial has no other way to it
    if isinstance(link, socket.socket):
        _keep_alive(link)


def _keep_alive(link: socket.socket) -> None:
    """Notice within some 15 s that a device server lost its power: it says no goodbye."""
    link.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    link.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, 5)
    link.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, 3)
    link.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPCNT, 3)
