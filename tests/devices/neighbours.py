"""The other end of a TCP wire, which does only what a test tells it to."""

import contextlib
import socket
import threading
from collections.abc import Callable

PATIENCE = 10.0


def silence(_: bytes) -> bytes:
    return b""


class Neighbour:
    """Keeps what it gets and answers each piece; may greet, may read nothing."""

    def __init__(
        self,
        answer: Callable[[bytes], bytes] = silence,
        *,
        greeting: bytes = b"",
        reads: bool = True,
        clients: int = 1,
    ) -> None:
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._door.getsockname()[1])
        self.url = f"tcp://127.0.0.1:{self.port}"
        self.got, self.sizes = b"", list[int]()
        self.ended, self.leave = threading.Event(), threading.Event()
        self._answer, self._greeting = answer, greeting
        self._reads, self._clients = reads, clients
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        with self._door, contextlib.suppress(OSError):
            for _ in range(self._clients):
                client, _ = self._door.accept()
                with client:
                    self._listen(client)

    def _listen(self, client: socket.socket) -> None:
        client.sendall(self._greeting)
        while self._reads and (chunk := client.recv(1 << 20)):
            self.got += chunk
            self.sizes.append(len(chunk))
            client.sendall(self._answer(chunk))
        self.ended.set()
        self.leave.wait(PATIENCE)
