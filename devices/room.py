"""How much room a QR code leaves beside it, known before anything is drawn."""

from functools import lru_cache

import qrcode
from qrcode.constants import ERROR_CORRECT_M

from devices.escpos.drawing import BETWEEN, QUIET_MODULES
from devices.fonts import CELL
from devices.paper import QR


def cells_beside(code: QR, dots: int) -> int:
    """Return the cells on the right of a code on paper of so many dots."""
    modules = _modules(code.data)
    side = modules * min(code.module, dots // modules)
    return (dots - side - BETWEEN) // CELL


@lru_cache(maxsize=1024)
def _modules(data: str) -> int:
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M)
    code.add_data(data.encode("ascii"), optimize=0)
    return int(code.best_fit()) * 4 + 17 + 2 * QUIET_MODULES
