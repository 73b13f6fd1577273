"""Change of shift: two people sign one list, and the lots are in the other's name."""

import json

import pytest
from sqlalchemy import select

from devices.paper import Pair, Table
from domain.cases import Discrepancy
from domain.shift import ShiftList
from tests.floor import ENGINEER, LEADER, PRODUCTION, QUALITY, REPAIRER, TESTER, Floor
from tests.terminal.benches import (
    AT,
    bench,
    give,
    in_name_of,
    paper_of,
    settle,
    take,
    todo,
    warned,
)  # fmt: skip
from tests.terminal.ground import events, nothing_changes


def test_two_people_sign_one_list_and_the_lots_are_in_the_others_name(floor: Floor) -> None:
    opened, fresh = bench(floor)
    shift = give(floor, opened, fresh, b1=50)
    assert in_name_of(floor, opened) == REPAIRER

    assert take(floor, shift, fresh, opened, b1=50) == "shift-taken"

    assert {in_name_of(floor, lot) for lot in (opened, fresh)} == {ENGINEER}
    assert [(one.lot, one.quantity) for one in events(floor, "lot:shift-taken")] == [
        (opened, 50), (fresh, None),
    ]  # fmt: skip


def test_a_new_badge_changes_the_operator_and_never_custody(floor: Floor) -> None:
    opened, _ = bench(floor)
    floor.sign_on(ENGINEER, AT)
    floor.act(ENGINEER, AT, "hold", lot=opened, reason="等料")
    assert in_name_of(floor, opened) == REPAIRER


def test_the_list_is_printed_with_both_names_and_the_day(floor: Floor) -> None:
    opened, fresh = bench(floor)
    take(floor, give(floor, opened, fresh, b1=50), opened, f"{fresh}*", b1=50)
    blocks = paper_of(floor).blocks
    pairs = [block.right for block in blocks if isinstance(block, Pair)]
    assert pairs[-2:] == ["何军 20/11", "陈建国 20/11"]
    (table,) = (block for block in blocks if isinstance(block, Table))
    assert table.rows == ((opened, "50", "已接"), (fresh, "—*", "已接"))


def test_a_station_with_nothing_open_signs_an_empty_list(floor: Floor) -> None:
    assert take(floor, give(floor)) == "shift-taken"
    with floor.site.reading() as db:
        assert db.scalars(select(ShiftList)).one().receiver_name == "陈建国"


def test_no_figure_is_told_before_the_other_has_counted(floor: Floor) -> None:
    opened, fresh = bench(floor)
    shift = give(floor, opened, fresh, b1=50)
    take(floor, shift, opened, fresh, b1=49)
    for event in events(floor, "shift:given") + events(floor, "shift:counted"):
        assert event.quantity is None
        assert "50" not in json.dumps({k: v for k, v in event.facts.items() if k != "lots"})
    assert not [one for one in events(floor) if one.kind == "lot:shift-taken"]


def test_who_counts_otherwise_counts_once_more_and_then_it_is_told_to_the_supervisor(
    floor: Floor,
) -> None:
    opened, fresh = bench(floor)
    shift = give(floor, opened, fresh, b1=50)
    assert take(floor, shift, opened, fresh, b1=48) == "shift-count-again"
    assert in_name_of(floor, fresh) == REPAIRER
    assert take(floor, shift, opened, fresh, b1=48) == "shift-differs"
    assert (in_name_of(floor, opened), in_name_of(floor, fresh)) == (REPAIRER, ENGINEER)
    assert list(todo(floor, PRODUCTION)) == [opened]
    assert not todo(floor, QUALITY)


def test_who_counts_right_the_second_time_has_it(floor: Floor) -> None:
    opened, fresh = bench(floor)
    shift = give(floor, opened, fresh, b1=50)
    take(floor, shift, opened, fresh, b1=48)
    assert take(floor, shift, opened, fresh, b1=50) == "shift-taken"


