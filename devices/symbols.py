"""Reads the fields of other makers' labels: GS1, and the electronics labels after ISO 15434."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from biip import ParseError
from biip.gs1_messages import GS1Message

from devices.aim import GS1
from devices.scan import Scan, is_15434

GS, RS, EOT = "\x1d", "\x1e", "\x04"

FIELD_OF_DI: Final = {
    "1P": "product",
    "P": "customer_part",
    "Q": "quantity",
    "1T": "lot",
    "T": "lot",
    "S": "serial",
    "9D": "date_code",
    "10D": "date_code",
    "16D": "date_code",
    "K": "order",
    "4L": "country",
    "3S": "box",
    **{f"{level}J": "box" for level in ("", *"123456")},
}
"""ANSI MH10.8.2 data identifier to field, as electronics distributors use them."""

FIELD_OF_AI: Final = {
    "01": "product",
    "02": "product",
    "241": "customer_part",
    "30": "quantity",
    "37": "quantity",
    "10": "lot",
    "21": "serial",
    "11": "date_code",
    "400": "order",
    "422": "country",
    "00": "box",
}
"""GS1 application identifier to field."""


class Standard(StrEnum):
    """How the fields of a label are marked."""

    GS1 = "gs1"
    MH10 = "mh10"


class Alarm(StrEnum):
    """Why the fields of a label must be read by a person."""

    SEPARATORS_LOST = "separators-lost"
    UNREADABLE = "unreadable"
    CONTRADICTORY = "contradictory"
    UNKNOWN_FORMAT = "unknown-format"


@dataclass(frozen=True, slots=True)
class Fields:
    """What a label says, field by field; "" or None where it does not say.

    `date_code` is as printed (YYMMDD in GS1, mostly YYWW else); `quantity` is in pieces and
    only there when it is a whole number of them, `stated` is what else is written in its place
    (kilograms, reels). `country` is ISO 3166, in digits in GS1; `box` the number of the package.
    `data` has every identifier and value in order; of two identifiers for one field the first
    fills it. With an `alarm` nothing else is filled in: a guess would be worse.
    """

    standard: Standard
    product: str = ""
    customer_part: str = ""
    quantity: int | None = None
    stated: str = ""
    lot: str = ""
    serial: str = ""
    date_code: str = ""
    order: str = ""
    country: str = ""
    box: str = ""
    data: tuple[tuple[str, str], ...] = ()
    alarm: Alarm | None = None


_HEAD: Final = re.compile(rf">?\[\)>{RS}?(?P<format>[0-9]{{2}})(?P<body>.*)", re.DOTALL)
_TRAILER: Final = re.compile(rf"{RS}?{EOT}?\Z")
_ELEMENT: Final = re.compile(r"(?P<di>[0-9]{0,3}[A-Z])(?P<value>[^\x00-\x1f]*)")
UNITS: Final = frozenset({"EA", "PC", "PCS", "PCE", "PIECE", "PIECES", "片", "只", "个"})
"""How labels write "pieces", in any case."""

_PIECES: Final = re.compile(
    rf" *(?P<pieces>[0-9]{{1,9}}) *({'|'.join(sorted(UNITS))})? *", re.IGNORECASE
)


def fields(scan: Scan) -> Fields | None:
    """Return the fields of a scan, or None when it claims to have none; never raises.

    GS1 is believed only when the reader's identifier says so, ISO 15434 by its head.
    """
    if is_15434(scan.text):
        return _mh10(scan.text)
    if scan.text and scan.symbology in GS1:
        return _gs1(scan.text)
    return None


def pieces(text: str) -> int | None:
    """Return a quantity in pieces as a label has it (`250`, `000250`, `250 PCS`), or None."""
    found = _PIECES.fullmatch(text)
    return int(found["pieces"]) if found else None


def _mh10(text: str) -> Fields:
    """Read format 06: `[)>` RS `06` GS field GS field ... RS EOT; format 05 holds GS1 data.

    A reader that strips separators strips the first one too, and that one is looked for; a
    single one lost further on cannot be told from a long value. A field may be left blank.
    """
    head = _HEAD.match(text)
    if head is None or head["format"] not in {"05", "06"}:
        return Fields(Standard.MH10, alarm=Alarm.UNKNOWN_FORMAT)
    body = _TRAILER.sub("", head["body"], count=1)
    if not body.startswith(GS):
        return Fields(Standard.MH10, alarm=Alarm.SEPARATORS_LOST)
    if head["format"] == "05":
        return _gs1(body[1:])
    elements = [_ELEMENT.fullmatch(part) for part in body.split(GS) if part]
    pairs = [(element["di"], element["value"]) for element in elements if element]
    if not pairs or len(pairs) < len(elements):
        return Fields(Standard.MH10, alarm=Alarm.UNREADABLE)
    return _filled(Standard.MH10, pairs, FIELD_OF_DI)


def _gs1(text: str) -> Fields:
    """Read GS1 element strings; a field of open length must be last or end with GS."""
    if not text.isascii():
        return Fields(Standard.GS1, alarm=Alarm.UNREADABLE)
    try:
        message = GS1Message.parse(text)
    except (ParseError, ValueError, ArithmeticError):
        return Fields(Standard.GS1, alarm=Alarm.UNREADABLE)
    rest = message.value
    for element in message.element_strings:
        rest = rest[len(element) :]
        if rest and element.ai.separator_required and not rest.startswith(GS):
            return Fields(Standard.GS1, alarm=Alarm.SEPARATORS_LOST)
        rest = rest.lstrip(GS)
    pairs = [(element.ai.ai, element.value) for element in message.element_strings]
    return _filled(Standard.GS1, pairs, FIELD_OF_AI)


def _filled(standard: Standard, pairs: list[tuple[str, str]], names: dict[str, str]) -> Fields:
    if len({identifier for identifier, _ in pairs}) < len(set(pairs)):
        return Fields(standard, alarm=Alarm.CONTRADICTORY)
    said: dict[str, str] = {}
    for identifier, value in pairs:
        said.setdefault(names.get(identifier, ""), value)
    quantity = said.get("quantity", "")
    counted = pieces(quantity)
    return Fields(
        standard,
        product=said.get("product", ""),
        customer_part=said.get("customer_part", ""),
        quantity=counted,
        stated=quantity.strip() if counted is None else "",
        lot=said.get("lot", ""),
        serial=said.get("serial", ""),
        date_code=said.get("date_code", ""),
        order=said.get("order", ""),
        country=said.get("country", ""),
        box=said.get("box", ""),
        data=tuple(pairs),
    )
