"""A real factory for tests: the server as a process, pseudo-terminals as readers, TCP printers."""

import contextlib
import os
import queue
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import tty
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.client import HTTPException
from http.cookiejar import CookieJar
from pathlib import Path

from devices.sim.printer import SimulatedPrinter, simulated_printer

ROOT = Path(__file__).parents[2]
PATIENCE = 30.0
LOST = (urllib.error.URLError, ConnectionError, HTTPException, TimeoutError, OSError)
STATIONS = {
    "SALES-1": ("intake", "ship"), "RECV-1": ("register",), "SCREEN-1": ("screening",),
    "REWORK-1": ("rework",), "REPAIR-1": ("repair",), "REVIEW-1": ("review",),
    "RETEST-1": ("retest",), "OQC-1": ("oqc",), "PACK-1": ("pack",),
}  # fmt: skip


class PortReader:
    """A barcode reader: a pseudo-terminal under a name that stays, as a serial port would."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.master, slave = os.openpty()
        tty.setraw(slave)
        path.symlink_to(os.ttyname(slave))
        self._slave = slave
        self._last = ("", 0.0)

    def scan(self, code: str) -> None:
        """Send a code; nobody reads the same one twice within 0.41 s, and readers ignore it."""
        before, at = self._last
        if before == code:
            threading.Event().wait(max(0.0, at + 0.41 - time.monotonic()))
        self._last = (code, time.monotonic())
        os.write(self.master, code.encode() + b"\r")

    def close(self) -> None:
        os.close(self.master)
        os.close(self._slave)


@dataclass
class Stream:
    """The event stream of one station's page, listened to as the page does."""

    url: str
    heard: "queue.Queue[str]" = field(default_factory=queue.Queue)
    connected: threading.Event = field(default_factory=threading.Event)
    closed: bool = False

    def start(self) -> "Stream":
        threading.Thread(target=self._listen, daemon=True).start()
        return self

    def _listen(self) -> None:
        while not self.closed:
            with contextlib.suppress(*LOST, AttributeError, ValueError):
                self._hear()
            self.connected.clear()
            self.heard.put("lost")
            threading.Event().wait(0.1)

    def _hear(self) -> None:
        with urllib.request.urlopen(self.url, timeout=5) as answer:
            for line in answer:
                name = line.decode().strip()
                if name.startswith("event: "):
                    self.connected.set()
                    self.heard.put(name.removeprefix("event: "))

    def forget(self) -> None:
        """Forget what was heard so far."""
        with contextlib.suppress(queue.Empty):
            while True:
                self.heard.get_nowait()

    def wait_for(self, *names: str, patience: float = PATIENCE) -> str:
        """Return the first of the named events that comes."""
        end = time.monotonic() + patience
        while True:
            name = self.heard.get(timeout=max(0.01, end - time.monotonic()))
            if name in names:
                return name


