"""Hand-overs as real shifts have them, each told in the words of the people who work there.

The rules behind them are tried one by one elsewhere; here each situation is gone through whole.
"""

from sqlalchemy import select

from domain.handover import HandoverState
from domain.lot import LotState
from domain.people import Person
from domain.printing import Document, PrintJob
from terminal.desk.scans import scan
from terminal.queries.board import board
from terminal.queries.desk import waiting_for
from terminal.queries.supervise import decisions, eyes_of
from terminal.queries.work import work_view
from tests.floor import (
    BOSS,
    ENGINEER,
    LEADER,
    PACKER,
    PRODUCTION,
    QUALITY,
    REPAIRER,
    SALES_HEAD,
    TESTER,
    Floor,
)
from tests.terminal.ground import events, nothing_changes
from tests.terminal.offices import administer
from tests.terminal.test_deputies import name_deputy
from tests.terminal.test_rules_on_both_databases import lot_code

FORMS = ("service-form", "repair-record", "signed")


def todo(floor: Floor, person: str) -> list[str]:
    with floor.site.reading() as db:
        number = db.scalars(select(Person.id).where(Person.number == person)).one()
        return [item.key for item in decisions(eyes_of(floor.site, db, number))]


def responsible(floor: Floor, lot: str) -> str:
    with floor.site.reading() as db:
        return db.get_one(Person, floor.lot(lot).person_id).number


def papers(floor: Floor, document: Document) -> int:
    with floor.site.reading() as db:
        return len(list(db.scalars(select(PrintJob).where(PrintJob.document == document))))


def at_register(floor: Floor, pieces: int) -> str:
    """Counted by the packer and offered to the screening."""
    lot = floor.book_in(pieces)
    floor.receive(PACKER, "RECV-1", lot, pieces)
    floor.decide(PACKER, "RECV-1", lot, counts={"counted": pieces})
    return lot


def later(floor: Floor, **span: float) -> None:
    floor.clock.pass_by(**span)
    floor.at.clear()


def test_a_pallet_is_counted_by_full_boxes_and_a_rest_and_the_slip_knows_how(
    floor: Floor,
) -> None:
    lot = floor.book_in(498)
    floor.receive(PACKER, "RECV-1", lot, 498, counting="9×50+48")
    assert floor.handover(lot).counting == "9×50+48"
    (received,) = events(floor, "handover:received")
    assert (received.quantity, received.facts["counting"]) == (498, "9×50+48")


def test_panels_times_boards_is_another_way_to_count_and_a_miscount_is_no_receipt(
    floor: Floor,
) -> None:
    lot = floor.book_in(96)
    assert floor.receive(PACKER, "RECV-1", lot, 92, counting="23×4")["result"] == "count-again"
    assert floor.receive(PACKER, "RECV-1", lot, 96, counting="24×4")["result"] == "received"
    assert floor.handover(lot).counting == "24×4"


def test_i_take_what_is_there_and_the_rest_stays_with_the_giver(floor: Floor) -> None:
    lot = at_register(floor, 60)
    taken = floor.act(LEADER, "SCREEN-1", "receive-part", lot=lot, count=40, forms=FORMS,
                      reasons=("damaged",))  # fmt: skip
    mine, rest = str(taken["lot"]), str(taken["left"])
    assert (floor.lot(mine).quantity, responsible(floor, mine)) == (40, LEADER)
    assert (floor.lot(rest).quantity, responsible(floor, rest)) == (20, PACKER)
    assert f"rule:{rest}:2" in todo(floor, QUALITY)

    floor.act(QUALITY, "REVIEW-1", "rule", lot=rest, ruling="accept")
    floor.receive(LEADER, "SCREEN-1", rest, 20)

    assert floor.balances(lot.partition(".")[0]) == {
        "customer": -60, "1@screening": 20, "2@screening": 40,
    }  # fmt: skip


def test_i_offered_the_wrong_lot_and_fetch_it_back_from_the_shelf(floor: Floor) -> None:
    lot = at_register(floor, 10)
    floor.act(PACKER, "RECV-1", "withdraw", lot=lot)
    assert not on_the_shelf(floor, "SCREEN-1")
    assert not scan(floor.site, "SCREEN-1", lot_code(lot))
    floor.act(PACKER, "RECV-1", "offer", lot=lot, count=10)
    assert on_the_shelf(floor, "SCREEN-1") == [lot]


def on_the_shelf(floor: Floor, station: str) -> list[str]:
    found = floor.site.settings.station(station)
    assert found
    with floor.site.reading() as db:
        return [one.lot for one in waiting_for(db, found.steps, floor.clock())]


