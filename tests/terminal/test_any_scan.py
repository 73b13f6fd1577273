"""Any code of any sheet in any state of a desk is obeyed or says why not, and nothing is lost."""

import json
import os
from contextlib import suppress
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from domain.codes import Code, CodeKind, parse
from domain.errors import DomainError
from domain.events import Event
from domain.lot import Lot
from domain.people import Desk, Draft
from domain.process import Step
from terminal.command_sheet import sheet_of
from terminal.command_table import RESULTS, code_of
from terminal.desk.scans import scan
from terminal.desk.sessions import sign_on
from terminal.desk.signing import sign_with_pin
from terminal.words import LOCALES
from tests.floor import INSPECTOR, LEADER, LINE, PACKER, PINS, QUALITY, REPAIRER, TESTER, Floor
from tests.terminal.gun import Gun
from tests.web.steps import at_pack, at_register, at_review, at_rework

SOAK = os.environ.get("SOAK") == "1"
CREW = {
    "RECV-1": PACKER, "SCREEN-1": LEADER, "REWORK-1": LINE, "REPAIR-1": REPAIRER,
    "REVIEW-1": QUALITY, "RETEST-1": TESTER, "OQC-1": INSPECTOR, "PACK-1": PACKER,
}  # fmt: skip
# Opening one of these pages begins it anew; it says so itself.
ANEW = frozenset({"sorting", "find", "shift-ticks", "give-shift", "take-shift"})
Drafts = dict[tuple[str, str], str]


