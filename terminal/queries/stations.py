"""Stations as the settings file has them: read, never written here, with the file and the line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from domain.people import Enrolment
from terminal.queries.paging import page_of
from terminal.settings import Station

if TYPE_CHECKING:
    from terminal.queries.extras import Facing


@dataclass(frozen=True, slots=True)
class StationCard:
    """One station: its printers by use and its readers, as code and address; its browsers."""

    station: Station
    origin: str
    printers: Sequence[tuple[str, str, str, int]]
    readers: Sequence[tuple[str, str]]
    browsers: int


def stations(facing: Facing, picked: Mapping[str, str]) -> dict[str, object]:
    """Return the stations of the settings file, and the one that is open."""
    settings, find = facing.site.settings, picked.get("find", "").strip().lower()
    found = [
        one
        for one in settings.stations
        if find in f"{one.code} {' '.join(one.name.values())}".lower()
    ]
    pages, rows = page_of(found, picked.get("page", "1"))
    chosen = settings.station(picked.get("entry", ""))
    card = _card(facing, chosen) if chosen else None
    return {"pages": pages, "rows": rows, "station_card": card, "typed": {}}


def _card(facing: Facing, station: Station) -> StationCard:
    settings = facing.site.settings
    known = {printer.code: printer for printer in settings.printers}
    browsers = select(func.count(Enrolment.id)).where(
        Enrolment.station == station.code, Enrolment.revoked_at.is_(None)
    )
    return StationCard(
        station=station,
        origin=settings.origins.get(f"station.{station.code}", ""),
        printers=[
            (use, code, known[code].url, known[code].paper_mm)
            for use, code in station.printers.items()
        ],
        readers=[(one.code, one.url) for one in settings.scanners if one.station == station.code],
        browsers=facing.db.scalar(browsers) or 0,
    )
