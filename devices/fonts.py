"""Where the Chinese letters come from: a font file of this machine, never one of ours."""

from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import ClassVar

from PIL import Image, ImageChops, ImageDraw, ImageFont, features

from devices.cells import UNSHOWN, width
from devices.errors import DeviceError

CELL = 12
LINE = 30
LETTER = 24
STAND_IN = "〓"
NOWHERE = "\U0010fffe"
_RISE = 4
MOST_KEPT = 4096
INK = 255

SYSTEM_FONTS: tuple[tuple[str, int], ...] = (
    ("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", 2),
    ("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc", 0),
    ("/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc", 0),
)
PACKAGE_FONT = ("pylopdf_fonts_zh_cn", "NotoSansSC-Regular.otf")


class NoFont(DeviceError):
    """No font on this machine shows the text that has to be printed."""

    code = "no-font"
    permanent = True


class Fonts:
    """Draws characters into the cells of a line, 12 dots a cell and 30 dots a line.

    The drawings are kept, so a character is drawn once for each size.
    """

    FEATURES: ClassVar[list[str]] = ["hwid", "-kern", "-liga"]

    def __init__(self, path: Path, index: int = 0) -> None:
        self.path = path
        self._shapes = features.check("raqm")
        try:
            self._faces = {
                scale: ImageFont.truetype(str(path), LETTER * scale, index) for scale in (1, 2)
            }
        except OSError as error:
            raise NoFont(f"{path} cannot be read as a font") from error
        self._missing = bytes(self._faces[1].getmask(NOWHERE, mode="1"))
        self._drawn: dict[tuple[str, int, int, bool], Image.Image] = {}

    def shows(self, char: str) -> bool:
        """Tell whether the font has this character."""
        return char.isspace() or bytes(self._faces[1].getmask(char, mode="1")) != self._missing

    def lacks(self, text: str) -> str:
        """Return the characters of the text that the font does not have."""
        return "".join(sorted(char for char in set(text) if not self.shows(char)))

    def glyph(self, char: str, wide: int = 1, high: int = 1, *, bold: bool = False) -> Image.Image:
        """Return a character in its cells, white on black, mode "1".

        A character without a picture is drawn as `〓`, as a Chinese printer would.
        """
        key = (char, wide, high, bold)
        drawn = self._drawn.get(key)
        if drawn is None:
            if len(self._drawn) >= MOST_KEPT:
                self._drawn.clear()
            shown = char if char != UNSHOWN and self.shows(char) else STAND_IN
            self._drawn[key] = drawn = self._draw(shown, wide, high, bold=bold)
        return drawn

    def _draw(self, char: str, wide: int, high: int, *, bold: bool) -> Image.Image:
        scale = wide if wide == high else 1
        room = CELL * width(char) * scale
        halves = self.FEATURES if self._shapes and char.isascii() else None
        natural = round(self._faces[scale].getlength(char, features=halves))
        box = Image.new("1", (max(room, natural), LINE * scale))
        pen = ImageDraw.Draw(box)
        pen.fontmode = "1"
        at = ((box.width - natural) // 2, -_RISE * scale)
        pen.text(at, char, fill=INK, font=self._faces[scale], features=halves)
        if bold:
            box = ImageChops.logical_or(box, _moved(box, scale))
        size = (CELL * width(char) * wide, LINE * high)
        return box if box.size == size else box.resize(size, Image.Resampling.NEAREST)


def _moved(box: Image.Image, dots: int) -> Image.Image:
    moved = Image.new("1", box.size)
    moved.paste(box, (dots, 0))
    return moved


def find_fonts(configured: Path | None = None, *, must_show: str = "") -> Fonts:
    """Return the first font that shows every character of `must_show`.

    Looked for in this order: the configured path (then nothing else), Debian's fonts-noto-cjk
    and fonts-wqy-*, the font package from PyPI. Raises `NoFont`, naming what each one lacks.
    """
    reasons = []
    for path, index in _places(configured):
        fonts = Fonts(path, index)
        lacking = fonts.lacks(must_show)
        if not lacking:
            return fonts
        reasons.append(f"{path} lacks {lacking}")
    raise NoFont("; ".join(reasons) or "no Chinese font is installed")


def _places(configured: Path | None) -> Iterator[tuple[Path, int]]:
    if configured:
        yield configured, dict(SYSTEM_FONTS).get(str(configured), 0)
        return
    yield from ((Path(path), index) for path, index in SYSTEM_FONTS if Path(path).is_file())
    yield from package_fonts()


def package_fonts() -> Iterator[tuple[Path, int]]:
    """Yield the font that came from PyPI, the same on every machine, if it is installed."""
    package, name = PACKAGE_FONT
    try:
        place = Path(str(resources.files(package) / name))
    except ModuleNotFoundError:
        return
    if place.is_file():
        yield place, 0
