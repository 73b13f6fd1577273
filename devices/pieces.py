"""Draws whole pieces of paper, for printers that are sent nothing but a picture."""

from PIL import Image

from devices.drawing import WHITE, band, stacked
from devices.fonts import LINE, Fonts
from devices.layout import lay_out
from devices.paper import BadPaper, Cut, Paper
from devices.profile import Profile

DOTS_A_MM = 8


def pieces(paper: Paper, profile: Profile, fonts: Fonts) -> list[Image.Image]:
    """Return one picture, mode "1" and white 255, for each piece between two cuts; never none.

    Raises `BadPaper` for a code that is too wide, and for a piece that is higher than the
    profile's labels: half of it would be printed on the next one.
    """
    found: list[Image.Image] = []
    bands: list[Image.Image] = []
    for item in lay_out(paper, profile.cells):
        if not isinstance(item, Cut):
            bands.append(band(item, profile.dots, fonts))
        elif bands:
            found.append(stacked(bands))
            bands = []
    found = found or [Image.new("1", (profile.dots, LINE), WHITE)]
    for piece in found:
        if profile.label_mm is not None and piece.height > profile.label_mm * DOTS_A_MM:
            raise BadPaper(f"{-(-piece.height // DOTS_A_MM)} mm do not fit on this label")
    return found
