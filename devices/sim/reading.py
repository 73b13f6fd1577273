"""Reads printer bytes command by command, strictly: what is not in this table is an error.

A second reading of the protocol, written from the makers' manuals and sharing nothing with the
code that writes jobs.
"""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass

DLE, ESC, FS, GS = 0x10, 0x1B, 0x1C, 0x1D
LINE_FEED = 0x0A
MOST_ROWS = 255
CODE128 = 73
REAL_TIME = re.compile(rb"\x10[\x04\x05\x14]")
_TEXT = re.compile(rb"[\x20-\x7e\x80-\xff]+")
_ASCII = range(0x20, 0x7F)
DENSITIES = {*range(250, 256), *range(7)}


@dataclass(frozen=True, slots=True)
class Command:
    """One command as it came: `raw` whole, `args` after its name, `error` a code or empty."""

    name: str
    raw: bytes
    args: bytes = b""
    error: str = ""


# Names, and the values that their one argument may have (none: no argument).
_SHORT: dict[bytes, tuple[str, Collection[int] | None]] = {
    b"\x10\x04": ("ask-status", range(1, 5)),
    b"\x1b@": ("reset", None),
    b"\x1bE": ("bold", (0, 1)),
    b"\x1ba": ("align", (0, 1, 2)),
    b"\x1bd": ("feed", range(256)),
    b"\x1c&": ("chinese-on", None),
    b"\x1c.": ("chinese-off", None),
    b"\x1d!": ("size", (0x00, 0x01, 0x10, 0x11)),
    b"\x1dH": ("bar-text", range(4)),
    b"\x1dh": ("bar-height", range(1, 256)),
    b"\x1dr": ("ask-when-reached", (1,)),
    b"\x1dw": ("bar-width", range(2, 7)),
}


def read_command(data: bytes) -> Command | None:
    """Return the first command of the bytes, or None when more bytes are needed for that."""
    if not data:
        return None
    if text := _TEXT.match(data):
        return Command("text", text[0]) if text.end() < len(data) else None
    if data[0] == LINE_FEED:
        return Command("line", data[:1])
    if data[0] not in {DLE, ESC, FS, GS}:
        return Command("unknown", data[:1], error="unknown-byte")
    return _escaped(data) if len(data) > 1 else None


def _escaped(data: bytes) -> Command | None:
    name = data[:2]
    if name in _LONG:
        return _LONG[name](data)
    if name not in _SHORT:
        return Command("unknown", name, error="unknown-command")
    word, allowed = _SHORT[name]
    if allowed is None:
        return Command(word, name)
    if len(data) == len(name):
        return None
    error = "" if data[2] in allowed else "bad-argument"
    return Command(word, data[:3], data[2:3], error)


def _raster(data: bytes) -> Command | None:
    """GS v 0 m xL xH yL yH, then the rows."""
    head = 8
    if len(data) < head:
        return None
    stride, rows = data[4] + 256 * data[5], data[6] + 256 * data[7]
    end = head + stride * rows
    if data[2:4] != b"0\x00" or not stride or not rows:
        return Command("unknown", data[:4], error="bad-argument")
    if rows > MOST_ROWS:
        return Command("unknown", data[:head], error="raster-too-high")
    if len(data) < end:
        return None
    error = "real-time-in-raster" if REAL_TIME.search(data, head, end) else ""
    return Command("raster", data[:end], data[4:end], error)


def _bar_code(data: bytes) -> Command | None:
    """GS k 73 n {B data; `{` in the data is written twice."""
    head = 4
    if data[2:3] and data[2] != CODE128:
        return Command("unknown", data[:3], error="bad-bar-code")
    if len(data) < head or len(data) < head + data[3]:
        return None
    raw = data[: head + data[3]]
    text = raw[6:].replace(b"{{", b"\x00")
    good = raw[4:6] == b"{B" and text and b"{" not in text
    text = text.replace(b"\x00", b"{")
    good = good and all(byte in _ASCII for byte in text)
    return Command("bar-code", raw, text, "" if good else "bad-bar-code")


def _cut(data: bytes) -> Command | None:
    """GS V 65 n (full) or 66 n (partial), feeding to the knife first."""
    if len(data) < 4:  # noqa: PLR2004
        return None
    error = "" if data[2] in {65, 66} else "bad-argument"
    return Command("cut", data[:4], data[2:4], error)


def _counted(data: bytes) -> Command | None:
    """GS ( and a letter, then how many bytes follow."""
    head = 5
    if len(data) < head or len(data) < head + data[3] + 256 * data[4]:
        return None
    raw = data[: head + data[3] + 256 * data[4]]
    return _density(raw) if raw[2:3] == b"K" else _process_id(raw)


def _density(raw: bytes) -> Command:
    """GS ( K 02 00 49 m: 70 % (250) to 130 % (6) of what is set."""
    good = raw[2:6] == b"K\x02\x00\x31" and raw[6] in DENSITIES
    return Command("density", raw, raw[6:], "" if good else "bad-argument")


def _process_id(raw: bytes) -> Command:
    """GS ( H 06 00 48 48 d1 d2 d3 d4, with printable d."""
    args = raw[7:]
    good = raw[2:7] == b"H\x06\x00\x30\x30" and all(byte in _ASCII for byte in args)
    return Command("ask-when-printed", raw, args, "" if good else "bad-argument")


_LONG: dict[bytes, Callable[[bytes], Command | None]] = {
    b"\x1dv": _raster,
    b"\x1dk": _bar_code,
    b"\x1dV": _cut,
    b"\x1d(": _counted,
}


def read_commands(
    data: bytes, first: Callable[[bytes], Command | None] = read_command
) -> tuple[list[Command], bytes]:
    """Return all whole commands of the bytes and the rest; `first` reads one of a language."""
    commands = []
    while command := first(data):
        commands.append(command)
        data = data[len(command.raw) :]
    return commands, data