def test_what_i_offered_lies_on_the_next_steps_shelf_its_clock_runs_and_nobody_lost_it(
    floor: Floor,
) -> None:
    lot = at_register(floor, 10)
    later(floor, minutes=45)
    assert on_the_shelf(floor, "SCREEN-1") == [lot]
    station = floor.site.settings.station("SCREEN-1")
    assert station
    with floor.site.reading() as db:
        (waiting,) = waiting_for(db, station.steps, floor.clock())
        (screening,) = [one for one in board(floor.site, db).flow if one.step == "screening"]
        seen = work_view(floor.site, db, station, lot)
    assert waiting.waited.total_seconds() == 45 * 60
    assert screening.coming == 1
    assert seen
    assert (seen.mode, seen.quantity) == ("receive", None)
    assert (responsible(floor, lot), floor.lot(lot).station) == (PACKER, "RECV-1")


def test_the_early_shift_leaves_at_two_and_the_late_shift_signs_for_the_bench(
    floor: Floor,
) -> None:
    opened, sealed = floor.at_repair(30), floor.at_repair(12)
    floor.repair(opened, 8)
    later(floor, hours=5)
    given = floor.act(REPAIRER, "REPAIR-1", "give-shift", shown=2, scanned=(opened, sealed),
                      trays={opened: 30})  # fmt: skip
    assert responsible(floor, opened) == REPAIRER
    floor.act(ENGINEER, "REPAIR-1", "take-shift", shift=given["list"], scanned=(sealed, opened),
              trays={opened: 30})  # fmt: skip
    assert {responsible(floor, lot) for lot in (opened, sealed)} == {ENGINEER}
    assert papers(floor, Document.SHIFT_LIST) == 1
    floor.repair(opened, 22)
    floor.decide(ENGINEER, "REPAIR-1", opened, counts={"repaired": 30})
    floor.receive(TESTER, "RETEST-1", opened, 30)


def test_two_pieces_are_missing_at_the_whistle_and_the_supervisor_finds_out_why(
    floor: Floor,
) -> None:
    lot = floor.at_repair(30)
    floor.repair(lot, 8)
    given = floor.act(REPAIRER, "REPAIR-1", "give-shift", shown=1, scanned=(lot,), trays={lot: 30})
    for _ in range(2):
        said = floor.act(ENGINEER, "REPAIR-1", "take-shift", shift=given["list"],
                         scanned=(lot,), trays={lot: 28})  # fmt: skip
    assert (said["result"], responsible(floor, lot)) == ("shift-differs", REPAIRER)
    (key,) = [one for one in todo(floor, PRODUCTION) if one.startswith("shift:")]

    floor.act(PRODUCTION, "REVIEW-1", "settle-shift", pin=True, line=key.partition(":")[2],
              fate="keep", note="两片在测试台上")  # fmt: skip

    assert key not in todo(floor, PRODUCTION)
    again = floor.act(REPAIRER, "REPAIR-1", "give-shift", shown=1, scanned=(lot,), trays={lot: 30})
    floor.act(ENGINEER, "REPAIR-1", "take-shift", shift=again["list"], scanned=(lot,),
              trays={lot: 30})  # fmt: skip
    assert responsible(floor, lot) == ENGINEER


def test_the_supervisor_is_on_holiday_and_his_deputy_decides_in_both_names(floor: Floor) -> None:
    lot = at_register(floor, 10)
    floor.act(LEADER, "SCREEN-1", "refuse", lot=lot, reasons=("unsigned",))
    name_deputy(floor, QUALITY, PRODUCTION)
    assert f"rule:{lot}:2" in todo(floor, PRODUCTION)
    floor.act(PRODUCTION, "REVIEW-1", "rule", lot=lot, ruling="recount", note="补签名")
    assert floor.handover(lot).ruled_by == "周志明（代 李国强）"


def test_the_packer_resigned_and_his_team_leader_offers_his_lot_again_but_does_not_receive_it(
    floor: Floor,
) -> None:
    lot = at_register(floor, 10)
    floor.act(LEADER, "SCREEN-1", "refuse", lot=lot, reasons=("label-differs",))
    administer(floor, "leave", number=PACKER, note="辞职")
    assert {f"take-over:{lot}"} <= set(todo(floor, LEADER)) & set(todo(floor, QUALITY))

    floor.act(QUALITY, "REVIEW-1", "rule", lot=lot, ruling="recount")
    floor.act(LEADER, "SCREEN-1", "take-over", lot=lot)
    floor.act(LEADER, "RECV-1", "offer", lot=lot, count=10)

    assert responsible(floor, lot) == LEADER
    with nothing_changes(floor) as refusal:
        floor.receive(LEADER, "SCREEN-1", lot, 10)
    assert refusal.code == "same-person"


