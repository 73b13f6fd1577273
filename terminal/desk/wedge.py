"""A code from a reader that types like a keyboard: read as if its bytes had come over a cable."""

from typing import Final

from devices.scan import Problem, decode
from domain.codes import parse
from domain.errors import UnknownCode
from terminal.desk.scans import scan
from terminal.site import Site

WEDGE: Final = "wedge"
LOST: Final = "\ufffd"
"""What the page writes for a key that says no character: the code is damaged then."""


def scan_typed(site: Site, station: str, typed: str) -> bool:
    """Do what a typed code asks for at a station; return whether it was accepted.

    Our own codes have capital letters only and a check character, so that Caps Lock spoils none:
    if it is one of ours in capitals, it is that one. Nobody else's code is changed.
    """
    found = decode(WEDGE, typed.encode(errors="replace"), site.now())
    problem = Problem.DAMAGED if LOST in typed else found.problem
    return scan(site, station, _ours(found.text), problem=problem or "", raw=found.raw)


def _ours(text: str) -> str:
    try:
        return str(parse(text.upper()))
    except UnknownCode:
        return text
