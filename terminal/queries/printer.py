"""One printer of a station: what is set at it, and what somebody may say of its test page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from devices.profile import DARKNESS
from domain.printing import Document, PrinterCare
from terminal.calibration import calibrated, widths
from terminal.queries.drafts import draft_of
from terminal.queries.printers import printer_rows, uses_of

if TYPE_CHECKING:
    from terminal.queries.extras import Facing

ACT: Final = "calibrate-printer"


def printer(facing: Facing) -> dict[str, object]:
    """Return a station's printers, the chosen one, and the widths and darknesses to choose from.

    What is set now is chosen until somebody taps something else.
    """
    typed = draft_of(facing.db, facing.station.code, ACT)
    uses = uses_of(facing.station)
    rows = printer_rows(facing.site, facing.db, uses)
    code = typed.get("printer", "") if typed.get("printer") in uses else next(iter(uses), "")
    known = {one.code: one for one in facing.site.settings.printers}
    if code not in known:
        return {"printers": rows, "one": None}
    profile, care = known[code].profile, facing.db.get(PrinterCare, code)
    now = calibrated(profile, Document.LOT_LABEL, care)
    same = typed.get("printer", code) == code and typed.get("of", code) == code
    said = typed if same else {}
    return {
        "printers": rows,
        "one": next(row for row in rows if row.code == code),
        "profile": profile,
        "care": care,
        "widths": widths(profile),
        "across": said.get("across") or str(now.dots),
        "darknesses": [str(step) for step in DARKNESS],
        "darkness": said.get("darkness") or str(now.darkness),
    }
