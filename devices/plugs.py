"""The three ways to plug in a printer; each is open from the moment it is made."""

import os
import select
import socket
import stat
import termios
import time
from typing import Protocol

import serial

from devices.errors import DeviceLost

LOST = (OSError, termios.error, serial.SerialException, TypeError, ValueError)
CONNECT_SECONDS = 3.0
CHUNK = 4096


class Plug(Protocol):
    """An open device. `ends` tells that reading nothing means that the other end is gone."""

    ends: bool

    def fileno(self) -> int:
        """Return the descriptor to read from and write to, which never blocks."""

    def finish(self, seconds: float) -> bool:
        """Close; return False when the other end had broken off before it took everything."""


class SocketPlug:
    """A printer on the network, usually port 9100."""

    ends = True

    def __init__(self, host: str, port: int) -> None:
        try:
            self._socket = socket.create_connection((host, port), CONNECT_SECONDS)
        except OSError as error:
            raise DeviceLost(f"{host}:{port} cannot be reached: {error}") from error
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.settimeout(0)

    def fileno(self) -> int:
        """Return the descriptor."""
        return self._socket.fileno()

    def finish(self, seconds: float) -> bool:
        """Say that nothing more will come and read on until the printer hangs up.

        Unread answers would turn the close into a reset, and the reset would destroy what the
        printer has not yet taken.
        """
        with self._socket:
            try:
                self._socket.shutdown(socket.SHUT_WR)
                self._read_to_the_end(time.monotonic() + seconds)
            except OSError:
                return False
        return True

    def _read_to_the_end(self, until: float) -> None:
        poll = select.poll()
        poll.register(self._socket, select.POLLIN)
        while (left := until - time.monotonic()) > 0:
            if poll.poll(left * 1000) and not self._socket.recv(CHUNK):
                return


class SerialPlug:
    """A printer on a serial port; `flow` is none, rtscts or xonxoff."""

    ends = True

    def __init__(self, path: str, baudrate: int, flow: str) -> None:
        try:
            self._port = serial.Serial(
                path,
                baudrate,
                exclusive=True,
                timeout=0,
                write_timeout=0,
                rtscts=flow == "rtscts",
                xonxoff=flow == "xonxoff",
            )
        except LOST as error:
            raise DeviceLost(f"{path} cannot be opened: {error}") from error

    def fileno(self) -> int:
        """Return the descriptor."""
        return int(self._port.fileno())

    def finish(self, seconds: float) -> bool:  # noqa: ARG002
        """Close the port; the kernel keeps sending what it has taken."""
        try:
            self._port.close()
        except LOST:
            return False
        return True


class FilePlug:
    """A printer behind a device file, as USB printers are."""

    ends = False

    def __init__(self, path: str) -> None:
        try:
            self._fd = os.open(path, os.O_RDWR | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
        except OSError as error:
            raise DeviceLost(f"{path} cannot be opened: {error}") from error
        if not stat.S_ISCHR(os.fstat(self._fd).st_mode):
            os.close(self._fd)
            raise DeviceLost(f"{path} is not a device")

    def fileno(self) -> int:
        """Return the descriptor."""
        return self._fd

    def finish(self, seconds: float) -> bool:  # noqa: ARG002
        """Close the file."""
        try:
            os.close(self._fd)
        except OSError:
            return False
        return True
