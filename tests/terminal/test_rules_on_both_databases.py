"""Bad input changes nothing, on SQLite and on PostgreSQL alike."""

from typing import Any

import pytest

from domain.codes import Code, CodeKind, slip
from domain.handover import HandoverState
from domain.lot import LotState
from terminal.desk.scans import lay_by_hand, scan
from terminal.desk.sessions import sign_off
from tests.floor import (
    ENGINEER,
    INSPECTOR,
    LEADER,
    LINE,
    PACKER,
    QUALITY,
    REPAIRER,
    SALES,
    TESTER,
    Floor,
)
from tests.terminal.ground import dump, events, nothing_changes
from tests.terminal.hands import BOTH

FORMS = ("service-form", "signed")


def lot_code(number: str) -> str:
    return str(Code(CodeKind.LOT, number))


def test_a_code_that_is_none_of_ours_is_refused_and_logged(floor: Floor) -> None:
    lot = floor.book_in()
    good = lot_code(lot)
    codes = [
        "6901234567892",
        "https://example.com/x",
        good[:-1] + ("A" if good[-1] != "A" else "B"),
        good[:-2],
        good.lower(),
        "",
        "'; DROP TABLE lot; --",
        "\x00\x1b@",
        "\ud800",
        lot_code("RT-2611-9999.1"),
        lot_code(lot[:-1] + "7"),
        str(slip("RT-2611-9999.1", 1)),
        str(Code(CodeKind.BADGE, "AAAAAAAA")),
        str(Code(CodeKind.COMMAND, "UNDO")),
        str(Code(CodeKind.STATION, "OQC-1")),
    ]
    before, logged = dump(floor), len(events(floor, "scan:rejected"))
    assert not [code for code in codes if scan(floor.site, "RECV-1", code)]
    assert dump(floor) == before
    rejected = events(floor, "scan:rejected")[logged:]
    assert [event.station for event in rejected] == ["RECV-1"] * len(codes)
    assert {event.facts["code"] for event in rejected} == {
        "unknown-code", "unknown-lot", "unknown-badge",
    }  # fmt: skip


def test_a_damaged_frame_is_refused_and_kept_as_it_came(floor: Floor) -> None:
    assert not scan(floor.site, "RECV-1", "", problem="too-long", raw=b"\xff\x00RT")
    (event,) = events(floor, "scan:rejected")
    assert event.facts["raw"] == "ff005254"


def test_a_typed_number_that_is_none_is_refused(floor: Floor) -> None:
    floor.book_in()
    before = dump(floor)
    for typed in ("", "RT-2611-0001", "\x00", "\ud800", "%", "RT-2611-0001.1 OR 1"):
        assert not lay_by_hand(floor.site, "RECV-1", typed)
    assert dump(floor) == before


def test_an_outdated_slip_is_refused(floor: Floor) -> None:
    lot = floor.book_in()
    floor.receive(PACKER, "RECV-1", lot, 50)
    floor.decide(PACKER, "RECV-1", lot, counts={"counted": 50})
    before = dump(floor)
    assert not scan(floor.site, "SCREEN-1", str(slip(lot, 1)))
    assert events(floor, "scan:rejected")[-1].facts["code"] == "outdated-slip"
    assert scan(floor.site, "SCREEN-1", str(slip(lot, 2)))
    assert dump(floor) == before


def test_a_lot_is_refused_at_a_wrong_station_which_says_where_it_belongs(floor: Floor) -> None:
    lot = floor.book_in()
    assert not scan(floor.site, "OQC-1", lot_code(lot))
    facts: Any = events(floor, "scan:rejected")[-1].facts["facts"]
    assert (facts["step"], facts["station"], facts["go_to"]) == ("intake", "SALES-1", "RECV-1")


def test_a_disputed_lot_can_be_scanned_again_by_its_receiver(floor: Floor) -> None:
    lot = floor.book_in()
    for counted in (49, 48):
        floor.receive(PACKER, "RECV-1", lot, counted)
    assert scan(floor.site, "RECV-1", lot_code(lot))


@pytest.mark.parametrize(
    ("person", "station", "code"),
    [
        (TESTER, "RECV-1", "not-permitted"),
        (SALES, "RECV-1", "not-permitted"),
        (PACKER, "PACK-1", "wrong-station"),
        (PACKER, "OQC-1", "wrong-station"),
    ],
)
def test_a_wrong_person_or_a_wrong_station_receives_nothing(
    floor: Floor, person: str, station: str, code: str
) -> None:
    lot = floor.book_in()
    floor.sign_on(person, station)
    with nothing_changes(floor) as refusal:
        floor.receive(person, station, lot, 50)
    assert refusal.code == code


def test_burnt_boards_are_received_by_the_engineer_only(floor: Floor) -> None:
    lot = floor.at_screening(5)
    floor.decide(LEADER, "SCREEN-1", lot, counts={"untestable": 5})
    with nothing_changes(floor) as refusal:
        floor.receive(REPAIRER, "REPAIR-1", lot, 5, on_time=True)
    assert refusal.code == "not-permitted"
    floor.receive(ENGINEER, "REPAIR-1", lot, 5, on_time=True)


UNBALANCED: list[tuple[dict[str, object], str]] = [
    ({"unseen": 51}, "quantity-mismatch"),
    ({"unseen": 49, "no-fault": 2}, "quantity-mismatch"),
    ({"unseen": 0}, "quantity-mismatch"),
    ({"unseen": -1}, "bad-quantity"),
    ({"unseen": 10**9}, "bad-quantity"),
    ({"unseen": "fifty"}, "bad-quantity"),
    ({"unseen": "5O"}, "bad-quantity"),
    ({"unseen": "5.0"}, "bad-quantity"),
    ({"burnt": 50}, "bad-field"),
    ({"repaired": 50}, "wrong-outcome"),
    ({"seen": 50}, "defects-mismatch"),
]


