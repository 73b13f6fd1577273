"""Trays are told one by one, kept at once, taken back, judged, and flagged when told too fast."""

import pytest
from sqlalchemy import select

from domain.errors import (
    BadField,
    NotPermitted,
    QuantityMismatch,
    UnknownThing,
    WrongState,
    WrongStation,
)
from domain.events import Event
from domain.lot import LotState
from domain.people import Person
from domain.tray import Tray, TraysMismatch
from terminal.audit import audit
from terminal.queries.supervise import decisions, eyes_of
from terminal.transaction import Answer
from tests.floor import INSPECTOR, LEADER, PACKER, QUALITY, REPAIRER, TESTER, Floor


def tell(floor: Floor, lot: str, size: int = 50, seconds: int = 101, **more: object) -> Answer:
    """A tester inspects a tray and tells it."""
    floor.clock.pass_by(seconds=seconds)
    return floor.note(TESTER, "SCREEN-1", "tell-tray", lot=lot, tray=size, **more)


def trays(floor: Floor) -> list[Tray]:
    with floor.site.reading() as db:
        return list(db.scalars(select(Tray).order_by(Tray.id)))


def kinds(floor: Floor) -> list[str]:
    with floor.site.reading() as db:
        query = select(Event.kind).where(Event.kind.like("tray:%")).order_by(Event.number)
        return list(db.scalars(query))


def waiting_for_quality(floor: Floor) -> list[dict[str, object]]:
    with floor.site.reading() as db:
        person = db.scalars(select(Person.id).where(Person.number == QUALITY)).one()
        items = decisions(eyes_of(floor.site, db, person))
        return [dict(item.facts) for item in items if item.kind == "note-speed"]


def test_a_tray_is_kept_at_once_with_who_inspected_it(floor: Floor) -> None:
    lot = floor.at_screening(500)

    answer = tell(floor, lot, bad={"unseen": 2}, defects={"bridge": 1})

    assert (answer["result"], answer["told"]) == ("tray-told", 50)
    (tray,) = trays(floor)
    assert (tray.quantity, tray.good, tray.person_name, tray.seconds) == (50, 47, "刘芳", 101)
    assert tray.by_defect == {"bridge": 1}
    assert floor.lot(lot).state is LotState.WORKING


def test_the_last_tray_is_taken_back_and_stays_readable(floor: Floor) -> None:
    lot = floor.at_screening(500)
    tell(floor, lot)
    tell(floor, lot, 20)

    answer = floor.note(TESTER, "SCREEN-1", "undo-tray", lot=lot)

    assert (answer["told"], answer["pieces"]) == (50, 20)
    assert [tray.voided_by > 0 for tray in trays(floor)] == [False, True]
    assert kinds(floor) == ["tray:told", "tray:told", "tray:voided"]
    floor.note(TESTER, "SCREEN-1", "undo-tray", lot=lot)
    with pytest.raises(UnknownThing):
        floor.note(TESTER, "SCREEN-1", "undo-tray", lot=lot)


def test_finished_trays_move_on_while_the_rest_stays(floor: Floor) -> None:
    lot = floor.at_screening(500)
    for bad in (0, 2, 1):
        tell(floor, lot, bad={"unseen": bad} if bad else {})

    parts = floor.decide(LEADER, "SCREEN-1", lot, counts={"no-fault": 147, "unseen": 3})

    assert (floor.lot(lot).quantity, floor.lot(lot).state) == (350, LotState.WORKING)
    assert floor.handover(parts["no-fault"]).quantity == 147
    assert all(tray.closed_by for tray in trays(floor))
    tell(floor, lot)
    floor.decide(LEADER, "SCREEN-1", lot, counts={"no-fault": 50})
    assert floor.lot(lot).quantity == 300
    assert audit(floor.site) == []


def test_a_verdict_that_is_not_what_the_trays_say_is_refused(floor: Floor) -> None:
    lot = floor.at_screening(500)
    tell(floor, lot, bad={"unseen": 2})
    with pytest.raises(TraysMismatch):
        floor.decide(LEADER, "SCREEN-1", lot, counts={"no-fault": 50})
    with pytest.raises(TraysMismatch):
        floor.decide(LEADER, "SCREEN-1", lot, counts={"no-fault": 498, "unseen": 2})


def test_visible_faults_on_trays_still_need_their_anomaly_report(floor: Floor) -> None:
    lot = floor.at_screening(50)
    tell(floor, lot, defects={"bridge": 2})
    verdict = {"counts": {"no-fault": 48, "seen": 2}, "defects": {"bridge": 2}}
    with pytest.raises(Exception, match="anomaly-missing"):
        floor.decide(LEADER, "SCREEN-1", lot, **verdict)
    floor.act(LEADER, "SCREEN-1", "register-anomaly", lot=lot, quantity=2, inspector=INSPECTOR,
              description="连锡")  # fmt: skip
    assert set(floor.decide(LEADER, "SCREEN-1", lot, **verdict)) == {"no-fault", "seen"}


