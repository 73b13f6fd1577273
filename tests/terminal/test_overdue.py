"""Every overdue found goes to the direct supervisor and stays with him until he decides."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from domain.overdue import OverdueDecision
from domain.people import Person
from terminal.queries.supervise import decisions, eyes_of
from tests.floor import (
    BOSS,
    LEADER,
    PACKER,
    PRODUCTION,
    QUALITY,
    REPAIRER,
    SALES,
    SALES_HEAD,
    Floor,
)
from tests.terminal.ground import events, nothing_changes
from tests.terminal.offices import administer
from tests.terminal.test_deputies import name_deputy

TODAY = date(2026, 11, 20)


def todo(floor: Floor, person: str) -> list[str]:
    """The keys of what is overdue in somebody's list."""
    with floor.site.reading() as db:
        number = db.scalars(select(Person.id).where(Person.number == person)).one()
        items = decisions(eyes_of(floor.site, db, number))
        return [item.key for item in items if item.act == "decide-overdue"]


def late_at_repair(floor: Floor, pieces: int = 10) -> str:
    """A lot in the repairer's name whose internal due date was yesterday."""
    lot = floor.at_repair(pieces)
    batch = lot.partition(".")[0]
    floor.act(PRODUCTION, "REVIEW-1", "promise", batch=batch, production_on=TODAY)
    tomorrow(floor)
    return lot


def tomorrow(floor: Floor, days: int = 1) -> None:
    floor.clock.pass_by(days=days)
    floor.at.clear()


def decide(floor: Floor, who: str, lot: object, **more: object) -> None:
    fields = {"cause": "due", "way": "push", "reason": "material"}
    if "hours" not in more:
        fields["until_on"] = str(TODAY + timedelta(days=3))
    floor.act(who, "REVIEW-1", "decide-overdue", lot=lot, **(fields | more))


def test_a_lot_past_its_date_is_in_the_list_of_the_direct_supervisor_only(floor: Floor) -> None:
    lot = late_at_repair(floor)
    assert todo(floor, PRODUCTION) == [f"overdue:due:{lot}"]
    assert not [who for who in (QUALITY, BOSS, SALES_HEAD, LEADER) if todo(floor, who)]


def test_a_lot_is_not_overdue_on_its_last_day(floor: Floor) -> None:
    lot = floor.at_repair(5)
    batch = lot.partition(".")[0]
    floor.act(PRODUCTION, "REVIEW-1", "promise", batch=batch, production_on=TODAY)
    assert todo(floor, PRODUCTION) == []


def test_it_stays_until_he_decides_and_comes_back_after_the_day_he_named(floor: Floor) -> None:
    lot = late_at_repair(floor)
    tomorrow(floor)
    assert todo(floor, PRODUCTION)

    decide(floor, PRODUCTION, lot, note="先修这批")

    assert todo(floor, PRODUCTION) == []
    (decided,) = events(floor, "lot:overdue-decided")
    assert decided.meaning == "overdue-push"
    assert (decided.facts["about"], decided.facts["delay"]) == (lot, "material")
    tomorrow(floor)
    assert todo(floor, PRODUCTION) == []
    tomorrow(floor)
    assert todo(floor, PRODUCTION) == [f"overdue:due:{lot}"]


def test_what_is_split_off_a_decided_lot_is_decided_too(floor: Floor) -> None:
    lot = late_at_repair(floor)
    decide(floor, PRODUCTION, lot)
    floor.repair(lot, 4)
    part = floor.decide(REPAIRER, "REPAIR-1", lot, counts={"repaired": 4})["repaired"]
    assert part != lot
    assert todo(floor, PRODUCTION) == []


def test_a_part_that_was_split_off_before_is_decided_by_itself(floor: Floor) -> None:
    lot = late_at_repair(floor)
    floor.repair(lot, 4)
    part = floor.decide(REPAIRER, "REPAIR-1", lot, counts={"repaired": 4})["repaired"]
    decide(floor, PRODUCTION, lot)
    assert todo(floor, PRODUCTION) == [f"overdue:due:{part}"]


def test_a_decision_does_not_make_a_workers_page_old(floor: Floor) -> None:
    lot = late_at_repair(floor)
    version = floor.lot(lot).version
    decide(floor, PRODUCTION, lot)
    assert floor.lot(lot).version == version