def test_figures_that_do_not_balance_are_refused(floor: Floor) -> None:
    lot = floor.at_screening(50)
    for counts, code in UNBALANCED:
        with nothing_changes(floor) as refusal:
            floor.decide(LEADER, "SCREEN-1", lot, counts=counts)
        assert refusal.code == code, counts


def test_a_delivery_of_no_possible_size_or_of_nobody_knows_what_is_refused(floor: Floor) -> None:
    floor.sign_on(SALES, "SALES-1")
    for field, value, code in (
        *[("counted", pieces, "bad-quantity") for pieces in (0, -5, 100_001, 10**30, "fifty")],
        ("declared", 0, "bad-quantity"),
        ("counted", "", "bad-field"),
        ("complaint", " ", "bad-field"),
        ("customer", "ZZ", "unknown-thing"),
        ("product", "ZZ", "unknown-thing"),
    ):
        with nothing_changes(floor) as refusal:
            floor.book_in(5, **{field: value})
        assert refusal.code == code, field


def test_a_receiver_who_types_nonsense_has_not_counted(floor: Floor) -> None:
    lot = floor.book_in()
    floor.sign_on(PACKER, "RECV-1")
    for count in (0, -1, 100_001, "5O", ""):
        with nothing_changes(floor):
            floor.act(PACKER, "RECV-1", "receive", lot=lot, count=count, forms=FORMS)
    assert floor.handover(lot).first_count is None


def test_goods_without_their_forms_are_not_received_whole_or_in_part(floor: Floor) -> None:
    lot = floor.book_in()
    floor.sign_on(PACKER, "RECV-1")
    for act, more in (("receive", {}), ("receive-part", {"reasons": ("damaged",)})):
        with nothing_changes(floor) as refusal:
            floor.act(PACKER, "RECV-1", act, lot=lot, count=40, forms=("signed",), **more)
        assert (refusal.code, refusal.facts["missing"]) == ("forms-missing", "service-form")


def test_a_refusal_for_an_unknown_reason_is_refused(floor: Floor) -> None:
    lot = floor.book_in()
    floor.sign_on(PACKER, "RECV-1")
    for reasons in (("overdue",), ("damaged", "overdue")):
        with nothing_changes(floor) as refusal:
            floor.act(PACKER, "RECV-1", "refuse", lot=lot, reasons=reasons)
        assert refusal.code == "bad-field"


def test_a_refused_lot_is_an_event_and_stays_with_the_giver(floor: Floor) -> None:
    lot = floor.book_in()
    floor.act(PACKER, "RECV-1", "refuse", lot=lot, reasons=("damaged",))
    (event,) = events(floor, "handover:refused")
    assert (event.meaning, event.role, event.quantity) == ("refused", "packer", None)
    assert floor.lot(lot).state is LotState.DISPUTED
    assert floor.lot(lot).station == "SALES-1"


def test_who_tested_a_lot_does_not_inspect_it_though_others_tested_later(
    floor: Floor,
) -> None:
    lot = floor.at_retest(10)
    floor.act(TESTER, "RETEST-1", "hold", lot=lot, reason="x")
    floor.act(LEADER, "SCREEN-1", "release", lot=lot)
    parts = floor.decide(BOTH, "RETEST-1", lot, counts={"retest-passed": 4})
    mine = parts["retest-passed"]
    floor.decide(TESTER, "RETEST-1", lot, counts={"retest-passed": 6})
    floor.receive(INSPECTOR, "OQC-1", mine, 4)
    floor.sign_on(BOTH, "OQC-1")
    with nothing_changes(floor) as refusal:
        floor.decide(BOTH, "OQC-1", mine, counts={"oqc-passed": 4})
    assert refusal.code == "tested-by-you"
    floor.receive(INSPECTOR, "OQC-1", lot, 6)
    floor.decide(BOTH, "OQC-1", lot, counts={"oqc-passed": 6})


def test_a_lot_that_ended_is_not_put_on_hold(floor: Floor) -> None:
    lot = floor.at_screening(10)
    floor.decide(LEADER, "SCREEN-1", lot, counts={"no-fault": 10})
    floor.receive(QUALITY, "REVIEW-1", lot, 10)
    case = f"{lot.partition('.')[0]}-Q1"
    floor.note(SALES, "SALES-1", "consent", case=case, consent="客户邮件同意")
    floor.decide(QUALITY, "REVIEW-1", lot, counts={"scrap": 10}, note="烧毁")
    with nothing_changes(floor) as refusal:
        floor.act(QUALITY, "REVIEW-1", "hold", lot=lot, reason="x")
    assert refusal.code == "wrong-state"


def test_nothing_is_signed_where_nobody_is_signed_on(floor: Floor) -> None:
    lot = floor.book_in()
    floor.sign_on(PACKER, "RECV-1")
    sign_off(floor.site, "RECV-1")
    with nothing_changes(floor) as refusal:
        floor.receive(PACKER, "RECV-1", lot, 50)
    assert refusal.code == "no-session"
    assert floor.handover(lot).state is HandoverState.OPEN


def test_line_work_is_recorded_by_line_people_only(floor: Floor) -> None:
    lot = floor.at_repair(5)
    floor.sign_on(LINE, "REPAIR-1")
    with nothing_changes(floor) as refusal:
        floor.note(
            LINE, "REPAIR-1", "record-repair",
            lot=lot, outcome="repaired", quantity=5, cause="open", repair="resolder",
        )  # fmt: skip
    assert refusal.code == "not-permitted"
