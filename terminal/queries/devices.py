"""Every device of the site, or of one station: how it is and since when, and what it has done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select

from domain.printing import WAITING, JobState, PrintJob
from terminal.heard import Heard
from terminal.queries.device_rows import KINDS
from terminal.queries.drafts import draft_of
from terminal.queries.paging import page_of
from terminal.queries.printers import PrinterRow, gone_printers, printer_rows
from terminal.queries.targets import crowd_of, may_tend

if TYPE_CHECKING:
    from sqlalchemy.orm import Session as Db

    from terminal.queries.extras import Facing
    from terminal.readers import Scanner
    from terminal.settings import Station
    from terminal.site import Site

ROWS: Final = 4
JUST_NOW: Final = timedelta(seconds=10)
FINE: Final = frozenset({"ready", "printing", "port-open"})


@dataclass(frozen=True, slots=True)
class DeviceCard:
    """One device. `told` are counts since the start of the service, by the key of their word.

    `word` chooses the words of its conditions (`reader` or `printer`); `seen` is how long ago it
    last said anything. `heard` is the last code of a reader, `fresh` that it came just now.
    """

    kind: str
    word: str
    code: str
    address: str
    model: str
    condition: str
    age: timedelta | None
    seen: timedelta | None
    detail: str
    told: Sequence[tuple[str, int]]
    heard: Heard | None = None
    fresh: bool = False
    printer: PrinterRow | None = None

    @property
    def fine(self) -> bool:
        """Whether nobody has to look at it."""
        paused = self.printer is not None and self.printer.paused is not None
        return self.condition in FINE and not paused


@dataclass(frozen=True, slots=True)
class StationDevices:
    """The devices of one station, readers first; those of no station have none."""

    station: Station | None
    devices: Sequence[DeviceCard] = field(default_factory=tuple)


def all_devices(site: Site, db: Db) -> list[StationDevices]:
    """Return every device of the site by station, in the order of the settings file."""
    settings = site.settings
    rows = printer_rows(site, db, {one.code: "printer" for one in settings.printers})
    cards = {card.code: card for card in _printers(site, db, rows)}
    found = [
        StationDevices(one, [*_readers(site, one), *_own(one, cards)]) for one in settings.stations
    ]
    used = {code for one in settings.stations for code in one.printers.values()}
    spare = [card for code, card in cards.items() if code not in used]
    return [*found, StationDevices(None, spare)] if spare else found


def station_devices(site: Site, db: Db, station: Station) -> list[DeviceCard]:
    """Return a station's readers and printers."""
    rows = printer_rows(site, db, dict.fromkeys(sorted(set(station.printers.values())), "printer"))
    cards = {card.code: card for card in _printers(site, db, rows)}
    return [*_readers(site, station), *_own(station, cards)]


def _readers(site: Site, station: Station) -> list[DeviceCard]:
    return [_reader(site, one) for one in site.settings.scanners if one.station == station.code]


def _own(station: Station, cards: Mapping[str, DeviceCard]) -> list[DeviceCard]:
    """Return the cards of a station's printers, labels first, each called by what it is for."""
    label = station.printers.get("label")
    ordered = sorted(set(station.printers.values()), key=lambda code: (code != label, code))
    return [
        replace(cards[code], kind="printer" if code == label else "slip-printer")
        for code in ordered
        if code in cards
    ]


def devices(facing: Facing) -> dict[str, object]:
    """Return the devices of this station; to who tends all of them, those of the site as well.

    What needs somebody comes first then. `gone` are printers that the settings no longer have and
    that still owe papers, one at a time.
    """
    typed = draft_of(facing.db, facing.station.code, "devices")
    may = may_tend(facing)
    everything = may and typed.get("all") == "yes"
    cards: Sequence[DeviceCard] = station_devices(facing.site, facing.db, facing.station)
    gone: Sequence[tuple[str, int, int]] = ()
    if everything:
        groups = all_devices(facing.site, facing.db)
        cards = sorted((one for group in groups for one in group.devices), key=_pressing)
        gone = gone_printers(facing.site, facing.db)[:1]
    pages, shown = page_of(cards, typed.get("page", "1"), ROWS - len(gone))
    return {
        "cards": shown,
        "pages": pages,
        "may_all": may,
        "everything": everything,
        "gone": gone,
        "crowd": crowd_of(facing, typed["of"]) if typed.get("of") else None,
    }


def _pressing(card: DeviceCard) -> tuple[bool, str]:
    return card.fine, card.code


def _reader(site: Site, scanner: Scanner) -> DeviceCard:
    state, now, counts = site.devices.get(scanner.code), site.now(), site.counts.get(scanner.code)
    last = site.heard.get(scanner.code)
    if scanner.kind == "scale" and (weighed := site.scales.get(scanner.station)):
        # Who knows the weight knows the count of somebody who has not signed it yet (K-16).
        last = Heard(weighed.at, "", secret=True)
    return DeviceCard(
        kind=KINDS[scanner.kind],
        word="reader",
        code=scanner.code,
        address=scanner.url,
        model=f"{scanner.model} {scanner.baudrate}",
        condition=state.condition.value if state else "unknown",
        age=now - state.since if state else None,
        seen=now - state.seen if state and state.seen else None,
        detail=state.detail if state else "",
        told=_told(counts()) if counts else (),
        heard=last,
        fresh=last is not None and now - last.at < JUST_NOW,
    )


def _told(counts: object) -> list[tuple[str, int]]:
    names = ("accepted", "refused", "repeats", "discarded", "failures")
    return [(name, getattr(counts, name)) for name in names]


def _printers(site: Site, db: Db, rows: Iterable[PrinterRow]) -> list[DeviceCard]:
    known = {one.code: one for one in site.settings.printers}
    owed = _owed(db, [row.code for row in rows])
    return [
        DeviceCard(
            kind=row.use,
            word="printer",
            code=row.code,
            address=known[row.code].url,
            model=" ".join(filter(None, _model(known[row.code].model, row))),
            condition=row.condition,
            age=row.age,
            seen=_seen(site, row.code),
            detail=row.detail,
            told=[
                *site.tallies.get(row.code, {}).items(),
                *((name, owed.get((row.code, name), 0)) for name in ("waiting", "asking")),
            ],
            printer=row,
        )
        for row in rows
    ]


def _model(name: str, row: PrinterRow) -> tuple[str, str]:
    return name, f"{row.paper_mm} mm"


def _seen(site: Site, code: str) -> timedelta | None:
    state = site.devices.get(code)
    return site.now() - state.seen if state and state.seen else None


def _owed(db: Db, codes: Sequence[str]) -> dict[tuple[str, str], int]:
    query = (
        select(PrintJob.printer, PrintJob.state, func.count())
        .where(PrintJob.printer.in_(codes), PrintJob.state.in_({*WAITING, JobState.UNCERTAIN}))
        .group_by(PrintJob.printer, PrintJob.state)
    )
    found: dict[tuple[str, str], int] = {}
    for code, state, count in db.execute(query):
        name = "asking" if state is JobState.UNCERTAIN else "waiting"
        found[code, name] = found.get((code, name), 0) + count
    return found
