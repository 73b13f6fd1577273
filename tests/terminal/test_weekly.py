"""Technical decides responsibility and issues the week's report, which nobody can change after."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError

from domain.errors import BadField
from domain.findings import RepairRecord
from domain.paperwork import FormHandover
from domain.weekly import SUMS, Repair, Week, WeeklyReport, shares, top
from terminal.queries.paperwork import copies_of
from terminal.weekly import Content, draft
from tests.floor import BOSS, PRODUCTION, QUALITY, REPAIRER, SALES, TECHNICAL, TESTER, Floor
from tests.terminal.ground import events, nothing_changes
from tests.terminal.test_form_handovers import waiting
from tests.terminal.test_notice import blocks_closing, notice

W47, W48 = "2026-W47", "2026-W48"


def repaired(floor: Floor, *records: tuple[int, str], base: int = 1000) -> str:
    """A lot whose pieces were repaired for these causes and have left repair."""
    lot = floor.at_repair(sum(pieces for pieces, _ in records), delivered=base)
    for pieces, cause in records:
        floor.repair(lot, pieces, cause=cause, location="U7")
    total = sum(pieces for pieces, _ in records)
    floor.decide(REPAIRER, "REPAIR-1", lot, counts={"repaired": total})
    floor.receive(TESTER, "RETEST-1", lot, total)
    return lot


def records(floor: Floor) -> list[RepairRecord]:
    with floor.site.reading() as db:
        return list(db.scalars(select(RepairRecord).order_by(RepairRecord.id)))


def reports(floor: Floor) -> list[WeeklyReport]:
    with floor.site.reading() as db:
        return list(db.scalars(select(WeeklyReport).order_by(WeeklyReport.id)))


def drafted(floor: Floor, week: str = W47) -> Content:
    with floor.site.reading() as db:
        return draft(floor.site, db, Week.read(week))


def judge(floor: Floor, responsibility: str, *which: int) -> None:
    ids = [records(floor)[place].id for place in which]
    floor.act(TECHNICAL, "REVIEW-1", "judge-records", records=tuple(ids),
              responsibility=responsibility)  # fmt: skip


def issue(floor: Floor, week: str = W47) -> None:
    floor.act(TECHNICAL, "REVIEW-1", "issue-week", week=week)


def said(content: Content) -> dict[str, int]:
    return {one.code: one.pieces for one in shares(content.repairs, "responsibility")}


def test_technical_decides_several_records_at_once(floor: Floor) -> None:
    repaired(floor, (3, "open"), (2, "part-bad"), (1, "misuse"))
    assert said(drafted(floor)) == {"production": 3, "material": 2, "customer": 1}
    judge(floor, "design", 0, 1)
    judge(floor, "as-recorded", 2)
    assert said(drafted(floor)) == {"design": 5, "customer": 1}
    assert [one.responsibility.value for one in records(floor)] == [
        "production", "material", "customer",
    ]  # fmt: skip
    assert [one.judged_by for one in records(floor)] == ["许工"] * 3
    assert len(events(floor, "repair:judged")) == 2


def test_the_final_judgement_moves_the_ratio(floor: Floor) -> None:
    repaired(floor, (5, "open"))
    assert (notice(floor), blocks_closing(floor)) == (("C1", "draft", 5), True)
    judge(floor, "customer", 0)
    assert (notice(floor), blocks_closing(floor)) == (("C1", "dropped", 0), False)
    judge(floor, "undecided", 0)
    assert (notice(floor), blocks_closing(floor)) == (("C1", "draft", 5), True)


def test_a_record_counts_when_its_pieces_have_been_received(floor: Floor) -> None:
    lot = floor.at_repair(7)
    floor.repair(lot, 7)
    assert drafted(floor).pieces == 0
    floor.decide(REPAIRER, "REPAIR-1", lot, counts={"repaired": 7})
    assert drafted(floor).pieces == 0  # the draft would tell what the tester is about to count
    floor.receive(TESTER, "RETEST-1", lot, 7)
    assert drafted(floor).pieces == 7


def test_an_issued_week_is_frozen_and_a_change_makes_a_second_version(floor: Floor) -> None:
    repaired(floor, (3, "open"))
    issue(floor)
    with nothing_changes(floor) as refusal:
        issue(floor)
    assert refusal.code == "week-unchanged"
    judge(floor, "inspection", 0)
    issue(floor)
    first, second = reports(floor)
    assert (first.number, first.replaces) == ("RT-W2647-1", "")
    assert (second.number, second.replaces) == ("RT-W2647-2", "RT-W2647-1")
    assert said(Content.frozen(first)) == {"production": 3}
    assert said(Content.frozen(second)) == {"inspection": 3}
    assert events(floor, "week:issued")[0].facts["digest"] == first.digest


def test_copies_of_a_version_that_nobody_has_signed_give_way_to_the_next_one(floor: Floor) -> None:
    repaired(floor, (3, "open"))
    issue(floor)
    with floor.site.reading() as db:
        first = {one.department: one.id for one in db.scalars(select(FormHandover))}
    floor.act(QUALITY, "REVIEW-1", "receive-forms", forms=first["quality"])
    judge(floor, "inspection", 0)
    issue(floor)

    for who in (PRODUCTION, QUALITY, SALES, BOSS):
        assert waiting(floor, who) == ["RT-W2647-2"]
    with nothing_changes(floor) as refusal:
        floor.act(PRODUCTION, "REVIEW-1", "receive-forms", forms=first["production"])
    assert (refusal.code, refusal.facts["by"]) == ("form-superseded", "RT-W2647-2")
    with floor.site.reading() as db:
        copies = copies_of(db, "RT-W2647-1", floor.clock.at)
    assert {one.department: one.superseded_by for one in copies} == {
        "quality": "", "production": "RT-W2647-2", "sales": "RT-W2647-2",
        "management": "RT-W2647-2",
    }  # fmt: skip


def test_nobody_changes_an_issued_report_in_the_database(floor: Floor) -> None:
    repaired(floor, (3, "open"))
    issue(floor)
    with pytest.raises(DBAPIError, match="append-only"), floor.site.writing() as db:
        db.execute(update(WeeklyReport).values(content="{}"))
    assert json.loads(reports(floor)[0].content)["week"] == W47


def test_four_departments_get_a_copy_and_the_management_office_says_what_it_thinks(
    floor: Floor,
) -> None:
    repaired(floor, (3, "open"))
    issue(floor)
    for who in (PRODUCTION, QUALITY, SALES, BOSS):
        assert waiting(floor, who) == ["RT-W2647-1"]
    with floor.site.reading() as db:
        copies = {one.department: one.id for one in db.scalars(select(FormHandover))}
    floor.act(QUALITY, "REVIEW-1", "receive-forms", forms=copies["quality"])
    with nothing_changes(floor) as refusal:
        floor.act(BOSS, "REVIEW-1", "receive-forms", forms=copies["management"])
    assert (refusal.code, refusal.facts["field"]) == ("bad-field", "note")
    floor.act(BOSS, "REVIEW-1", "receive-forms", forms=copies["management"], note="虚焊要追到炉温")
    assert events(floor, "form:received")[-1].meaning == "report-reviewed"
    assert (waiting(floor, BOSS), waiting(floor, QUALITY)) == ([], [])
    assert waiting(floor, PRODUCTION) == ["RT-W2647-1"]


def test_a_week_begins_on_monday_by_the_clock_of_the_site(floor: Floor) -> None:
    floor.clock.pass_by(days=2, hours=14, minutes=30)  # Sunday, half past eleven at night
    floor.at.clear()
    lot = floor.at_repair(4)
    floor.repair(lot, 4)
    floor.clock.pass_by(minutes=40)
    floor.at.clear()
    floor.decide(REPAIRER, "REPAIR-1", lot, counts={"repaired": 4})
    floor.receive(TESTER, "RETEST-1", lot, 4)
    assert (drafted(floor, W47).pieces, drafted(floor, W48).pieces) == (0, 4)


def test_a_week_without_repairs_is_not_issued(floor: Floor) -> None:
    with nothing_changes(floor) as refusal:
        issue(floor)
    assert refusal.code == "nothing-to-report"


def test_only_technical_judges_and_only_records_that_there_are(floor: Floor) -> None:
    repaired(floor, (3, "open"))
    for who, records_, responsibility, code in (
        (TECHNICAL, "1", "nobody", "bad-field"),
        (TECHNICAL, "x", "design", "bad-field"),
        (TECHNICAL, "1,999", "design", "unknown-thing"),
        (QUALITY, "1", "design", "not-permitted"),
    ):
        with nothing_changes(floor) as refusal:
            floor.act(who, "REVIEW-1", "judge-records", records=records_,
                      responsibility=responsibility)  # fmt: skip
        assert refusal.code == code


@pytest.mark.parametrize("written", ["2026-W54", "2026-W00", "2026-47", "x", "2026-W4٧"])
def test_a_week_that_does_not_exist_is_refused(written: str) -> None:
    with pytest.raises(BadField):
        Week.read(written)


def test_a_year_of_53_weeks_has_them_all() -> None:
    assert str(Week.of(date(2027, 1, 3))) == "2026-W53"
    assert Week.read("2026-W53").last == date(2027, 1, 3)
    assert str(Week.read("2027-W01").before) == "2026-W53"


CODES = st.sampled_from(["", "a", "b", "c", "d", "e", "f"])
REPAIRS = st.builds(
    Repair, record=st.just(1), batch=CODES, lot=CODES, product=CODES, symptom=CODES, cause=CODES,
    action=CODES, location=CODES, round=st.just(0), quantity=st.integers(1, 99), minutes=st.just(0),
    responsibility=CODES, judged=st.booleans(),
)  # fmt: skip


@given(repairs=st.lists(REPAIRS, max_size=30), most=st.integers(1, 8))
def test_every_table_of_a_report_adds_up_to_all_pieces(repairs: list[Repair], most: int) -> None:
    for kind in SUMS:
        rows, rest = top(shares(repairs, kind), most)
        shown = [*rows, *([rest] if rest else [])]
        assert len(shown) <= most
        assert sum(row.pieces for row in shown) == sum(one.quantity for one in repairs)
        assert sum(row.records for row in shown) == len(repairs)
