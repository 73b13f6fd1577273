"""What the figures and papers say after splits, merges, disputes and decisions."""

from sqlalchemy import select

from domain.batch import Batch
from domain.cases import ComplaintNotice, Discrepancy, ReviewCase
from domain.events import Event
from domain.ledger import Movement
from domain.lot import Lot, LotState
from terminal.queries.signatures import signatures
from tests.floor import (
    INSPECTOR,
    LEADER,
    PACKER,
    PRODUCTION,
    QUALITY,
    REPAIRER,
    SALES,
    SALES_HEAD,
    Floor,
)
from tests.terminal.ground import nothing_changes


def track(floor: Floor, number: str) -> list[tuple[str, int | None]]:
    with floor.site.reading() as db:
        lot = db.scalars(select(Lot).where(Lot.number == number)).one()
        return [(row.meaning, row.quantity) for row in signatures(db, lot)]


def split_and_met_again(floor: Floor) -> tuple[str, str]:
    """Two parts of one lot that the QC leader has received one after the other."""
    lot = floor.book_in(50)
    floor.receive(PACKER, "RECV-1", lot, 50)
    part = floor.decide(PACKER, "RECV-1", lot, counts={"counted": 20})["counted"]
    floor.decide(PACKER, "RECV-1", lot, counts={"counted": 30})
    floor.receive(LEADER, "SCREEN-1", part, 20)
    floor.receive(LEADER, "SCREEN-1", lot, 30)
    return lot, part


def test_a_lot_that_was_split_and_merged_again_has_one_track(floor: Floor) -> None:
    lot, part = split_and_met_again(floor)
    floor.act(LEADER, "SCREEN-1", "merge", lot=lot, other=part)
    assert track(floor, lot) == [
        ("booked-in", 50), ("received", 50), ("decided-register", 20), ("decided-register", 30),
        ("received", 20), ("received", 30), ("merged", 50),
    ]  # fmt: skip
    assert floor.balances(lot.partition(".")[0]) == {"customer": -50, "1@screening": 50}


def test_a_merge_keeps_what_was_found_on_both_lots(floor: Floor) -> None:
    lot, part = split_and_met_again(floor)
    floor.act(LEADER, "SCREEN-1", "register-anomaly", lot=part, quantity=2,
              inspector=INSPECTOR, description="连锡")  # fmt: skip
    floor.act(LEADER, "SCREEN-1", "merge", lot=lot, other=part)
    floor.decide(LEADER, "SCREEN-1", lot, counts={"seen": 2, "unseen": 48}, defects={"bridge": 2})


def test_repair_records_go_along_with_a_merged_lot(floor: Floor) -> None:
    lot, part = split_and_met_again(floor)
    for one, pieces in ((lot, 30), (part, 20)):
        floor.decide(LEADER, "SCREEN-1", one, counts={"unseen": pieces})
        floor.receive(REPAIRER, "REPAIR-1", one, pieces, on_time=True)
    floor.repair(part, 20, cause="misuse")
    floor.repair(lot, 30, cause="misuse")
    floor.act(REPAIRER, "REPAIR-1", "merge", lot=lot, other=part)
    floor.decide(REPAIRER, "REPAIR-1", lot, counts={"repaired": 50})
    assert floor.lot(lot).quantity == 50


def test_no_figure_of_an_open_offer_is_seen_after_a_withdrawal(floor: Floor) -> None:
    lot = floor.at_screening(50)
    floor.decide(LEADER, "SCREEN-1", lot, counts={"unseen": 20, "no-fault": 30})
    floor.act(LEADER, "SCREEN-1", "withdraw", lot=lot)
    floor.act(LEADER, "SCREEN-1", "offer", lot=lot, count=20)
    assert [quantity for meaning, quantity in track(floor, lot) if meaning != "received"] == [
        50, 50, None, None, None,
    ]  # fmt: skip


def test_no_figure_of_another_parts_open_offer_is_seen(floor: Floor) -> None:
    lot = floor.at_screening(50)
    part = floor.decide(LEADER, "SCREEN-1", lot, counts={"unseen": 20})["unseen"]
    floor.decide(LEADER, "SCREEN-1", lot, counts={"unseen": 30})
    assert [quantity for meaning, quantity in track(floor, lot)[-2:]] == [None, None]
    floor.receive(REPAIRER, "REPAIR-1", lot, 30, on_time=True)
    assert [quantity for meaning, quantity in track(floor, lot)[-3:]] == [None, 30, 30]
    floor.receive(REPAIRER, "REPAIR-1", part, 20, on_time=True)
    assert [quantity for meaning, quantity in track(floor, lot)[-3:]] == [20, 30, 30]


def test_every_movement_names_the_event_that_moved_it(floor: Floor) -> None:
    lot = floor.at_screening(10)
    floor.decide(LEADER, "SCREEN-1", lot, counts={"no-fault": 4, "unseen": 6})
    floor.receive(QUALITY, "REVIEW-1", f"{lot[:-1]}2", 4)
    with floor.site.reading() as db:
        query = select(Event.kind).join(Movement, Movement.event == Event.number)
        assert list(db.scalars(query.order_by(Movement.id))) == [
            "batch:booked-in", "handover:received", "handover:received", "lot:decided",
            "handover:received",
        ]  # fmt: skip


