"""Writes a paper as one string of printer bytes: the only place where a print job is made."""

from devices import tspl, zpl
from devices.escpos import compiler as escpos
from devices.fonts import Fonts
from devices.paper import Paper
from devices.profile import Profile


def compile_paper(paper: Paper, profile: Profile, fonts: Fonts) -> bytes:
    """Return the bytes of one print job in the printer's own language.

    Raises `BadPaper` for what does not fit on this printer's paper.
    """
    match profile.language:
        case "escpos":
            return escpos.compile_paper(paper, profile, fonts)
        case "zpl":
            return zpl.compile_paper(paper, profile, fonts)
        case "tspl":
            return tspl.compile_paper(paper, profile, fonts)
