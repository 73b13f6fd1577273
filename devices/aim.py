"""The three characters by which a barcode reader says what kind of symbol it has read."""

import re
from types import MappingProxyType
from typing import Final

SYMBOLOGIES: Final = MappingProxyType(
    {
        "A": "Code 39",
        "C": "Code 128",
        "E": "EAN/UPC",
        "F": "Codabar",
        "G": "Code 93",
        "H": "Code 11",
        "I": "Interleaved 2 of 5",
        "J": "DotCode",
        "L": "PDF417",
        "M": "MSI",
        "O": "Codablock",
        "Q": "QR Code",
        "R": "Straight 2 of 5",
        "S": "Straight 2 of 5, three bars",
        "U": "MaxiCode",
        "X": "other barcode",
        "Z": "no barcode",
        "d": "Data Matrix",
        "e": "GS1 DataBar",
        "h": "Han Xin",
        "o": "OCR",
        "z": "Aztec",
    }
)
"""AIM code character to the name of the symbology (ISO/IEC 15424, table 1)."""

GS1: Final = frozenset({"]C1", "]J1", "]Q3", "]d2", "]e0", "]e1", "]e2"})
"""Identifiers that say "this is GS1 data" (GS1 General Specifications, 5.1.2)."""

_IDENTIFIER: Final = re.compile(rf"\][{''.join(SYMBOLOGIES)}][0-9A-Za-z]")


def split_identifier(text: str) -> tuple[str, str]:
    """Return the AIM identifier at the front, such as `]C0`, or "", and the data after it."""
    found = _IDENTIFIER.match(text)
    return (found[0], text[found.end() :]) if found else ("", text)
