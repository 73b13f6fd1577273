"""A printer's state is what it last answered, with its age; anything doubtful is unknown."""

from datetime import timedelta

import pytest

from devices.printer import Fate, Printer, Printout
from devices.state import Condition
from tests.devices.neighbours import Neighbour
from tests.devices.printers import DUMB, JOB, Clock, a_printer, nothing
from tests.devices.samples import NATIVE, NOON, a_simulated_printer


def test_a_healthy_printer_is_ready_and_was_just_seen() -> None:
    with a_simulated_printer() as twin:
        state = a_printer(twin).state()

    assert (state.condition, state.since, state.seen) == (Condition.READY, NOON, NOON)


def test_the_age_of_a_state_counts_from_its_beginning() -> None:
    clock = Clock()
    with a_simulated_printer() as twin:
        printer = a_printer(twin, clock=clock)
        printer.state()
        clock.at += timedelta(minutes=5)
        later = printer.state()
        twin.paper_out()
        empty = printer.state()

    assert (later.since, later.seen) == (NOON, clock.at)
    assert (empty.condition, empty.since) == (Condition.PAPER_OUT, clock.at)


def test_a_printer_that_went_away_was_seen_before() -> None:
    clock = Clock()
    with a_simulated_printer() as twin:
        printer = Printer("p", "tcp://{}:{}".format(*twin.address), NATIVE, clock)
        printer.state()
    clock.at += timedelta(minutes=5)
    state = printer.state()

    assert (state.condition, state.seen) == (Condition.OFFLINE, NOON)


@pytest.mark.parametrize(
    ("fault", "condition"),
    [
        ("paper_low", Condition.PAPER_LOW),
        ("paper_out", Condition.PAPER_OUT),
        ("cover_open", Condition.COVER_OPEN),
        ("jam", Condition.ERROR),
        ("mute", Condition.UNKNOWN),
        ("garbage_status", Condition.UNKNOWN),
        ("stall", Condition.UNKNOWN),
    ],
)
def test_each_trouble_has_its_own_name(fault: str, condition: Condition) -> None:
    with a_simulated_printer() as twin:
        getattr(twin, fault)()
        assert a_printer(twin).state().condition == condition
        twin.heal()
        assert a_printer(twin).state().condition == Condition.READY


@pytest.mark.parametrize("fault", ["paper_low", "paper_out", "cover_open"])
def test_stale_bytes_never_become_an_answer(fault: str) -> None:
    with a_simulated_printer() as twin:
        getattr(twin, fault)()
        truth = a_printer(twin).state().condition
        twin.stale_status()
        for _ in range(10):
            assert a_printer(twin).state().condition in {truth, Condition.UNKNOWN}


def test_a_printer_that_cannot_be_asked_is_only_an_open_port() -> None:
    with a_simulated_printer() as twin:
        assert a_printer(twin, DUMB).state().condition == Condition.PORT_OPEN


@pytest.mark.parametrize(
    "answer", [b"\x00", b"\xff", b"\x13", b"\x92", b"\x02", b"\x12\x12", b"OK"]
)
def test_an_answer_of_the_wrong_form_is_unknown(answer: bytes) -> None:
    neighbour = Neighbour(lambda _: answer)
    neighbour.leave.set()
    state = Printer("p", neighbour.url, NATIVE, Clock(), answer_seconds=0.3).state()

    assert (state.condition, state.seen) == (Condition.UNKNOWN, None)
    assert answer.hex() in state.detail


def test_a_printer_that_does_not_stop_talking_is_offline_and_gets_nothing() -> None:
    printers = [
        Printer("p", Neighbour(greeting=bytes(4_000_000), reads=False).url, NATIVE, Clock())
        for _ in range(2)
    ]
    state = printers[0].state()

    assert (state.condition, state.seen) == (Condition.OFFLINE, None)
    assert printers[1].print(7, JOB, nothing) == Printout(Fate.FAILED, "offline", 0)
