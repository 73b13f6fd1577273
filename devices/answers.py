"""What a reader is told, as bytes (good, bad, enable, disable, trigger), and what it answers."""

import re
from dataclasses import dataclass
from typing import Final

from devices.errors import DeviceError
from devices.ssi import HOST, packet

_PIECE: Final = re.compile(
    r"<(?P<bytes>[0-9A-Fa-f]{2}(?: [0-9A-Fa-f]{2})*)>"
    r"|\{(?P<packet>[0-9A-Fa-f]{2}(?: [0-9A-Fa-f]{2})*)\}"
    r"|(?P<text>[^<>{}]+)"
)
LONGEST: Final = 64
"""Bytes; an answer that is longer does not reach the reader in time at 9600 baud."""


class BadBytes(DeviceError):
    """This text does not say which bytes are meant."""

    code = "bad-bytes"
    permanent = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What one model of reader understands; what is empty is not sent.

    A reader that is to read only while somebody listens is told `enable`, or where it has none,
    as fixed readers, `trigger`, and at the end `disable`.

    `own` are the frames by which the reader says that it has heard us: they are never scans.
    `packets` says that the reader speaks in SSI packets (see `devices.ssi`).
    """

    good: bytes = b""
    bad: bytes = b""
    enable: bytes = b""
    disable: bytes = b""
    trigger: bytes = b""
    own: tuple[bytes, ...] = ()
    packets: bool = False

    @property
    def begin(self) -> bytes:
        """What makes the reader read."""
        return self.enable or self.trigger

    @property
    def can_gate(self) -> bool:
        """Say whether the reader can be made to read only while somebody listens."""
        return bool(self.begin and self.disable)

    @property
    def speaks(self) -> bool:
        """Say whether there is anything that we could ever send."""
        return self.packets or any((self.good, self.bad, self.enable, self.disable, self.trigger))


SILENT: Final = Answers()
"""A reader that is told nothing, which is what every reader gets by itself."""


def read_bytes(text: str) -> bytes:
    """Return the bytes that a text means; raises `BadBytes`.

    ASCII stands for itself, `<1B 33>` for these bytes, `{E6 00}` for the SSI packet with this
    opcode and these data. The marks themselves are written `<3C>`, `<3E>`, `<7B>`, `<7D>`.
    """
    meant, at = b"", 0
    while at < len(text):
        piece = _PIECE.match(text, at)
        if piece is None or not text.isascii():
            raise BadBytes(f"{text!r} is not written as bytes: text, <1B 33> or {{E6 00}}")
        if piece["packet"]:
            opcode, *data = bytes.fromhex(piece["packet"])
            meant += packet(opcode, bytes(data), source=HOST)
        else:
            meant += bytes.fromhex(piece["bytes"]) if piece["bytes"] else piece["text"].encode()
        at = piece.end()
    if len(meant) > LONGEST:
        raise BadBytes(f"{text!r} is longer than {LONGEST} bytes")
    return meant