def test_more_than_the_lot_holds_is_not_told(floor: Floor) -> None:
    lot = floor.at_screening(80)
    tell(floor, lot)
    with pytest.raises(QuantityMismatch):
        tell(floor, lot, seconds=1)
    tell(floor, lot, 30)


def test_trays_are_told_where_their_lot_is_screened_and_by_who_may(floor: Floor) -> None:
    lot = floor.at_screening(50)
    with pytest.raises(NotPermitted):
        floor.note(PACKER, "SCREEN-1", "tell-tray", lot=lot, tray=50)
    with pytest.raises(WrongStation):
        floor.note(TESTER, "RETEST-1", "tell-tray", lot=lot, tray=50)
    for wrong in ({"bad": {"no-fault": 1}}, {"bad": {"seen": 1}}):
        with pytest.raises(BadField):
            tell(floor, lot, seconds=1, **wrong)
    with pytest.raises(UnknownThing):
        tell(floor, lot, seconds=1, defects={"魔法": 1})
    floor.decide(LEADER, "SCREEN-1", lot, counts={"unseen": 50})
    with pytest.raises(WrongState):
        tell(floor, lot)


def test_trays_go_along_with_a_merged_lot(floor: Floor) -> None:
    lot = floor.book_in(100)
    floor.receive(PACKER, "RECV-1", lot, 100)
    part = floor.decide(PACKER, "RECV-1", lot, counts={"counted": 50})["counted"]
    floor.decide(PACKER, "RECV-1", lot, counts={"counted": 50})
    for one in (part, lot):
        floor.receive(LEADER, "SCREEN-1", one, 50)
    tell(floor, part, bad={"unseen": 1})
    floor.act(LEADER, "SCREEN-1", "merge", lot=lot, other=part)
    floor.decide(LEADER, "SCREEN-1", lot, counts={"no-fault": 49, "unseen": 1})
    assert floor.lot(lot).quantity == 50


def test_a_tray_told_faster_than_anybody_can_inspect_is_flagged_and_never_blocked(
    floor: Floor,
) -> None:
    lot = floor.at_screening(500)
    tell(floor, lot, seconds=100)

    answer = tell(floor, lot, seconds=99)

    assert answer["result"] == "tray-too-fast"
    station = "SCREEN-1"
    assert "tray-too-fast" in floor.strip(station)
    assert [tray.too_fast for tray in trays(floor)] == [False, True]
    assert kinds(floor) == ["tray:told", "tray:too-fast"]
    floor.decide(LEADER, "SCREEN-1", lot, counts={"no-fault": 100})


def test_the_time_of_a_tray_runs_from_the_same_persons_last_one(floor: Floor) -> None:
    one, two = floor.at_screening(100), floor.at_screening(100)
    tell(floor, one, seconds=100)
    assert tell(floor, two, seconds=5)["result"] == "tray-too-fast"
    floor.clock.pass_by(seconds=5)
    answer = floor.note(LEADER, "SCREEN-1", "tell-tray", lot=one, tray=50)
    assert answer["result"] == "tray-told", "another pair of eyes has had its own time"


def test_a_tray_that_was_taken_back_does_not_cost_its_inspector_the_time(floor: Floor) -> None:
    lot = floor.at_screening(500)
    tell(floor, lot, 100, seconds=100)
    floor.note(TESTER, "SCREEN-1", "undo-tray", lot=lot)
    assert tell(floor, lot, 50, seconds=2)["result"] == "tray-told"


def test_the_quality_supervisor_sees_speeds_and_no_figure_until_he_has_looked(
    floor: Floor,
) -> None:
    lot = floor.at_screening(7919)
    for _ in range(2):
        tell(floor, lot, 3907, seconds=1)

    (item,) = waiting_for_quality(floor)

    assert (item["trays"], item["told_by"]) == (2, "刘芳")
    assert "3907" not in str(item)
    with pytest.raises(BadField):
        floor.note(QUALITY, "REVIEW-1", "note-speed", lot=lot, note="")
    with pytest.raises(NotPermitted):
        floor.note(REPAIRER, "REPAIR-1", "note-speed", lot=lot, note="看过")
    floor.note(QUALITY, "REVIEW-1", "note-speed", lot=lot, note="几个人同时检")
    assert waiting_for_quality(floor) == []
    assert kinds(floor)[-1] == "tray:looked-at"
    with pytest.raises(UnknownThing):
        floor.note(QUALITY, "REVIEW-1", "note-speed", lot=lot, note="几个人同时检")
