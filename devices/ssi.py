"""Simple Serial Interface: the packets that Zebra's (Symbol's) readers send and understand.

A packet is length, opcode, source, status, data, and a checksum of two bytes. The length counts
all but the checksum, which is the two's complement of the sum of what it counts.
"""

from typing import Final

from devices.framing import GAP, LONGEST, STALE, Framer

HOST: Final = 4
READER: Final = 0
ACK, NAK, DECODED = 0xD0, 0xD1, 0xF3
RESEND: Final = b"\x01"
AGAIN, MORE = 0x01, 0x02
"""Bits of the status: this was sent before; the data go on in the next packet."""

_HEAD: Final = 4
_CHECK: Final = 2
_FROM_READER: Final = frozenset({0xA4, 0xC6, ACK, NAK, 0xD4, DECODED, 0xF6})
"""What a reader says: revision, parameters, ACK, NAK, abilities, a code, an event."""


def packet(opcode: int, data: bytes = b"", *, source: int, status: int = 0) -> bytes:
    """Return a packet; `data` are at most 251 bytes, for one byte tells the length."""
    body = bytes((_HEAD + len(data), opcode, source, status)) + data
    return body + checksum(body)


def checksum(body: bytes) -> bytes:
    """Return the two bytes that close a packet, the higher one first."""
    return (-sum(body) & 0xFFFF).to_bytes(_CHECK, "big")


class SsiFramer(Framer):
    """Cuts the bytes of a reader that speaks SSI; its own packets are never codes.

    Codes may come in packets or, as the reader is set, raw with their suffix. `replies` are
    the packets that have to be sent back: a code that is not acknowledged comes again, and a
    code that came again because the acknowledgement was lost is not a second scan.
    """

    def __init__(self, suffix: str = "") -> None:
        super().__init__(suffix)
        self._held = bytearray()
        self._parts = bytearray()
        self._last_packet = b""

    def feed(self, data: bytes, at: float) -> list[bytes]:
        """Take bytes that arrived `at`; return the codes they complete."""
        if data:
            self._last = at
        self._held += data
        frames: list[bytes] = []
        while self._held:
            if self._pending or self._skipping or not _may_be_packet(self._held):
                frames += super().feed(self._to_suffix(), at)
            elif len(self._held) < _HEAD or len(self._held) < self._held[0] + _CHECK:
                break
            else:
                frames += self._take()
        return frames

    def idle(self, at: float) -> list[bytes]:
        """Note that nothing had come `at` this moment; return the code this ends, if any."""
        silence = at - self._last
        if self._held and len(self._held) < _HEAD and silence >= GAP:
            # too short for a packet: the beginning of a raw code, or all of it
            held, self._held = bytes(self._held), bytearray()
            super().feed(held, self._last)
        elif self._held and silence >= STALE:
            self.discarded += len(self._held)
            self._held.clear()
        return super().idle(at)

    def drop(self) -> int:
        """Forget what is half; return its length in bytes."""
        half = len(self._held) + len(self._parts)
        self.discarded += half
        self._held.clear()
        self._parts.clear()
        return half + super().drop()

    def _to_suffix(self) -> bytes:
        """Take raw bytes off the front, up to where a packet could begin again."""
        ends = [at for at in map(self._held.find, b"\r\n") if at >= 0]
        cut = min(ends) + 1 if ends else len(self._held)
        raw = bytes(self._held[:cut])
        del self._held[:cut]
        return raw

    def _take(self) -> list[bytes]:
        length = self._held[0]
        body, check = bytes(self._held[:length]), bytes(self._held[length : length + _CHECK])
        del self._held[: length + _CHECK]
        if checksum(body) != check:
            self.discarded += len(body) + _CHECK
            self.replies.append(packet(NAK, RESEND, source=HOST))
            return []
        if body[1] in {ACK, NAK}:
            return []
        self.replies.append(packet(ACK, source=HOST))
        return self._decoded(body) if body[1] == DECODED else []

    def _decoded(self, body: bytes) -> list[bytes]:
        """Return the code of a packet, after the kind of bar code that the reader names."""
        known, self._last_packet = self._last_packet, body[_HEAD:]
        if body[3] & AGAIN and known == self._last_packet:
            return []
        self._parts += body[_HEAD + 1 :]
        if body[3] & MORE and len(self._parts) <= LONGEST:
            return []
        code = bytes(self._parts)
        self._parts.clear()
        if len(code) > LONGEST:
            self.discarded += len(code)
            return []
        return [code.rstrip(b"\r\n")] if code.strip(b"\r\n") else []


def _may_be_packet(held: bytearray) -> bool:
    """Say whether bytes can begin a packet: no text has a NUL after one of these opcodes."""
    return (
        held[0] >= _HEAD
        and (len(held) < 2 or held[1] in _FROM_READER)  # noqa: PLR2004
        and (len(held) < 3 or held[2] == READER)  # noqa: PLR2004
    )
