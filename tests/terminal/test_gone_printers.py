"""A printer was renamed or taken out of the settings: what it still owed is not forgotten."""

import pytest
from sqlalchemy import select

from domain.printing import Document, JobState, PrintJob
from tests.floor import QUALITY, SALES, Floor
from tests.terminal.ground import nothing_changes
from tests.terminal.presses import become, job, owe, state
from tests.web.pages import machines

GONE, SLIP, NARROW = "old-label", "sales-1-slip", "recv-1-label"
ACTS: dict[str, dict[str, object]] = {
    "cancel-print": {"reason": "不要了"}, "move-print": {"printer": "review-1-slip"},
    "answer-print": {"printed": True},
}  # fmt: skip


def asking(floor: Floor, document: Document = Document.TRAVELER) -> int:
    """A paper of a printer that is gone, of which nobody knows whether it came out."""
    number = owe(floor, GONE, document=document)
    become(floor, number, JobState.UNCERTAIN)
    return number


def copies(floor: Floor) -> list[PrintJob]:
    with floor.site.reading() as db:
        return list(db.scalars(select(PrintJob).where(PrintJob.copy > 1).order_by(PrintJob.id)))


def test_papers_of_a_printer_that_is_no_longer_in_the_settings_are_not_lost(floor: Floor) -> None:
    number = owe(floor, GONE)
    floor.sign_on(SALES, "SALES-1")
    with nothing_changes(floor) as refusal:
        floor.note(SALES, "SALES-1", "move-prints", of=GONE, printer=SLIP)
    assert refusal.code == "not-permitted"
    floor.sign_on(QUALITY, "REVIEW-1")
    with nothing_changes(floor) as refusal:  # nobody knows how wide its paper was
        floor.note(QUALITY, "REVIEW-1", "move-prints", of=GONE, printer=NARROW)
    assert refusal.code == "narrow-paper"
    floor.note(QUALITY, "REVIEW-1", "move-prints", of=GONE, printer="review-1-label")
    assert (job(floor, number).printer, job(floor, number).origin) == (
        "review-1-label", GONE,
    )  # fmt: skip


def test_after_a_start_somebody_is_asked_about_what_was_going_out_there(floor: Floor) -> None:
    waits, goes = owe(floor, GONE), owe(floor, GONE)
    become(floor, goes, JobState.SENDING)
    with machines(floor, "gone"):
        found = job(floor, goes)
        assert (found.state, found.reason) == (JobState.UNCERTAIN, "interrupted")
        assert found.changed_at == floor.clock()
        assert state(floor, waits) is JobState.QUEUED


@pytest.mark.parametrize(
    ("act", "after"),
    [
        ("cancel-print", JobState.CANCELLED),
        ("move-print", JobState.QUEUED),
        ("answer-print", JobState.CONFIRMED),
    ],
)
def test_who_tends_all_printers_cancels_moves_or_answers_for_it(
    floor: Floor, act: str, after: JobState
) -> None:
    number = asking(floor) if act == "answer-print" else owe(floor, GONE)
    floor.sign_on(SALES, "SALES-1")
    with nothing_changes(floor) as refusal:
        floor.note(SALES, "SALES-1", act, job=number, **ACTS[act])
    assert refusal.code == "not-permitted"
    floor.note(QUALITY, "REVIEW-1", act, job=number, **ACTS[act])
    assert state(floor, number) is after


def test_a_paper_that_did_not_come_out_there_comes_out_where_it_is_answered(floor: Floor) -> None:
    numbers = [asking(floor), asking(floor, Document.LOT_LABEL)]
    for number in numbers:
        floor.note(QUALITY, "REVIEW-1", "answer-print", job=number, printed=False)
        assert state(floor, number) is JobState.CANCELLED
    assert [(one.printer, one.copy) for one in copies(floor)] == [
        ("review-1-slip", 2), ("review-1-label", 2),
    ]  # fmt: skip


@pytest.mark.parametrize("document", [Document.TEST_PAGE, Document.BADGE])
def test_a_test_page_or_badge_of_it_is_never_printed_elsewhere(
    floor: Floor, document: Document
) -> None:
    number = asking(floor, document)
    floor.note(QUALITY, "REVIEW-1", "answer-print", job=number, printed=False)
    assert (state(floor, number), copies(floor)) == (JobState.CANCELLED, [])
