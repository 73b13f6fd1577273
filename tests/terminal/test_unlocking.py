"""A person who typed a wrong PIN too often signs again only when somebody else lets him."""

import pytest

from domain.errors import NotPermitted
from domain.handover import SamePerson
from domain.people import Person, PersonLocked, WrongPin
from terminal.desk.scans import scan
from terminal.desk.sessions import sign_on
from tests.floor import ADMIN, LEADER, QUALITY, TESTER, Floor


def try_wrong_pins(floor: Floor, person: str, times: int) -> None:
    for _ in range(times):
        scan(floor.site, "RETEST-1", floor.badge(person))
        with pytest.raises((WrongPin, PersonLocked)):
            sign_on(floor.site, "RETEST-1", "000000")
        floor.clock.pass_by(minutes=20)


def is_blocked(floor: Floor, number: str) -> bool:
    with floor.site.reading() as db:
        return db.query(Person).filter_by(number=number).one().blocked


def test_a_supervisor_unlocks_a_person_after_ten_wrong_pins(floor: Floor) -> None:
    try_wrong_pins(floor, TESTER, 10)
    assert is_blocked(floor, TESTER)

    floor.act(QUALITY, "REVIEW-1", "unlock", pin=True, number=TESTER)

    assert not is_blocked(floor, TESTER)
    floor.sign_on(TESTER, "RETEST-1")


def test_a_leader_alone_cannot_undo_ten_wrong_pins(floor: Floor) -> None:
    try_wrong_pins(floor, TESTER, 10)

    with pytest.raises(NotPermitted):
        floor.act(LEADER, "SCREEN-1", "unlock", pin=True, number=TESTER)


def test_nobody_unlocks_himself(floor: Floor) -> None:
    with pytest.raises(SamePerson):
        floor.act(QUALITY, "REVIEW-1", "unlock", pin=True, number=QUALITY)


def test_an_administrator_ends_the_quarter_of_an_hour_but_not_ten_wrong_pins(floor: Floor) -> None:
    for _ in range(5):
        scan(floor.site, "RETEST-1", floor.badge(TESTER))
        with pytest.raises((WrongPin, PersonLocked)):
            sign_on(floor.site, "RETEST-1", "000000")
    floor.act(ADMIN, "REVIEW-1", "unlock", pin=True, number=TESTER)
    floor.sign_on(TESTER, "RETEST-1")

    try_wrong_pins(floor, LEADER, 10)
    floor.at.clear()
    with pytest.raises(NotPermitted):
        floor.act(ADMIN, "REVIEW-1", "unlock", pin=True, number=LEADER)