def test_a_lot_that_is_not_found_stays_with_the_giver_and_goes_to_the_supervisor(
    floor: Floor,
) -> None:
    opened, fresh = bench(floor)
    third = floor.at_repair(5)
    shift = give(floor, opened, fresh, b1=50)
    assert take(floor, shift, opened, b1=50) == "shift-differs"
    assert {in_name_of(floor, one) for one in (fresh, third)} == {REPAIRER}
    assert set(todo(floor, PRODUCTION)) == {fresh, third}
    ends = [row[2] for block in paper_of(floor).blocks if isinstance(block, Table)
            for row in block.rows]  # fmt: skip
    assert ends == ["已接", "没找到", "交班没扫"]


@pytest.mark.parametrize(
    ("fate", "holder", "pieces"), [("keep", REPAIRER, 50), ("move", ENGINEER, 50),
                                   ("book", ENGINEER, 48)],
)  # fmt: skip
def test_the_supervisor_decides_about_a_count_that_differs(
    floor: Floor, fate: str, holder: str, pieces: int
) -> None:
    opened, fresh = bench(floor)
    shift = give(floor, opened, fresh, b1=50)
    for _ in range(2):
        take(floor, shift, opened, fresh, b1=48)
    settle(floor, opened, fate)
    assert (in_name_of(floor, opened), floor.lot(opened).quantity) == (holder, pieces)
    assert not todo(floor, PRODUCTION)
    held = floor.balances(opened.partition(".")[0])
    assert held.get("discrepancy", 0) == 50 - pieces
    with floor.site.reading() as db:
        papers = [(one.quantity, one.agreed_by) for one in db.scalars(select(Discrepancy))]
    assert papers == ([(-2, "何军")] if fate == "book" else [])


def test_pieces_that_were_found_beside_are_booked_too(floor: Floor) -> None:
    opened, fresh = bench(floor)
    shift = give(floor, opened, fresh, b1=50)
    for _ in range(2):
        take(floor, shift, opened, fresh, b1=51)
    settle(floor, opened, "book")
    assert floor.lot(opened).quantity == 51


def test_only_the_givers_direct_supervisor_decides_and_once(floor: Floor) -> None:
    opened, fresh = bench(floor)
    take(floor, give(floor, opened, fresh, b1=50), opened, b1=50)
    with nothing_changes(floor) as refusal:
        settle(floor, fresh, "move", who=QUALITY)
    assert refusal.code == "not-your-people"
    with nothing_changes(floor) as refusal:
        settle(floor, fresh, "book")
    assert refusal.code == "bad-field"
    line = todo(floor, PRODUCTION)[fresh]["line"]
    settle(floor, fresh, "move")
    with nothing_changes(floor) as refusal:
        floor.act(PRODUCTION, "REVIEW-1", "settle-shift", pin=True, line=line, fate="keep")
    assert refusal.code == "wrong-state"


def test_what_has_moved_on_since_is_not_looked_for(floor: Floor) -> None:
    opened, fresh = bench(floor)
    shift = give(floor, opened, fresh, b1=50)
    floor.repair(fresh, 20)
    floor.decide(REPAIRER, AT, fresh, counts={"repaired": 20})
    assert take(floor, shift, opened, b1=50) == "shift-taken"
    assert in_name_of(floor, fresh) == REPAIRER


def test_what_somebody_else_has_received_since_is_not_looked_for_either(floor: Floor) -> None:
    opened, fresh = bench(floor)
    shift = give(floor, opened, fresh, b1=50)
    floor.repair(fresh, 20)
    floor.decide(REPAIRER, AT, fresh, counts={"repaired": 20})
    floor.receive(TESTER, "RETEST-1", fresh, 20)
    assert take(floor, shift, opened, b1=50) == "shift-taken"
    assert in_name_of(floor, fresh) == TESTER


