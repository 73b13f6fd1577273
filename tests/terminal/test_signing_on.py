"""Badge and PIN: locks, idle sessions, revoked badges; each try that fails is an event."""

from dataclasses import replace

import pytest
from sqlalchemy import select, update

from domain.errors import DomainError
from domain.people import Badge, NoSession, Person, PersonLocked, Session, WrongPin
from terminal.actions.supervise import Hold
from terminal.bus import Bus, News
from terminal.desk.desks import choose_look
from terminal.desk.scans import scan
from terminal.desk.sessions import sign_off, sign_on
from terminal.desk.signing import prepare, session_of, sign_with_pin, tap
from terminal.perform import perform
from terminal.transaction import Signer
from tests.floor import LEADER, PACKER, PINS, REPAIRER, SALES, TESTER, Floor
from tests.terminal.ground import dump, events, nothing_changes


def wrong_pins(floor: Floor, tries: int, station: str = "RECV-1") -> list[DomainError]:
    refusals = []
    for _ in range(tries):
        assert scan(floor.site, station, floor.badge(PACKER))
        with pytest.raises((WrongPin, PersonLocked)) as refusal:
            sign_on(floor.site, station, "000000")
        refusals.append(refusal.value)
    return refusals


def test_five_wrong_pins_lock_a_person_for_a_quarter_of_an_hour(floor: Floor) -> None:
    before = dump(floor)
    told = wrong_pins(floor, 5)
    assert [one.facts.get("left") for one in told] == [4, 3, 2, 1, None]
    assert isinstance(told[4], PersonLocked)
    assert told[4].facts["minutes"] == 15
    assert len(events(floor, "person:pin-refused")) == 5
    assert dump(floor) == before
    floor.clock.pass_by(minutes=14, seconds=59)
    scan(floor.site, "RECV-1", floor.badge(PACKER))
    with pytest.raises(PersonLocked):
        sign_on(floor.site, "RECV-1", PINS[PACKER])
    floor.clock.pass_by(seconds=2)
    scan(floor.site, "RECV-1", floor.badge(PACKER))
    assert sign_on(floor.site, "RECV-1", PINS[PACKER]).number == PACKER
    assert len(events(floor, "person:signed-on")) == 1


def test_ten_wrong_pins_lock_until_somebody_unlocks(floor: Floor) -> None:
    wrong_pins(floor, 5)
    floor.clock.pass_by(minutes=16)
    assert isinstance(wrong_pins(floor, 5, "PACK-1")[-1], PersonLocked)
    floor.clock.pass_by(days=3)
    scan(floor.site, "RECV-1", floor.badge(PACKER))
    with pytest.raises(PersonLocked):
        sign_on(floor.site, "RECV-1", PINS[PACKER])


def test_a_right_pin_forgets_the_wrong_ones(floor: Floor) -> None:
    wrong_pins(floor, 4)
    floor.sign_on(PACKER, "RECV-1")
    sign_off(floor.site, "RECV-1")
    assert wrong_pins(floor, 1)[0].facts["left"] == 4


def test_a_pin_that_nobody_asked_for_is_refused(floor: Floor) -> None:
    with pytest.raises(NoSession):
        sign_on(floor.site, "RECV-1", PINS[PACKER])
    with pytest.raises(NoSession):
        sign_with_pin(floor.site, "RECV-1", PINS[PACKER])


def test_a_badge_that_was_shown_long_ago_asks_for_no_pin_any_more(floor: Floor) -> None:
    scan(floor.site, "RECV-1", floor.badge(PACKER))
    floor.clock.pass_by(seconds=61)
    with pytest.raises(NoSession):
        sign_on(floor.site, "RECV-1", PINS[PACKER])


@pytest.mark.parametrize(
    ("person", "station", "minutes"), [(PACKER, "RECV-1", 5), (REPAIRER, "REPAIR-1", 30)]
)
def test_an_idle_session_signs_nothing(
    floor: Floor, person: str, station: str, minutes: int
) -> None:
    lot = floor.book_in(5)
    floor.sign_on(person, station)
    session = session_of(floor.site, station)
    floor.clock.pass_by(minutes=minutes)
    assert session_of(floor.site, station) == session
    floor.clock.pass_by(seconds=1)
    with nothing_changes(floor) as refusal:
        floor.act(person, station, "receive", lot=lot, count=5)
    assert refusal.code == "no-session"


def test_a_revoked_badge_signs_nothing_anywhere(floor: Floor) -> None:
    lot = floor.book_in(5)
    floor.sign_on(PACKER, "RECV-1")
    badge, session = floor.badge(PACKER), session_of(floor.site, "RECV-1")
    with floor.site.writing() as db:
        db.execute(update(Badge).where(Badge.token == badge[1:-1]).values(
            revoked_at=floor.clock()))  # fmt: skip
    before = dump(floor)
    assert not scan(floor.site, "RECV-1", badge)
    assert not scan(floor.site, "PACK-1", badge)
    hold = Hold(lot=lot, version=1, reason="x")
    with pytest.raises(NoSession):
        perform(floor.site, hold, key="k", signer=Signer(session, "RECV-1"))
    assert dump(floor) == before
    assert [one.facts["code"] for one in events(floor, "scan:rejected")] == ["unknown-badge"] * 2


def test_an_act_waits_a_minute_for_its_signature(floor: Floor) -> None:
    lot = floor.at_screening(5)
    typed = floor.typed({"lot": lot, "reason": "x"})
    prepare(floor.site, "SCREEN-1", "hold", typed, "k")
    floor.clock.pass_by(seconds=61)
    assert tap(floor.site, "SCREEN-1") is None
    assert floor.lot(lot).hold_reason == ""


def test_anothers_badge_signs_nobodys_act(floor: Floor) -> None:
    lot = floor.at_screening(5)
    prepare(floor.site, "SCREEN-1", "hold", floor.typed({"lot": lot, "reason": "x"}), "k")
    before = dump(floor)
    assert scan(floor.site, "SCREEN-1", floor.badge(TESTER))
    assert tap(floor.site, "SCREEN-1") is None
    assert dump(floor) == before


class Meddling(Bus):
    """A bus in whose first word somebody else shows a badge."""

    def __init__(self, floor: Floor, station: str, badge: str) -> None:
        super().__init__()
        self.floor, self.station, self.badge = floor, station, badge

    def publish(self, *news: News) -> None:
        super().publish(*news)
        if badge := self.badge:
            self.badge = ""
            scan(self.floor.site, self.station, badge)


def test_a_badge_that_comes_between_a_pin_and_its_session_gets_no_session(floor: Floor) -> None:
    scan(floor.site, "RECV-1", floor.badge(PACKER))
    meddled = replace(floor.site, bus=Meddling(floor, "RECV-1", floor.badge(SALES)))
    with pytest.raises(NoSession):
        sign_on(meddled, "RECV-1", PINS[PACKER])
    with floor.site.reading() as db:
        assert not list(db.scalars(select(Session)))


def test_someone_who_has_left_signs_on_nowhere(floor: Floor) -> None:
    with floor.site.writing() as db:
        db.execute(update(Person).where(Person.number == LEADER).values(active=False))
    choose_look(floor.site, "SCREEN-1", language="en")
    assert not scan(floor.site, "SCREEN-1", floor.badge(LEADER))
