"""The spool's rows say what became of each paper, whatever goes wrong at whatever moment."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Connection, event

from devices.printer import Printer
from domain.printing import JobState
from terminal.spool import Spool
from tests.devices.printers import DUMB
from tests.devices.samples import FONTS
from tests.floor import LEADER, PACKER, Floor
from tests.terminal.press import PATIENCE, PRINTER, Press, a_press
from tests.terminal.presses import a_press as one_press
from tests.terminal.presses import job, nothing, owe, state


class Snapped(Exception):
    """Something in the database broke."""


@contextmanager
def at_mark(floor: Floor, number: int, deed: Callable[[], object]) -> Iterator[None]:
    """Let something happen when the nth change of a print job from now is committed."""
    engine, marks = floor.site.database.write_engine, list[str]()

    def hear(_: Connection, __: object, statement: str, *___: object) -> None:
        if statement.startswith("UPDATE print_job"):
            marks.append("changed")

    def commit(_: Connection) -> None:
        if marks and marks[-1] == "changed":
            marks[-1] = "committed"
            if len(marks) == number:
                deed()

    event.listen(engine, "before_cursor_execute", hear)
    event.listen(engine, "commit", commit)
    try:
        yield
    finally:
        event.remove(engine, "before_cursor_execute", hear)
        event.remove(engine, "commit", commit)


def snap() -> None:
    raise Snapped


def served_by(press: Press, url: str) -> None:
    printer = Printer(PRINTER, url, DUMB, press.floor.clock)
    press.spool = Spool(press.floor.site, printer, FONTS)


def test_a_printer_that_goes_just_before_the_first_byte_gets_the_paper_later(floor: Floor) -> None:
    with a_press(floor) as press, socket.create_server(("127.0.0.1", 0)) as door:
        job, working = press.owe(), press.spool
        served_by(press, f"tcp://127.0.0.1:{door.getsockname()[1]}")
        door.settimeout(PATIENCE)

        def hang_up() -> None:
            door.accept()[0].close()

        with at_mark(floor, 1, hang_up):
            assert not press.spool.print_next()
        assert (press.row(job).state, press.row(job).reason) == (JobState.QUEUED, "device-lost")

        press.spool = working
        press.finish()
        assert press.row(job).state is JobState.CONFIRMED
        assert [paper.raw for paper in press.papers] == [press.bytes_of(job)]


def test_what_became_of_a_paper_is_written_down_once_the_database_can(floor: Floor) -> None:
    with a_press(floor) as press:
        job, next_one = press.owe(), press.owe()
        with at_mark(floor, 2, snap), pytest.raises(Snapped):
            press.spool.print_next()
        assert press.row(job).state is JobState.SENDING

        press.finish()
        assert {press.row(one).state for one in (job, next_one)} == {JobState.CONFIRMED}
        assert [paper.raw for paper in press.papers] == [
            press.bytes_of(job),
            press.bytes_of(next_one),
        ]


def test_nothing_goes_out_when_the_database_cannot_mark_it(floor: Floor) -> None:
    with a_press(floor) as press:
        job = press.owe()
        with at_mark(floor, 1, snap), pytest.raises(Snapped):
            press.spool.print_next()
        assert (press.row(job).state, press.look()) == (JobState.QUEUED, [])

        press.finish()
        assert press.row(job).state is JobState.CONFIRMED
        assert len(press.papers) == 1


@pytest.mark.parametrize("trouble", ["stall", "crawl"])
def test_no_signature_waits_for_a_printer(floor: Floor, trouble: str) -> None:
    with a_press(floor) as press:
        taking = threading.Event()
        press.twin.after(1, lambda: (break_it(press, trouble), taking.set()))
        job = press.owe()
        press.spool.start()
        try:
            assert taking.wait(PATIENCE)
            assert press.row(job).state is JobState.SENDING
            lot = floor.book_in(20)
            floor.receive(PACKER, "RECV-1", lot, 20)
            floor.decide(PACKER, "RECV-1", lot, counts={"counted": 20})
            floor.receive(LEADER, "SCREEN-1", lot, 20)
            # All that was signed while the one paper was still going out.
            assert press.row(job).state is JobState.SENDING
            assert floor.lot(lot).station == "SCREEN-1"
            press.twin.heal()
        finally:
            press.spool.stop()
        press.finish()
        own = [row for row in press.rows() if row.id >= job]
        assert len(own) == 2
        assert own[1].state is JobState.CONFIRMED


def break_it(press: Press, trouble: str) -> None:
    if trouble == "crawl":
        press.twin.slow(1)
    else:
        getattr(press.twin, trouble)()


def test_whatever_breaks_while_a_paper_goes_out_somebody_is_asked_without_a_restart(
    floor: Floor,
) -> None:
    first, second = owe(floor, PRINTER), owe(floor, PRINTER)
    with one_press(floor, PRINTER) as press:
        press.meanwhile = [nothing, snap]  # the second is when the job is going out
        with pytest.raises(Snapped):
            press.spool.print_next()
        assert state(floor, first) is JobState.SENDING

        assert press.spool.print_next()
        found = job(floor, first)
        assert (found.state, found.reason) == (JobState.UNCERTAIN, "interrupted")
        assert (state(floor, second), press.papers) == (JobState.CONFIRMED, 1)
