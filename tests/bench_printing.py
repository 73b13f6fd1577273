"""How fast a paper is: made into bytes, on the wire after a scan; beside python-escpos alone.

The same label is also made as a program without this device layer would make it: python-escpos'
own `text()` and `qr()`, and one picture of all of it through `image()`.
"""

import contextlib
import io
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import count

from escpos.printer import Dummy
from PIL import Image, ImageDraw, ImageFont
from sqlalchemy import select

from devices.compiler import compile_paper
from devices.fonts import LETTER, LINE, find_fonts, package_fonts
from devices.layout import Line, lay_out, lines_of
from devices.paper import QR, Beside, Code128, Paper, Rule
from devices.profile import Profile
from domain.codes import Code, CodeKind, parse
from domain.printing import Document, PrintJob
from tests.floor import SALES
from tests.journey.crew import Crew

Row = tuple[str, list[float], str]
AT = "SALES-1"
ROUNDS = 60
SCANS = 25
PATIENCE = 10.0


def measure_printing(crew: Crew) -> list[Row]:
    """Return what was measured: its name, times in ms (or as it says), and its budget."""
    booked = crew.act(SALES, AT, "book-in", customer="HK", product="PCBA-HK7-R3.2",
                      complaint="无显示", declared=10, counted=10)  # fmt: skip
    lot = str(booked["lot"])
    with crew.observer.reading() as db:
        query = select(PrintJob.paper).where(PrintJob.document == Document.LOT_LABEL)
        paper = db.scalars(query.where(PrintJob.lot == lot)).first() or ""
    # Every label is another lot's: nobody prints the same code all day.
    others = (f"{lot[:-6]}{number:04}.1" for number in count(1))
    papers = (Paper.from_json(paper.replace(lot, other)) for other in others)
    code = str(Code(CodeKind.LOT, lot))
    return [
        ("one of our codes parsed", timed(lambda: parse(code), 1000), ""),
        *quietly(labels(papers)),
        *first_bytes(crew, lot),
    ]


def quietly(rows: Iterator[Row]) -> list[Row]:
    """python-escpos prints to the screen what it has to say about every picture."""
    with contextlib.redirect_stdout(io.StringIO()):
        return list(rows)


def labels(papers: Iterator[Paper]) -> Iterator[Row]:
    """Measure both ways of making a label, and python-escpos' ways."""
    fonts, times = find_fonts(), dict[str, list[float]]()
    ways: dict[str, tuple[Callable[[], bytes], str]] = {
        "native": (lambda: compile_paper(next(papers), Profile(80, "native"), fonts), "0.5"),
        "raster": (lambda: compile_paper(next(papers), Profile(80, "raster"), fonts), "12"),
        "python-escpos text() and qr()": (lambda: with_text(next(papers)), ""),
        "python-escpos image()": (lambda: with_image(next(papers)), ""),
    }
    for way, (make, budget) in ways.items():
        times[way] = timed(make, 1)
        size = float(len(make()))
        yield f"label, {way}", times[way], budget
        yield f"label, {way}, bytes", [size], ""
    known = next(papers)
    again = timed(lambda: compile_paper(known, Profile(80, "native"), fonts), 1)
    yield "label, native, of a code drawn before", again, "0.5"
    for theirs, ours in (("text() and qr()", "native"), ("image()", "raster")):
        middle = statistics.median(times[f"python-escpos {theirs}"])
        yield f"python-escpos {theirs} / {ours}", [middle / statistics.median(times[ours])], ""


def first_bytes(crew: Crew, lot: str) -> Iterator[Row]:
    """Measure from the last byte of a scan to the first byte of the label at the printer."""
    crew.sign_on(SALES, AT)
    twin, reader = crew.shop.printers[AT], crew.shop.readers[AT]
    crew.scan(AT, str(Code(CodeKind.LOT, lot)))
    again = str(Code(CodeKind.COMMAND, "REPRINT"))
    bytes_after, papers_after = list[float](), list[float]()
    for _ in range(SCANS):
        came, moment = threading.Event(), list[float]()
        threading.Event().wait(0.5)  # a hand needs as long between two scans; readers debounce
        twin.after(1, partial(mark, moment, came))
        printed = twin.printed
        begun = time.perf_counter()
        reader.scan(again)
        assert came.wait(PATIENCE), crew.strip(AT)
        twin.wait_for_papers(printed + 1)
        papers_after.append((time.perf_counter() - begun) * 1000)
        bytes_after.append((moment[0] - begun) * 1000)
    yield "last scan byte to first byte at the printer", bytes_after, "p50 40"
    yield "last scan byte to the last byte of the label", papers_after, ""


def mark(moment: list[float], came: threading.Event) -> None:
    moment.append(time.perf_counter())
    came.set()


def timed(deed: Callable[[], object], times: int) -> list[float]:
    """Return milliseconds for one deed, of many rounds of so many deeds."""
    for _ in range(5):
        deed()
    found = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        for _ in range(times):
            deed()
        found.append((time.perf_counter() - begun) * 1000 / times)
    return found


def with_text(paper: Paper) -> bytes:
    """Make the label with `text()`, `set()`, `qr()` and `barcode()` of python-escpos."""
    printer = Dummy()
    for item in items(paper):
        match item:
            case Line():
                printer.set(custom_size=True, width=item.width, height=item.height, bold=item.bold)
                printer.text(item.text + "\n")
            case QR():
                printer.qr(item.data, size=item.module)
            case Code128():
                printer.barcode("{B" + item.data, "CODE128", function_type="B", check=False)
            case Rule():
                printer.text("-" * 48 + "\n")
            case _:
                printer.text("\n")
    printer.cut()
    return bytes(printer.output)


def with_image(paper: Paper) -> bytes:
    """Draw the lines with Pillow and give the picture to `image()`; codes as `qr()` draws them."""
    printer, (path, index) = Dummy(), next(package_fonts())
    lines = [item for item in items(paper) if isinstance(item, Line)]
    picture = Image.new("1", (576, LINE * sum(line.height for line in lines)), 255)
    pen, top = ImageDraw.Draw(picture), 0
    for line in lines:
        face = ImageFont.truetype(str(path), LETTER * max(line.width, line.height), index)
        pen.text((0, top), line.text, 0, face)
        top += LINE * line.height
    printer.image(picture)
    for code in (item for item in items(paper) if isinstance(item, QR)):
        printer.qr(code.data, size=code.module)
    printer.cut()
    return bytes(printer.output)


def items(paper: Paper) -> Iterator[object]:
    """Yield lines and codes one below the other, as `text()` and `qr()` can print them."""
    for item in lay_out(paper, 48):
        if isinstance(item, Beside):
            yield item.code
            for text in item.texts:
                yield from lines_of(text, 48 - 14)
        else:
            yield item
