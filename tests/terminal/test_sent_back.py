"""Pieces that come back to repair bring their records: each counts once, whatever the way."""

from sqlalchemy import select

from domain.batch import Batch
from domain.cases import ComplaintNotice
from domain.findings import RepairRecord
from terminal.ratio import not_customers
from tests.floor import (
    PRODUCTION,
    QUALITY,
    REPAIRER,
    TESTER,
    Floor,
)
from tests.terminal.ground import nothing_changes


def counted(floor: Floor) -> int:
    """How many pieces the 0.5 % rule counts in the first batch."""
    with floor.site.reading() as db:
        return not_customers(db, db.scalars(select(Batch).order_by(Batch.id).limit(1)).one())


def records(floor: Floor, lot: str = "") -> list[tuple[str, int, bool]]:
    """Cause, pieces and whether still open, of the records that count."""
    with floor.site.reading() as db:
        query = select(RepairRecord).where(RepairRecord.voided_by == 0).order_by(RepairRecord.id)
        if lot:
            query = query.where(RepairRecord.lot_id == floor.lot(lot).id)
        return [(one.cause, one.quantity, one.closed_by == 0) for one in db.scalars(query)]


def record_number(floor: Floor, cause: str) -> int:
    with floor.site.reading() as db:
        query = select(RepairRecord.id).where(RepairRecord.cause == cause)
        return db.scalars(query.order_by(RepairRecord.id.desc()).limit(1)).one()


def send_back(floor: Floor, lot: str, person: str = TESTER, station: str = "RETEST-1") -> None:
    """The receiver refuses what repair has decided, and the supervisor sends it back."""
    floor.act(person, station, "refuse", lot=lot, reasons=("missing-repair-record",))
    floor.act(PRODUCTION, "REVIEW-1", "rule", lot=lot, ruling="send-back")


def test_pieces_that_are_sent_back_bring_their_records_and_count_once(floor: Floor) -> None:
    lot = floor.at_repair(1000)
    floor.repair(lot, 4)
    floor.repair(lot, 996, cause="misuse")
    floor.decide(REPAIRER, "REPAIR-1", lot, counts={"repaired": 1000})
    send_back(floor, lot)
    assert records(floor, lot) == [("open", 4, True), ("misuse", 996, True)]
    floor.decide(REPAIRER, "REPAIR-1", lot, counts={"repaired": 1000})
    assert counted(floor) == 4
    with floor.site.reading() as db:
        assert db.scalar(select(ComplaintNotice)) is None


def test_a_part_of_a_verdict_that_is_sent_back_brings_the_records_of_that_part(
    floor: Floor,
) -> None:
    lot = floor.at_repair(50)
    floor.repair(lot, 40)
    floor.repair(lot, 6, outcome="nothing-found", cause="unknown")
    parts = floor.decide(REPAIRER, "REPAIR-1", lot, counts={"repaired": 40, "nothing-found": 6})
    send_back(floor, parts["repaired"])
    assert records(floor, parts["repaired"]) == [("open", 40, True)]
    assert records(floor, parts["nothing-found"]) == [("unknown", 6, False)]
    floor.repair(lot, 4)
    floor.decide(REPAIRER, "REPAIR-1", lot, counts={"repaired": 4})
    floor.decide(REPAIRER, "REPAIR-1", parts["repaired"], counts={"repaired": 40})
    assert counted(floor) == 44


def test_the_part_that_the_receiver_did_not_take_comes_back_with_as_many_records(
    floor: Floor,
) -> None:
    lot = floor.at_repair(50)
    floor.repair(lot, 25)
    floor.repair(lot, 25, cause="bridge", minutes=50)
    floor.decide(REPAIRER, "REPAIR-1", lot, counts={"repaired": 50})
    forms = ("service-form", "repair-record", "signed")
    floor.act(TESTER, "RETEST-1", "receive-part", lot=lot, count=40, forms=forms,
              reasons=("damaged",))  # fmt: skip
    floor.act(PRODUCTION, "REVIEW-1", "rule", lot=lot, ruling="send-back")
    assert records(floor, lot) == [("bridge", 10, True)]
    with floor.site.reading() as db:
        assert sorted(db.scalars(select(RepairRecord.minutes))) == [0, 20, 30]
    floor.decide(REPAIRER, "REPAIR-1", lot, counts={"repaired": 10})
    assert counted(floor) == 50


