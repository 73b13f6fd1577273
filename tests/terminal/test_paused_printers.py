"""A printer is paused: what it owes waits until somebody lets it print again."""

from collections.abc import Callable
from datetime import timedelta

from domain.printing import JobState, PrinterCare
from tests.floor import SALES, Floor
from tests.terminal.ground import nothing_changes
from tests.terminal.presses import a_press, owe, state, told

HOUR = timedelta(hours=1)
LABEL = "sales-1-label"


def pauses(floor: Floor, printer: str = LABEL) -> Callable[[], object]:
    return lambda: floor.note(SALES, "SALES-1", "pause-printer", printer=printer)


def test_what_is_owed_to_a_paused_printer_waits_until_it_is_resumed(floor: Floor) -> None:
    number = owe(floor, LABEL)
    with a_press(floor, LABEL) as press:
        pauses(floor)()
        assert not press.spool.print_next()
        assert state(floor, number) is JobState.QUEUED

        floor.note(SALES, "SALES-1", "resume-printer", printer=LABEL)
        assert press.spool.print_next()
        assert (state(floor, number), press.papers) == (JobState.CONFIRMED, 1)
    assert [event.person_name for event in told(floor, "printer:paused")] == ["赵婷"]
    assert [event.facts["printer"] for event in told(floor, "printer:resumed")] == [LABEL]


def test_a_pause_says_who_and_since_when_and_outlives_the_service(floor: Floor) -> None:
    pauses(floor)()
    floor.clock.pass_by(hours=9)
    with floor.site.reading() as db:
        care = db.get_one(PrinterCare, LABEL)
        assert (care.paused_by, floor.clock() - care.paused_at) == ("赵婷", 9 * HOUR)
    owe(floor, LABEL)
    with a_press(floor, LABEL) as press:  # another worker, as after a restart
        assert not press.spool.print_next()


def test_a_printer_is_paused_once_and_resumed_once(floor: Floor) -> None:
    floor.sign_on(SALES, "SALES-1")
    with nothing_changes(floor) as refusal:
        floor.note(SALES, "SALES-1", "resume-printer", printer=LABEL)
    assert refusal.code == "printer-runs"
    pauses(floor)()
    with nothing_changes(floor) as refusal:
        pauses(floor)()
    assert (refusal.code, refusal.facts["by"]) == ("printer-paused", "赵婷")


def test_a_pause_while_the_printer_is_asked_lets_the_paper_wait(floor: Floor) -> None:
    number = owe(floor, LABEL)
    floor.sign_on(SALES, "SALES-1")
    with a_press(floor, LABEL) as press:
        press.meanwhile = [pauses(floor)]
        press.spool.print_next()
        assert (state(floor, number), press.papers) == (JobState.QUEUED, 0)
