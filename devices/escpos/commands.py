"""The only printer commands that we ever send, with their names.

The names come from python-escpos' constants. Its 3.1 printer classes are not used: `text()`
sends Chinese without FS &, `image(center=True)` prints a black bar above 960 rows,
`cut(feed=False)` is always partial, `paper_status()` reports plenty when nobody answers.
"""

from escpos import constants

RESET: bytes = constants.HW_INIT
CHINESE_ON = b"\x1c&"
CHINESE_OFF = b"\x1c."
NEXT_LINE = b"\n"
CODE128_WIDE = 2
PROCESS_ID_LETTERS = 95


def size(width: int, height: int) -> bytes:
    """Return the command for letters 1 or 2 times as wide and high."""
    return bytes((*constants.TXT_SIZE, (width - 1) << 4 | (height - 1)))


def bold(on: bool) -> bytes:  # noqa: FBT001
    """Return the command for thick or normal letters."""
    return bytes(constants.TXT_STYLE["bold"][on])


def feed(lines: int) -> bytes:
    """Return the command that moves the paper by 1 to 255 lines."""
    return bytes((0x1B, 0x64, lines))


def cut(*, full: bool) -> bytes:
    """Return the command that moves the paper to the knife and cuts it."""
    return bytes((0x1D, 0x56, 65 if full else 66, 0))


def raster(stride: int, rows: bytes) -> bytes:
    """Return the command for rows of dots, `stride` bytes a row, at most 255 rows."""
    height = len(rows) // stride
    size_of = stride.to_bytes(2, "little") + height.to_bytes(2, "little")
    return bytes(constants.S_RASTER_N) + size_of + rows


def code128(data: str, height: int) -> bytes:
    """Return the commands for a bar code in the middle of the line, 2 dots a module."""
    payload = b"{B" + data.replace("{", "{{").encode("ascii")
    return b"".join(
        (
            constants.TXT_STYLE["align"]["center"],
            bytes((*constants.BARCODE_HEIGHT, height)),
            bytes((*constants.BARCODE_WIDTH, CODE128_WIDE)),
            constants.BARCODE_TXT_OFF,
            constants.BARCODE_TYPE_B["CODE128"],
            bytes((len(payload),)),
            payload,
            constants.TXT_STYLE["align"]["left"],
        )
    )


def density(darkness: int) -> bytes:
    """Return GS ( K function 49 for -3 to 3: up to 25 % paler or darker, until the next reset.

    Makers know 70 to 130 % or 75 to 125 % in steps of 5 %; these are steps that both know.
    """
    step = (0, 2, 3, 5)[abs(darkness)]
    return b"\x1d(K\x02\x00\x31" + bytes(((step if darkness > 0 else -step) % 256,))


def process_id(job_id: int) -> bytes:
    """Return the four printable bytes that name a job to the printer."""
    digits = [job_id // PROCESS_ID_LETTERS**place % PROCESS_ID_LETTERS for place in (3, 2, 1, 0)]
    return bytes(0x20 + digit for digit in digits)


def ask_when_printed(job_id: int) -> bytes:
    """Return GS ( H function 48: the printer says `37 22 id 00` when all before it is printed."""
    return b"\x1d(H\x06\x00\x30\x30" + process_id(job_id)


ASK_WHEN_REACHED = b"\x1dr\x01"


def ask_status(number: int) -> bytes:
    """Return DLE EOT 1 (printer), 2 (why offline), 3 (error) or 4 (paper)."""
    return bytes((0x10, 0x04, number))
