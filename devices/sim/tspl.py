"""Reads TSPL strictly, as a label printer hears it: what is not in this table is an error.

A second reading, written from the maker's manual and sharing nothing with the code that writes.
"""

import re

from PIL import Image, ImageChops

from devices.fonts import Fonts
from devices.sim import reading
from devices.sim.faults import Faults
from devices.sim.page import Page, PrintedPaper
from devices.sim.reading import Command

QUESTION = re.compile(rb"\x1b!\?")
STALE = b"\x20"
DOTS_A_MM = 8
AT_ANY_TIME = re.compile(rb"[\x1b~]!")
LONGEST_LINE = 80
_BITMAP = re.compile(rb"BITMAP (\d{1,4}),(\d{1,4}),(\d{1,3}),(\d{1,5}),([012]),")
_KNOWN = {
    name: (word, re.compile(arguments))
    for name, word, arguments in (
        (b"SIZE", "size", rb"[1-9]\d{0,2} mm,[1-9]\d{0,3} mm"),
        (b"GAP", "gap", rb"\d{1,2} mm,\d{1,2} mm"),
        (b"DIRECTION", "direction", rb"0"),
        (b"REFERENCE", "reference", rb"0,0"),
        (b"DENSITY", "density", rb"\d|1[0-5]"),
        (b"SET CUTTER", "cutter", rb"OFF|1"),
        (b"SET TEAR", "tear", rb"ON|OFF"),
        (b"CLS", "clear", rb""),
        (b"PRINT", "print", rb"1,1"),
    )
}


def read_commands(data: bytes) -> tuple[list[Command], bytes]:
    """Return all whole commands of the bytes and the rest."""
    return reading.read_commands(data, _first)


def _first(data: bytes) -> Command | None:
    if data.startswith(b"\x1b"):
        return _asked(data)
    if found := _BITMAP.match(data):
        return _bitmap(data, found)
    line, end, _ = data.partition(b"\r\n")
    if end:
        return _line(line, line + end)
    return _wrong(data, "line-too-long") if len(data) > LONGEST_LINE else None


def _asked(data: bytes) -> Command | None:
    if data.startswith(b"\x1b!?"):
        return Command("ask-status", data[:3])
    return _wrong(data[:3], "unknown-command") if len(data) > 2 else None  # noqa: PLR2004


def _line(line: bytes, raw: bytes) -> Command:
    if not line:
        return Command("nothing", raw)
    name = next((name for name in _KNOWN if line == name or line.startswith(name + b" ")), None)
    if name is None:
        return _wrong(raw, "unknown-command")
    word, allowed = _KNOWN[name]
    arguments = line[len(name) + 1 :]
    return Command(word, raw, arguments, "" if allowed.fullmatch(arguments) else "bad-argument")


def _wrong(raw: bytes, error: str) -> Command:
    return Command("unknown", raw, error=error)


def _bitmap(data: bytes, head: re.Match[bytes]) -> Command | None:
    """BITMAP x,y,bytes a row,rows,mode, and the rows; then a line ends."""
    size = int(head[3]) * int(head[4])
    end = head.end() + size
    if len(data) < end + 2:
        return None
    raw = data[: end + 2]
    if not size or head[5] != b"0" or not raw.endswith(b"\r\n"):
        return Command("bitmap", raw, error="bad-bitmap")
    error = "command-in-bitmap" if AT_ANY_TIME.search(raw, head.end(), end) else ""
    return Command("bitmap", raw, raw[: -len(b"\r\n")], error)


class TsplPage(Page):
    """The labels since the last PRINT; one that was begun stays so when its client is gone."""

    def __init__(self, dots: int, fonts: Fonts) -> None:
        super().__init__(dots, fonts)
        self._size: tuple[int, int] | None = None
        self._canvas: Image.Image | None = None

    def obey(self, command: Command) -> None:
        """Take one command; a wrong one is written down and has no other effect."""
        self._raw += command.raw
        if command.error:
            self.fault(f"{command.error} {command.raw[:8].hex(' ')}")
            return
        match command.name:
            case "size":
                across, high = (int(part.split()[0]) for part in command.args.split(b","))
                self._size = across * DOTS_A_MM, high * DOTS_A_MM
            case "clear":
                self._clear()
            case "bitmap":
                self._draw(command.args)
            case "print":
                self._print()

    def tear(self, leftover: bytes = b"") -> PrintedPaper:
        """Return what was printed; a label that waits for its PRINT is a mistake."""
        if self._canvas is not None:
            self.fault("label-not-printed")
        return super().tear(leftover)

    def _clear(self) -> None:
        if self._size is None or self._size[0] > self._dots:
            self.fault(f"no-such-label {self._size}")
        else:
            self._canvas = Image.new("1", self._size)

    def _draw(self, raw: bytes) -> None:
        head = _BITMAP.match(raw)
        if head is None or self._canvas is None:
            self.fault("bitmap-before-cls")
            return
        left, top, stride, rows = (int(number) for number in head.groups()[:4])
        # A printed dot is a 0.
        picture = ImageChops.invert(Image.frombytes("1", (8 * stride, rows), raw[head.end() :]))
        if left + picture.width > self._canvas.width or top + rows > self._canvas.height:
            self.fault(f"past-the-label {picture.width}x{rows}")
        self._canvas.paste(picture, (left, top))

    def _print(self) -> None:
        if self._canvas is None:
            self.fault("nothing-to-print")
            return
        self._strip(self._canvas.height).paste(self._canvas, (0, 0))
        self._canvas = None


def answer(faults: Faults, _: re.Match[bytes], held: bytes) -> bytes:
    """Return the one byte of <ESC>!?."""
    if faults.garbage:
        return b"\xff"
    bits = faults.cover_open | 0x02 * faults.jammed | 0x04 * (faults.paper == "out")
    return bytes((bits or 0x20 * (b"BITMAP" in held),))
