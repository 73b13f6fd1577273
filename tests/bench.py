"""`make bench`: how fast on 10,000 batches, in medians and p95; a table, and var/bench.json.


Nothing here asserts: a figure that misses its budget (performance.md) is for a profiler.
"""

import json
import os
import platform
import re
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path

from sqlalchemy import insert, select

from domain.batch import Batch, Customer, Product
from domain.codes import Code, CodeKind
from domain.ledger import Movement
from domain.lot import Lot, LotState
from domain.process import Outcome, Step
from terminal.compose import compose
from terminal.settings import Settings
from tests.bench_printing import measure_printing
from tests.bench_readers import measure_readers
from tests.floor import LEADER, PACKER, SALES
from tests.journey.crew import Crew
from tests.journey.shop import Shop, a_shop

BATCHES = int(os.environ.get("BATCHES", "10000"))
OPEN = 2000
ROUNDS = 60


@dataclass
class Line:
    """One measured figure in ms (or as its name says), beside its budget."""

    what: str
    p50: float
    p95: float
    budget: str


def main() -> None:
    """Measure everything in one run, so that the figures can be compared with each other."""
    lines: list[Line] = []
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/floor.db"
        with a_shop(Path(folder), url) as shop:
            shop.kill()
            fill(shop)
            begun = time.perf_counter()
            shop.start()
            start = (time.perf_counter() - begun) * 1000
            lines.append(Line("start to first answer", start, start, "1500"))
            crew = Crew(shop)
            lines += measure_shop(shop, crew)
            lines += [line(*row) for row in measure_printing(crew)]
            memory = pss_of(shop) / 1024
            lines.append(Line("service memory, MiB", memory, memory, "120"))
        lines += [line(*row) for row in measure_readers(Path(folder))]
    report(lines)


def fill(shop: Shop) -> None:
    """Put closed and open batches into the database, as plain rows."""
    site = compose(Settings.read(shop.config))
    now = datetime.now(UTC) - timedelta(days=2)
    with site.writing() as db:
        customer = db.scalars(select(Customer.id)).first()
        product = db.scalars(select(Product.id)).first()
        batches, lots, movements = [], [], []
        for n in range(1, BATCHES + 1):
            is_open = n > BATCHES - OPEN
            batches.append({
                "id": n, "number": f"RT-2501-{n:05d}", "customer_id": customer,
                "product_id": product, "complaint": "上电无显示", "demand": "", "booked_at": now,
                "declared": 50, "counted": 50, "closed_at": None if is_open else now,
            })  # fmt: skip
            lots.append({
                "id": n, "batch_id": n, "sequence": 1, "number": f"RT-2501-{n:05d}.1",
                "step": Step.SCREENING if is_open else Step.SHIP, "station": "SCREEN-1",
                "person_id": 1, "since": now, "came_by": Outcome.COUNTED,
                "state": LotState.RECEIVED if is_open else LotState.ENDED,
                "quantity": 50 if is_open else 0,
            })  # fmt: skip
            to = "1@screening" if is_open else "shipped"
            movements.append({"batch_id": n, "source": "customer", "target": to, "quantity": 50})
        for table, rows in ((Batch, batches), (Lot, lots), (Movement, movements)):
            db.execute(insert(table), rows)
    site.database.dispose()