def test_production_is_asked_for_a_new_date_and_gives_it(floor: Floor) -> None:
    lot = late_at_repair(floor)
    batch = lot.partition(".")[0]
    decide(floor, PRODUCTION, lot, way="new-date")
    with floor.site.reading() as db:
        boss = db.scalars(select(Person.id).where(Person.number == PRODUCTION)).one()
        asked = [one.kind for one in decisions(eyes_of(floor.site, db, boss))]
    assert "promise-late" in asked
    floor.act(PRODUCTION, "REVIEW-1", "promise", batch=batch, reason="material",
              production_on=TODAY + timedelta(days=5), told_customer="已电话")  # fmt: skip
    assert todo(floor, PRODUCTION) == []
    tomorrow(floor, 6)
    assert todo(floor, PRODUCTION) == [f"overdue:due:{lot}"]


def test_an_offer_that_nobody_receives_waits_on_the_shelf_and_goes_to_the_supervisor(
    floor: Floor,
) -> None:
    lot = floor.book_in(10)
    floor.clock.pass_by(minutes=59)
    assert todo(floor, SALES_HEAD) == []
    floor.clock.pass_by(minutes=1)
    assert todo(floor, SALES_HEAD) == [f"overdue:waiting:{lot}"]

    floor.at.clear()
    decide(floor, SALES_HEAD, lot, cause="waiting", way="help", hours=2)

    assert todo(floor, SALES_HEAD) == []
    floor.clock.pass_by(hours=2)
    assert todo(floor, SALES_HEAD) == [f"overdue:waiting:{lot}"]
    floor.at.clear()
    floor.receive(PACKER, "RECV-1", lot, 10)
    assert todo(floor, SALES_HEAD) == []


def test_late_goods_are_received_and_never_refused_for_it(floor: Floor) -> None:
    lot = floor.book_in(10)
    tomorrow(floor)
    with nothing_changes(floor) as refusal:
        floor.act(PACKER, "RECV-1", "refuse", lot=lot, reasons=("overdue",))
    assert refusal.code == "bad-field"
    assert floor.receive(PACKER, "RECV-1", lot, 10)["result"] == "received"


def test_a_deputy_decides_and_says_for_whom(floor: Floor) -> None:
    lot = late_at_repair(floor)
    name_deputy(floor, PRODUCTION, QUALITY)
    assert todo(floor, QUALITY) == [f"overdue:due:{lot}"]
    decide(floor, QUALITY, lot)
    with floor.site.reading() as db:
        assert db.scalars(select(OverdueDecision.decided_by)).one() == "李国强（代 周志明）"


def test_without_a_known_supervisor_it_goes_to_the_production_supervisor(floor: Floor) -> None:
    lot = floor.book_in(10)
    administer(floor, "change-person", number=SALES, name="赵婷", team="sales")
    floor.clock.pass_by(hours=1)
    assert todo(floor, PRODUCTION) == [f"overdue:waiting:{lot}"]
    assert todo(floor, SALES_HEAD) == []


def test_when_the_supervisor_has_left_his_own_supervisor_decides(floor: Floor) -> None:
    lot = late_at_repair(floor)
    administer(floor, "leave", number=PRODUCTION)
    assert todo(floor, BOSS) == [f"overdue:due:{lot}"]
    decide(floor, BOSS, lot)
    assert todo(floor, BOSS) == []


@pytest.mark.parametrize(
    ("who", "fields", "code"),
    [
        (QUALITY, {}, "not-your-people"),
        (SALES, {}, "not-permitted"),
        (PRODUCTION, {"cause": "waiting", "hours": 2}, "not-overdue"),
        (PRODUCTION, {"reason": "很忙"}, "unknown-thing"),
        (PRODUCTION, {"reason": " "}, "bad-field"),
        (PRODUCTION, {"way": "refuse"}, "bad-field"),
        (PRODUCTION, {"until_on": TODAY}, "bad-field"),
        (PRODUCTION, {"until_on": TODAY + timedelta(days=60)}, "bad-field"),
        (PRODUCTION, {"lot": "RT-2611-9999.1"}, "unknown-lot"),
    ],
)
def test_a_decision_that_cannot_be_is_refused(
    floor: Floor, who: str, fields: dict[str, object], code: str
) -> None:
    lot = late_at_repair(floor)
    with nothing_changes(floor) as refusal:
        decide(floor, who, **({"lot": lot, "version": 0} | fields))
    assert refusal.code == code


def test_new_dates_are_not_asked_for_an_offer_that_waits_an_hour(floor: Floor) -> None:
    lot = floor.book_in(10)
    floor.clock.pass_by(hours=1)
    floor.at.clear()
    with nothing_changes(floor) as refusal:
        decide(floor, SALES_HEAD, lot, cause="waiting", way="new-date", hours=2)
    assert refusal.facts["field"] == "way"
