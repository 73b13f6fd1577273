"""A picture file as a printer can show it: a logo in black and white."""

import base64
import io
from typing import Final

from PIL import Image as Pillow

from devices.paper import BadPaper, Image
from devices.photo import BROKEN, TOO_LARGE

WIDEST: Final = 576
HIGHEST: Final = 400
LARGEST_LOGO: Final = f"a PNG of at most {WIDEST} x {HIGHEST} dots"
HALF: Final = 128


def black_and_white(png: bytes) -> Image:
    """Return a PNG as dots: what is darker than half becomes black, what is clear stays white.

    Raises `BadPaper` for what is no PNG or larger than paper.
    """
    try:
        with Pillow.open(io.BytesIO(png), formats=("PNG",)) as sent:
            if sent.width > WIDEST or sent.height > HIGHEST:
                raise BadPaper("a logo has one dot for each pixel and must fit the paper")
            shown = sent.convert("RGBA")
    except (*BROKEN, *TOO_LARGE) as error:
        raise BadPaper("this is no PNG") from error
    sheet = Pillow.new("RGBA", shown.size, "white")
    sheet.alpha_composite(shown)
    dots = sheet.convert("L").point(lambda grey: 0 if grey < HALF else 255).convert("1")
    return Image(dots.width, base64.b64encode(dots.tobytes("raw", "1;I")).decode("ascii"))