def test_an_offered_lot_waits_on_the_others_shelf_and_is_not_on_the_list(floor: Floor) -> None:
    opened, fresh = bench(floor)
    floor.repair(fresh, 20)
    floor.decide(REPAIRER, AT, fresh, counts={"repaired": 20})
    with nothing_changes(floor) as refusal:
        give(floor, opened, fresh, b1=50)
    assert refusal.code == "not-on-list"
    take(floor, give(floor, opened, b1=50), opened, b1=50)
    assert in_name_of(floor, fresh) == REPAIRER


def test_a_newer_list_replaces_the_one_that_nobody_took(floor: Floor) -> None:
    opened, fresh = bench(floor)
    first = give(floor, opened, fresh, b1=50)
    second = give(floor, opened, fresh, b1=50)
    with nothing_changes(floor) as refusal:
        take(floor, first, opened, fresh, b1=50)
    assert refusal.code == "list-answered"
    assert take(floor, second, opened, fresh, b1=50) == "shift-taken"


@pytest.mark.parametrize(
    ("who", "scanned", "trays", "code"),
    [
        (REPAIRER, True, {}, "bad-field"),
        (REPAIRER, True, {"b1": 49}, "tray-differs"),
        (REPAIRER, True, {"b1": 0}, "bad-quantity"),
        (TESTER, True, {"b1": 50}, "not-permitted"),
        (REPAIRER, False, {"b1": 50}, "not-on-list"),
    ],
)
def test_a_list_that_cannot_be_is_not_signed(
    floor: Floor, who: str, trays: dict[str, int], code: str, *, scanned: bool
) -> None:
    opened, fresh = bench(floor)
    with nothing_changes(floor) as refusal:
        give(floor, opened, fresh if scanned else "RT-2611-9999.1", who=who, **trays)
    assert refusal.code == code


def test_nobody_signs_for_a_lot_that_came_after_he_had_looked(floor: Floor) -> None:
    opened, fresh = bench(floor)
    floor.at_repair(5)
    with nothing_changes(floor) as refusal:
        floor.act(REPAIRER, AT, "give-shift", shown=2, scanned=(opened, fresh),
                  trays={opened: 50})  # fmt: skip
    assert refusal.code == "list-changed"


def test_one_person_does_not_sign_for_both(floor: Floor) -> None:
    opened, fresh = bench(floor)
    shift = give(floor, opened, fresh, b1=50)
    with nothing_changes(floor) as refusal:
        take(floor, shift, opened, fresh, who=REPAIRER, b1=50)
    assert refusal.code == "same-person"


def test_a_list_belongs_to_its_station(floor: Floor) -> None:
    lot = floor.at_screening(5)
    shift = give(floor, lot, who=LEADER, station="SCREEN-1")
    with nothing_changes(floor) as refusal:
        take(floor, shift, lot)
    assert refusal.code == "unknown-thing"


def test_a_list_that_nobody_takes_over_warns_the_direct_supervisor_again_and_again(
    floor: Floor,
) -> None:
    opened, fresh = bench(floor)
    shift = give(floor, opened, fresh, b1=50)
    assert warned(floor, PRODUCTION) == []
    floor.clock.pass_by(minutes=61)
    assert (warned(floor, PRODUCTION), warned(floor, QUALITY)) == ([shift], [])

    with nothing_changes(floor) as refusal:
        floor.note(QUALITY, "REVIEW-1", "note-shift", shift=shift, note="叫人")
    assert refusal.code == "not-your-people"
    floor.note(PRODUCTION, "REVIEW-1", "note-shift", shift=shift, note="已叫陈建国来接")
    assert warned(floor, PRODUCTION) == []
    floor.clock.pass_by(minutes=61)
    assert warned(floor, PRODUCTION) == [shift]

    floor.at.clear()
    take(floor, shift, opened, fresh, b1=50)
    assert warned(floor, PRODUCTION) == []
    with nothing_changes(floor) as refusal:
        floor.note(PRODUCTION, "REVIEW-1", "note-shift", shift=shift, note="叫人")
    assert refusal.code == "list-answered"
