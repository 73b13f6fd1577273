"""Who is away is stood in for, from a day until a day; what a deputy signs says so."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from domain.cases import Discrepancy
from domain.errors import DomainError
from tests.floor import ADMIN, BOSS, LEADER, PACKER, PRODUCTION, QUALITY, TESTER, Floor
from tests.terminal.ground import events, nothing_changes
from tests.terminal.offices import administer, agree

TODAY = date(2026, 11, 20)


def name_deputy(
    floor: Floor, of: str, deputy: str, first: int = 0, last: int = 2, *, by: str = BOSS
) -> int:
    """Propose and agree: from so many days from now until so many days from now."""
    answer = administer(
        floor, "name-deputy", number=of, deputy=deputy,
        from_on=TODAY + timedelta(days=first), until_on=TODAY + timedelta(days=last),
    )  # fmt: skip
    agree(floor, answer, by=by)
    return int(str(answer["appointment"]))


def refused_lot(floor: Floor) -> str:
    """A lot that the QC leader has refused; the packer's supervisor has to decide."""
    lot = floor.book_in(10)
    floor.receive(PACKER, "RECV-1", lot, 10)
    floor.decide(PACKER, "RECV-1", lot, counts={"counted": 10})
    floor.act(LEADER, "SCREEN-1", "refuse", lot=lot, reasons=("damaged",))
    return lot


def rule(floor: Floor, who: str, lot: str) -> None:
    floor.act(who, "REVIEW-1", "rule", lot=lot, ruling="send-back")


def test_a_deputy_decides_for_the_supervisor_and_the_signature_says_so(floor: Floor) -> None:
    lot = refused_lot(floor)
    name_deputy(floor, QUALITY, PRODUCTION)

    rule(floor, PRODUCTION, lot)

    (ruled,) = events(floor, "handover:ruled")
    assert ruled.person_name == "周志明（代 李国强）"
    assert ruled.role == "quality-supervisor"
    assert ruled.facts["stands_for"]
    assert floor.handover(lot).ruled_by == "周志明（代 李国强）"


def test_without_an_appointment_nobody_decides_for_another(floor: Floor) -> None:
    lot = refused_lot(floor)
    with nothing_changes(floor) as refusal:
        rule(floor, PRODUCTION, lot)
    assert refusal.code == "not-your-people"
    assert refusal.facts["supervisor"] == "李国强"


@pytest.mark.parametrize(("first", "last"), [(1, 3), (-3, -1)])
def test_a_deputy_decides_on_his_days_only(floor: Floor, first: int, last: int) -> None:
    lot = refused_lot(floor)
    floor.clock.pass_by(days=min(first, 0))
    name_deputy(floor, QUALITY, PRODUCTION, first, last)
    floor.clock.pass_by(days=-min(first, 0))
    floor.at.clear()
    with nothing_changes(floor) as refusal:
        rule(floor, PRODUCTION, lot)
    assert refusal.code == "not-your-people"


def test_the_first_and_the_last_day_count(floor: Floor) -> None:
    name_deputy(floor, QUALITY, PRODUCTION, 0, 1)
    for _ in range(2):
        rule(floor, PRODUCTION, refused_lot(floor))
        floor.clock.pass_by(days=1)
        floor.at.clear()
    lot = refused_lot(floor)
    with nothing_changes(floor):
        rule(floor, PRODUCTION, lot)


@pytest.mark.parametrize("hour", [20, 23, 2, 7])
def test_the_last_night_shift_counts_until_its_morning(floor: Floor, hour: int) -> None:
    name_deputy(floor, QUALITY, PRODUCTION, 0, 0)
    lot = refused_lot(floor)
    floor.clock.pass_by(hours=(hour - 9) % 24)
    floor.at.clear()
    rule(floor, PRODUCTION, lot)
    assert events(floor, "handover:ruled")[-1].person_name == "周志明（代 李国强）"


def test_in_the_morning_the_last_night_shift_is_over(floor: Floor) -> None:
    name_deputy(floor, QUALITY, PRODUCTION, 0, 0)
    lot = refused_lot(floor)
    floor.clock.pass_by(hours=23)
    floor.at.clear()
    with nothing_changes(floor) as refusal:
        rule(floor, PRODUCTION, lot)
    assert refusal.code == "not-your-people"


