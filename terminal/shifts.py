"""What changes hands with the shift at a station: its list, its open lots, its opened trays."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from domain.lot import Lot, LotState
from domain.people import Draft
from domain.shift import HERE, ListState, ShiftList, is_here

# What is typed on the page of a change of shift: the ticks, kept apart from the typed counts.
TICKS = "shift-ticks"


def open_list(db: Db, station: str, *, lock: bool = False) -> ShiftList | None:
    """Return the list that waits for the arriving person, if somebody has signed one."""
    query = select(ShiftList).where(ShiftList.station == station, ShiftList.state == ListState.OPEN)
    query = query.order_by(ShiftList.id.desc()).limit(1)
    if lock:
        query = query.with_for_update(of=ShiftList).execution_options(populate_existing=True)
    return db.scalar(query)


def lots_here(db: Db, station: str) -> list[Lot]:
    """Return the lots that are on a station's bench."""
    query = select(Lot).where(Lot.station == station, Lot.state.in_(HERE))
    return list(db.scalars(query.order_by(Lot.batch_id, Lot.sequence)))


def opened(db: Db, station: str, lots: Iterable[Lot]) -> frozenset[str]:
    """Return the lots whose trays are open: work on them has begun, or figures are typed."""
    known = list(lots)
    query = select(Draft.lot).where(
        Draft.station == station, Draft.lot.in_([lot.number for lot in known])
    )
    begun = [lot.number for lot in known if lot.state is LotState.WORKING]
    return frozenset((*begun, *db.scalars(query)))


def numbers(db: Db, station: str, person: int) -> list[str]:
    """Return the lots that a person has to find: those of the open list, or all that are here.

    Who has signed the open list himself may only sign a new one.
    """
    shift = open_list(db, station)
    if shift is None or shift.giver_id == person:
        return [lot.number for lot in lots_here(db, station)]
    return [line.lot.number for line in shift.waiting if is_here(line.lot, station)]