def test_pieces_that_come_back_twice_still_count_once(floor: Floor) -> None:
    lot = floor.at_repair(10)
    floor.repair(lot, 10)
    for _ in range(2):
        floor.decide(REPAIRER, "REPAIR-1", lot, counts={"repaired": 10})
        send_back(floor, lot)
    assert records(floor) == [("open", 10, True)]
    assert counted(floor) == 10


def test_what_a_later_step_is_sent_back_opens_no_repair_record(floor: Floor) -> None:
    lot = floor.at_retest(10)
    floor.decide(TESTER, "RETEST-1", lot, counts={"retest-passed": 10})
    floor.act("10211", "OQC-1", "refuse", lot=lot, reasons=("unsigned",))
    floor.act(QUALITY, "REVIEW-1", "rule", lot=lot, ruling="send-back")
    assert records(floor) == [("open", 10, False)]


def test_a_record_that_was_wrong_is_voided_and_the_pieces_are_recorded_again(
    floor: Floor,
) -> None:
    lot = floor.at_repair(1000)
    floor.repair(lot, 5)
    floor.note(REPAIRER, "REPAIR-1", "void-repair", lot=lot, record=record_number(floor, "open"))
    assert counted(floor) == 0
    floor.repair(lot, 1000, cause="misuse")
    floor.decide(REPAIRER, "REPAIR-1", lot, counts={"repaired": 1000})
    assert counted(floor) == 0
    with floor.site.reading() as db:
        written = db.scalars(select(RepairRecord).order_by(RepairRecord.id))
        assert [one.quantity for one in written] == [5, 1000]


def test_pieces_that_were_sent_back_can_be_judged_anew(floor: Floor) -> None:
    lot = floor.at_repair(10)
    floor.repair(lot, 7)
    floor.repair(lot, 3, cause="bridge")
    floor.decide(REPAIRER, "REPAIR-1", lot, counts={"repaired": 10})
    send_back(floor, lot)
    floor.note(REPAIRER, "REPAIR-1", "void-repair", lot=lot, record=record_number(floor, "bridge"))
    floor.repair(lot, 3, outcome="nothing-found", cause="unknown")
    floor.decide(REPAIRER, "REPAIR-1", lot, counts={"repaired": 7, "nothing-found": 3})
    assert counted(floor) == 7


def test_only_an_open_record_of_this_lot_is_voided(floor: Floor) -> None:
    lot = floor.at_repair(10)
    floor.repair(lot, 10)
    floor.decide(REPAIRER, "REPAIR-1", lot, counts={"repaired": 10})
    other = floor.at_repair(10)
    for record in (record_number(floor, "open"), 999):
        with nothing_changes(floor) as refusal:
            floor.note(REPAIRER, "REPAIR-1", "void-repair", lot=other, record=record)
        assert refusal.code == "unknown-thing"


def test_pieces_that_were_given_up_and_repaired_again_count_by_their_first_cause(
    floor: Floor,
) -> None:
    lot = floor.at_repair(10)
    floor.repair(lot, 10, outcome="unrepairable", cause="misuse")
    floor.decide(REPAIRER, "REPAIR-1", lot, counts={"unrepairable": 10})
    floor.receive(QUALITY, "REVIEW-1", lot, 10)
    floor.decide(QUALITY, "REVIEW-1", lot, counts={"to-repair": 10}, note="换主控")
    floor.receive(REPAIRER, "REPAIR-1", lot, 10, on_time=True)
    assert floor.lot(lot).round == 1
    floor.repair(lot, 10)
    assert counted(floor) == 0


def test_a_review_of_a_later_round_counts_no_piece_again(floor: Floor) -> None:
    lot = floor.at_retest(10)
    floor.decide(TESTER, "RETEST-1", lot, counts={"retest-failed": 10}, defects={"open": 10})
    floor.receive(REPAIRER, "REPAIR-1", lot, 10, on_time=True)
    floor.repair(lot, 10, outcome="nothing-found", cause="unknown")
    floor.decide(REPAIRER, "REPAIR-1", lot, counts={"nothing-found": 10})
    floor.receive(PRODUCTION, "REVIEW-1", lot, 10)
    assert counted(floor) == 10