@dataclass
class Shop:
    """A running service with real bytes on every wire."""

    folder: Path
    url: str
    port: int
    printers: dict[str, SimulatedPrinter] = field(default_factory=dict)
    readers: dict[str, PortReader] = field(default_factory=dict)
    streams: dict[str, Stream] = field(default_factory=dict)
    process: "subprocess.Popen[bytes] | None" = None
    starts: int = 0

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def config(self) -> Path:
        return self.folder / "terminal.toml"

    def prepare(self) -> None:
        """Lay out the devices and the settings, and import the people."""
        head = (
            f'[server]\nport = {self.port}\n[database]\nurl = "{self.url}"\n[site]\ndemo = true\n'
        )
        keys = f'secrets = "{self.folder}/secrets"\n'
        rows = [head + keys]
        for code, steps in STATIONS.items():
            self.readers[code] = reader = PortReader(self.folder / f"port-{code}")
            printer = simulated_printer(f"{self.folder.name}-{code}-{self.port}")
            self.printers[code] = printer
            host, port = printer.address
            listed = ", ".join(f'"{step}"' for step in steps)
            rows.append(
                f'[[station]]\ncode = "{code}"\nname = {{ zh = "{code}" }}\nsteps = [{listed}]\n'
                f'printers = {{ label = "{code}", slip = "{code}" }}\n'
                f'[[scanner]]\ncode = "scan-{code}"\nstation = "{code}"\nurl = "{reader.path}"\n'
                f'[[printer]]\ncode = "{code}"\nurl = "tcp://{host}:{port}"\n'
            )
        self.config.write_text("\n".join(rows), encoding="utf-8")
        factory = ROOT / "config" / "demo-factory.toml"
        command = [sys.executable, "-m", "terminal", "import", str(factory)]
        subprocess.run(
            [*command, "--config", str(self.config)], check=True, cwd=ROOT, capture_output=True
        )

    def start(self) -> None:
        """Start the server and wait until it is able to work and hears its readers."""
        log = (self.folder / "server.log").open("ab")
        # The server must not outlive an interrupted test: its locks on the ports would.
        command = ["setpriv", "--pdeathsig", "KILL", sys.executable]
        command += ["-m", "terminal", "serve", "--config", str(self.config)]
        self.process = subprocess.Popen(
            command, cwd=ROOT, stdout=log, stderr=log, start_new_session=True
        )
        self.starts += 1
        end = time.monotonic() + PATIENCE
        while not self._ready():
            assert time.monotonic() < end, (self.folder / "server.log").read_text()[-3000:]
            self.process.poll()
            threading.Event().wait(0.02)
        for code in STATIONS:
            if code not in self.streams:
                self.streams[code] = Stream(f"{self.base}/station/{code}/events").start()

    def _ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.base}/healthz", timeout=2) as answer:
                return bool(answer.status == 200)
        except LOST:
            return False

    def kill(self) -> None:
        """kill -9, the whole service at once."""
        assert self.process
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        """Stop as a supervisor of services would, and take the devices away."""
        for stream in self.streams.values():
            stream.closed = True
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.kill()
        for reader in self.readers.values():
            reader.close()
        for printer in self.printers.values():
            printer.close()


@dataclass
class Browser:
    """A station's browser without a screen: pages, forms and their hidden fields."""

    shop: Shop
    station: str
    opener: urllib.request.OpenerDirector = field(init=False)
    token: str = ""

    def __post_init__(self) -> None:
        cookies = urllib.request.HTTPCookieProcessor(CookieJar())
        self.opener = urllib.request.build_opener(cookies)

    @property
    def home(self) -> str:
        return f"{self.shop.base}/station/{self.station}"

    def look(self, what: str = "") -> str:
        """Return a page or a panel."""
        try:
            with self.opener.open(self.home + what, timeout=10) as answer:
                page = str(answer.read().decode())
        except urllib.error.HTTPError as error:
            raise AssertionError(f"{what} answers {error.code}") from error
        return page

    def post(self, what: str, **fields: str) -> tuple[int, str]:
        """Post a form; return the status and what came back."""
        if not self.token:
            with self.opener.open(self.shop.base + "/", timeout=10) as answer:
                self.token = re.findall(r'csrf-token" content="([^"]+)"', answer.read().decode())[0]
        body = urllib.parse.urlencode(fields).encode()
        headers = {"X-CSRFToken": self.token, "HX-Request": "true"}
        request = urllib.request.Request(self.home + what, body, headers)
        try:
            with self.opener.open(request, timeout=15) as answer:
                return int(answer.status), str(answer.read().decode())
        except urllib.error.HTTPError as error:
            return int(error.code), error.read().decode()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def a_shop(folder: Path, url: str) -> Iterator[Shop]:
    """Open a shop with everybody at work, and close it whatever happens."""
    shop = Shop(folder, url, free_port())
    try:
        shop.prepare()
        shop.start()
        yield shop
    finally:
        shop.stop()
