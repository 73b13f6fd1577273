"""A serial device server on the network, as a factory has them, with one reader on it."""

import queue
import socket
import threading
from types import TracebackType
from typing import Self

import serial
from serial.rfc2217 import PortManager


class DeviceServer:
    """Serves one client after RFC 2217; `heard` is what that client sent to the reader."""

    def __init__(self) -> None:
        self.heard: queue.Queue[bytes] = queue.Queue()
        self._server = socket.create_server(("127.0.0.1", 0))
        self._serial = serial.serial_for_url("loop://")
        self._connection: socket.socket | None = None
        self._thread = threading.Thread(target=self._serve)

    @property
    def url(self) -> str:
        return f"rfc2217://127.0.0.1:{self._server.getsockname()[1]}"

    def scan(self, data: bytes) -> None:
        self.write(b"".join(self._manager.escape(data)))

    def write(self, data: bytes) -> None:
        assert self._connection
        self._connection.sendall(data)

    def _serve(self) -> None:
        self._connection, _ = self._server.accept()
        self._manager = PortManager(self._serial, self)
        with self._connection:
            while data := self._connection.recv(1024):
                if heard := b"".join(self._manager.filter(data)):
                    self.heard.put(heard)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._thread.join(10)
        self._server.close()
        self._serial.close()
