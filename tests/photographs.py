"""Pictures as cameras, telephones and villains send them."""

import io
import random
from collections.abc import Callable
from typing import Any, Final

from PIL import Image, ImageDraw


def encoded(picture: Image.Image, kind: str = "JPEG", **how: Any) -> bytes:
    file = io.BytesIO()
    picture.save(file, kind, **how)
    return file.getvalue()


def a_board(width: int = 800, height: int = 500, seed: int = 1) -> Image.Image:
    """A green board with parts on it; every seed is another one."""
    dice = random.Random(seed)
    board = Image.new("RGB", (width, height), (16, 84, 52))
    draw = ImageDraw.Draw(board)
    for _ in range(60):
        x, y, size = dice.randrange(width), dice.randrange(height), dice.choice((12, 24, 48))
        colour = dice.choice(((30, 30, 30), (190, 190, 180), (70, 60, 40)))
        draw.rectangle((x, y, x + size * 3 // 2, y + size), fill=colour, outline=(220, 220, 220))
    return board


def a_photo(seed: int = 1, **how: Any) -> bytes:
    return encoded(a_board(seed=seed), **how)


def _moving(kind: str) -> bytes:
    frames = [a_board(40, 30, seed) for seed in (1, 2)]
    return encoded(frames[0], kind, save_all=True, append_images=frames[1:])


def _half() -> bytes:
    whole = a_photo()
    return whole[: len(whole) // 2]


# What is refused, and why.
VILLAINS: Final[dict[str, tuple[Callable[[], bytes], str]]] = {
    "nothing at all": (lambda: b"", "empty"),
    "a drawing with a script": (
        lambda: b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "kind",
    ),
    "a page named .jpg": (lambda: b"<!doctype html><script>alert(1)</script>", "kind"),
    "a GIF": (lambda: encoded(a_board(40, 30), "GIF"), "kind"),
    "a BMP": (lambda: encoded(a_board(40, 30), "BMP"), "kind"),
    "a moving PNG": (lambda: _moving("PNG"), "moving"),
    "a moving WebP": (lambda: _moving("WEBP"), "moving"),
    "half a file": (_half, "broken"),
    "a bomb of 400 million points in 48 kB": (
        lambda: encoded(Image.new("1", (20_000, 20_000)), "PNG"), "large",
    ),
    "a picture of 30 million points": (
        lambda: encoded(Image.new("1", (6_000, 5_000)), "PNG"), "large",
    ),
    "more than any camera sends": (lambda: b"\xff\xd8\xff" + bytes(16 * 1024 * 1024), "large"),
    "colours of 16 bits": (lambda: encoded(Image.new("I;16", (9, 9)), "PNG"), "kind"),
}  # fmt: skip
