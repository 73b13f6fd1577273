"""A factory floor for tests: the demo factory's people at their stations, and a clock to move."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from sqlalchemy import select

from domain.codes import Code, CodeKind
from domain.handover import Handover
from domain.ledger import balances
from domain.lot import Lot
from domain.people import Badge, BadgeKind, Desk, Person
from domain.process import Step
from terminal.compose import compose
from terminal.desk.scans import scan
from terminal.desk.sessions import sign_on
from terminal.desk.signing import prepare, record, sign_with_pin, tap
from terminal.importing import import_file
from terminal.settings import Settings
from terminal.site import Site
from terminal.transaction import Answer

ROOT = Path(__file__).parent.parent
MORNING = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)

# The cast, by what they are here for.
SALES, SALES_HEAD, PACKER = "10131", "10130", "10301"
LEADER, TESTER, INSPECTOR = "10201", "10307", "10211"
REPAIRER, ENGINEER, LINE = "10155", "10156", "10160"
QUALITY, PRODUCTION, BOSS = "10100", "10110", "10001"
ADMIN, TECHNICAL = "10170", "10120"
PINS = {
    BOSS: "271801", QUALITY: "271802", PRODUCTION: "271803", TECHNICAL: "271804",
    SALES_HEAD: "271805", SALES: "271806", PACKER: "271807", LEADER: "271808", TESTER: "271809",
    INSPECTOR: "271810", REPAIRER: "271811", ENGINEER: "271812", LINE: "271813", "10161": "271814",
    ADMIN: "271815",
}  # fmt: skip


@dataclass
class Clock:
    """A clock that stands still until it is moved."""

    at: datetime = MORNING

    def __call__(self) -> datetime:
        return self.at

    def pass_by(self, **span: float) -> None:
        self.at += timedelta(**span)


@dataclass
class Floor:
    """People who work at stations exactly as the pages let them, without the pages."""

    site: Site
    clock: Clock
    keys: Iterator[int] = field(default_factory=lambda: count(1))
    at: dict[str, str] = field(default_factory=dict)

    def key(self) -> str:
        return f"key-{next(self.keys)}"

    def badge(self, person: str) -> str:
        with self.site.reading() as db:
            token = db.scalars(
                select(Badge.token)
                .join(Person, Person.id == Badge.person_id)
                .where(Person.number == person, Badge.revoked_at.is_(None))
                .where(Badge.kind == BadgeKind.PRINTED)
            ).one()
        return str(Code(CodeKind.BADGE, token))

    def sign_on(self, person: str, station: str) -> None:
        """Badge and PIN; a no-op for the person who already works there."""
        if self.at.get(station) == person:
            return
        assert scan(self.site, station, self.badge(person))
        sign_on(self.site, station, PINS[person])
        self.at[station] = person

    def act(
        self, person: str, station: str, act: str, *, pin: bool = False, **fields: object
    ) -> Answer:
        """Fill in a form, press its button, and sign with a badge tap or the PIN."""
        self.sign_on(person, station)
        typed = self.typed(fields)
        prepare(self.site, station, act, typed, self.key())
        if pin:
            return sign_with_pin(self.site, station, PINS[person])
        answer = tap(self.site, station)
        assert answer is not None, "this act asks for the PIN"
        return answer

    def note(self, person: str, station: str, act: str, **fields: object) -> Answer:
        """Write a record within the session."""
        self.sign_on(person, station)
        return record(self.site, station, act, self.typed(fields), self.key())

    def typed(self, fields: dict[str, object]) -> dict[str, str]:
        """Return fields as a form sends them; a lot brings the version that the page showed."""
        typed: dict[str, str] = {}
        for name, value in fields.items():
            if isinstance(value, dict):
                typed |= {f"{name}.{key}": str(one) for key, one in value.items()}
            elif isinstance(value, bool):
                typed[name] = "yes" if value else "no"
            elif isinstance(value, tuple):
                typed[name] = ",".join(map(str, value))
            else:
                typed[name] = str(value)
        if "lot" in typed and "version" not in typed:
            typed["version"] = str(self.lot(typed["lot"]).version)
        return typed

    def lot(self, number: str) -> Lot:
        with self.site.reading() as db:
            return db.scalars(select(Lot).where(Lot.number == number)).one()

    def handover(self, lot: str) -> Handover:
        with self.site.reading() as db:
            query = select(Handover).join(Lot, Lot.id == Handover.lot_id).where(Lot.number == lot)
            return db.scalars(query.order_by(Handover.number.desc()).limit(1)).one()

    def balances(self, batch: str) -> dict[str, int]:
        with self.site.reading() as db:
            from domain.batch import Batch

            found = db.scalars(select(Batch).where(Batch.number == batch)).one()
            return balances(found.movements)

    def strip(self, station: str) -> str:
        with self.site.reading() as db:
            return db.get_one(Desk, station).strip

    # The ordinary things, so that a test tells only what matters to it.

    def book_in(self, pieces: int = 50, **more: object) -> str:
        """Sales books a delivery in; returns its first lot."""
        fields = {
            "customer": "HK", "product": "PCBA-HK7-R3.2", "complaint": "上电无显示",
            "declared": pieces, "counted": pieces,
        }  # fmt: skip
        answer = self.act(SALES, "SALES-1", "book-in", **(fields | more))
        return str(answer["lot"])

    def receive(self, person: str, station: str, lot: str, pieces: int, **more: object) -> Answer:
        """Count and sign for an offered lot, with every form seen."""
        forms = ("service-form", "repair-record", "signed")
        return self.act(person, station, "receive", lot=lot, count=pieces, forms=forms, **more)

    def decide(self, person: str, station: str, lot: str, **more: object) -> dict[str, str]:
        """Sign a verdict; returns the lot of each outcome. A review's decision asks the PIN."""
        more = {"counts": more.pop("counts")} | more
        pin = self.lot(lot).step is Step.REVIEW
        answer = self.act(person, station, "decide", pin=pin, lot=lot, **more)
        parts = answer["parts"]
        assert isinstance(parts, list)
        return {part["outcome"]: part["lot"] for part in parts}

    def at_screening(self, pieces: int = 50, **more: object) -> str:
        """A lot that the QC leader has received."""
        lot = self.book_in(pieces, **more)
        self.receive(PACKER, "RECV-1", lot, pieces)
        self.decide(PACKER, "RECV-1", lot, counts={"counted": pieces})
        self.receive(LEADER, "SCREEN-1", lot, pieces)
        return lot

    def at_repair(self, pieces: int = 50, **more: object) -> str:
        """A lot that the repairer has received."""
        lot = self.at_screening(pieces, **more)
        self.decide(LEADER, "SCREEN-1", lot, counts={"unseen": pieces})
        self.receive(REPAIRER, "REPAIR-1", lot, pieces, on_time=True)
        return lot

    def repair(
        self, lot: str, pieces: int, outcome: str = "repaired", cause: str = "open", **more: object
    ) -> None:
        """Write the repair record of some pieces."""
        fields = {"outcome": outcome, "quantity": pieces, "cause": cause, "repair": "resolder"}
        self.note(REPAIRER, "REPAIR-1", "record-repair", lot=lot, **(fields | more))

    def at_retest(self, pieces: int = 50, **more: object) -> str:
        """A lot that the tester has received from repair."""
        lot = self.at_repair(pieces, **more)
        self.repair(lot, pieces)
        self.decide(REPAIRER, "REPAIR-1", lot, counts={"repaired": pieces})
        self.receive(TESTER, "RETEST-1", lot, pieces)
        return lot

    def at_oqc(self, pieces: int = 50, **more: object) -> str:
        """A lot that OQC has received."""
        lot = self.at_retest(pieces, **more)
        self.decide(TESTER, "RETEST-1", lot, counts={"retest-passed": pieces})
        self.receive(INSPECTOR, "OQC-1", lot, pieces)
        return lot


def settings_for(folder: Path, url: str) -> Settings:
    """The demo factory's settings with a database and secrets of their own."""
    settings = Settings.read(ROOT / "config" / "demo.toml")
    return replace(
        settings,
        database_url=url,
        secrets=folder / "secrets",
    )


@contextmanager
def a_floor(folder: Path, url: str) -> Iterator[Floor]:
    """Open a site on a database, import the demo factory, and put people at work."""
    clock = Clock()
    site = compose(settings_for(folder, url), now=clock)
    try:
        import_file(site, ROOT / "config" / "demo-factory.toml")
        yield Floor(site, clock)
    finally:
        site.bus.close()
        site.database.dispose()
