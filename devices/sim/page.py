"""Prints commands on pretended paper: the picture a person would hold, and every mistake."""

from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO

from PIL import Image, ImageChops

from devices.fonts import CELL, LINE, Fonts
from devices.sim.code128 import QUIET_MODULES, draw_bars
from devices.sim.reading import Command

MARGIN = 32
BAR_HEIGHT, BAR_WIDTH = 162, 3
CHINESE_BYTE = 0x80
GBK_BYTES = 2


@dataclass(frozen=True, slots=True)
class PrintedPaper:
    """One piece of paper: a PNG, its lines of text (not drawn text), the mistakes, the bytes."""

    png: bytes
    lines: tuple[str, ...]
    errors: tuple[str, ...]
    raw: bytes


@dataclass(slots=True)
class Modes:
    """How the next letters and bars are printed; a reset brings all of it back."""

    chinese: bool = False
    wide: int = 1
    high: int = 1
    bold: bool = False
    align: int = 0
    bar_height: int = BAR_HEIGHT
    bar_width: int = BAR_WIDTH


@dataclass(slots=True)
class Row:
    """The line that is being filled."""

    text: str = ""
    at: int = 0
    high: int = 1
    glyphs: list[tuple[Image.Image, int]] = field(default_factory=list)


class Page:
    """The paper between two cuts, `dots` dots wide."""

    def __init__(self, dots: int, fonts: Fonts) -> None:
        self._dots, self._fonts = dots, fonts
        self._modes, self._row = Modes(), Row()
        self._strips: list[Image.Image] = []
        self._lines: list[str] = []
        self._errors: list[str] = []
        self._raw = bytearray()
        self._acts: dict[str, Callable[[bytes], None]] = {
            "reset": self._reset,
            "text": self._text,
            "line": self._end_line,
            "feed": self._feed,
            "raster": self._raster,
            "bar-code": self._bars,
        }

    @property
    def touched(self) -> bool:
        """Whether anything is on the paper, or went wrong on it."""
        return bool(self._strips or self._errors or self._row.text)

    def obey(self, command: Command) -> None:
        """Print one command; a wrong one is written down and has no other effect."""
        self._raw += command.raw
        if command.error:
            self.fault(f"{command.error} {command.raw[:8].hex(' ')}")
        elif command.name in self._acts:
            self._acts[command.name](command.args or command.raw)
        else:
            self._set(command)

    def fault(self, what: str) -> None:
        """Write a mistake down."""
        self._errors.append(what)

    def tear(self, leftover: bytes = b"") -> PrintedPaper:
        """Return the paper so far and begin a new one; `leftover` is a command half received."""
        if self._row.text:
            self.fault("text-without-line-end")
            self._end_line(b"")
        if leftover:
            self.fault(f"broken-off {leftover[:8].hex(' ')}")
        raw = bytes(self._raw) + leftover
        paper = PrintedPaper(self._png(), tuple(self._lines), tuple(self._errors), raw)
        self._strips, self._lines, self._errors, self._raw = [], [], [], bytearray()
        return paper

    def forget(self) -> None:
        """Let the next paper begin with its own bytes: those so far have printed nothing."""
        self._raw.clear()

    def _set(self, command: Command) -> None:
        value = command.args[0] if command.args else 0
        match command.name:
            case "chinese-on" | "chinese-off":
                self._modes.chinese = command.name == "chinese-on"
            case "size":
                self._modes.wide, self._modes.high = 1 + (value >> 4), 1 + (value & 7)
            case "bold":
                self._modes.bold = bool(value)
            case "align":
                self._modes.align = value
            case "bar-height":
                self._modes.bar_height = value
            case "bar-width":
                self._modes.bar_width = value

    def _reset(self, _: bytes) -> None:
        self._modes, self._row = Modes(), Row()

    def _text(self, raw: bytes) -> None:
        at = 0
        while at < len(raw):
            size = GBK_BYTES if raw[at] >= CHINESE_BYTE else 1
            self._letter(raw[at : at + size])
            at += size

    def _letter(self, raw: bytes) -> None:
        if len(raw) == GBK_BYTES and not self._modes.chinese:
            self.fault(f"chinese-outside-its-mode {raw.hex(' ')}")
            return
        try:
            char = raw.decode("ascii" if len(raw) == 1 else "gbk")
        except UnicodeDecodeError:
            self.fault(f"no-character {raw.hex(' ')}")
            return
        self._put(char, len(raw) * CELL * self._modes.wide)

    def _put(self, char: str, room: int) -> None:
        modes, row = self._modes, self._row
        glyph = self._fonts.glyph(char, modes.wide, modes.high, bold=modes.bold)
        if row.at + room > self._dots:
            self.fault(f"past-the-paper {char}")
        row.glyphs.append((glyph, row.at))
        row.text, row.at, row.high = row.text + char, row.at + room, max(row.high, modes.high)

    def _end_line(self, _: bytes) -> None:
        row, self._row = self._row, Row()
        strip = self._strip(LINE * row.high)
        for glyph, at in row.glyphs:
            strip.paste(glyph, (at, strip.height - glyph.height))
        if row.text:
            self._lines.append(row.text)

    def _feed(self, args: bytes) -> None:
        self._at_line_start()
        if args[0]:
            self._strip(LINE * args[0])

    def _raster(self, args: bytes) -> None:
        self._at_line_start()
        wide, high = 8 * int.from_bytes(args[:2], "little"), int.from_bytes(args[2:4], "little")
        if wide > self._dots:
            self.fault(f"raster-too-wide {wide}")
            return
        self._strip(high).paste(Image.frombytes("1", (wide, high), args[4:]), self._place(wide))

    def _bars(self, text: bytes) -> None:
        self._at_line_start()
        bars = draw_bars(text, self._modes.bar_width, self._modes.bar_height)
        if bars.width + 2 * QUIET_MODULES * self._modes.bar_width > self._dots:
            self.fault(f"bar-code-too-wide {bars.width}")
            return
        self._strip(bars.height).paste(bars, self._place(bars.width))

    def _place(self, wide: int) -> tuple[int, int]:
        return (self._dots - wide) * self._modes.align // 2, 0

    def _at_line_start(self) -> None:
        if self._row.text:
            self.fault("not-at-line-start")
            self._end_line(b"")

    def _strip(self, high: int) -> Image.Image:
        self._strips.append(Image.new("1", (self._dots, high)))
        return self._strips[-1]

    def _png(self) -> bytes:
        high = sum(strip.height for strip in self._strips)
        paper = Image.new("1", (self._dots + 2 * MARGIN, high + 2 * MARGIN))
        top = MARGIN
        for strip in self._strips:
            paper.paste(strip, (MARGIN, top))
            top += strip.height
        out = BytesIO()
        ImageChops.invert(paper).save(out, "PNG")
        return out.getvalue()
