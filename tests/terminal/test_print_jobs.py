"""A paper that waits is cancelled or moved while a printer works; one job is one paper, always."""

from collections.abc import Callable
from itertools import count
from threading import Barrier, Thread

import pytest

from devices.paper import QR, Cut, Paper
from devices.profile import Profile
from domain.errors import DomainError
from domain.printing import JobState
from terminal.audit import audit
from tests.floor import LEADER, PACKER, QUALITY, SALES, TESTER, Floor
from tests.terminal.ground import nothing_changes
from tests.terminal.presses import a_press, become, job, nothing, owe, state, told

LABEL, SLIP, OTHER = "sales-1-label", "sales-1-slip", "screen-1-label"
NARROW = "recv-1-label"


def cancels(floor: Floor, number: int) -> Callable[[], object]:
    return lambda: floor.note(SALES, "SALES-1", "cancel-print", job=number, reason="重复了")


def moves(floor: Floor, number: int, printer: str = SLIP) -> Callable[[], object]:
    return lambda: floor.note(SALES, "SALES-1", "move-print", job=number, printer=printer)


@pytest.mark.parametrize("takes_away", [cancels, moves])
def test_a_paper_that_is_taken_away_while_the_printer_is_asked_does_not_come_out(
    floor: Floor, takes_away: Callable[[Floor, int], Callable[[], object]]
) -> None:
    floor.sign_on(SALES, "SALES-1")
    number, next_one = owe(floor, LABEL), owe(floor, LABEL)
    with a_press(floor, LABEL) as press:
        press.meanwhile = [takes_away(floor, number)]
        assert press.spool.print_next()
        assert (state(floor, number) is JobState.SENDING, press.papers) == (False, 0)

        assert press.spool.print_next()
        assert (state(floor, next_one), press.papers) == (JobState.CONFIRMED, 1)


@pytest.mark.parametrize("act", [cancels, moves])
def test_a_paper_that_is_going_out_is_left_alone(
    floor: Floor, act: Callable[[Floor, int], Callable[[], object]]
) -> None:
    floor.sign_on(SALES, "SALES-1")
    number, said = owe(floor, LABEL), list[str]()

    def tries() -> None:
        try:
            act(floor, number)()
        except DomainError as error:
            said.append(error.code)

    with a_press(floor, LABEL) as press:
        press.meanwhile = [nothing, tries]
        press.spool.print_next()
        assert (said, state(floor, number), press.papers) == (
            ["job-going-out"], JobState.CONFIRMED, 1,
        )  # fmt: skip


def test_of_a_worker_and_a_person_at_the_same_moment_exactly_one_has_the_paper(
    floor: Floor,
) -> None:
    floor.sign_on(SALES, "SALES-1")
    numbers = [owe(floor, LABEL) for _ in range(8)]
    start = Barrier(2)

    def cancel_all() -> None:
        start.wait(30)
        for number in reversed(numbers):
            try:
                cancels(floor, number)()
            except DomainError:
                continue

    with a_press(floor, LABEL) as press:
        thread = Thread(target=cancel_all)
        thread.start()
        start.wait(30)
        while press.spool.print_next():
            pass
        thread.join(60)
        ended = [state(floor, number) for number in numbers]
        assert set(ended) <= {JobState.CONFIRMED, JobState.CANCELLED}
        assert ended.count(JobState.CONFIRMED) == press.papers
    assert len(told(floor, "paper:cancelled")) == ended.count(JobState.CANCELLED)
    assert audit(floor.site) == []


def test_an_uncertain_paper_asks_its_question_before_it_is_cancelled_or_moved(
    floor: Floor,
) -> None:
    number = owe(floor, LABEL)
    become(floor, number, JobState.UNCERTAIN)
    floor.sign_on(SALES, "SALES-1")
    for act in (cancels, moves):
        with nothing_changes(floor) as refusal:
            act(floor, number)()
        assert refusal.code == "job-asks"


@pytest.mark.parametrize("over", [JobState.SENT, JobState.CONFIRMED, JobState.CANCELLED])
def test_what_has_come_out_is_neither_cancelled_nor_moved(floor: Floor, over: JobState) -> None:
    number = owe(floor, LABEL)
    become(floor, number, over)
    floor.sign_on(SALES, "SALES-1")
    for act in (cancels, moves):
        with nothing_changes(floor) as refusal:
            act(floor, number)()
        assert refusal.code == "job-over"


