"""A review may decide in several ways about its pieces; its case keeps every one."""

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from domain.cases import ReviewCase
from domain.lot import LotState
from tests.floor import BOSS, PACKER, QUALITY, REPAIRER, SALES, Floor
from tests.terminal.test_sent_back import counted
from tests.terminal.test_ways_of_a_lot import at_review


def the_case(floor: Floor) -> ReviewCase:
    with floor.site.reading() as db:
        query = select(ReviewCase).options(selectinload(ReviewCase.decisions))
        return db.scalars(query).one()


def decisions(floor: Floor) -> list[tuple[str, int]]:
    return [(one.outcome.value, one.quantity) for one in the_case(floor).decisions if one.quantity]


def test_every_outcome_of_a_decision_is_kept_with_its_pieces(floor: Floor) -> None:
    lot, _ = at_review(floor)
    floor.decide(QUALITY, "REVIEW-1", lot, counts={"to-repair": 4}, note="换主控")
    assert the_case(floor).decided_at is None
    counts = {"to-rework": 1, "to-retest": 5}
    floor.decide(QUALITY, "REVIEW-1", lot, counts=counts, note="低温再测", conditions="-20 °C")
    assert sorted(decisions(floor)) == [("to-repair", 4), ("to-retest", 5), ("to-rework", 1)]
    assert [one.note for one in the_case(floor).decisions] == ["换主控", "低温再测", "低温再测"]
    assert the_case(floor).decided_at is not None


def test_only_the_pieces_that_go_to_repair_are_explained(floor: Floor) -> None:
    lot, _ = at_review(floor)
    assert counted(floor) == 10
    counts = {"to-repair": 4, "to-retest": 6}
    parts = floor.decide(
        QUALITY, "REVIEW-1", lot, counts=counts, note="换主控", conditions="-20 °C"
    )
    assert counted(floor) == 6
    floor.receive(REPAIRER, "REPAIR-1", parts["to-repair"], 4, on_time=True)
    floor.repair(parts["to-repair"], 4)
    assert counted(floor) == 10


def test_a_part_that_is_sent_back_is_undecided_and_has_the_case_of_the_whole(
    floor: Floor,
) -> None:
    lot, case = at_review(floor)
    floor.note(SALES, "SALES-1", "consent", case=case, consent="客户邮件同意")
    parts = floor.decide(
        QUALITY, "REVIEW-1", lot, counts={"to-repair": 4, "as-is": 6}, note="部分不修"
    )
    floor.act(PACKER, "PACK-1", "refuse", lot=parts["as-is"], reasons=("damaged",))
    floor.act(BOSS, "REVIEW-1", "rule", lot=parts["as-is"], ruling="send-back")
    assert (decisions(floor), the_case(floor).decided_at) == ([("to-repair", 4)], None)
    floor.decide(QUALITY, "REVIEW-1", parts["as-is"], counts={"scrap": 6}, note="烧毁")
    assert decisions(floor) == [("to-repair", 4), ("scrap", 6)]
    assert the_case(floor).decided_at is not None
    assert floor.lot(parts["as-is"]).state is LotState.ENDED


def test_the_received_part_of_a_decision_stays_decided(floor: Floor) -> None:
    lot, case = at_review(floor)
    floor.note(SALES, "SALES-1", "consent", case=case, consent="客户邮件同意")
    floor.decide(QUALITY, "REVIEW-1", lot, counts={"as-is": 10}, note="不修")
    floor.act(PACKER, "PACK-1", "receive-part", lot=lot, count=7, reasons=("damaged",),
              forms=("service-form", "signed"))  # fmt: skip
    floor.act(BOSS, "REVIEW-1", "rule", lot=lot, ruling="send-back")
    assert decisions(floor) == [("as-is", 7)]
    floor.decide(QUALITY, "REVIEW-1", lot, counts={"scrap": 3}, note="烧毁")
    assert decisions(floor) == [("as-is", 7), ("scrap", 3)]
