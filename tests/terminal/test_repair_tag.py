"""The repair tag goes with pieces to the bench and back from it, and tells no figure."""

from sqlalchemy import select

from domain.printing import Document, JobState, PrintJob
from tests.floor import LEADER, REPAIRER, TESTER, Floor
from tests.terminal.ground import nothing_changes


def tags(floor: Floor) -> list[PrintJob]:
    with floor.site.reading() as db:
        query = select(PrintJob).where(PrintJob.document == Document.REPAIR_TAG)
        return list(db.scalars(query.order_by(PrintJob.id)))


def test_pieces_go_to_the_bench_with_what_was_found(floor: Floor) -> None:
    lot = floor.at_retest(50)
    parts = floor.decide(TESTER, "RETEST-1", lot, counts={"retest-failed": 7, "retest-passed": 43},
                         defects={"bridge": 7})  # fmt: skip

    tag = tags(floor)[-1]
    assert tag.lot == parts["retest-failed"]
    assert "待修" in tag.paper
    assert "连锡" in tag.paper
    assert "复测不合格" in tag.paper
    assert "刘芳" in tag.paper
    assert "第 2 次返修" in tag.paper
    assert "PCS" not in tag.paper


def test_they_come_back_with_what_was_done_and_the_giver_prints_it_again(floor: Floor) -> None:
    lot = floor.at_repair(50)
    floor.repair(lot, 30, location="U7")
    floor.repair(lot, 15, location="U7")
    floor.repair(lot, 5, cause="part-bad", parts="D3 1N4148")
    floor.decide(REPAIRER, "REPAIR-1", lot, counts={"repaired": 50})

    tag = tags(floor)[-1]
    assert "已修" in tag.paper
    assert tag.paper.count("虚焊 · 重焊") == 1
    assert "D3 1N4148" in tag.paper
    assert all(figure not in tag.paper for figure in ('"30', '"15', "50 "))
    with floor.site.writing() as db:
        db.get_one(PrintJob, tag.id).state = JobState.SENT
    floor.note(REPAIRER, "REPAIR-1", "reprint", job=tag.id)
    assert tags(floor)[-1].copy == 2

    floor.receive(TESTER, "RETEST-1", lot, 50)
    floor.sign_on(REPAIRER, "REPAIR-1")
    with nothing_changes(floor) as refusal:
        floor.note(REPAIRER, "REPAIR-1", "reprint", job=tag.id)
    assert refusal.code == "wrong-station"


def test_a_verdict_that_sends_nothing_to_a_bench_prints_none(floor: Floor) -> None:
    lot = floor.at_screening(50)
    floor.decide(LEADER, "SCREEN-1", lot, counts={"no-fault": 50})
    assert tags(floor) == []
