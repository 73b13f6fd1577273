"""What can be scanned in the demo: everybody's badge, open lots and their slips."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from domain.access import RECORDERS
from domain.batch import Batch, Customer, Product
from domain.codes import Code, CodeKind, slip
from domain.label_formats import LabelFormat
from domain.lot import Lot, LotState
from domain.people import Badge, BadgeKind, Person
from domain.process import ROUTES, Step
from terminal.settings import Station

LISTED: Final = 60
LABELS: Final = 4
OPEN: Final = tuple(state for state in LotState if state is not LotState.ENDED)
ON_ITS_WAY: Final = frozenset({LotState.OFFERED, LotState.DECIDED})


@dataclass(frozen=True, slots=True)
class BadgeCode:
    """A person's badge; `pin` is the demo's own, empty when it is not known.

    `card` is the number of the IC card in his pocket, which need not be registered.
    """

    code: str
    card: str
    name: str
    roles: tuple[str, ...]
    pin: str
    here: bool


@dataclass(frozen=True, slots=True)
class LotCode:
    """A lot's label and slip; `wanted` is the step where it is wanted next."""

    label: str
    slip: str
    lot: str
    product: str
    step: str
    station: str
    wanted: str
    state: str
    here: bool


@dataclass(frozen=True, slots=True)
class MakerLabel:
    """A customer's label: an electronics label (format ""), or one of a format that was taught."""

    code: str
    customer: str
    format: str


@dataclass(frozen=True, slots=True)
class Codes:
    """Everything there is to scan, what concerns the chosen station first."""

    badges: tuple[BadgeCode, ...]
    lots: tuple[LotCode, ...]
    labels: tuple[MakerLabel, ...]


def codes(db: Db, station: Station | None, pins: Mapping[str, str]) -> Codes:
    """Return what can be scanned, seen from a station."""
    steps = station.steps if station else ()
    return Codes(
        badges=tuple(_badges(db, steps, pins)),
        lots=tuple(_lots(db, steps, station.code if station else "")),
        labels=tuple(_labels(db)) if Step.INTAKE in steps else (),
    )


def _labels(db: Db) -> Iterator[MakerLabel]:
    """Yield what may be on a customer's box: each label that was taught, and standard ones."""
    formats = select(LabelFormat).where(LabelFormat.retired.is_(False)).order_by(LabelFormat.id)
    for one in db.scalars(formats.limit(LABELS)):
        yield MakerLabel(one.sample, one.customer.name, one.name)
    products = (
        select(Product.code, Customer.name)
        .join(Customer, Customer.id == Product.customer_id)
        .where(Product.retired.is_(False))
        .order_by(Product.code)
    )
    for number, (product, customer) in enumerate(db.execute(products.limit(LABELS)), 1):
        told = (f"P{product}", "Q20", f"1TL26{number:02d}", f"3SBOX-{number}")
        yield MakerLabel(f"[)>␞06␝{'␝'.join(told)}␞␄", customer, "")


def _badges(db: Db, steps: tuple[Step, ...], pins: Mapping[str, str]) -> list[BadgeCode]:
    query = (
        select(Badge.token, Person)
        .join(Person, Person.id == Badge.person_id)
        .where(Badge.revoked_at.is_(None), Badge.kind == BadgeKind.PRINTED, Person.active)
        .order_by(Person.number)
    )
    wanted = {role for step in steps for role in RECORDERS[step]}
    found = [
        BadgeCode(
            code=str(Code(CodeKind.BADGE, token)),
            card=f"04{person.id:012X}",
            name=person.name,
            roles=tuple(role.value for role in person.roles),
            pin=pins.get(person.number, ""),
            here=bool(wanted & set(person.roles)),
        )
        for token, person in db.execute(query)
    ]
    return sorted(found, key=lambda badge: not badge.here)


def _lots(db: Db, steps: tuple[Step, ...], station: str) -> list[LotCode]:
    query = (
        select(Lot, Product.name)
        .join(Batch, Batch.id == Lot.batch_id)
        .join(Product, Product.id == Batch.product_id)
        .where(Lot.state.in_(OPEN))
        .order_by(Lot.id.desc())
        .limit(LISTED)
    )
    found = [_lot(lot, product, steps, station) for lot, product in db.execute(query)]
    return sorted(found, key=lambda lot: not lot.here)


def _lot(lot: Lot, product: str, steps: tuple[Step, ...], station: str) -> LotCode:
    target = ROUTES[lot.route].target if lot.route and lot.state in ON_ITS_WAY else lot.step
    return LotCode(
        label=str(Code(CodeKind.LOT, lot.number)),
        slip=str(slip(lot.number, lot.last_handover)),
        lot=lot.number,
        product=product,
        step=lot.step.value,
        station=lot.station,
        wanted=target.value,
        state=lot.state.value,
        here=target in steps or (lot.station == station and lot.state not in ON_ITS_WAY),
    )
