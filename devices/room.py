"""How much room a square code leaves beside it, known before anything is drawn."""

from functools import lru_cache

import qrcode
from qrcode.constants import ERROR_CORRECT_M

from devices.drawing import BETWEEN, QR_QUIET, SMALLEST_MODULE, matrix_modules
from devices.fonts import CELL
from devices.paper import QR, Beside, DataMatrix, Paper


def cells_beside(code: QR | DataMatrix, dots: int) -> int:
    """Return the cells on the right of a code on paper of so many dots; none where it is wider."""
    return max(0, (dots - _side(code, dots) - BETWEEN) // CELL)


def dots_for(code: QR | DataMatrix) -> int:
    """Return how wide paper has to be for a code at 4 dots a module, quiet zone and all."""
    return _modules(code) * SMALLEST_MODULE


def dots_needed(paper: Paper) -> int:
    """Return how many dots across a paper cannot do without: text wraps, square codes do not."""
    codes = (block.code if isinstance(block, Beside) else block for block in paper.blocks)
    return max((dots_for(one) for one in codes if isinstance(one, QR | DataMatrix)), default=0)


def _side(code: QR | DataMatrix, dots: int) -> int:
    modules = _modules(code)
    size = min(code.module, dots // modules)
    return modules * size if size >= SMALLEST_MODULE else dots


def _modules(code: QR | DataMatrix) -> int:
    return _qr_modules(code.data) if isinstance(code, QR) else matrix_modules(code.data)


@lru_cache(maxsize=1024)
def _qr_modules(data: str) -> int:
    # Drawing a QR code takes 5 ms, which the signature would wait for; its size takes 0.04.
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M)
    code.add_data(data.encode("ascii"), optimize=0)
    return int(code.best_fit()) * 4 + 17 + 2 * QR_QUIET
