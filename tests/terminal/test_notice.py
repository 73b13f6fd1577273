"""The complaint notice follows its ratio, and a promise its coded reasons."""

from sqlalchemy import select

from domain.batch import Batch
from domain.cases import ComplaintNotice, Promise
from terminal.closing import blockers
from tests.floor import LEADER, PRODUCTION, QUALITY, REPAIRER, SALES, Floor
from tests.terminal.ground import events, nothing_changes


def notice(floor: Floor) -> tuple[str, str, int]:
    with floor.site.reading() as db:
        one = db.scalars(select(ComplaintNotice)).one()
        return one.number.rpartition("-")[2], one.state.value, one.pieces


def blocks_closing(floor: Floor) -> bool:
    with floor.site.reading() as db:
        return "notice" in blockers(db, db.scalars(select(Batch)).one())


def at_repair_after_a_review(floor: Floor) -> str:
    """Five of a thousand pieces whose fault nobody had found, with a new lead."""
    lot = floor.at_screening(1000)
    part = floor.decide(LEADER, "SCREEN-1", lot, counts={"no-fault": 5})["no-fault"]
    floor.receive(QUALITY, "REVIEW-1", part, 5)
    assert (notice(floor), blocks_closing(floor)) == (("C1", "draft", 5), True)
    floor.decide(QUALITY, "REVIEW-1", part, counts={"to-repair": 5}, note="低温下重现")
    floor.receive(REPAIRER, "REPAIR-1", part, 5, on_time=True)
    return part


def test_a_draft_is_dropped_when_the_cause_turns_out_to_be_the_customers(floor: Floor) -> None:
    part = at_repair_after_a_review(floor)
    floor.repair(part, 5, cause="misuse")
    assert (notice(floor), blocks_closing(floor)) == (("C1", "dropped", 0), False)
    with nothing_changes(floor) as refusal:
        floor.act(SALES, "SALES-1", "issue-notice", notice=f"{part.partition('.')[0]}-C1")
    assert refusal.code == "wrong-state"


def test_a_dropped_notice_is_drafted_again_under_its_number(floor: Floor) -> None:
    part = at_repair_after_a_review(floor)
    floor.repair(part, 5)
    assert (notice(floor), blocks_closing(floor)) == (("C1", "draft", 5), True)
    kinds = [one.kind for one in events(floor) if one.kind.startswith("notice:")]
    assert kinds == ["notice:drafted", "notice:dropped", "notice:drafted"]


def test_an_issued_notice_stays_as_it_was_signed(floor: Floor) -> None:
    lot = floor.at_screening(1000)
    part = floor.decide(LEADER, "SCREEN-1", lot, counts={"no-fault": 5})["no-fault"]
    floor.receive(QUALITY, "REVIEW-1", part, 5)
    floor.act(SALES, "SALES-1", "issue-notice", notice=f"{lot.partition('.')[0]}-C1")
    floor.decide(QUALITY, "REVIEW-1", part, counts={"to-repair": 5}, note="低温下重现")
    assert notice(floor) == ("C1", "issued", 5)


def test_a_later_date_needs_one_of_the_coded_reasons(floor: Floor) -> None:
    batch = floor.book_in(5).partition(".")[0]
    promise = {"batch": batch, "told_customer": "已电话说明"}
    floor.act(PRODUCTION, "REVIEW-1", "promise", batch=batch, production_on="2026-11-24")
    for reason, code in (("", "bad-field"), ("很忙", "unknown-thing"), ("open", "unknown-thing")):
        with nothing_changes(floor) as refusal:
            floor.act(PRODUCTION, "REVIEW-1", "promise", production_on="2026-11-28",
                      reason=reason, **promise)  # fmt: skip
        assert refusal.code == code, reason
    floor.act(PRODUCTION, "REVIEW-1", "promise", production_on="2026-11-28", reason="plan",
              **promise)  # fmt: skip
    with floor.site.reading() as db:
        asked = db.scalars(select(Promise).order_by(Promise.id))
        assert [one.reason for one in asked] == ["", "plan"]
