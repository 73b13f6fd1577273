"""Draws lines, codes and pictures as bands of dots as wide as the paper.

A band is a Pillow image in mode "1" in which 255 is white (Pillow keeps any other value as it is).
"""

from collections.abc import Sequence
from functools import lru_cache

import qrcode
from barcode.charsets import code128 as bars
from PIL import Image, ImageChops, ImageDraw
from ppf import datamatrix
from qrcode.constants import ERROR_CORRECT_M

from devices.cells import Align, width
from devices.fonts import CELL, LINE, Fonts
from devices.layout import BAR_MODULE, Line, lines_of
from devices.paper import QR, BadPaper, Beside, Code128, DataMatrix, Feed, Rule
from devices.paper import Image as Picture

WHITE = 255
QR_QUIET, MATRIX_QUIET = 4, 2
SMALLEST_MODULE = 4
RULE_ROWS = 12
BETWEEN = CELL
LEAST_ROOM = 8
END_BAR = "11"


Drawable = Line | Rule | QR | DataMatrix | Code128 | Picture | Beside | Feed


def band(item: Drawable, dots: int, fonts: Fonts) -> Image.Image:
    """Draw anything but a cut; raises `BadPaper` for a code that is too wide."""
    match item:
        case Line():
            drawn = text_band(item, dots, fonts)
        case Rule():
            drawn = rule_band(item, dots)
        case QR() | DataMatrix():
            drawn = square_band(item, dots)
        case Code128():
            drawn = code128_band(item, dots)
        case Picture():
            drawn = picture_band(item, dots)
        case Beside():
            drawn = beside_band(item, dots, fonts)
        case Feed():
            drawn = Image.new("1", (dots, LINE * item.lines), WHITE)
    return drawn


def text_band(line: Line, dots: int, fonts: Fonts) -> Image.Image:
    """Draw one line of text."""
    band = Image.new("1", (dots, LINE * line.height))
    at = 0
    for char in line.text:
        if char != " ":
            glyph = fonts.glyph(char, line.width, line.height, bold=line.bold)
            band.paste(glyph, (at, 0))
        at += CELL * line.width * width(char)
    return ImageChops.invert(band)


def rule_band(rule: Rule, dots: int) -> Image.Image:
    """Draw a line across the paper."""
    band = Image.new("1", (dots, RULE_ROWS), WHITE)
    pen = ImageDraw.Draw(band)
    for top in (3, 8) if rule.double else (5,):
        pen.rectangle((0, top, dots - 1, top + 1), fill=0)
    return band


def square_band(code: QR | DataMatrix, dots: int) -> Image.Image:
    """Draw a QR code or a Data Matrix in its place."""
    return _placed(square_image(code, dots), dots, code.align)


def square_image(code: QR | DataMatrix, dots: int) -> Image.Image:
    """Draw the code with its quiet zone, as large as asked and as the paper allows."""
    modules = _qr(code.data) if isinstance(code, QR) else _matrix(code.data)
    size = min(code.module, dots // modules.width)
    if size < SMALLEST_MODULE:
        raise BadPaper("this code is too wide for the paper")
    side = modules.width * size
    return modules.resize((side, side), Image.Resampling.NEAREST)


def matrix_modules(data: str) -> int:
    """Return how many modules wide a Data Matrix is, with its quiet zone."""
    return _matrix(data).width


@lru_cache(maxsize=256)
def _qr(data: str) -> Image.Image:
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=QR_QUIET)
    code.add_data(data.encode("ascii"), optimize=0)
    code.make(fit=True)
    return _modules(code.get_matrix())


@lru_cache(maxsize=256)
def _matrix(data: str) -> Image.Image:
    bare = _modules(datamatrix.DataMatrix(data).matrix)
    side = bare.width + 2 * MATRIX_QUIET
    image = Image.new("1", (side, side), WHITE)
    image.paste(bare, (MATRIX_QUIET, MATRIX_QUIET))
    return image


def _modules(rows: Sequence[Sequence[object]]) -> Image.Image:
    image = Image.new("1", (len(rows), len(rows)))
    image.putdata([0 if dark else WHITE for row in rows for dark in row])
    return image


def code128_band(code: Code128, dots: int) -> Image.Image:
    """Draw a bar code in the middle, 2 dots a module, in code set B as printers do themselves."""
    modules = _bars(code.data)
    image = Image.new("1", (len(modules), 1))
    image.putdata([0 if module == "1" else WHITE for module in modules])
    size = (BAR_MODULE * image.width, code.height)
    return _placed(image.resize(size, Image.Resampling.NEAREST), dots, "center")


def _bars(data: str) -> str:
    """Return the modules, 1 is black; python-barcode's own choice of code sets loses a first 99."""
    values = [bars.START_CODES["B"], *(ord(char) - ord(" ") for char in data)]
    check = sum(max(1, place) * value for place, value in enumerate(values)) % 103
    return "".join([*(bars.CODES[value] for value in (*values, check)), bars.STOP, END_BAR])


def picture_band(picture: Picture, dots: int) -> Image.Image:
    """Draw a picture, made smaller where it is wider than the paper."""
    raw = picture.raw
    image = Image.frombytes("1", (picture.width, len(raw) // picture.stride), raw, "raw", "1;I")
    if image.width > dots:
        image = image.resize((dots, max(1, image.height * dots // image.width)))
    return _placed(image, dots, picture.align)


def beside_band(beside: Beside, dots: int, fonts: Fonts) -> Image.Image:
    """Draw a square code on the left with its paragraphs in the middle of its height.

    They stand below it where a wide code leaves fewer than `LEAST_ROOM` cells for them.
    """
    code = square_image(beside.code, dots)
    start = code.width + BETWEEN
    room = (dots - start) // CELL
    if room < LEAST_ROOM:
        return stacked([_placed(code, dots, "left"), *_paragraphs(beside, dots, fonts)])
    bands = _paragraphs(beside, room * CELL, fonts)
    high = sum(band.height for band in bands)
    whole = Image.new("1", (dots, max(code.height, high)), WHITE)
    whole.paste(code, (0, (whole.height - code.height) // 2))
    if bands:
        whole.paste(stacked(bands), (start, (whole.height - high) // 2))
    return whole


def _paragraphs(beside: Beside, dots: int, fonts: Fonts) -> list[Image.Image]:
    lines = [line for text in beside.texts for line in lines_of(text, dots // CELL)]
    return [text_band(line, dots, fonts) for line in lines]


def stacked(bands: Sequence[Image.Image]) -> Image.Image:
    """Return bands, all equally wide, as one picture."""
    whole = Image.new("1", (bands[0].width, sum(band.height for band in bands)), WHITE)
    top = 0
    for one in bands:
        whole.paste(one, (0, top))
        top += one.height
    return whole


def _placed(image: Image.Image, dots: int, align: Align) -> Image.Image:
    left = {"left": 0, "center": (dots - image.width) // 2, "right": dots - image.width}[align]
    band = Image.new("1", (dots, image.height), WHITE)
    band.paste(image, (left, 0))
    return band
