"""How much room a square code leaves beside it, known before anything is drawn."""

from functools import lru_cache

import qrcode
from qrcode.constants import ERROR_CORRECT_M

from devices.drawing import BETWEEN, QR_QUIET, SMALLEST_MODULE, dots_for, square_image
from devices.fonts import CELL
from devices.paper import QR, BadPaper, Beside, DataMatrix, Paper


def cells_beside(code: QR | DataMatrix, dots: int) -> int:
    """Return the cells on the right of a code on paper of so many dots; none where it is wider."""
    return max(0, (dots - _side(code, dots) - BETWEEN) // CELL)


def is_too_wide(code: QR | DataMatrix, dots: int) -> bool:
    """Tell whether a code does not fit on paper of so many dots, at 4 dots a module."""
    if isinstance(code, QR):
        return dots // _qr_modules(code.data) < SMALLEST_MODULE
    try:
        square_image(code, dots)
    except BadPaper:
        return True
    return False


def dots_needed(paper: Paper) -> int:
    """Return how many dots across a paper cannot do without: text wraps, square codes do not."""
    codes = (block.code if isinstance(block, Beside) else block for block in paper.blocks)
    return max((dots_for(one) for one in codes if isinstance(one, QR | DataMatrix)), default=0)


def _side(code: QR | DataMatrix, dots: int) -> int:
    if isinstance(code, QR):
        modules = _qr_modules(code.data)
        return modules * min(code.module, dots // modules)
    try:
        return square_image(code, dots).width
    except BadPaper:
        return dots


@lru_cache(maxsize=1024)
def _qr_modules(data: str) -> int:
    # Drawing a QR code takes 5 ms, which the signature would wait for; its size takes 0.04.
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M)
    code.add_data(data.encode("ascii"), optimize=0)
    return int(code.best_fit()) * 4 + 17 + 2 * QR_QUIET