def measure_shop(shop: Shop, crew: Crew) -> list[Line]:
    """Measure what an operator waits for."""
    crew.sign_on(LEADER, "SCREEN-1")
    numbers = [f"RT-2501-{BATCHES - n:05d}.1" for n in range(OPEN)]
    scanned = iter(numbers)  # never the same code again: a reader would take it for a repeat
    stream = shop.streams["SCREEN-1"]

    def scan(_: int) -> None:
        stream.forget()
        shop.readers["SCREEN-1"].scan(str(Code(CodeKind.LOT, next(scanned))))
        stream.wait_for("scan")

    lines = [measured("last scan byte to event at the browser", scan, "p50 4, p95 12")]
    desk = crew.desk("SCREEN-1")
    lines.append(measured("station desk panel", lambda _: desk.look("/desk"), ""))
    desk.post("/away")
    lines.append(measured("idle page of 2,000 lots", lambda _: desk.look("/desk"), ""))
    lines += measure_board(crew, numbers)
    lines.append(measured("batch page", lambda n: fetch(crew, f"/batches/{numbers[n][:-2]}"), "10"))
    received = []
    for _ in range(20):
        booked = crew.act(
            SALES, "SALES-1", "book-in", customer="HK", product="PCBA-HK7-R3.2",
            complaint="无显示", declared=10, counted=10,
        )  # fmt: skip
        lot = str(booked["lot"])
        crew.sign_on(PACKER, "RECV-1")
        version = str(crew.lot(lot).version)
        forms = "service-form,signed"
        threading.Event().wait(0.5)  # a hand needs as long between two taps; readers debounce
        begun = time.perf_counter()
        crew.desk("RECV-1").post(
            "/prepare", act="receive", lot=lot, version=version, count="10", forms=forms,
            nonce=f"bench-{lot}",
        )  # fmt: skip
        stream = shop.streams["RECV-1"]
        stream.forget()
        shop.readers["RECV-1"].scan(crew.badge(PACKER))
        stream.wait_for("scan")
        received.append((time.perf_counter() - begun) * 1000)
    lines.append(line("receipt: prepare + badge tap to signed", received, "8 + 8"))
    return lines


def measure_board(crew: Crew, numbers: list[str]) -> list[Line]:
    """Measure a wall that comes anew, one that must be drawn again, one that has it already."""
    lines = [measured("board", lambda _: fetch(crew, "/board"), "5")]
    drawn = []
    for n in range(ROUNDS):
        crew.desk("SCREEN-1").post("/lay", lot=numbers[n])
        begun = time.perf_counter()
        fetch(crew, "/board/panel")
        drawn.append((time.perf_counter() - begun) * 1000)
    lines.append(line("board panel after a change", drawn, "5"))
    wall = HTTPConnection(crew.shop.base.removeprefix("http://"))

    unchanged = []
    for _ in range(ROUNDS):
        mark = re.findall(rb'name="seen" value="([^"]+)"', fetch(crew, "/board/panel"))[0].decode()
        begun = time.perf_counter()
        wall.request("GET", f"/board/panel?seen={mark}")
        wall.getresponse().read()
        unchanged.append((time.perf_counter() - begun) * 1000)
    lines.append(line("board, unchanged", unchanged, "1"))
    return lines


def fetch(crew: Crew, path: str) -> bytes:
    with crew.desk("SCREEN-1").opener.open(crew.shop.base + path, timeout=30) as answer:
        return bytes(answer.read())


def measured(what: str, deed: Callable[[int], object], budget: str) -> Line:
    """Do something a few times to warm up and many times to measure."""
    for n in range(5):
        deed(n)
    times = []
    for n in range(ROUNDS):
        begun = time.perf_counter()
        deed(n)
        times.append((time.perf_counter() - begun) * 1000)
    return line(what, times, budget)


def line(what: str, times: list[float], budget: str) -> Line:
    ordered = sorted(times)
    return Line(what, statistics.median(ordered), ordered[int(len(ordered) * 0.95)], budget)


def pss_of(shop: Shop) -> float:
    """Return the memory of the service and its children in KiB (proportional set size)."""
    assert shop.process
    listed = Path(f"/proc/{shop.process.pid}/task/{shop.process.pid}/children")
    total = 0.0
    for pid in [str(shop.process.pid), *listed.read_text().split()]:
        for row in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if row.startswith("Pss:"):
                total += float(row.split()[1])
    return total


def report(lines: list[Line]) -> None:
    """Print a table and keep the same as JSON."""
    print(f"{BATCHES} batches, {OPEN} open; {platform.machine()}, {os.cpu_count()} cores, "
          f"Python {platform.python_version()}\n")  # fmt: skip
    print(f"{'':42} {'p50':>9} {'p95':>9}  budget (ms)")
    for one in lines:
        print(f"{one.what:42} {one.p50:9.2f} {one.p95:9.2f}  {one.budget}")
    out = Path("var/bench.json")
    out.parent.mkdir(exist_ok=True)
    out.write_text(json.dumps([asdict(one) for one in lines], indent=2))


if __name__ == "__main__":
    sys.exit(main())