def test_a_deputy_without_any_such_role_has_it_while_he_stands_in(floor: Floor) -> None:
    name_deputy(floor, QUALITY, TESTER)
    lot = floor.book_in(10)
    batch = lot.partition(".")[0]
    floor.act(TESTER, "REVIEW-1", "confirm-batch-problem", batch=batch, note="整批虚焊")
    (confirmed,) = events(floor, "batch:problem-confirmed")
    assert confirmed.person_name == "刘芳（代 李国强）"


def test_what_is_his_own_right_he_signs_in_his_own_name(floor: Floor) -> None:
    name_deputy(floor, QUALITY, LEADER)
    floor.at_screening(5)
    received = events(floor, "handover:received")[-1]
    assert received.person_name == "王小梅"
    assert "stands_for" not in received.facts


def test_a_deputy_never_decides_about_himself(floor: Floor) -> None:
    lot = refused_lot(floor)
    name_deputy(floor, QUALITY, PACKER)
    name_deputy(floor, QUALITY, LEADER)
    for giver_or_receiver in (PACKER, LEADER):
        with nothing_changes(floor) as refusal:
            rule(floor, giver_or_receiver, lot)
        assert refusal.code == "same-person"


def test_a_deputy_needs_a_second_person(floor: Floor) -> None:
    lot = refused_lot(floor)
    answer = administer(
        floor, "name-deputy", number=QUALITY, deputy=PRODUCTION, from_on=TODAY, until_on=TODAY
    )
    for who in (ADMIN, PRODUCTION):
        with nothing_changes(floor):
            agree(floor, answer, by=who)
    with nothing_changes(floor):
        rule(floor, PRODUCTION, lot)
    agree(floor, answer, by=QUALITY)
    rule(floor, PRODUCTION, lot)


def test_an_ended_deputy_decides_nothing_any_more(floor: Floor) -> None:
    lot = refused_lot(floor)
    appointment = name_deputy(floor, QUALITY, PRODUCTION)
    administer(floor, "end-deputy", appointment=appointment)
    with nothing_changes(floor) as refusal:
        rule(floor, PRODUCTION, lot)
    assert refusal.code == "not-your-people"
    with pytest.raises(DomainError, match="already-decided"):
        administer(floor, "end-deputy", appointment=appointment)


@pytest.mark.parametrize("gone", [QUALITY, PRODUCTION])
def test_it_is_over_when_one_of_them_leaves(floor: Floor, gone: str) -> None:
    lot = refused_lot(floor)
    name_deputy(floor, QUALITY, PRODUCTION)
    administer(floor, "leave", number=gone)
    if gone == QUALITY:
        with nothing_changes(floor) as refusal:
            rule(floor, PRODUCTION, lot)
        assert refusal.code == "not-your-people"
    (left,) = events(floor, "person:left")
    assert left.facts["appointments"]


@pytest.mark.parametrize(
    ("deputy", "first", "last", "code"),
    [
        (QUALITY, 0, 1, "bad-field"),
        (PRODUCTION, 2, 1, "bad-field"),
        (PRODUCTION, -3, -1, "bad-field"),
        (PRODUCTION, 0, 92, "bad-field"),
        (ADMIN, 0, 1, "not-yourself"),
        ("99999", 0, 1, "unknown-thing"),
    ],
)
def test_a_deputy_who_cannot_be_is_refused(
    floor: Floor, deputy: str, first: int, last: int, code: str
) -> None:
    with nothing_changes(floor) as refusal:
        name_deputy(floor, QUALITY, deputy, first, last)
    assert refusal.code == code


def test_a_deputy_closes_a_difference_for_the_supervisor(floor: Floor) -> None:
    name_deputy(floor, QUALITY, PRODUCTION)
    lot = floor.book_in(10)
    floor.receive(PACKER, "RECV-1", lot, 10)
    floor.decide(PACKER, "RECV-1", lot, counts={"counted": 10})
    for _ in range(2):
        floor.receive(LEADER, "SCREEN-1", lot, 9)
    floor.act(LEADER, "SCREEN-1", "propose-difference", lot=lot)
    floor.act(PACKER, "RECV-1", "agree-discrepancy", pin=True, lot=lot)
    with floor.site.reading() as db:
        paper = db.scalars(select(Discrepancy.id)).one()

    floor.act(
        PRODUCTION, "REVIEW-1", "close-discrepancy", pin=True, discrepancy=paper, note="已核对"
    )

    (closed,) = events(floor, "discrepancy:closed")
    assert closed.person_name == "周志明（代 李国强）"
