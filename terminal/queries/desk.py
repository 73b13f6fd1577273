"""What one station's page shows: who is there, what the last scan said, what waits, what is on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from domain.batch import Batch, Customer, Product
from domain.handover import Handover, HandoverState
from domain.lot import Lot
from domain.people import Badge, Desk, Person, Session
from domain.process import Step
from terminal.desk.desks import idle_limit, open_session
from terminal.desk.own_pin import MARK
from terminal.desk.strip import Strip
from terminal.settings import Station
from terminal.site import Site
from terminal.standing_in import days_at, roles_of


@dataclass(frozen=True, slots=True)
class Who:
    """The person who is signed on; `roles` decide what the page offers."""

    id: int
    number: str
    name: str
    shift: str
    roles: tuple[str, ...]

    @property
    def initials(self) -> str:
        """The first character of the name."""
        return self.name[:1]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A lot on its way to this station; its count is nobody's business yet."""

    lot: str
    product: str
    customer: str
    from_step: str
    giver: str
    waited: timedelta
    rush: bool
    disputed: bool


@dataclass(frozen=True, slots=True)
class DeskView:
    """One station's desk.

    `asks_pin` is the name of the person whose PIN is asked; `new_pin` is `first` or `again` while
    he chooses one. `act` is the act that waits for a
    signature (`act_fields` as typed), `seconds` how long it still waits.
    """

    station: Station
    who: Who | None
    asks_pin: str
    new_pin: str
    strip: Strip | None
    view: str
    lot: str
    act: str
    act_fields: str
    act_tapped: bool
    seconds: int
    waiting: Sequence[Waiting]


def desk_view(site: Site, db: Db, station: Station) -> DeskView:
    """Read one station's desk."""
    now = site.now()
    desk = db.get(Desk, station.code) or Desk(station=station.code)
    session = open_session(db, desk, now, idle_limit(site, station.code))
    limit = timedelta(seconds=site.figures.tap_seconds)
    left = limit - (now - desk.act_at) if desk.act_at else timedelta(0)
    act = desk.act if left > timedelta(0) else ""
    return DeskView(
        station=station,
        who=who(site, db, session) if session else None,
        asks_pin=_asked_name(db, desk, now, limit),
        new_pin=("again" if MARK in desk.new_pin else "first") if desk.new_pin else "",
        strip=Strip.from_json(desk.strip),
        view=desk.view,
        lot=desk.lot,
        act=act,
        act_fields=desk.act_fields if act else "{}",
        act_tapped=desk.act_tapped and bool(act),
        seconds=max(0, int(left.total_seconds())),
        waiting=waiting_for(db, station.steps, now),
    )


def who(site: Site, db: Db, session: Session) -> Who:
    """Return the person of a session, on the shift that the site's clock says.

    His roles are his own and those of whom he stands in for now.
    """
    person = db.get_one(Person, session.person_id)
    shift = site.figures.shift(site.local(site.now()).hour)
    roles = tuple(role.value for role in roles_of(db, person, days_at(site, site.now())))
    return Who(person.id, person.number, person.name, shift, roles)


def _asked_name(db: Db, desk: Desk, now: datetime, limit: timedelta) -> str:
    if desk.asked_badge_id is None or desk.asked_at is None or now - desk.asked_at > limit:
        return ""
    badge = db.get_one(Badge, desk.asked_badge_id)
    return db.get_one(Person, badge.person_id).name


def waiting_for(db: Db, steps: Sequence[Step], now: datetime) -> list[Waiting]:
    """Return the offers that wait for the people of these steps, rush first, then longest."""
    query = (
        select(
            Lot.number, Product.name, Customer.name, Handover.from_step, Handover.giver_name,
            Handover.offered_at, Batch.rush, Handover.state,
        )
        .join(Lot, Lot.id == Handover.lot_id)
        .join(Batch, Batch.id == Handover.batch_id)
        .join(Product, Product.id == Batch.product_id)
        .join(Customer, Customer.id == Batch.customer_id)
        .where(
            Handover.target.in_(steps),
            Handover.state.in_((HandoverState.OPEN, HandoverState.DISPUTED)),
        )
        .order_by(Batch.rush.desc(), Handover.offered_at, Handover.id)
    )  # fmt: skip
    return [
        Waiting(
            lot, product, customer, origin.value, giver, now - at, rush,
            disputed=state is HandoverState.DISPUTED,
        )
        for lot, product, customer, origin, giver, at, rush, state in db.execute(query)
    ]  # fmt: skip
