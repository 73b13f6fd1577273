"""Scanning the code of a test page says: this printer is printing here, and how it is."""

from sqlalchemy import func, select

from domain.codes import Code
from domain.errors import UnknownThing
from domain.people import Desk
from domain.printing import WAITING, PrinterCare, PrintJob
from terminal.desk.desks import show
from terminal.desk.strip import Strip
from terminal.transaction import Transaction


def tell_printer(tx: Transaction, desk: Desk, code: Code) -> None:
    """Show on the strip how a printer is, and whether it is this station's; changes nothing else.

    Raises `UnknownThing` for a printer that the settings do not have.
    """
    names = [one.code for one in tx.site.settings.printers if one.code.upper() == code.payload]
    if not names:
        raise UnknownThing(kind="printer", name=code.payload)
    name = names[0]
    state, care = tx.site.devices.get(name), tx.db.get(PrinterCare, name)
    condition = (
        "paused" if care and care.paused_at else state.condition.value if state else "unknown"
    )
    waits = select(func.count(PrintJob.id)).where(
        PrintJob.printer == name, PrintJob.state.in_(WAITING)
    )
    count = tx.db.scalar(waits) or 0
    facts: dict[str, str | int] = {"printer": name, "condition": condition, "count": count}
    station = tx.site.settings.station(tx.station)
    mine = station is not None and name in station.printers.values()
    said = "scan.printer" if mine else "scan.printer-elsewhere"
    show(tx, desk, Strip("ok" if mine else "warn", said, tx.at, facts))