@dataclass
class Gunner:
    """Somebody who holds anything at all to the reader of one station."""

    floor: Floor
    station: str
    sheet: list[str]
    lots: list[str]
    seen: tuple[Drafts, Desk, int] | None = None

    def now(self) -> tuple[Drafts, Desk, int]:
        """What lies typed at the station, its desk, and how many events there are."""
        with self.floor.site.reading() as db:
            rows = db.scalars(select(Draft).where(Draft.station == self.station))
            drafts = {(row.lot, row.act): row.fields for row in rows}
            events = db.scalar(select(func.count(Event.number))) or 0
            return drafts, db.get(Desk, self.station) or Desk(station=self.station), events

    def scan(self, code: str) -> None:
        """Scan a code; what must hold afterwards, whatever it was."""
        drafts, desk, events = self.seen or self.now()
        accepted = scan(self.floor.site, self.station, code)
        after, then, count = self.seen = self.now()
        told = json.loads(then.strip)
        for locale in LOCALES:
            words = self.floor.site.words.catalogs[locale]
            assert {told["key"], f"{told['key']}.detail"} <= set(words), told
        if not accepted:
            assert told["tone"] == "bad"
            assert told["key"].startswith("error.")
            assert count > events
            assert after == drafts
            assert (then.lot, then.view) == (desk.lot, desk.view)
            return
        signed = parse(code).kind is CodeKind.BADGE
        others = {key for key in drafts if key[0] != desk.lot and key[1] not in ANEW}
        assert signed or all(after.get(key) == drafts[key] for key in others)

    def types_his_pin(self) -> None:
        """Type the PIN where the desk asks for it."""
        self.seen = None
        with suppress(DomainError):
            sign_on(self.floor.site, self.station, PINS[CREW[self.station]])
        with suppress(DomainError):
            sign_with_pin(self.floor.site, self.station, PINS[CREW[self.station]])

    def arrives(self) -> None:
        """Hold the badge to the reader and type the PIN, whatever lies on the desk."""
        self.scan(self.floor.badge(CREW[self.station]))
        self.types_his_pin()

    def lays(self, number: int) -> str:
        lot = self.lots[number % len(self.lots)]
        self.scan(str(Code(CodeKind.LOT, lot)))
        return lot

    def says(self, *words: str | int) -> None:
        for word in words:
            for code in Gun(self.floor, self.station).codes(word):
                self.scan(code)

    def receives(self, number: int) -> None:
        """Count a lot truly, or one too many, and tell every form that there is."""
        pieces = self.floor.lot(self.lays(number)).quantity + number % 5 // 4
        self.says("CLEAR", pieces, "FORMSERVICE", "FORMSIGNED", "FORMRECORD", "ONTIME", "ACCEPT")

    def judges(self, number: int) -> None:
        """Tell all pieces of a lot, or half of them, to have one result."""
        pieces = self.floor.lot(self.lays(number)).quantity
        results = [name for name in RESULTS if code_of(name) in self.sheet]
        result = results[number % len(results)] if results else "FIELD"
        self.says(result, max(1, pieces // (1 + number % 2)), "SIGN")

    def takes(self, what: int) -> None:
        """Do what a number stands for."""
        kind, number = what % 8, what // 8
        if kind < 3:
            self.scan(self.sheet[number % len(self.sheet)])
        else:
            deeds = (self.lays, self.receives, self.judges, self.judges)
            [*deeds, lambda _: self.arrives()][kind - 3](number)


@pytest.fixture
def gunners(floor: Floor) -> list[Gunner]:
    """One at each station, where lots wait, lie at work, and are done in part."""
    floor.book_in(7)
    at_register(floor, 20, **{"accessories.电源线": 1})
    for bring in (floor.at_screening, floor.at_repair, floor.at_retest, floor.at_oqc):
        bring(12)
    for laid in (at_rework, at_review, at_pack):
        laid(floor, 12)
    for step, station, counts in (
        ("register", "RECV-1", {"counted": 5}),
        ("screening", "SCREEN-1", {"unseen": 5}),
        ("retest", "RETEST-1", {"retest-passed": 5}),
        ("oqc", "OQC-1", {"oqc-passed": 5}),
    ):
        lot = next(one for one in lots(floor) if one.step == step and not one.route)
        floor.decide(CREW[station], station, lot.number, counts=counts, **ALONG.get(step, {}))
    found = [floor.site.settings.station(code) for code in CREW]
    with floor.site.reading() as db:
        sheets = {
            one.code: [entry.code for group in sheet_of(db, one) for entry in group.entries]
            for one in found
            if one
        }
    return [
        Gunner(floor, code, sheet, [lot.number for lot in lots(floor) if is_at(floor, lot, code)])
        for code, sheet in sheets.items()
    ]


ALONG: dict[str, dict[str, object]] = {"register": {"accessories": {"电源线": 1}}}


def lots(floor: Floor) -> list[Lot]:
    with floor.site.reading() as db:
        return list(db.scalars(select(Lot).order_by(Lot.id)))


def is_at(floor: Floor, lot: Lot, station: str) -> bool:
    found = floor.site.settings.station(station)
    steps: tuple[Step, ...] = found.steps if found else ()
    return lot.step in steps or lot.target in steps


@pytest.mark.parametrize("floor", ["sqlite"], indirect=True)
def test_every_code_of_every_sheet_is_obeyed_or_says_why_not(gunners: list[Gunner]) -> None:
    for gunner in gunners:
        for number, code in enumerate(gunner.sheet):
            if number % 4 == 0:
                gunner.lays(number // 4)
            if number % 16 == 0:
                gunner.arrives()
            gunner.scan(code)


@pytest.mark.parametrize("floor", ["sqlite"], indirect=True)
@pytest.mark.timeout(7200 if SOAK else 300)
def test_any_order_of_scans_loses_nothing(gunners: list[Gunner]) -> None:
    picks = st.lists(st.integers(0, 799), min_size=4, max_size=40 if SOAK else 8)

    @settings(
        max_examples=1000 if SOAK else 8,
        database=None,
        derandomize=not SOAK,
        phases=[Phase.generate, Phase.shrink] if SOAK else [Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(station=st.integers(0, len(gunners) - 1), picks=picks)
    def play(station: int, picks: list[int]) -> None:
        gunner = gunners[station]
        gunner.floor.clock.pass_by(seconds=1)
        gunner.seen = None
        gunner.arrives()
        for pick in picks:
            gunner.takes(pick)

    play()
