"""Reads ZPL strictly, as a label printer hears it: what is not in this table is an error.

A second reading, written from the maker's manual and sharing nothing with the code that writes.
"""

import re

from PIL import Image

from devices.fonts import Fonts
from devices.sim import reading
from devices.sim.faults import Faults
from devices.sim.page import Page, PrintedPaper
from devices.sim.reading import Command

QUESTION = re.compile(rb"~HS")
STALE = b",0,00000000,1,000\x03\r\n"
_COMMAND = re.compile(rb"([\^~][A-Z][A-Z0-9@])([^\^~]*)")
_BETWEEN = re.compile(rb"[\r\n]+")
_NUMBER = rb"(?:0|[1-9]\d{0,4})"
_PAIR = rb"%b,%b" % (_NUMBER, _NUMBER)
_GRAPHIC = re.compile(
    rb"A,([1-9]\d{0,4}),([1-9]\d{0,4}),([1-9]\d{0,2}),([0-9A-Yg-z,!:]+)", re.DOTALL
)
# Every command with what may follow it.
_KNOWN: dict[bytes, tuple[str, re.Pattern[bytes]]] = {
    name: (word, re.compile(arguments))
    for name, word, arguments in (
        (b"^XA", "begin", rb""),
        (b"^XZ", "end", rb""),
        (b"^PW", "width", _NUMBER),
        (b"^LL", "length", _NUMBER),
        (b"^LH", "home", rb"0,0"),
        (b"^LS", "shift", rb"0"),
        (b"^PO", "turn", rb"N"),
        (b"^FW", "field-turn", rb"N"),
        (b"^MN", "tracking", rb"[NYWM]"),
        (b"^MM", "mode", rb"[TC]"),
        (b"^MD", "darkness", rb"-?(?:[0-9]|[12]\d|30)"),
        (b"^FO", "origin", _PAIR),
        (b"^GF", "graphic", rb"(?s).*"),
        (b"^FS", "field-end", rb""),
        (b"^PQ", "quantity", rb"1,0,1,[NY]"),
        (b"~HS", "ask-status", rb""),
        (b"~JX", "forget", rb""),
    )
}
_ALONE = {b"^XZ", b"~HS", b"~JX"}


def read_commands(data: bytes) -> tuple[list[Command], bytes]:
    """Return all whole commands of the bytes and the rest."""
    return reading.read_commands(data, _first)


def _first(data: bytes) -> Command | None:
    if between := _BETWEEN.match(data):
        return Command("nothing", between[0])
    found = _COMMAND.match(data)
    if found is None:
        begun = data[:1] in {b"", b"^", b"~"} and len(data) < len(b"^XA")
        return None if begun else Command("unknown", data[:1], error="unknown-byte")
    name = found[1]
    if name in _ALONE:
        return Command(_KNOWN[name][0], name)
    return _with_arguments(found) if found.end() < len(data) else None


def _with_arguments(found: re.Match[bytes]) -> Command:
    name, arguments = found[1], found[2]
    if name not in _KNOWN:
        return Command("unknown", found[0], error="unknown-command")
    word, allowed = _KNOWN[name]
    error = "" if allowed.fullmatch(arguments) else "bad-argument"
    return Command(word, found[0], arguments, error)


def dots_of(arguments: bytes) -> tuple[int, bytes] | str:
    """Return bytes a row and the rows of ^GF, or what is wrong with it."""
    found = _GRAPHIC.fullmatch(arguments)
    if found is None:
        return "bad-graphic"
    total, field, stride = (int(number) for number in found.groups()[:3])
    if total != field or field % stride:
        return "bad-graphic-size"
    rows = _rows(found[4].decode("ascii"), 2 * stride)
    if rows is None or len(rows) * stride != field:
        return "bad-graphic-data"
    return stride, bytes.fromhex("".join(rows))


