"""People at a real shop: they scan with readers, type into forms, and look at what was printed."""

import json
import queue
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from sqlalchemy import select

from domain.batch import Batch
from domain.codes import Code, CodeKind, slip
from domain.events import Submission
from domain.ledger import balances, places
from domain.lot import Lot
from domain.people import Badge, Desk, Person
from terminal.database import Database, open_database
from tests.floor import PINS
from tests.journey.shop import LOST, Browser, Shop

OK = 204
keys = count(1)


class Refused(AssertionError):
    """A page said no; the text is what it said."""


@dataclass
class Crew:
    """Everybody at work in one shop. What they do is done again after the server has died."""

    shop: Shop
    desks: dict[str, Browser] = field(default_factory=dict)
    acknowledged: list[str] = field(default_factory=list)
    on_lost: Callable[[], None] | None = None
    _observer: Database | None = None

    @property
    def observer(self) -> Database:
        """The database, only looked at: a page shows words, a test compares figures."""
        if self._observer is None:
            self._observer = open_database(self.shop.url)
        return self._observer

    def desk(self, station: str) -> Browser:
        return self.desks.setdefault(station, Browser(self.shop, station))

    # Looking.

    def row(self, table: type[Any], **where: object) -> Any:
        with self.observer.reading() as db:
            return db.scalars(select(table).filter_by(**where)).one()

    def lot(self, number: str) -> Lot:
        found: Lot = self.row(Lot, number=number)
        return found

    def strip(self, station: str) -> dict[str, Any]:
        """What the station's strip says now, as it is kept."""
        with self.observer.reading() as db:
            desk = db.get(Desk, station)
            return dict(json.loads(desk.strip)) if desk and desk.strip else {}

    def check_ledger(self, batch: str, pieces: int) -> dict[str, int]:
        """Every piece is somewhere, and every lot is where the ledger says."""
        with self.observer.reading() as db:
            found = db.scalars(select(Batch).where(Batch.number == batch)).one()
            held, where = balances(found.movements), places(found.movements)
            assert held["customer"] == -pieces
            assert sum(held.values()) == 0
            for lot in found.lots:
                expected = (lot.step, lot.quantity) if lot.quantity else None
                assert where.get(lot.sequence) == expected, lot.number
        return held

    def badge(self, person: str) -> str:
        with self.observer.reading() as db:
            query = select(Badge.token).join(Person, Person.id == Badge.person_id)
            token = db.scalars(query.where(Person.number == person)).one()
        return str(Code(CodeKind.BADGE, token))

    # Doing.

    def again(self, deed: Callable[[], Any]) -> Any:
        """Do something; when the server dies on the way, wait for it and do it again."""
        for _ in range(200):
            try:
                return deed()
            except LOST as error:
                if self.on_lost is None:
                    raise
                lost = error
                self.on_lost()
        raise AssertionError("the server did not come back") from lost

    def scan(self, station: str, code: str) -> dict[str, Any]:
        """Scan with the station's reader; return what the strip says then."""
        stream = self.shop.streams[station]
        for _ in range(60):
            before = self.strip(station).get("at")
            stream.connected.wait(30)
            stream.forget()
            self.shop.readers[station].scan(code)
            with suppress(queue.Empty):
                stream.wait_for("scan", "lost", patience=0.5)
            now = self.strip(station)
            if now.get("at") != before:
                return now
        raise AssertionError(f"{station} says nothing about {code}")

    def sign_on(self, person: str, station: str) -> None:
        """Badge with the reader, PIN on the page."""

        def deed() -> None:
            with self.observer.reading() as db:
                desk = db.get(Desk, station)
                if desk and desk.session_id:
                    from domain.people import Session

                    session = db.get_one(Session, desk.session_id)
                    who = db.get_one(Person, session.person_id)
                    if who.number == person and not desk.asked_badge_id:
                        return
            self.scan(station, self.badge(person))
            status, page = self.desk(station).post("/pin", pin=PINS[person])
            if status != OK and self.strip(station).get("key") != "signon.welcome":
                raise Refused(page)

        self.again(deed)

    def act(
        self, person: str, station: str, act: str, *, pin: bool = False, **fields: object
    ) -> dict[str, Any]:
        """Fill in the page's form, press its button, sign; return the action's answer."""
        self.sign_on(person, station)
        key = f"journey-{next(keys)}"
        typed = form(fields)
        lot = typed.get("lot")
        if lot and "version" not in typed:
            typed["version"] = str(self.lot(lot).version)

        def deed() -> dict[str, Any]:
            if answer := self.answer(key):
                return answer
            self.sign_on(person, station)
            status, page = self.desk(station).post("/prepare", act=act, nonce=key, **typed)
            if status != OK:
                if answer := self.answer(key):
                    return answer
                raise Refused(text_of(page))
            said = self.scan(station, self.badge(person))
            if pin:
                status, page = self.desk(station).post(
                    "/pin", **{"for": "act", "pin": PINS[person]}
                )
                said = self.strip(station)
            answer = self.answer(key)
            if answer is None:
                if said.get("key", "").startswith("error."):
                    raise Refused(str(said))
                raise ConnectionError("not done yet")
            return answer

        answer: dict[str, Any] = self.again(deed)
        self.acknowledged.append(key)
        return answer

    def note(self, person: str, station: str, act: str, **fields: object) -> dict[str, Any]:
        """Write a record on the page."""
        self.sign_on(person, station)
        key = f"journey-{next(keys)}"
        typed = form(fields)
        if "lot" in typed:
            typed["version"] = str(self.lot(typed["lot"]).version)

        def deed() -> dict[str, Any]:
            if answer := self.answer(key):
                return answer
            self.sign_on(person, station)
            status, page = self.desk(station).post("/record", act=act, nonce=key, **typed)
            if status != OK and not self.answer(key):
                raise Refused(text_of(page))
            answer = self.answer(key)
            if answer is None:
                raise ConnectionError("not done yet")
            return answer

        answer: dict[str, Any] = self.again(deed)
        self.acknowledged.append(key)
        return answer

    def answer(self, key: str) -> dict[str, Any] | None:
        """The stored answer of a submission, once it is committed."""
        with self.observer.reading() as db:
            row = db.get(Submission, key)
            return dict(json.loads(row.answer)) if row else None

    # The ordinary things.

    def take(
        self,
        person: str,
        station: str,
        lot: str,
        pieces: int,
        result: str = "received",
        **more: object,
    ) -> None:
        """Scan the slip that came with a lot, count it, and sign for it."""
        self.sign_on(person, station)
        self.again(lambda: self.scan(station, str(slip(lot, self.lot(lot).last_handover))))
        forms = "service-form,repair-record,signed"
        answer = self.act(person, station, "receive", lot=lot, count=pieces, forms=forms, **more)
        assert answer["result"] == result, answer

    def judge(
        self,
        person: str,
        station: str,
        lot: str,
        counts: dict[str, int],
        *,
        pin: bool = False,
        **more: object,
    ) -> dict[str, str]:
        """Sign a verdict; return the lot of each outcome."""
        self.again(lambda: self.scan(station, str(Code(CodeKind.LOT, lot))))
        answer = self.act(person, station, "decide", pin=pin, lot=lot, counts=counts, **more)
        return {part["outcome"]: part["lot"] for part in answer["parts"]}


def form(fields: dict[str, object]) -> dict[str, str]:
    """Return fields as a browser posts them."""
    typed: dict[str, str] = {}
    for name, value in fields.items():
        if isinstance(value, dict):
            typed |= {f"{name}.{key}": str(one) for key, one in value.items()}
        elif isinstance(value, bool):
            typed[name] = "yes" if value else "no"
        else:
            typed[name] = str(value)
    return typed


def text_of(page: str) -> str:
    """Return a page's words without its markup."""
    return " ".join(re.sub(r"<[^>]*>", " ", page).split())
