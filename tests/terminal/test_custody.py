"""Who has the lots of somebody who has left, and who may act for him then."""

import pytest
from sqlalchemy import select

from domain.custody import Colleague, Staff
from domain.handover import HandoverState
from domain.lot import LotState
from domain.people import Person
from domain.process import Role
from terminal.queries.contest import last_offer
from terminal.queries.supervise import decisions, eyes_of
from tests.floor import BOSS, LEADER, PACKER, PRODUCTION, QUALITY, REPAIRER, TESTER, Floor
from tests.terminal.ground import events, nothing_changes
from tests.terminal.offices import administer
from tests.terminal.test_deputies import name_deputy, refused_lot


def todo(floor: Floor, person: str) -> dict[str, str]:
    """What waits for somebody, with who has it now."""
    with floor.site.reading() as db:
        number = db.scalars(select(Person.id).where(Person.number == person)).one()
        items = decisions(eyes_of(floor.site, db, number))
        return {item.key: str(item.facts.get("has") or item.facts.get("in_name")) for item in items}


def in_name_of(floor: Floor, lot: str) -> str:
    with floor.site.reading() as db:
        return db.get_one(Person, floor.lot(lot).person_id).number


def test_a_refused_lot_of_a_packer_who_left_is_his_team_leaders(floor: Floor) -> None:
    lot = refused_lot(floor)
    answer = administer(floor, "leave", number=PACKER)
    assert answer["holder"] == "王小梅"
    assert todo(floor, LEADER)[f"take-over:{lot}"] == "杨丽华 → 王小梅"
    assert todo(floor, QUALITY)[f"rule:{lot}:2"] == "王小梅"
    with floor.site.reading() as db:
        offer = last_offer(db, floor.lot(lot).id, floor.clock())
        assert offer
        assert (offer.giver, offer.has) == ("杨丽华", "王小梅")


def test_the_team_leader_acts_for_who_left_though_it_is_not_his_step(floor: Floor) -> None:
    lot = refused_lot(floor)
    administer(floor, "leave", number=PACKER)
    floor.act(QUALITY, "REVIEW-1", "rule", lot=lot, ruling="recount")

    floor.act(LEADER, "RECV-1", "offer", lot=lot, count=10)
    floor.act(LEADER, "RECV-1", "withdraw", lot=lot)

    assert floor.lot(lot).state is LotState.DECIDED
    assert events(floor, "handover:withdrawn")[-1].person_name == "王小梅"


def test_a_supervisor_does_not_decide_about_his_own_count(floor: Floor) -> None:
    lot = floor.at_screening(10)
    floor.decide(LEADER, "SCREEN-1", lot, counts={"no-fault": 10})
    for _ in range(2):
        floor.receive(QUALITY, "REVIEW-1", lot, 9)
    floor.act(QUALITY, "REVIEW-1", "propose-difference", lot=lot)
    assert f"rule:{lot}:4" not in todo(floor, QUALITY)
    with nothing_changes(floor) as refusal:
        floor.act(QUALITY, "REVIEW-1", "rule", lot=lot, ruling="send-back")
    assert (refusal.code, refusal.facts["supervisor"]) == ("not-your-people", "林总")

    floor.act(LEADER, "SCREEN-1", "agree-discrepancy", pin=True, lot=lot)

    assert "difference:1" not in todo(floor, QUALITY)
    assert "difference:1" in todo(floor, BOSS)
    floor.act(BOSS, "REVIEW-1", "close-discrepancy", pin=True, discrepancy=1, note="已知")


def test_another_leader_or_colleague_does_not_act_for_him(floor: Floor) -> None:
    lot = floor.book_in(10)
    floor.receive(PACKER, "RECV-1", lot, 10)
    floor.decide(PACKER, "RECV-1", lot, counts={"counted": 10})
    administer(floor, "leave", number=PACKER)
    for who in (REPAIRER, TESTER, PRODUCTION):
        with nothing_changes(floor) as refusal:
            floor.act(who, "RECV-1", "withdraw", lot=lot)
        assert refusal.code == "not-permitted"
        assert f"take-over:{lot}" not in todo(floor, who)


def test_while_he_is_here_nobody_takes_his_lots(floor: Floor) -> None:
    lot = refused_lot(floor)
    with nothing_changes(floor) as refusal:
        floor.act(LEADER, "SCREEN-1", "take-over", lot=lot)
    assert refusal.code == "still-in-hand"


