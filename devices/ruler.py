"""Drawings of a test page: a ruler that shows how wide a printer really prints, and grey steps.

Drawn dot by dot and without a font, so that they are the same on every machine and are cut off
where the print head ends, as text would not be: that goes on in the next line.
"""

import base64
from typing import Final

from PIL import Image, ImageDraw

from devices.paper import Image as Picture

STEP: Final = 8
STEPS: Final = 9
"""The last edges of the ruler are `STEP` dots apart, one row each."""
LARGE, SMALL = 3, 2
SCALE: Final = 48
ROW: Final = 27
"""Heights of the scale, and of each row under it, in dots."""
TICK, NUMBERED = 24, 96
GREYS: Final = (2, 4, 6, 8, 10, 12, 14, 16)
"""How many of 16 dots are black, patch by patch."""
PATCH: Final = 56
BAYER: Final = ((0, 8, 2, 10), (12, 4, 14, 6), (3, 11, 1, 9), (15, 7, 13, 5))
WHITE: Final = 255
DIGITS: Final = {
    "0": "01110 10001 10011 10101 11001 10001 01110",
    "1": "00100 01100 00100 00100 00100 00100 01110",
    "2": "01110 10001 00001 00110 01000 10000 11111",
    "3": "11110 00001 00001 01110 00001 00001 11110",
    "4": "00010 00110 01010 10010 11111 00010 00010",
    "5": "11111 10000 11110 00001 00001 10001 01110",
    "6": "00110 01000 10000 11110 10001 10001 01110",
    "7": "11111 00001 00010 00100 01000 01000 01000",
    "8": "01110 10001 10001 01110 10001 10001 01110",
    "9": "01110 10001 10001 01111 00001 00010 01100",
}
"""Seven rows of five dots each."""
WIDE: Final = 5


def edges(dots: int) -> tuple[int, ...]:
    """Return the numbers of the ruler's last rows for a line of so many dots, widest first."""
    return tuple(dots - STEP * step for step in range(STEPS))


def ruler(dots: int, rows: int = STEPS) -> Picture:
    """Return a ruler across all dots: a scale, and rows that end at the last edges exactly."""
    high = SCALE + ROW * rows
    image = Image.new("1", (dots, high), WHITE)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, dots - 1, 1), fill=0)
    for at in range(0, dots, TICK):
        numbered = at % NUMBERED == 0
        pen.rectangle((at, 0, at + 1, 24 if numbered else 12), fill=0)
        if numbered and at + 4 * WIDE * SMALL < dots:
            _number(image, at + 6, 12, str(at), SMALL)
    pen.rectangle((dots - 2, 0, dots - 1, 24), fill=0)
    for row, edge in enumerate(edges(dots)[:rows]):
        top = SCALE + row * ROW
        pen.rectangle((edge - 2, top, edge - 1, top + ROW - 6), fill=0)
        pen.rectangle((edge - 24, top + 10, edge - 3, top + 11), fill=0)
        _number(image, edge - 28 - _width(str(edge), LARGE), top, str(edge), LARGE)
    return _picture(image)


def greys(dots: int) -> Picture:
    """Return eight patches from pale to black, numbered, and lines of one and two dots."""
    patch = dots // len(GREYS)
    image = Image.new("1", (dots, PATCH + 56), WHITE)
    for place, level in enumerate(GREYS):
        for x in range(place * patch, place * patch + patch - 4):
            for y in range(PATCH):
                if BAYER[y % 4][x % 4] < level:
                    image.putpixel((x, y), 0)
        _number(image, place * patch + patch // 2 - 6, PATCH + 6, str(place + 1), LARGE)
    pen = ImageDraw.Draw(image)
    for x in range(0, dots // 2, 4):
        pen.line((x, PATCH + 34, x, PATCH + 54), fill=0)
    for x in range(dots // 2, dots - 3, 8):
        pen.rectangle((x, PATCH + 34, x + 1, PATCH + 54), fill=0)
    return _picture(image)


def _width(number: str, scale: int) -> int:
    return len(number) * (WIDE + 1) * scale - scale


def _number(image: Image.Image, left: int, top: int, number: str, scale: int) -> None:
    pen = ImageDraw.Draw(image)
    for place, digit in enumerate(number):
        for down, row in enumerate(DIGITS[digit].split()):
            for across, dot in enumerate(row):
                x = left + (place * (WIDE + 1) + across) * scale
                if dot == "1":
                    y = top + down * scale
                    pen.rectangle((x, y, x + scale - 1, y + scale - 1), fill=0)


def _picture(image: Image.Image) -> Picture:
    raw = image.tobytes("raw", "1;I")
    return Picture(image.width, base64.b64encode(raw).decode("ascii"), align="left")
