"""The stations on the board: what lies on each desk, what stops it, who it waits for."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session as Db

from domain.findings import RepairRecord
from domain.lot import OPEN_WORK, Lot
from domain.people import Desk, Draft, Session
from domain.process import Step
from terminal.desk.desks import idle_limit
from terminal.queries.board_needs import Pile
from terminal.settings import Station
from terminal.site import Site

COUNTED: Final = "counts."
CALLS: Final = ("stopped", "refused", "disputed", "held", "review", "printing", "low")


@dataclass(frozen=True, slots=True)
class Card:
    """One station: `state` is a kind of need (see `board_needs`), run, idle or off.

    Of a lot on the desk `total` pieces are in hand and `done` are counted so far; `total` is None
    while they must not be told. `coming` lots wait to be received here.
    """

    code: str
    step: str
    state: str
    lot: str = ""
    done: int = 0
    total: int | None = None
    age: timedelta | None = None
    coming: int = 0
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Seat:
    """Who sits at a desk is nobody's business; that somebody does, and since when, is."""

    lot: str
    active_at: datetime | None
    present: bool


def cards(
    site: Site,
    db: Db,
    piles: Sequence[Pile],
    coming: Mapping[str, int],
    oldest: Mapping[str, datetime],
) -> tuple[Card, ...]:
    """Return a card for every station, in the order of the settings.

    `coming` is how many lots wait for each step, `oldest` since when a station has its oldest lot.
    """
    seats = _seats(site, db)
    work = _work(db, {seat.lot for seat in seats.values() if seat.lot})
    calls = _calls(site, piles)
    made = []
    for station in site.settings.stations:
        wait = sum(coming.get(step.value, 0) for step in station.steps)
        seat = seats.get(station.code)
        card = calls.get(station.code) or _at_work(site, station, seat, work)
        made.append(card or _quiet(site, station, seat, wait, oldest.get(station.code)))
    return tuple(made)


def _seats(site: Site, db: Db) -> dict[str, _Seat]:
    query = select(Desk.station, Desk.lot, Session.active_at, Session.ended_at).outerjoin(
        Session, Session.id == Desk.session_id
    )
    now = site.now()
    return {
        station: _Seat(
            lot,
            active,
            active is not None and ended is None and now - active <= idle_limit(site, station),
        )
        for station, lot, active, ended in db.execute(query)
    }


@dataclass(frozen=True, slots=True)
class _Work:
    station: str
    step: str
    quantity: int | None
    done: int


def _work(db: Db, numbers: Collection[str]) -> dict[str, _Work]:
    if not numbers:
        return {}
    records = (
        select(func.coalesce(func.sum(RepairRecord.quantity), 0))
        .where(RepairRecord.lot_id == Lot.id, RepairRecord.closed_by == 0)
        .scalar_subquery()
    )
    query = select(Lot.number, Lot.station, Lot.step, Lot.state, Lot.quantity, records)
    drafts: dict[str, int] = {}
    for lot, fields in db.execute(select(Draft.lot, Draft.fields).where(Draft.lot.in_(numbers))):
        drafts[lot] = max(drafts.get(lot, 0), _typed(fields))
    return {
        lot: _Work(
            station,
            step.value,
            quantity if state in OPEN_WORK else None,
            min(recorded or drafts.get(lot, 0), quantity),
        )
        for lot, station, step, state, quantity, recorded in db.execute(
            query.where(Lot.number.in_(numbers))
        )
    }


def _typed(fields: str) -> int:
    typed = json.loads(fields)
    counts = [value for name, value in typed.items() if name.startswith(COUNTED)]
    return sum(int(value) for value in counts if value.isascii() and value.isdecimal())


def _calls(site: Site, piles: Sequence[Pile]) -> dict[str, Card]:
    """Return the card of each station that needs somebody, by the most urgent reason."""
    at = _station_of_device(site)
    found: dict[str, Card] = {}
    for pile in sorted(piles, key=lambda one: CALLS.index(one.kind) if one.kind in CALLS else 99):
        if pile.kind not in CALLS:
            continue
        for need in pile.oldest:
            device = need.about if pile.kind in {"stopped", "low"} else need.station
            code = at.get(device, need.station)
            station = site.settings.station(code)
            if station and code not in found:
                found[code] = Card(
                    code, station.steps[0].value, pile.kind, need.about, age=need.age,
                    codes=need.codes,
                )  # fmt: skip
    return found


def _station_of_device(site: Site) -> dict[str, str]:
    at = {scanner.code: scanner.station for scanner in site.settings.scanners}
    for station in site.settings.stations:
        at |= dict.fromkeys(station.printers.values(), station.code)
    return at


def _at_work(
    site: Site, station: Station, seat: _Seat | None, work: Mapping[str, _Work]
) -> Card | None:
    if seat is None or not seat.present or seat.lot not in work:
        return None
    lot, at = seat.lot, work[seat.lot]
    mine = at.station == station.code and Step(at.step) in station.steps
    step = at.step if mine else station.steps[0].value
    age = site.now() - seat.active_at if seat.active_at else None
    return Card(station.code, step, "run", lot, at.done, at.quantity if mine else None, age)


def _quiet(
    site: Site, station: Station, seat: _Seat | None, wait: int, oldest: datetime | None
) -> Card:
    step = station.steps[0].value
    present = seat is not None and seat.present
    since = seat.active_at if seat and seat.active_at else oldest
    if not present and not wait and oldest is None:
        return Card(station.code, step, "off")
    age = site.now() - since if since else None
    return Card(station.code, step, "idle", age=age, coming=wait)
