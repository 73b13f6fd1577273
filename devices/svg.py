"""A QR code as a path that any browser draws and any office printer prints sharply."""

import qrcode
from qrcode.constants import ERROR_CORRECT_M

QUIET_MODULES = 4


def qr_path(data: str) -> tuple[int, str]:
    """Return how many modules wide the code is, quiet zone included, and its dark squares."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=QUIET_MODULES)
    code.add_data(data.encode("ascii"), optimize=0)
    code.make(fit=True)
    rows = code.get_matrix()
    squares = (
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark
    )
    return len(rows), "".join(squares)
