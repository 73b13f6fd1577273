"""Writes a paper as ESC/POS."""

from PIL import Image

from devices import drawing
from devices.escpos import commands
from devices.escpos.native import line_bytes
from devices.escpos.raster import raster_bytes
from devices.fonts import Fonts
from devices.layout import Item, Line, lay_out
from devices.paper import QR, Beside, Code128, Cut, DataMatrix, Feed, Paper, Rule
from devices.paper import Image as Picture
from devices.profile import Profile

TEAR_OFF = 5


def compile_paper(paper: Paper, profile: Profile, fonts: Fonts) -> bytes:
    """Return the bytes of one print job for an ESC/POS printer.

    Raises `BadPaper` for a square code that is too wide for the paper.
    """
    writer = _Writer(profile, fonts)
    for item in lay_out(paper, profile.cells):
        writer.add(item)
    return writer.finish()


class _Writer:
    """Collects commands; drawings that follow each other become one picture."""

    def __init__(self, profile: Profile, fonts: Fonts) -> None:
        self._profile = profile
        self._fonts = fonts
        self._parts = [commands.RESET]
        if profile.darkness and profile.density:
            self._parts.append(commands.density(profile.darkness))
        self._bands: list[Image.Image] = []

    def add(self, item: Item) -> None:
        match item:
            case Line():
                self._line(item)
            case Rule():
                self._rule(item)
            case QR() | DataMatrix() | Picture() | Beside():
                self._draw(item)
            case Code128():
                self._bar_code(item)
            case Feed():
                self._command(commands.feed(item.lines))
            case Cut():
                self._command(self._cut(item))

    def finish(self) -> bytes:
        self._command(b"")
        return b"".join(self._parts)

    def _command(self, command: bytes) -> None:
        if self._bands:
            self._parts.append(raster_bytes(self._bands))
            self._bands = []
        self._parts.append(command)

    def _draw(self, item: drawing.Drawable) -> None:
        self._bands.append(drawing.band(item, self._profile.dots, self._fonts))

    def _line(self, line: Line) -> None:
        profile = self._profile
        native = line_bytes(line, profile.code_system) if profile.text == "native" else None
        if native is None:
            self._draw(line)
        else:
            self._command(native)

    def _rule(self, rule: Rule) -> None:
        if self._profile.text == "native":
            cells = self._profile.cells
            self._line(Line("=" * cells if rule.double else "─" * (cells // 2)))
        else:
            self._draw(rule)

    def _bar_code(self, code: Code128) -> None:
        if "no-code128" in self._profile.quirks:
            self._draw(code)
        else:
            self._command(commands.code128(code.data, code.height))

    def _cut(self, cut: Cut) -> bytes:
        if not self._profile.cutter:
            return commands.feed(TEAR_OFF)
        only_full, only_partial = (
            quirk in self._profile.quirks for quirk in ("no-partial-cut", "no-full-cut")
        )
        return commands.cut(full=only_full or (cut.full and not only_partial))