def at_review(floor: Floor, pieces: int = 10) -> tuple[str, str]:
    lot = floor.at_screening(pieces)
    floor.decide(LEADER, "SCREEN-1", lot, counts={"no-fault": pieces})
    floor.receive(QUALITY, "REVIEW-1", lot, pieces)
    return lot, f"{lot.partition('.')[0]}-Q1"


def test_scrapped_parts_of_a_lot_leave_and_the_rest_is_decided_later(floor: Floor) -> None:
    lot, case = at_review(floor)
    floor.note(SALES, "SALES-1", "consent", case=case, consent="客户邮件同意")
    floor.decide(QUALITY, "REVIEW-1", lot, counts={"scrap": 3}, note="烧毁")
    floor.decide(QUALITY, "REVIEW-1", lot, counts={"scrap": 2, "as-is": 5}, note="烧毁")
    held = floor.balances(lot.partition(".")[0])
    assert (held["customer"], held["scrapped"], sum(held.values())) == (-10, 5, 0)


def test_a_decision_that_was_sent_back_keeps_the_customers_consent(floor: Floor) -> None:
    lot, case = at_review(floor)
    floor.note(SALES, "SALES-1", "consent", case=case, consent="客户邮件同意")
    floor.decide(QUALITY, "REVIEW-1", lot, counts={"as-is": 10}, note="不修")
    floor.act(PACKER, "PACK-1", "refuse", lot=lot, reasons=("damaged",))
    floor.act("10001", "REVIEW-1", "rule", lot=lot, ruling="send-back")
    floor.decide(QUALITY, "REVIEW-1", lot, counts={"scrap": 10}, note="烧毁")
    assert floor.lot(lot).state is LotState.ENDED


def disputed_lot(floor: Floor, *counts: int) -> str:
    lot = floor.book_in(50)
    for count in counts:
        floor.receive(PACKER, "RECV-1", lot, count)
    return lot


def papers(floor: Floor) -> list[str]:
    with floor.site.reading() as db:
        return [
            paper.state.value for paper in db.scalars(select(Discrepancy).order_by(Discrepancy.id))
        ]


def test_a_difference_that_was_proposed_is_dropped_when_the_dispute_ends_otherwise(
    floor: Floor,
) -> None:
    lot = disputed_lot(floor, 48, 48)
    floor.act(PACKER, "RECV-1", "propose-difference", lot=lot)
    floor.act(SALES_HEAD, "REVIEW-1", "rule", lot=lot, ruling="recount")
    floor.act(SALES, "SALES-1", "offer", lot=lot, count=50)
    with nothing_changes(floor) as refusal:
        floor.act(SALES, "SALES-1", "agree-discrepancy", pin=True, lot=lot)
    assert refusal.code == "wrong-state"
    for count in (47, 49):
        floor.receive(PACKER, "RECV-1", lot, count)
    floor.act(PACKER, "RECV-1", "propose-difference", lot=lot)
    floor.act(SALES, "SALES-1", "agree-discrepancy", pin=True, lot=lot)
    assert papers(floor) == ["dropped", "agreed"]
    assert floor.lot(lot).quantity == 49


def test_a_declared_figure_that_was_wrong_keeps_the_batch_open_until_sales_settles(
    floor: Floor,
) -> None:
    lot = floor.at_screening(1, declared=2)
    floor.decide(LEADER, "SCREEN-1", lot, counts={"no-fault": 1})
    floor.receive(QUALITY, "REVIEW-1", lot, 1)
    case = f"{lot.partition('.')[0]}-Q1"
    floor.note(SALES, "SALES-1", "consent", case=case, consent="客户邮件同意")
    floor.decide(QUALITY, "REVIEW-1", lot, counts={"scrap": 1}, note="烧毁")
    floor.act(QUALITY, "REVIEW-1", "close-case", pin=True, case=case, correction="已培训")
    floor.act(SALES, "SALES-1", "issue-notice", notice=f"{lot.partition('.')[0]}-C1")
    with floor.site.reading() as db:
        paper = db.scalars(select(Discrepancy.id)).one()
    floor.act(SALES, "SALES-1", "close-discrepancy", pin=True, discrepancy=paper, note="客户少发")
    with floor.site.reading() as db:
        assert db.scalars(select(Batch)).one().closed_at is not None


def test_a_review_counts_the_pieces_that_arrived(floor: Floor) -> None:
    lot = floor.at_repair(1000)
    floor.repair(lot, 5, outcome="nothing-found", cause="unknown")
    part = floor.decide(REPAIRER, "REPAIR-1", lot, counts={"nothing-found": 5})["nothing-found"]
    for count in (3, 4):
        floor.receive(PRODUCTION, "REVIEW-1", part, count)
    floor.act(PRODUCTION, "REVIEW-1", "propose-difference", lot=part)
    floor.act(REPAIRER, "REPAIR-1", "agree-discrepancy", pin=True, lot=part)
    with floor.site.reading() as db:
        assert db.scalars(select(ReviewCase)).one().quantity == 4
        assert db.scalar(select(ComplaintNotice)) is None


def test_five_of_a_thousand_draft_the_notice_and_four_do_not(floor: Floor) -> None:
    lot = floor.at_repair(1000)
    floor.repair(lot, 4)
    floor.repair(lot, 100, cause="misuse")
    with floor.site.reading() as db:
        assert db.scalar(select(ComplaintNotice)) is None
    floor.repair(lot, 1)
    with floor.site.reading() as db:
        assert db.scalars(select(ComplaintNotice)).one().pieces == 5
