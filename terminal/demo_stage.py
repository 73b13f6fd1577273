"""The demo's people at their stations: they sign on with badge and PIN and do the real actions."""

from dataclasses import dataclass, field, fields
from itertools import count
from typing import Any, Final

from sqlalchemy import select

from domain.codes import Code, CodeKind
from domain.lot import OPEN_WORK, Lot
from domain.process import Outcome
from terminal.actions.book_in import BookIn
from terminal.actions.decide import Decide
from terminal.actions.receive import Receive
from terminal.actions.record_repair import RecordRepair
from terminal.actions.ship import Ship
from terminal.demo_boards import tapped
from terminal.desk.scans import scan
from terminal.desk.sessions import sign_off, sign_on
from terminal.desk.signing import session_of
from terminal.perform import perform
from terminal.site import Site
from terminal.transaction import Action, Answer, Signer

SALES, PACKER, LEADER, TESTER, INSPECTOR = "10131", "10301", "10201", "10307", "10211"
REPAIRER, LINE, QUALITY, PRODUCTION = "10155", "10160", "10100", "10110"
FORMS: Final = ("service-form", "repair-record", "signed")


@dataclass
class Stage:
    """People by number with badge and PIN, and who is signed on where."""

    site: Site
    people: dict[str, tuple[str, str]]
    keys: "count[int]" = field(default_factory=lambda: count(1))
    at: dict[str, tuple[str, str]] = field(default_factory=dict)

    def come(self, person: str, station: str) -> str:
        """Let a person sign on unless he is there already; return the session."""
        known, session = self.at.get(station, ("", ""))
        if known != person:
            token, pin = self.people[person]
            scan(self.site, station, str(Code(CodeKind.BADGE, token)))
            sign_on(self.site, station, pin)
            session = session_of(self.site, station)
            self.at[station] = (person, session)
        return session

    def go(self, station: str) -> None:
        """Let whoever is at a station sign off."""
        sign_off(self.site, station)
        self.at.pop(station, None)

    def act(self, person: str, station: str, action: Action, *, pin: bool = False) -> Answer:
        """Do one action, signed by a person at a station."""
        signer = Signer(self.come(person, station), station, pin=pin)
        return perform(self.site, action, key=f"demo-{next(self.keys)}", signer=signer)

    def on(self, kind: type[Any], lot: str, **more: object) -> Action:
        """Fill in a form about a lot; it brings the version that the page would show."""
        if "version" in {known.name for known in fields(kind)}:
            with self.site.reading() as db:
                more["version"] = db.scalars(select(Lot.version).where(Lot.number == lot)).one()
        action: Action = kind(lot=lot, **more)
        return action

    def oldest_at(self, station: str) -> str:
        """Return the lot that has been in a station's hands for the longest time."""
        with self.site.reading() as db:
            query = select(Lot.number).where(Lot.station == station, Lot.state.in_(OPEN_WORK))
            return db.scalars(query.order_by(Lot.since, Lot.id).limit(1)).one()

    def book_in(self, customer: str, product: str, complaint: str, pieces: int, **more: Any) -> str:
        """Sales books a delivery in; returns its first lot."""
        form = BookIn(
            customer=customer,
            product=product,
            complaint=complaint,
            declared=more.pop("declared", pieces),
            counted=pieces,
            **more,
        )
        return str(self.act(SALES, "SALES-1", form)["lot"])

    def receive(
        self, person: str, station: str, lot: str, pieces: int, *, on_time: bool | None = None
    ) -> None:
        """Count and sign for an offered lot."""
        form = self.on(Receive, lot, count=pieces, forms=FORMS, on_time=on_time)
        self.act(person, station, form)

    def decide(
        self, person: str, station: str, lot: str, counts: dict[Outcome, int], **more: Any
    ) -> dict[Outcome, str]:
        """Sign a verdict; returns the lot of each outcome."""
        told = {outcome.value: pieces for outcome, pieces in counts.items()}
        parts = self.act(person, station, self.on(Decide, lot, counts=told, **more))["parts"]
        assert isinstance(parts, list)  # noqa: S101  (an answer is plain JSON)
        return {Outcome(part["outcome"]): part["lot"] for part in parts}

    def repair(self, lot: str, pieces: int, cause: str, cure: str, **more: Any) -> None:
        """Write the repair record of some pieces; a part of the board is tapped on its picture."""
        more |= tapped(self.site, lot, str(more.get("location", "")))
        form = self.on(
            RecordRepair,
            lot,
            outcome=more.pop("outcome", Outcome.REPAIRED),
            quantity=pieces,
            cause=cause,
            repair=cure,
            **more,
        )
        self.act(REPAIRER, "REPAIR-1", form)

    def ship(self, lot: str, pieces: int, waybill: str, recipient: str) -> None:
        """Sales lets the pieces go."""
        form = self.on(Ship, lot, quantity=pieces, waybill=waybill, recipient=recipient)
        self.act(SALES, "SALES-1", form, pin=True)