def test_i_miscounted_once_count_again_and_nobody_hears_of_it(floor: Floor) -> None:
    lot = at_register(floor, 10)
    assert floor.receive(LEADER, "SCREEN-1", lot, 9)["result"] == "count-again"
    assert floor.receive(LEADER, "SCREEN-1", lot, 10)["result"] == "received"
    assert not [one for one in todo(floor, QUALITY) if one.startswith("rule:")]


def test_we_both_counted_twice_and_sign_that_one_is_missing(floor: Floor) -> None:
    lot = at_register(floor, 10)
    for _ in range(2):
        floor.receive(LEADER, "SCREEN-1", lot, 9)
    floor.act(LEADER, "SCREEN-1", "propose-difference", lot=lot)
    floor.act(PACKER, "RECV-1", "agree-discrepancy", pin=True, lot=lot)
    assert (floor.lot(lot).quantity, responsible(floor, lot)) == (9, LEADER)
    assert "difference:1" in todo(floor, QUALITY)


def test_i_refuse_a_form_without_a_date_and_the_supervisor_orders_me_to_take_it(
    floor: Floor,
) -> None:
    lot = at_register(floor, 10)
    floor.act(LEADER, "SCREEN-1", "refuse", lot=lot, reasons=("undated",))
    assert responsible(floor, lot) == PACKER
    floor.act(QUALITY, "REVIEW-1", "rule", lot=lot, ruling="accept", note="日期已补")
    with nothing_changes(floor) as refusal:
        floor.act(LEADER, "SCREEN-1", "refuse", lot=lot, reasons=("undated",))
    assert refusal.code == "ordered-to-accept"
    floor.receive(LEADER, "SCREEN-1", lot, 10)


def test_i_refuse_mixed_boards_and_they_are_sent_back_to_be_sorted(floor: Floor) -> None:
    lot = at_register(floor, 10)
    floor.act(LEADER, "SCREEN-1", "refuse", lot=lot, reasons=("mixed",))
    floor.act(QUALITY, "REVIEW-1", "rule", lot=lot, ruling="send-back")
    assert floor.lot(lot).state is LotState.WORKING
    floor.decide(PACKER, "RECV-1", lot, counts={"counted": 10})
    floor.receive(LEADER, "SCREEN-1", lot, 10)
    assert floor.handover(lot).state is HandoverState.RECEIVED


def test_while_the_supervisor_is_away_a_refused_lot_waits_and_the_others_go_on(
    floor: Floor,
) -> None:
    refused, other = at_register(floor, 10), at_register(floor, 5)
    floor.act(LEADER, "SCREEN-1", "refuse", lot=refused, reasons=("damaged",))
    later(floor, days=2)
    assert f"rule:{refused}:2" in todo(floor, QUALITY)
    floor.receive(LEADER, "SCREEN-1", other, 5)
    floor.decide(LEADER, "SCREEN-1", other, counts={"no-fault": 5})
    assert floor.lot(refused).state is LotState.DISPUTED


def test_nobody_fetches_the_boxes_and_the_sales_manager_pushes_until_somebody_does(
    floor: Floor,
) -> None:
    lot = floor.book_in(10)
    later(floor, hours=1)
    assert f"overdue:waiting:{lot}" in todo(floor, SALES_HEAD)
    floor.act(SALES_HEAD, "REVIEW-1", "decide-overdue", lot=lot, cause="waiting", way="push",
              reason="staff", hours=1)  # fmt: skip
    assert f"overdue:waiting:{lot}" not in todo(floor, SALES_HEAD)
    later(floor, hours=2)
    assert f"overdue:waiting:{lot}" in todo(floor, SALES_HEAD)
    floor.receive(PACKER, "RECV-1", lot, 10)
    assert not [one for one in todo(floor, SALES_HEAD) if one.startswith("overdue:")]


def test_my_supervisor_has_left_and_his_own_supervisor_decides(
    floor: Floor,
) -> None:
    lot = at_register(floor, 10)
    floor.act(LEADER, "SCREEN-1", "refuse", lot=lot, reasons=("damaged",))
    administer(floor, "leave", number=QUALITY)
    floor.act(BOSS, "REVIEW-1", "rule", lot=lot, ruling="recount")
    floor.act(PACKER, "RECV-1", "offer", lot=lot, count=10)
    assert floor.lot(lot).state is LotState.OFFERED
