"""A picture from anybody's camera made harmless: decoded, upright, without its past, encoded anew.

The bytes are hostile. What a picture is says its content and never its name; how large it is says
its head, before anything is decoded; and what comes out was written by us, pixel by pixel.
"""

import io
import struct
import threading
import zlib
from dataclasses import dataclass
from typing import ClassVar, Final

from PIL import Image, ImageOps, UnidentifiedImageError

from devices.errors import DeviceError

LARGEST_FILE: Final = 16 * 1024 * 1024
LONG_EDGE: Final = 1600
SMALL_EDGE: Final = 320
QUALITY: Final = 80
FORMATS: Final = ("JPEG", "PNG", "WEBP")
# A JPEG is scaled down while it is decoded; the others have to be unpacked whole.
MOST_PIXELS: Final = {"JPEG": 64_000_000, "MPO": 64_000_000, "PNG": 25_000_000, "WEBP": 25_000_000}
MODES: Final = frozenset({"1", "L", "LA", "P", "PA", "RGB", "RGBA", "RGBX", "CMYK", "YCbCr"})
BROKEN: Final = (
    OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, TypeError, AttributeError,
    AssertionError, ArithmeticError, RuntimeError, UserWarning, struct.error, zlib.error,
)  # fmt: skip
TOO_LARGE: Final = (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError)
# One picture at a time: a dozen panels must not unpack a dozen large ones beside each other.
_turn = threading.Lock()


class BadPicture(DeviceError):
    """What was sent is no picture that we take; `fault` is empty, kind, moving, large or broken."""

    code: ClassVar[str] = "bad-picture"
    permanent: ClassVar[bool] = True

    def __init__(self, fault: str) -> None:
        super().__init__(fault)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Picture:
    """A JPEG that we wrote, at most 1600 pixels long, and a small one of it."""

    body: bytes
    small: bytes
    width: int
    height: int


def develop(data: bytes) -> Picture:
    """Return a sent file as our own picture; raises `BadPicture`.

    Orientation is applied; place, time, camera, comments and profiles are gone.
    """
    if not data:
        raise BadPicture("empty")
    if len(data) > LARGEST_FILE:
        raise BadPicture("large")
    with _turn:
        try:
            return _developed(data)
        except UnidentifiedImageError:
            raise BadPicture("kind") from None
        except TOO_LARGE:
            raise BadPicture("large") from None
        except BROKEN:
            raise BadPicture("broken") from None


def _developed(data: bytes) -> Picture:
    with Image.open(io.BytesIO(data), formats=FORMATS) as sent:
        _expect_harmless(sent)
        clean = _clean(sent)
    small = clean.copy()
    small.thumbnail((SMALL_EDGE, SMALL_EDGE), Image.Resampling.LANCZOS)
    return Picture(_jpeg(clean), _jpeg(small), clean.width, clean.height)


def _expect_harmless(sent: Image.Image) -> None:
    kind = sent.format or ""
    if sent.width * sent.height > MOST_PIXELS.get(kind, 0):
        raise BadPicture("large")
    # A telephone puts a second picture behind its JPEG (MPO); only the first one is looked at.
    if kind != "MPO" and getattr(sent, "n_frames", 1) > 1:
        raise BadPicture("moving")
    if sent.mode not in MODES:
        raise BadPicture("kind")


def _clean(sent: Image.Image) -> Image.Image:
    """Return the pixels on a sheet of their own, with nothing else that the file said."""
    sent.draft("RGB", (LONG_EDGE, LONG_EDGE))
    sent.load()
    sent.thumbnail((LONG_EDGE, LONG_EDGE), Image.Resampling.LANCZOS, reducing_gap=3.0)
    shown = ImageOps.exif_transpose(sent)
    sheet = Image.new("RGB", shown.size, "white")
    if shown.mode in {"LA", "PA", "P", "RGBA"}:
        shown = shown.convert("RGBA")
        sheet.paste(shown, mask=shown.getchannel("A"))
    else:
        sheet.paste(shown.convert("RGB"))
    return sheet


def _jpeg(picture: Image.Image) -> bytes:
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=QUALITY, optimize=True)
    return file.getvalue()
