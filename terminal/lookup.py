"""Finding the one record that an action is about, or saying clearly that there is none."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.errors import WrongState, WrongStation
from domain.handover import CONTESTED, WAITING, Handover, HandoverState
from domain.lot import Lot
from domain.process import Step
from terminal.settings import Settings


def open_handover(db: Session, lot: Lot) -> Handover:
    """Return the lot's offer that waits for a receiver; raises `WrongState`."""
    return _handover(db, lot, WAITING)


def contested_handover(db: Session, lot: Lot) -> Handover:
    """Return the lot's refused or disputed hand-over; raises `WrongState`."""
    return _handover(db, lot, CONTESTED)


def _handover(db: Session, lot: Lot, states: frozenset[HandoverState]) -> Handover:
    query = select(Handover).where(
        Handover.lot_id == lot.id,
        Handover.number == lot.last_handover,
        Handover.state.in_(states),
    )
    handover = db.scalar(query)
    if handover is None:
        raise WrongState(lot=lot.number, state=lot.state.value, step=lot.step.value)
    return handover


def elsewhere(settings: Settings, lot: Lot, target: Step | None) -> WrongStation:
    """Return the refusal that says where a lot is and which stations could take it."""
    wanted = target or lot.step
    stations = [station.code for station in settings.stations if wanted in station.steps]
    return WrongStation(
        lot=lot.number,
        step=lot.step.value,
        station=lot.station,
        target=wanted.value,
        go_to=" ".join(stations),
    )
