"""Finding the one record that an action is about, or saying clearly that there is none."""

from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.batch import Customer, Product
from domain.errors import UnknownThing, WrongState, WrongStation
from domain.findings import Term, TermKind
from domain.handover import CONTESTED, WAITING, Handover, HandoverState
from domain.lot import Lot
from domain.people import Person
from domain.process import Step
from domain.registers import Retired
from domain.staff import HasLeft
from terminal.settings import Settings

Entry = TypeVar("Entry", Term, Customer, Product)


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


def known_person(db: Session, number: str, *, lock: bool = False) -> Person:
    """Return a person who works here; raises `UnknownThing`, or `HasLeft`."""
    query = select(Person).where(Person.number == number)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    person = db.scalar(query)
    if person is None:
        raise UnknownThing(kind="person", name=number[:40])
    if not person.active:
        raise HasLeft(name=person.name)
    return person


def known_term(db: Session, kind: TermKind, code: str) -> Term:
    """Return a coded word that is in use; raises `UnknownThing`, or `Retired`."""
    term = db.scalar(select(Term).where(Term.kind == kind, Term.code == code))
    return _in_use(term, kind.value, code)


def known_customer(db: Session, code: str) -> Customer:
    """Return a customer that is in use; raises `UnknownThing`, or `Retired`."""
    return _in_use(db.scalar(select(Customer).where(Customer.code == code)), "customer", code)


def known_product(db: Session, code: str) -> Product:
    """Return a product that is in use; raises `UnknownThing`, or `Retired`."""
    return _in_use(db.scalar(select(Product).where(Product.code == code)), "product", code)


def _in_use(found: Entry | None, kind: str, code: str) -> Entry:
    if found is None:
        raise UnknownThing(kind=kind, name=code[:40])
    if found.retired:
        raise Retired(name=found.zh if isinstance(found, Term) else found.name)
    return found