def _rows(data: str, digits: int) -> list[str] | None:
    """Return each row in hexadecimal, or None when a row is too long or broken off."""
    rows: list[str] = []
    row, times = "", 0
    for sign in data:
        if "G" <= sign <= "Y":
            times += ord(sign) - ord("F")
            continue
        if "g" <= sign <= "z":
            times += 20 * (ord(sign) - ord("f"))
            continue
        if sign == ":" and (row or times or not rows):
            return None
        row += _filled(sign, times or 1, digits - len(row), rows)
        times = 0
        if len(row) > digits:
            return None
        if len(row) == digits:
            rows.append(row)
            row = ""
    return None if row or times else rows


def _filled(sign: str, times: int, room: int, rows: list[str]) -> str:
    if sign == ":":
        return rows[-1]
    return {",": "0" * room, "!": "F" * room}.get(sign, sign * times)


class ZplPage(Page):
    """A label between ^XA and ^XZ; one that was begun stays so when its client is gone."""

    def __init__(self, dots: int, fonts: Fonts) -> None:
        super().__init__(dots, fonts)
        self._canvas: Image.Image | None = None
        self._said: dict[str, int] = {}
        self._origin: tuple[int, int] | None = None
        self._fields: list[tuple[int, int, Image.Image]] = []

    def obey(self, command: Command) -> None:
        """Take one command; a wrong one is written down and has no other effect."""
        self._raw += command.raw
        if command.error:
            self.fault(f"{command.error} {command.raw[:8].hex(' ')}")
        elif command.name == "begin":
            if self._said:
                self.fault("label-in-a-label")
            self._said, self._fields, self._origin = {"begin": 1}, [], None
        elif command.name == "forget":
            self._said = {}
        elif command.name not in {"nothing", "ask-status"}:
            if self._said:
                self._within(command)
            else:
                self.fault(f"outside-a-label {command.name}")

    def tear(self, leftover: bytes = b"") -> PrintedPaper:
        """Return what was printed; a label that waits for its end is a mistake."""
        if self._said:
            self.fault("label-not-printed")
        return super().tear(leftover)

    def _within(self, command: Command) -> None:
        match command.name:
            case "width" | "length":
                self._said[command.name] = int(command.args)
            case "origin":
                left, _, top = command.args.partition(b",")
                self._origin = int(left), int(top)
            case "graphic":
                self._graphic(command.args)
            case "field-end":
                self._origin = None
            case "end":
                self._print()

    def _graphic(self, arguments: bytes) -> None:
        found = dots_of(arguments)
        if isinstance(found, str):
            self.fault(found)
        elif self._origin is None:
            self.fault("graphic-nowhere")
        else:
            stride, rows = found
            size = (8 * stride, len(rows) // stride)
            self._fields.append((*self._origin, Image.frombytes("1", size, rows)))

    def _print(self) -> None:
        wide, long = self._said.get("width", 0), self._said.get("length", 0)
        self._said = {}
        if not 0 < wide <= self._dots or not long:
            self.fault(f"no-such-label {wide}x{long}")
            return
        label = self._strip(long)
        for left, top, picture in self._fields:
            if left + picture.width > wide or top + picture.height > long:
                self.fault(f"past-the-label {picture.width}x{picture.height}")
            label.paste(picture, (left, top))


def answer(faults: Faults, _: re.Match[bytes], held: bytes) -> bytes:
    """Return the three strings of ~HS; what it holds and has not printed counts as formats."""
    if faults.garbage:
        return b"\x02000,0,0\x03\r\n" + b"\xff" * 40
    formats = held.count(b"^XZ")
    partial = int(held.rfind(b"^XA") > held.rfind(b"^XZ"))
    out, jam = int(faults.paper == "out"), int(faults.jammed)
    first = b"030,%d,%d,0480,%03d,0,0,%d,000,0,0,0" % (out, jam, formats, partial)
    second = b"000,0,%d,0,0,2,6,0,%08d,1,000" % (faults.cover_open, 0)
    return b"".join(b"\x02%b\x03\r\n" % line for line in (first, second, b"1234,0"))
