"""A simulated receipt or label printer on a network port, which can be broken in every known way.

`simulated_printer("label-1")` gives the one of that name in this process; drivers reach it as
`sim:label-1` through its network address, exactly as they reach a real one.
"""

import contextlib
import socket
import struct
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields
from functools import cache

from devices.fonts import Fonts, find_fonts
from devices.profile import Language
from devices.sim.faults import Faults
from devices.sim.page import PrintedPaper
from devices.sim.talk import Dropped, Talk
from devices.sim.tongues import TONGUES

TICK = 0.02
CHUNK = 4096
KEPT_PAPERS = 50
DROP_AT = 200


class SimulatedPrinter:
    """A printer that serves one client at a time; every method may be called by any thread."""

    def __init__(
        self,
        name: str,
        *,
        dots: int = 576,
        language: Language = "escpos",
        keep: int = KEPT_PAPERS,
        place: tuple[str, int] = ("127.0.0.1", 0),
    ) -> None:
        self.name, self.dots, self.language = name, dots, language
        self._changed = threading.Condition()
        self._faults = Faults()
        self._papers: deque[PrintedPaper] = deque(maxlen=keep)
        self._printed = 0
        tongue = TONGUES[language]
        self._talk = Talk(self._faults, tongue, tongue.page(dots, _letters()), self._done)
        self._closed = False
        self._door = socket.create_server(place, backlog=8)
        self.address: tuple[str, int] = self._door.getsockname()[:2]
        self._thread = threading.Thread(target=self._serve, name=f"sim:{name}", daemon=True)
        self._thread.start()

    # What a person can do to it.

    def paper_low(self) -> None:
        """Use up nearly all the paper; it still prints."""
        self._break(paper="low")

    def paper_out(self) -> None:
        """Take the paper away; printing stops at once."""
        self._break(paper="out")

    def cover_open(self) -> None:
        """Open the cover; printing stops at once."""
        self._break(cover_open=True)

    def jam(self) -> None:
        """Let the knife get stuck; printing stops at once."""
        self._break(jammed=True)

    def mute(self) -> None:
        """Let it print but answer nothing."""
        self._break(mute=True)

    def slow(self, bytes_per_second: float) -> None:
        """Let it take only so many bytes in a second."""
        self._break(bytes_per_second=bytes_per_second)

    def stall(self) -> None:
        """Let it hold the connection and read nothing more."""
        self._break(stalled=True)

    def cut_at(self, count: int) -> None:
        """Let it drop the connection once, after `count` bytes of the next job."""
        self._break(cut_at=count)

    def after(self, count: int, deed: Callable[[], None]) -> None:
        """Let something happen to it, when it has taken about `count` bytes of a job."""
        self._talk.plan = (count, deed)

    def drop(self) -> None:
        """Let it drop the connection once, in the middle of the next job."""
        self.cut_at(DROP_AT)

    def stale_status(self) -> None:
        """Let it greet every client with old status bytes that nobody asked for."""
        self._break(stale=True)

    def garbage_status(self) -> None:
        """Let it answer status questions with bytes that are no answer."""
        self._break(garbage=True)

    def heal(self) -> None:
        """Put everything in order again; what waited goes on."""
        self._break(**{field.name: getattr(Faults(), field.name) for field in fields(Faults)})

    @property
    def faults(self) -> dict[str, object]:
        """What is broken now, by name."""
        sound = Faults()
        now = {field.name: getattr(self._faults, field.name) for field in fields(Faults)}
        return {name: value for name, value in now.items() if value != getattr(sound, name)}

    # What it has printed.

    @property
    def papers(self) -> list[PrintedPaper]:
        """The last papers, oldest first."""
        with self._changed:
            return list(self._papers)

    @property
    def printed(self) -> int:
        """How many papers it has printed altogether."""
        return self._printed

    def wait_for_papers(self, count: int, timeout: float = 10.0) -> list[PrintedPaper]:
        """Return the papers once there were `count` altogether, or when the time is up."""
        with self._changed:
            self._changed.wait_for(lambda: self._printed >= count, timeout)
            return list(self._papers)

    def papers_after(self, count: int, timeout: float) -> list[tuple[int, PrintedPaper]]:
        """Wait for a paper after the first `count`; return all of them with their numbers."""
        with self._changed:
            self._changed.wait_for(lambda: self._printed > count, timeout)
            first = self._printed - len(self._papers) + 1
            return [(at, paper) for at, paper in enumerate(self._papers, first) if at > count]

    def close(self) -> None:
        """Unplug it for good; its name is free again."""
        with _lock:
            if _printers.get(self.name) is self:
                del _printers[self.name]
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        with contextlib.suppress(OSError):
            self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()
        self._thread.join()

    # How it serves its clients.

    def _break(self, **what: object) -> None:
        with self._changed:
            for name, value in what.items():
                setattr(self._faults, name, value)
            self._changed.notify_all()

    def _serve(self) -> None:
        while not self._closed:
            try:
                self._door.settimeout(TICK if self._talk.holding else None)
                client, _ = self._door.accept()
            except TimeoutError:
                self._talk.end()
            except OSError:
                return
            else:
                with client:
                    self._listen(client)

    def _listen(self, client: socket.socket) -> None:
        client.settimeout(TICK)
        why = ""
        try:
            self._talk.begin(client.sendall)
            for chunk in self._chunks(client):
                self._talk.take(chunk)
                self._talk.work()
        except Dropped:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            why = "connection-dropped"
        except OSError:
            why = "connection-lost"
        self._talk.end(why)

    def _chunks(self, client: socket.socket) -> Iterator[bytes]:
        """Yield what arrives, b"" now and then when nothing does, until the client hangs up."""
        while not self._closed:
            if self._faults.stalled or self._talk.full:
                self._pause(TICK)
                yield b""
                continue
            try:
                chunk = client.recv(self._appetite())
            except TimeoutError:
                yield b""
                continue
            if not chunk:
                return
            yield chunk
            if self._faults.bytes_per_second:
                self._pause(len(chunk) / self._faults.bytes_per_second)

    def _appetite(self) -> int:
        speed = self._faults.bytes_per_second
        return max(1, int(speed * TICK)) if speed else min(CHUNK, self._talk.appetite)

    def _pause(self, seconds: float) -> None:
        with self._changed:
            if not self._closed:
                self._changed.wait(seconds)

    def _done(self, paper: PrintedPaper) -> None:
        with self._changed:
            self._papers.append(paper)
            self._printed += 1
            self._changed.notify_all()


_printers: dict[str, SimulatedPrinter] = {}
_lock = threading.Lock()


@cache
def _letters() -> Fonts:
    return find_fonts()


def simulated_printer(
    name: str,
    *,
    dots: int = 576,
    language: Language = "escpos",
    broken: Iterable[Callable[[SimulatedPrinter], None]] = (),
) -> SimulatedPrinter:
    """Return the simulated printer of that name, plugged in when it is first asked for.

    What is `broken` is so from the moment when it is plugged in.
    """
    with _lock:
        if name not in _printers:
            _printers[name] = SimulatedPrinter(name, dots=dots, language=language)
            for deed in broken:
                deed(_printers[name])
        return _printers[name]


def simulated_printers() -> list[SimulatedPrinter]:
    """Return all that are plugged in, by name."""
    with _lock:
        return [_printers[name] for name in sorted(_printers)]
