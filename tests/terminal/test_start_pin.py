"""A start PIN opens nothing but the choice of one's own; nobody learns another's PIN."""

import pytest

from domain.errors import DomainError
from domain.people import NoSession, WrongPin
from domain.staff import PinsDiffer, StartPinExpired, WeakPin
from terminal.desk.own_pin import choose_pin
from terminal.desk.scans import scan
from terminal.desk.sessions import cancel, sign_off, sign_on
from terminal.desk.signing import session_of
from tests.floor import ADMIN, PINS, TESTER, Floor
from tests.terminal.ground import dump, events, nothing_changes
from tests.terminal.offices import administer, hire, person, told_pin

MINE = "408217"


def ask(floor: Floor, number: str = TESTER) -> None:
    assert scan(floor.site, "RETEST-1", floor.badge(number))


def start(floor: Floor, number: str = TESTER) -> None:
    """Badge and start PIN: the station asks for a PIN of one's own."""
    ask(floor, number)
    sign_on(floor.site, "RETEST-1", told_pin(floor, number))


def nobody_is_signed_on(floor: Floor) -> bool:
    with pytest.raises(NoSession):
        session_of(floor.site, "RETEST-1")
    return True


def test_a_newcomer_chooses_his_own_pin_and_is_signed_on(floor: Floor) -> None:
    hire(floor)
    administer(floor, "issue-badge", number="20001")
    administer(floor, "issue-pin", number="20001")
    start(floor, "20001")
    assert nobody_is_signed_on(floor)

    choose_pin(floor.site, "RETEST-1", MINE)
    assert nobody_is_signed_on(floor)
    choose_pin(floor.site, "RETEST-1", MINE)

    assert session_of(floor.site, "RETEST-1")
    assert len(events(floor, "person:pin-chosen")) == 1
    sign_off(floor.site, "RETEST-1")
    ask(floor, "20001")
    assert sign_on(floor.site, "RETEST-1", MINE).number == "20001"


def test_an_issued_pin_ends_the_old_pin_and_the_open_sessions(floor: Floor) -> None:
    floor.sign_on(TESTER, "RETEST-1")
    administer(floor, "issue-pin", number=TESTER)
    assert nobody_is_signed_on(floor)
    ask(floor)
    with pytest.raises(WrongPin):
        sign_on(floor.site, "RETEST-1", PINS[TESTER])


def test_a_used_start_pin_is_used_up(floor: Floor) -> None:
    administer(floor, "issue-pin", number=TESTER)
    pin = told_pin(floor, TESTER)
    start(floor)
    for _ in range(2):
        choose_pin(floor.site, "RETEST-1", MINE)
    sign_off(floor.site, "RETEST-1")
    ask(floor)
    with pytest.raises(WrongPin):
        sign_on(floor.site, "RETEST-1", pin)


@pytest.mark.parametrize(
    "weak", ["123456", "111111", "40821", "4082177", "40821x", "４０８２１７", ""]
)
def test_a_weak_pin_is_refused(floor: Floor, weak: str) -> None:
    administer(floor, "issue-pin", number=TESTER)
    start(floor)
    with pytest.raises(WeakPin):
        choose_pin(floor.site, "RETEST-1", weak)


def test_the_start_pin_cannot_stay(floor: Floor) -> None:
    administer(floor, "issue-pin", number=TESTER)
    start(floor)
    with pytest.raises(WeakPin):
        choose_pin(floor.site, "RETEST-1", told_pin(floor, TESTER))


def test_two_different_pins_begin_anew(floor: Floor) -> None:
    administer(floor, "issue-pin", number=TESTER)
    start(floor)
    choose_pin(floor.site, "RETEST-1", MINE)
    with pytest.raises(PinsDiffer):
        choose_pin(floor.site, "RETEST-1", "408218")
    choose_pin(floor.site, "RETEST-1", MINE)
    assert nobody_is_signed_on(floor)
    choose_pin(floor.site, "RETEST-1", MINE)
    assert session_of(floor.site, "RETEST-1")


@pytest.mark.parametrize("between", ["cancel", "another badge", "a minute", "another start PIN"])
def test_a_choice_that_was_interrupted_sets_no_pin(floor: Floor, between: str) -> None:
    administer(floor, "issue-pin", number=TESTER)
    start(floor)
    choose_pin(floor.site, "RETEST-1", MINE)
    if between == "cancel":
        cancel(floor.site, "RETEST-1")
    elif between == "another badge":
        ask(floor, ADMIN)
    elif between == "a minute":
        floor.clock.pass_by(seconds=61)
    else:
        administer(floor, "issue-pin", number=TESTER)
    with pytest.raises(NoSession):
        choose_pin(floor.site, "RETEST-1", MINE)
    assert person(floor, TESTER).pin_hash == ""


def test_nobody_chooses_without_a_start_pin(floor: Floor) -> None:
    ask(floor)
    with pytest.raises(NoSession):
        choose_pin(floor.site, "RETEST-1", MINE)


def test_nobody_issues_a_pin_to_himself(floor: Floor) -> None:
    with nothing_changes(floor) as refusal:
        administer(floor, "issue-pin", number=ADMIN)
    assert refusal.code == "not-yourself"


def test_wrong_start_pins_lock_as_any_others_do(floor: Floor) -> None:
    administer(floor, "issue-pin", number=TESTER)
    for _ in range(5):
        ask(floor)
        with pytest.raises(DomainError):
            sign_on(floor.site, "RETEST-1", "000000")
    ask(floor)
    with pytest.raises(DomainError, match="person-locked"):
        sign_on(floor.site, "RETEST-1", told_pin(floor, TESTER))


def test_a_forgotten_and_locked_pin_is_replaced(floor: Floor) -> None:
    for _ in range(10):
        ask(floor)
        with pytest.raises(DomainError):
            sign_on(floor.site, "RETEST-1", "000000")
        floor.clock.pass_by(minutes=16)
    floor.at.clear()
    administer(floor, "issue-pin", number=TESTER)
    start(floor)
    for _ in range(2):
        choose_pin(floor.site, "RETEST-1", MINE)
    assert session_of(floor.site, "RETEST-1")


def test_a_start_pin_that_nobody_used_in_time_opens_nothing(floor: Floor) -> None:
    administer(floor, "issue-pin", number=TESTER)
    floor.clock.pass_by(hours=24)
    start(floor)
    cancel(floor.site, "RETEST-1")
    floor.clock.pass_by(seconds=1)
    for pin, refusal in ((told_pin(floor, TESTER), StartPinExpired), ("000000", WrongPin)):
        ask(floor)
        with pytest.raises(refusal):
            sign_on(floor.site, "RETEST-1", pin)
    floor.at.clear()
    administer(floor, "issue-pin", number=TESTER)
    start(floor)


def test_the_database_holds_no_pin(floor: Floor) -> None:
    administer(floor, "issue-pin", number=TESTER)
    pin = told_pin(floor, TESTER)
    start(floor)
    choose_pin(floor.site, "RETEST-1", MINE)
    everything = repr(dump(floor, without=frozenset({"movement"})))
    assert pin not in everything
    assert MINE not in everything
