"""One action, one transaction, one lock; done once however often it is sent.

Batch row first, head row last, always in that order; `terminal.perform` opens and commits it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar, Protocol, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from domain.access import ANYBODY, Act, StandIn, asks_pin, permit, permit_deputy
from domain.batch import Batch, raise_versions
from domain.errors import NotPermitted, StaleForm, UnknownBatch, UnknownLot, UnknownThing
from domain.events import Event, Head, Series, canonical_json, seal
from domain.handover import Hand
from domain.late import Late
from domain.lot import Lot
from domain.people import Badge, NoSession, Person, PinNeeded, Session
from domain.printing import Document, PrintJob
from domain.process import Outcome, Role, Step
from terminal.bus import News
from terminal.late import Claim, claim, said
from terminal.site import Site
from terminal.standing_in import days_at, stand_ins
from terminal.words import Locale

Answer = dict[str, object]
T = TypeVar("T")


class Action(Protocol):
    """What somebody does: its inputs as fields, its work in `perform`."""

    act: ClassVar[str]

    def perform(self, tx: "Transaction") -> Answer:
        """Do it inside a transaction; raise `DomainError` to leave everything as it was."""
        ...


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs, from which unbroken session; `pin` when the PIN was given for this very act.

    `records` marks a record within the session; `late` is the slip that this act enters.
    """

    session: str
    station: str
    pin: bool = False
    shown_hash: str = ""
    records: bool = False
    late: Late | None = None