def test_the_leader_signs_for_what_was_left_and_it_is_in_his_name(floor: Floor) -> None:
    lot = floor.at_repair(10)
    administer(floor, "change-person", number=REPAIRER, name="何军", team="qc-day",
               supervisor=PRODUCTION)  # fmt: skip
    administer(floor, "leave", number=REPAIRER)
    with nothing_changes(floor) as refusal:
        floor.act(TESTER, "RETEST-1", "take-over", lot=lot)
    assert (refusal.code, refusal.facts["name"]) == ("not-yours", "王小梅")

    floor.act(LEADER, "SCREEN-1", "take-over", lot=lot)

    assert in_name_of(floor, lot) == LEADER
    assert f"take-over:{lot}" not in todo(floor, LEADER) | todo(floor, PRODUCTION)
    assert floor.lot(lot).station == "REPAIR-1"


@pytest.mark.parametrize("who", [QUALITY, TESTER])
def test_the_leaders_deputy_and_the_supervisor_take_over_too(floor: Floor, who: str) -> None:
    lot = refused_lot(floor)
    administer(floor, "leave", number=PACKER)
    name_deputy(floor, LEADER, TESTER)
    assert f"take-over:{lot}" in todo(floor, who)
    floor.act(who, "REVIEW-1", "take-over", lot=lot)
    assert in_name_of(floor, lot) == who


def test_everything_in_his_name_is_taken_over_in_one_signature(floor: Floor) -> None:
    lots = [refused_lot(floor) for _ in range(3)]
    others = floor.at_screening(4)
    administer(floor, "leave", number=PACKER)
    answer = floor.act(LEADER, "SCREEN-1", "take-over", lot=lots[1])
    assert answer["lots"] == 3
    assert {in_name_of(floor, lot) for lot in lots} == {LEADER}
    assert len(events(floor, "lot:taken-over")) == 3
    assert in_name_of(floor, others) == LEADER
    assert not [key for key in todo(floor, LEADER) if key.startswith("take-over:")]


def test_where_the_leader_has_left_too_the_direct_supervisor_has_it(floor: Floor) -> None:
    lot = refused_lot(floor)
    administer(floor, "leave", number=LEADER)
    assert administer(floor, "leave", number=PACKER)["holder"] == "李国强"
    floor.act(QUALITY, "REVIEW-1", "take-over", lot=lot)
    assert in_name_of(floor, lot) == QUALITY


def test_a_difference_with_somebody_who_left_is_signed_by_his_leader(floor: Floor) -> None:
    lot = floor.book_in(10)
    floor.receive(PACKER, "RECV-1", lot, 10)
    floor.decide(PACKER, "RECV-1", lot, counts={"counted": 10})
    administer(floor, "change-person", number=PACKER, name="杨丽华", team="repair-day",
               supervisor=QUALITY)  # fmt: skip
    administer(floor, "leave", number=PACKER)
    for _ in range(2):
        floor.receive(LEADER, "SCREEN-1", lot, 9)
    floor.act(LEADER, "SCREEN-1", "propose-difference", lot=lot)
    floor.act(REPAIRER, "RECV-1", "agree-discrepancy", pin=True, lot=lot)
    assert floor.handover(lot).state is HandoverState.RECEIVED
    assert "difference:1" in todo(floor, PRODUCTION)


def known(*people: tuple[int, bool, int | None, int | None, Role]) -> Staff:
    return Staff({
        number: Colleague(number, str(number), active, boss, leader, frozenset({role}))
        for number, active, boss, leader, role in people
    })  # fmt: skip


def test_supervisors_who_left_are_skipped_and_circles_end() -> None:
    worker, gone, head, production = 1, 2, 3, 4
    one = known(
        (worker, True, gone, None, Role.TESTER),
        (gone, False, head, None, Role.QUALITY_SUPERVISOR),
        (head, True, None, None, Role.GENERAL_MANAGER),
        (production, True, head, None, Role.PRODUCTION_SUPERVISOR),
    )
    assert one.bosses(worker) == {head}
    assert one.bosses(head) == {production}
    assert one.bosses(999) == {production}
    circle = known(
        (worker, True, gone, None, Role.TESTER), (gone, False, worker, None, Role.TESTER)
    )
    assert circle.bosses(worker) == frozenset()
    assert circle.holder(gone) == worker
    assert circle.holder(999) is None


def test_the_general_manager_decides_in_the_production_supervisors_own_matters() -> None:
    one = known(
        (1, True, None, None, Role.PRODUCTION_SUPERVISOR),
        (2, True, None, None, Role.GENERAL_MANAGER),
    )
    assert one.bosses(1) == {2}
