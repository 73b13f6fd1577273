"""The devices of a station as its bar shows them, each with the age of what is known."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from devices.state import FINE
from domain.printing import PrinterCare
from terminal.queries.printers import uses_of
from terminal.settings import Station
from terminal.site import Site

# What the bar calls the kinds of readers.
KINDS = {"barcode": "scanner", "badge": "card-reader", "scale": "scale"}


@dataclass(frozen=True, slots=True)
class DeviceRow:
    """One device: `kind` scanner, card-reader, scale, printer (of labels) or slip-printer.

    Both `kind` and `condition` are codes. A printer that somebody (`by`) has paused is `paused`,
    whatever else it is.
    """

    kind: str
    code: str
    condition: str
    age: timedelta | None
    name: str = ""
    by: str = ""

    @property
    def fine(self) -> bool:
        """Whether nobody has to look at it."""
        return self.condition in FINE


def device_rows(site: Site, db: Db, station: Station) -> list[DeviceRow]:
    """Return a station's readers and printers with their state."""
    codes = [
        (KINDS[one.kind], one.code) for one in site.settings.scanners if one.station == station.code
    ]
    codes += [(use, code) for code, use in uses_of(station).items()]
    paused = select(PrinterCare).where(
        PrinterCare.code.in_(station.printers.values()), PrinterCare.paused_at.is_not(None)
    )
    cares = {care.code: care for care in db.scalars(paused)}
    return [_row(site, kind, code, cares.get(code)) for kind, code in codes]


def _row(site: Site, kind: str, code: str, care: PrinterCare | None) -> DeviceRow:
    if care and care.paused_at:
        age = site.now() - care.paused_at
        return DeviceRow(kind, code, "paused", age, by=care.paused_by)
    state = site.devices.get(code)
    if state is None:
        return DeviceRow(kind, code, "unknown", None)
    return DeviceRow(kind, code, state.condition.value, site.now() - state.since)
