"""A simulated camera: it sees boards that exist nowhere, always the same for the same name."""

import io
import random
from typing import Final

from PIL import Image, ImageDraw

SIZE: Final = (1600, 1000)
MASK, COPPER, SILK = (18, 88, 56), (30, 112, 72), (226, 232, 226)
PARTS: Final = ((34, 34, 36), (58, 50, 40), (186, 182, 170), (120, 84, 44))


def board(name: str, places: dict[str, tuple[int, int]]) -> bytes:
    """Return a photo (JPEG) of a board; `places` are its larger parts, in thousandths of it."""
    dice = random.Random(name)  # noqa: S311  (nothing secret about a picture)
    picture = Image.new("RGB", SIZE, MASK)
    draw = ImageDraw.Draw(picture)
    width, height = SIZE
    for _ in range(70):
        x, y = dice.randrange(width), dice.randrange(height)
        bend = (x + dice.randrange(-260, 260), y)
        draw.line([(x, y), bend, (bend[0], y + dice.randrange(-200, 200))], COPPER, 5)
    for _ in range(110):
        _part(draw, dice, dice.randrange(width), dice.randrange(height), dice.choice((14, 20, 30)))
    for part, (across, down) in places.items():
        x, y = width * across // 1000, height * down // 1000
        _part(draw, dice, x, y, 90 if part.startswith("U") else 40)
        draw.text((x - 24, y - 22), part, SILK, font_size=44)
    for x, y in ((50, 50), (width - 50, 50), (50, height - 50), (width - 50, height - 50)):
        draw.ellipse((x - 26, y - 26, x + 26, y + 26), (208, 208, 200), (150, 120, 60), 8)
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=85)
    return file.getvalue()


def _part(draw: ImageDraw.ImageDraw, dice: random.Random, x: int, y: int, size: int) -> None:
    long = size * dice.choice((2, 3)) // 2
    for end in (-long, long):
        draw.rectangle((x + end - 6, y - size + 4, x + end + 6, y + size - 4), PARTS[2])
    draw.rectangle((x - long, y - size, x + long, y + size), dice.choice(PARTS), SILK, 2)