@dataclass(slots=True)
class Transaction:
    """What an action may touch, and the events and papers that it leaves."""

    site: Site
    db: Db
    signer: Signer | None
    at: datetime
    place: str = ""
    person: Person | None = None
    role: Role | None = None
    stands_for: StandIn | None = None
    events: list[Event] = field(default_factory=list)
    jobs: list[PrintJob] = field(default_factory=list)
    news: list[News] = field(default_factory=list)
    _head: Head | None = None
    _batches: list[Batch] = field(default_factory=list)
    _claim: Claim | None = None

    def lock_batch(self, number: str) -> Batch:
        """Load a batch and keep other writers away from it until the commit."""
        query = select(Batch).where(Batch.number == number).with_for_update(of=Batch)
        batch = self.db.scalars(query.execution_options(populate_existing=True)).one_or_none()
        if batch is None:
            raise UnknownBatch(batch=number)
        self._batches.append(batch)
        return batch

    def begin_batch(self, batch: Batch) -> None:
        """Put a new batch under this transaction's care."""
        self._batches.append(batch)
        self.db.add(batch)

    def lock_lot(self, number: str, version: int | None = None) -> Lot:
        """Lock a lot's batch and return the lot; raise `StaleForm` if it changed since shown."""
        batch = self.db.scalar(
            select(Batch.number).join(Lot, Lot.batch_id == Batch.id).where(Lot.number == number)
        )
        if batch is None:
            raise UnknownLot(lot=number)
        lot = next(lot for lot in self.lock_batch(batch).lots if lot.number == number)
        if version is not None and version != lot.version:
            raise StaleForm(lot=number, **self._last_change(number))
        return lot

    def _last_change(self, lot: str) -> dict[str, str]:
        query = select(Event).where(Event.lot == lot).order_by(Event.number.desc()).limit(1)
        event = self.db.scalar(query)
        if event is None:
            return {"by": "", "at": "", "station": ""}
        at = self.site.local(event.at).strftime("%H:%M")
        return {"by": event.person_name, "at": at, "station": event.station}

    def sign(
        self,
        act: Act,
        step: Step | None = None,
        came_by: Outcome | None = None,
        *,
        among: frozenset[Role] = ANYBODY,
    ) -> Person:
        """Return the person who signs, once it is sure that he may; he signs in one role.

        Where none of his own roles may, he may stand in for somebody who does, and says so.
        Raises `NoSession`, `NotPermitted`, or `PinNeeded` for the acts that ask the PIN again.
        """
        self.person = person = self._signed_on()
        try:
            self.role, self.stands_for = permit(person.roles, act, step, came_by, among), None
        except NotPermitted:
            self.role, self.stands_for = permit_deputy(self.stand_ins, act, step, came_by, among)
        assert self.signer  # noqa: S101  (_signed_on has made sure)
        policy = self.site.figures.signing_policy
        asked = asks_pin(act, step) or (policy != "session" and not self.signer.records)
        if asked and not self.signer.pin:
            raise PinNeeded(act=act.value)
        return person

    def _signed_on(self) -> Person:
        if self.signer is None:
            raise NoSession
        session = self.db.get(Session, self.signer.session)
        if session is None or session.ended_at or session.station != self.signer.station:
            raise NoSession
        person = self.db.get(Person, session.person_id)
        badge = self.db.get(Badge, session.badge_id)
        if person is None or not person.active or badge is None or badge.revoked_at:
            raise NoSession
        session.active_at = self.at
        return person

    @property
    def stand_ins(self) -> tuple[StandIn, ...]:
        """Those whom the signer stands in for now."""
        days = days_at(self.site, self.at)
        return stand_ins(self.db, self.person.id, days) if self.person else ()

    @property
    def signed_name(self) -> str:
        """The signer's name as it is printed; a deputy's says for whom he signs."""
        name = self.person.name if self.person else ""
        if self.stands_for is None:
            return name
        station = self.site.settings.station(self.station)
        locale: Locale = "en" if station and station.language == "en" else "zh_Hans_CN"
        return self.site.words.say(locale, "sign.deputy", name=name, other=self.stands_for.name)

    @property
    def station(self) -> str:
        """The station where this is done."""
        return self.signer.station if self.signer else self.place

    @property
    def hand(self) -> Hand:
        """The signer as giver or receiver."""
        if self.person is None:
            raise NoSession
        return Hand(self.person.id, self.signed_name, self.station, self.at)

    def next_in(self, series: str) -> int:
        """Return the next number of a gapless series; issued under the site's head row."""
        self._lock_head()
        row = self.db.get(Series, series) or Series(name=series)
        self.db.add(row)
        row.last += 1
        return row.last

    @property
    def next_event(self) -> int:
        """The number that the next event of this transaction will have."""
        return self._lock_head().number + 1

    def _lock_head(self) -> Head:
        if self._head is None:
            query = select(Head).where(Head.site == self.site.code).with_for_update()
            query = query.execution_options(populate_existing=True)
            self._head = self.db.scalars(query).one()
        return self._head

    def record(
        self,
        kind: str,
        *,
        lot: Lot | None = None,
        batch: Batch | None = None,
        changed: Iterable[Lot] = (),
        from_step: Step | None = None,
        to_step: Step | None = None,
        quantity: int | None = None,
        meaning: str = "",
        details: Mapping[str, object] | None = None,
    ) -> Event:
        """Write one event; with a `meaning` it is a signature. Changed versions go up by one."""
        late = self._claimed(lot) if meaning else None
        batch = batch or (lot.batch if lot else None)
        raise_versions(batch, (*changed, *([lot] if lot else ())))
        event = Event(
            number=self.next_event,
            site=self.site.code,
            at=self.at,
            kind=kind,
            batch=batch.number if batch else None,
            batch_version=batch.version if batch else None,
            lot=lot.number if lot else None,
            lot_version=lot.version if lot else None,
            from_step=from_step or (lot.step.value if lot else ""),
            to_step=to_step or "",
            quantity=quantity,
            meaning=meaning,
            person_id=self.person.id if self.person else None,
            person_name=self.signed_name,
            role=self.role.value if self.role and meaning else "",
            station=self.station,
            session=self.signer.session if self.signer else "",
            shown_hash=self.signer.shown_hash if self.signer and meaning else "",
            stated_at=late.at if late else None,
            details=canonical_json(dict(details or {}) | self._deputy() | said(late)),
        )
        return self._sealed(event)

    def _deputy(self) -> dict[str, object]:
        return {"stands_for": self.stands_for.person} if self.stands_for else {}

    def _claimed(self, lot: Lot | None) -> Late | None:
        late = self.signer.late if self.signer else None
        if late and self._claim is None:
            self._lock_head()
            self._claim = claim(self.site, self.db, late, lot, self.at)
        return late

    def _sealed(self, event: Event) -> Event:
        if event.stated_at and self._claim:
            self._claim.use(self.db, event)
        head = self._lock_head()
        event.previous_seal = head.seal
        head.number = event.number
        head.seal = event.seal = seal(self.site.secrets.chain, head.seal, event)
        self.events.append(event)
        self.db.add(event)
        return event

    def print(
        self, document: Document, paper: str, *, lot: str = "", use: str = "label", copy: int = 1
    ) -> None:
        """Owe a paper to this station's printer; nobody waits for it."""
        printer = self.site.settings.printer_for(self.station, use)
        if not printer:
            return
        job = PrintJob(
            printer=printer, document=document, paper=paper, queued_at=self.at, lot=lot, copy=copy
        )
        self.jobs.append(job)
        self.tell("print", printer)

    def tell(self, topic: str, about: str = "", *, ok: bool = True) -> None:
        """Tell open pages after the commit."""
        self.news.append(News(topic, about, ok))

    def flush(self) -> None:
        """Write what is pending; movements and descents carry the number of their event."""
        for batch in self._batches:
            self.db.add(batch)  # lots that a verdict split off come in through their batch
            number = self.events[-1].number if self.events else self.next_event
            for movement in batch.movements:
                movement.event = movement.event or number
            for descent in (one for lot in batch.lots for one in lot.came_from):
                descent.event = descent.event or number
        self.db.flush()

    def finish(self) -> None:
        """Tie papers to the last event, and write all."""
        for job in self.jobs:
            job.event = self.events[-1].number if self.events else 0
            self.db.add(job)
        self.flush()


def required(thing: T | None, kind: str, name: str) -> T:
    """Return something that a form named; raise `UnknownThing` when it does not exist."""
    if thing is None:
        raise UnknownThing(kind=kind, name=name)
    return thing
