"""Badges: printed at the station, one valid for each person, dead everywhere at once."""

from sqlalchemy import select

from devices.paper import Paper
from domain.codes import Code, CodeKind
from domain.people import Session
from domain.printing import Document, JobState, PrintJob
from terminal.desk.scans import scan
from tests.floor import ADMIN, QUALITY, TESTER, Floor
from tests.terminal.ground import events, nothing_changes
from tests.terminal.offices import OFFICE, administer, badges, hire


def badge_jobs(floor: Floor) -> list[PrintJob]:
    with floor.site.reading() as db:
        query = select(PrintJob).where(PrintJob.document == Document.BADGE)
        return list(db.scalars(query.order_by(PrintJob.id)))


def test_a_badge_is_printed_with_code_name_and_number(floor: Floor) -> None:
    hire(floor)

    administer(floor, "issue-badge", number="20001")

    (badge,) = badges(floor, "20001")
    (job,) = badge_jobs(floor)
    assert job.printer == "review-1-label"
    paper = Paper.from_json(job.paper)
    assert paper.title == "工牌 20001 钱进"
    for words in (str(Code(CodeKind.BADGE, badge.token)), "钱进", "20001"):
        assert words in job.paper


def test_a_new_badge_kills_the_old_one_and_its_sessions(floor: Floor) -> None:
    lot = floor.at_retest(5)
    old = floor.badge(TESTER)

    administer(floor, "issue-badge", number=TESTER)

    assert not scan(floor.site, "RETEST-1", old)
    with nothing_changes(floor) as refusal:
        floor.act(TESTER, "RETEST-1", "hold", lot=lot, reason="x")
    assert refusal.code == "no-session"
    floor.at.clear()
    floor.act(TESTER, "RETEST-1", "hold", lot=lot, reason="治具故障")
    assert floor.lot(lot).hold_reason
    (issued,) = events(floor, "badge:issued")
    assert issued.facts["before"] == [badges(floor, TESTER)[0].id]


def test_a_lost_badge_is_revoked_everywhere(floor: Floor) -> None:
    floor.sign_on(TESTER, "RETEST-1")
    floor.sign_on(TESTER, "OQC-1")
    lost = floor.badge(TESTER)

    administer(floor, "revoke-badge", number=TESTER, note="丢失")

    assert not scan(floor.site, "RETEST-1", lost)
    with floor.site.reading() as db:
        query = select(Session).where(Session.ended_why == "badge-revoked")
        assert {one.station for one in db.scalars(query)} == {"RETEST-1", "OQC-1"}
    with nothing_changes(floor) as refusal:
        administer(floor, "revoke-badge", number=TESTER)
    assert refusal.code == "no-badge"


def test_a_badge_is_never_copied(floor: Floor) -> None:
    administer(floor, "issue-badge", number=TESTER)
    (job,) = badge_jobs(floor)
    with floor.site.writing() as db:
        db.get_one(PrintJob, job.id).state = JobState.SENT
    with nothing_changes(floor) as refusal:
        floor.note(QUALITY, OFFICE, "reprint", job=job.id)
    assert refusal.code == "badge-copied"


def test_a_badge_that_did_not_come_out_is_not_printed_twice(floor: Floor) -> None:
    administer(floor, "issue-badge", number=TESTER)
    (job,) = badge_jobs(floor)
    with floor.site.writing() as db:
        db.get_one(PrintJob, job.id).state = JobState.UNCERTAIN

    answer = floor.note(QUALITY, OFFICE, "answer-print", job=job.id, printed=False)

    assert answer["result"] == "badge-missing"
    (after,) = badge_jobs(floor)
    assert after.state is JobState.CANCELLED


def test_an_administrator_replaces_even_his_own_badge_and_signs_on_anew(floor: Floor) -> None:
    administer(floor, "issue-badge", number=ADMIN)
    floor.at.clear()
    floor.sign_on(ADMIN, OFFICE)
    assert len(badges(floor, ADMIN)) == 2
