"""What happens to a paper that cannot be printed: it waits, or it goes to another printer."""

from pathlib import Path
from socket import create_server

import pytest

from devices.state import Condition
from domain.printing import JobState
from terminal.audit import audit
from terminal.settings import BadSettings, Settings
from tests.devices.neighbours import PATIENCE
from tests.devices.printers import DUMB
from tests.devices.samples import NATIVE
from tests.floor import ROOT, SALES, Floor
from tests.terminal.presses import a_press, become, diverting, job, owe, state, told

LABEL, SLIP = "sales-1-label", "sales-1-slip"


def test_a_paper_waits_for_ever_at_a_printer_that_only_tries_again(floor: Floor) -> None:
    number = owe(floor, LABEL)
    with a_press(floor, LABEL) as press:
        press.twin.cover_open()
        for _ in range(3):
            press.spool.print_next()
            floor.clock.pass_by(hours=5)
    assert (state(floor, number), job(floor, number).printer) == (JobState.QUEUED, LABEL)


def test_after_its_time_a_stuck_printers_papers_come_out_at_its_fallback(floor: Floor) -> None:
    floor = diverting(floor, LABEL, SLIP, seconds=60)
    numbers = [owe(floor, LABEL) for _ in range(2)]
    with a_press(floor, LABEL) as stuck, a_press(floor, SLIP) as fallback:
        stuck.twin.paper_out()
        stuck.spool.print_next()
        floor.clock.pass_by(seconds=59)
        stuck.spool.print_next()
        assert not fallback.spool.print_next()

        floor.clock.pass_by(seconds=1)
        stuck.spool.print_next()
        while fallback.spool.print_next():
            pass
        stuck.twin.heal()
        assert not stuck.spool.print_next()
        assert (stuck.papers, fallback.papers) == (0, 2)
    assert [state(floor, number) for number in numbers] == [JobState.CONFIRMED] * 2
    facts = [event.facts for event in told(floor, "paper:diverted")]
    assert [(one["job"], one["to"], one["reason"]) for one in facts] == [
        (number, SLIP, "paper-out") for number in numbers
    ]
    assert audit(floor.site) == []


def test_only_papers_of_which_nothing_was_sent_are_diverted_and_each_once(floor: Floor) -> None:
    floor = diverting(diverting(floor, LABEL, SLIP), SLIP, LABEL)
    asks, fails, waits = (owe(floor, LABEL) for _ in range(3))
    become(floor, asks, JobState.UNCERTAIN)
    become(floor, fails, JobState.FAILED)
    with a_press(floor, LABEL) as one, a_press(floor, SLIP) as other:
        for press in (one, other):
            press.twin.cover_open()
        for _ in range(3):
            one.spool.print_next()
            other.spool.print_next()
            floor.clock.pass_by(seconds=61)
    assert [job(floor, number).printer for number in (asks, fails, waits)] == [LABEL, LABEL, SLIP]
    assert len(told(floor, "paper:diverted")) == 1


def test_nothing_goes_to_a_fallback_that_is_paused_or_stopped(floor: Floor) -> None:
    floor = diverting(floor, LABEL, SLIP)
    number = owe(floor, LABEL)
    floor.note(SALES, "SALES-1", "pause-printer", printer=SLIP)
    with a_press(floor, LABEL) as press, a_press(floor, SLIP) as fallback:
        press.twin.cover_open()
        press.spool.print_next()
        floor.clock.pass_by(seconds=61)
        press.spool.print_next()
        assert job(floor, number).printer == LABEL

        floor.note(SALES, "SALES-1", "resume-printer", printer=SLIP)
        fallback.twin.paper_out()
        floor.site.devices[SLIP] = fallback.spool.printer.state()
        press.spool.print_next()
        assert job(floor, number).printer == LABEL


def test_a_paper_that_is_owed_to_a_printer_known_to_be_stuck_does_not_wait_again(
    floor: Floor,
) -> None:
    floor = diverting(floor, LABEL, SLIP)
    with a_press(floor, LABEL) as press:
        press.twin.cover_open()
        press.spool.tell_state()
        floor.clock.pass_by(minutes=5)
        number = owe(floor, LABEL)
        press.spool.print_next()
    assert job(floor, number).printer == SLIP


def test_papers_are_diverted_from_a_port_that_opens_and_takes_nothing(floor: Floor) -> None:
    floor = diverting(floor, LABEL, SLIP)
    number = owe(floor, LABEL)
    with a_press(floor, LABEL) as press, create_server(("127.0.0.1", 0)) as door:
        door.settimeout(PATIENCE)

        def hang_up() -> None:
            door.accept()[0].close()

        press.at(f"tcp://127.0.0.1:{door.getsockname()[1]}", DUMB)
        for at in (LABEL, LABEL, SLIP):
            press.meanwhile = [hang_up]
            assert not press.spool.print_next()
            press.meanwhile = [hang_up]
            press.spool.tell_state()
            assert floor.site.devices[LABEL].condition is Condition.PORT_OPEN
            assert job(floor, number).printer == at
            floor.clock.pass_by(seconds=30)


def test_a_restart_begins_no_new_time_for_a_stuck_printer(floor: Floor) -> None:
    floor = diverting(floor, LABEL, SLIP)
    number = owe(floor, LABEL)
    with a_press(floor, LABEL) as press:
        press.twin.paper_out()
        press.spool.print_next()
        floor.clock.pass_by(seconds=59)
        press.at(f"sim:{press.twin.name}", NATIVE)
        press.spool.print_next()
        assert job(floor, number).printer == LABEL

        floor.clock.pass_by(seconds=1)
        press.at(f"sim:{press.twin.name}", NATIVE)
        press.spool.print_next()
    assert job(floor, number).printer == SLIP


def test_no_signature_waits_for_a_printer_that_is_stuck_and_paused(floor: Floor) -> None:
    with a_press(floor, LABEL) as press:
        press.twin.stall()
        floor.note(SALES, "SALES-1", "pause-printer", printer=LABEL)
        lot = floor.book_in(50)
        assert floor.lot(lot).quantity == 50
        assert not press.spool.print_next()


@pytest.mark.parametrize(
    ("policy", "why"),
    [
        ('on_failure = "burn"', "on_failure: must be retry or divert"),
        ('on_failure = "divert"', "fallback: must name a printer, for on_failure is divert"),
        ('fallback = "nowhere"', "fallback: no other printer 'nowhere'"),
        ('fallback = "sales-1-label"', "fallback: no other printer 'sales-1-label'"),
        ('fallback = "recv-1-label"', "fallback: 'recv-1-label' has narrower paper"),
        ("divert_seconds = 1", "divert_seconds: must be 5 to 86400"),
    ],
)
def test_a_policy_that_cannot_work_is_refused_at_the_start(
    tmp_path: Path, policy: str, why: str
) -> None:
    text = (ROOT / "config" / "demo.toml").read_text(encoding="utf-8")
    head = 'code = "sales-1-label"\n'
    path = tmp_path / "site.toml"
    path.write_text(text.replace(head, f"{head}{policy}\n", 1), encoding="utf-8")
    with pytest.raises(BadSettings, match="sales-1-label") as refusal:
        Settings.read(path)
    assert refusal.value.problems == [f"site.toml: printer sales-1-label.{why}"]