def test_a_cancelled_paper_says_who_and_why_and_never_comes_out(floor: Floor) -> None:
    number = owe(floor, LABEL)
    cancels(floor, number)()
    with a_press(floor, LABEL) as press:
        assert not press.spool.print_next()
    assert (state(floor, number), job(floor, number).answered_by) == (JobState.CANCELLED, "赵婷")
    assert [event.facts["reason"] for event in told(floor, "paper:cancelled")] == ["重复了"]


def test_a_paper_that_does_not_fit_says_so_and_is_tried_again_moved_or_cancelled(
    floor: Floor,
) -> None:
    wide = Paper(blocks=(QR("A" * 300), Cut())).to_json()
    numbers = [owe(floor, NARROW, wide) for _ in range(3)]
    fits = owe(floor, NARROW)
    with a_press(floor, NARROW, Profile(paper_mm=58, across=192)) as press:
        while press.spool.print_next():
            pass
        assert press.papers == 1
    assert state(floor, fits) is JobState.CONFIRMED
    assert {job(floor, one).reason for one in numbers} == {"bad-paper"}

    note = floor.note
    note(PACKER, "RECV-1", "retry-print", job=numbers[0])
    note(PACKER, "RECV-1", "move-print", job=numbers[1], printer="recv-1-slip")
    note(PACKER, "RECV-1", "cancel-print", job=numbers[2], reason="不要了")
    with a_press(floor, "recv-1-slip") as press:
        press.spool.print_next()
        assert press.papers == 1
    assert [state(floor, one) for one in numbers] == [
        JobState.QUEUED, JobState.CONFIRMED, JobState.CANCELLED,
    ]  # fmt: skip


def test_a_printer_that_goes_away_before_the_first_byte_still_owes_the_paper(
    floor: Floor,
) -> None:
    number = owe(floor, LABEL)
    with a_press(floor, LABEL) as press:
        press.meanwhile = [nothing, press.twin.close]
        assert not press.spool.print_next()
    assert (state(floor, number), job(floor, number).reason) == (JobState.QUEUED, "device-lost")


def test_a_paper_that_cannot_be_printed_says_since_when(floor: Floor) -> None:
    number = owe(floor, LABEL)
    with a_press(floor, LABEL) as press:
        since = floor.clock()
        press.twin.paper_out()
        press.spool.print_next()
        floor.clock.pass_by(minutes=3)
        press.spool.print_next()
        assert (job(floor, number).reason, job(floor, number).changed_at) == ("paper-out", since)

        press.twin.heal()
        press.twin.cover_open()
        press.spool.print_next()
        assert (job(floor, number).reason, job(floor, number).changed_at) == ("cover-open", since)

        press.twin.heal()
        press.spool.print_next()
        assert state(floor, number) is JobState.CONFIRMED


def test_everybody_tends_the_printers_of_his_station_and_leaders_all(floor: Floor) -> None:
    number = owe(floor, OTHER)
    floor.sign_on(SALES, "SALES-1")
    with nothing_changes(floor) as refusal:
        moves(floor, number)()
    assert (refusal.code, refusal.facts["act"]) == ("not-permitted", "tend-printers")
    floor.note(TESTER, "SCREEN-1", "pause-printer", printer=OTHER)
    floor.note(QUALITY, "REVIEW-1", "resume-printer", printer=OTHER)
    floor.note(LEADER, "SCREEN-1", "move-print", job=number, printer="retest-1-label")
    floor.note(LEADER, "SCREEN-1", "cancel-print", job=number, reason="不要了")
    assert state(floor, number) is JobState.CANCELLED


def test_progress_is_told_to_pages_now_and_then_and_forgotten_at_the_end(floor: Floor) -> None:
    with a_press(floor, LABEL) as press:
        for seconds, news in ((count(0, 0), 0), (count(1), 1)):
            owe(floor, LABEL)
            press.spool.clock = lambda seconds=seconds: next(seconds)
            listening = floor.site.bus.listen(patience=0)
            press.spool.print_next()
            told_now = [one.topic for one in next(listening)].count("progress")
            assert bool(told_now) is bool(news)
    assert floor.site.sending == {}
