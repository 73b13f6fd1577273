"""Boards lie around and belong to nobody: they are recorded, and a supervisor clarifies them."""

from sqlalchemy import select

from domain.cases import Discrepancy
from domain.stray import Stray
from terminal.audit import audit
from terminal.queries.batch import batch_view
from terminal.queries.supervise import decisions, eyes_of
from terminal.queries.supervise_items import Item
from tests.floor import BOSS, LEADER, PACKER, QUALITY, REPAIRER, Floor
from tests.terminal.ground import events, nothing_changes

HK = "PCBA-HK7-R3.2"


def finds(floor: Floor, pieces: int = 3, product: str = HK, **more: object) -> str:
    """The QC leader finds boards on the floor; returns the number that they wait under."""
    answer = floor.act(
        LEADER, "SCREEN-1", "report-found", quantity=pieces, product=product, place="地上", **more
    )
    return str(answer["stray"])


def clarify(floor: Floor, stray: str, who: str = QUALITY, **how: object) -> str:
    answer = floor.act(who, "REVIEW-1", "clarify", pin=True, stray=stray, **how)
    return str(answer["lot"])


def waiting(floor: Floor, person: str) -> list[Item]:
    from domain.people import Person

    with floor.site.reading() as db:
        who = db.scalars(select(Person.id).where(Person.number == person)).one()
        eyes = eyes_of(floor.site, db, who)
        return [item for item in decisions(eyes) if item.kind == "clarify"]


def lost_at_repair(floor: Floor) -> str:
    """Three of fifty never arrive at the repairer, and everybody has signed it."""
    lot = floor.at_screening(50)
    floor.decide(LEADER, "SCREEN-1", lot, counts={"unseen": 50})
    for _ in range(2):
        floor.receive(REPAIRER, "REPAIR-1", lot, 47, on_time=True)
    floor.act(REPAIRER, "REPAIR-1", "propose-difference", lot=lot)
    floor.act(LEADER, "SCREEN-1", "agree-discrepancy", pin=True, lot=lot)
    return lot


def test_found_boards_go_into_no_lot_and_wait_for_a_supervisor_with_a_running_clock(
    floor: Floor,
) -> None:
    lot = floor.at_screening(50)
    stray = finds(floor, 3, note="没有标签")
    floor.clock.pass_by(minutes=40)

    (item,) = waiting(floor, QUALITY)

    assert (item.batch, item.waited.seconds, item.facts["quantity"]) == (stray, 2400, 3)
    assert [owner.lot for owner in item.owners] == [lot]
    assert floor.lot(lot).quantity == 50
    assert waiting(floor, PACKER) == []


def test_boards_that_were_signed_as_missing_come_back_as_a_lot_of_their_own(floor: Floor) -> None:
    lot = lost_at_repair(floor)
    batch = lot.partition(".")[0]
    stray = finds(floor, 3)
    (item,) = waiting(floor, QUALITY)
    assert [(one.lot, one.missing) for one in item.owners] == [(lot, 3)]

    found = clarify(floor, stray, way="restore", belongs=lot, note="已核对标签")

    assert found == f"{batch}.2"
    assert floor.balances(batch) == {"customer": -50, "1@repair": 47, "2@intake": 3}
    assert floor.receive(PACKER, "RECV-1", found, 3)["result"] == "received"
    assert floor.balances(batch) == {"customer": -50, "1@repair": 47, "2@register": 3}
    assert audit(floor.site) == []
    assert waiting(floor, QUALITY) == []


def test_nobody_sees_how_many_came_back_before_the_packer_has_counted(floor: Floor) -> None:
    lot = lost_at_repair(floor)
    batch = lot.partition(".")[0]
    clarify(floor, finds(floor, 3), way="restore", belongs=lot)

    with floor.site.reading() as db:
        view = batch_view(floor.site, db, batch)

    assert [row.quantity for row in view.papers.differences][-1] is None
    told = [line.quantity for line in view.lines if line.kind == "stray:clarified"]
    assert told == [None]


def test_more_than_was_ever_missing_is_an_extra_that_stands_in_the_ledger(floor: Floor) -> None:
    lot = floor.at_screening(50)

    found = clarify(floor, finds(floor, 2), way="restore", belongs=lot, note="客户多来")

    assert floor.balances(lot.partition(".")[0])["discrepancy"] == -2
    with floor.site.reading() as db:
        paper = db.scalars(select(Discrepancy)).one()
    assert (paper.quantity, paper.closed_by) == (2, "李国强")
    assert floor.lot(found).quantity == 2
    assert audit(floor.site) == []


def test_boards_that_the_ledger_still_holds_go_back_and_no_figure_changes(floor: Floor) -> None:
    lot = floor.at_screening(50)
    before = floor.balances(lot.partition(".")[0])

    clarify(floor, finds(floor), way="put-back", belongs=lot)

    assert floor.balances(lot.partition(".")[0]) == before
    signed = events(floor, "stray:clarified")[-1]
    assert (signed.lot, signed.meaning, signed.quantity) == (lot, "found-put-back", 3)


def test_not_ours_and_scrap_say_why_and_leave_every_batch_alone(floor: Floor) -> None:
    lot = floor.at_screening(50)
    stray, other = finds(floor), finds(floor, 1, "-")
    with nothing_changes(floor) as refusal:
        clarify(floor, stray, way="scrap")
    assert (refusal.code, refusal.facts["field"]) == ("bad-field", "note")

    clarify(floor, stray, way="scrap", note="客户书面同意")
    clarify(floor, other, way="not-ours", note="已退还原主")

    assert floor.lot(lot).quantity == 50
    with floor.site.reading() as db:
        ways = {one.number: one.way and one.way.value for one in db.scalars(select(Stray))}
    assert ways == {stray: "scrap", other: "not-ours"}


def test_boards_are_clarified_once_by_somebody_else_and_with_the_pin(floor: Floor) -> None:
    lot = floor.at_screening(50)
    other = floor.book_in(5, customer="DS", product="MR-PWR-240")
    stray = finds(floor)
    for wrong, code in (
        ({"way": "put-back"}, "bad-field"),
        ({"way": "put-back", "belongs": "RT-2611-9999.1"}, "unknown-lot"),
        ({"way": "restore", "belongs": other}, "other-product"),
    ):
        with nothing_changes(floor) as refusal:
            clarify(floor, stray, **wrong)
        assert refusal.code == code
    with nothing_changes(floor) as refusal:
        floor.act(LEADER, "SCREEN-1", "clarify", pin=True, stray=stray, way="scrap", note="x")
    assert refusal.code == "not-permitted"

    clarify(floor, stray, BOSS, way="put-back", belongs=lot)

    with nothing_changes(floor) as refusal:
        clarify(floor, stray, way="scrap", note="x")
    assert refusal.code == "already-clarified"


def test_who_found_them_does_not_decide_whose_they_are(floor: Floor) -> None:
    answer = floor.act(
        QUALITY, "REVIEW-1", "report-found", quantity=1, product="-", place="工作台上"
    )
    assert waiting(floor, QUALITY) == []
    assert len(waiting(floor, BOSS)) == 1

    with nothing_changes(floor) as refusal:
        clarify(floor, str(answer["stray"]), way="scrap", note="x")

    assert refusal.code == "same-person"
