"""An action that breaks anywhere leaves nothing behind; sent twice, it is done once."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Barrier, Thread

import pytest
from sqlalchemy import event

from domain.errors import DomainError, KeyReused, StaleForm
from terminal.actions.book_in import BookIn
from terminal.actions.decide import Decide
from terminal.actions.receive import Receive
from terminal.actions.supervise import Hold
from terminal.audit import audit
from terminal.desk.desks import at_desk
from terminal.desk.signing import prepare, session_of, tap
from terminal.perform import perform
from terminal.transaction import Action, Answer, Signer
from tests.floor import INSPECTOR, LEADER, PACKER, SALES, Floor
from tests.terminal.ground import dump, events

THREADS = 8
NOTHING: frozenset[str] = frozenset()


class Snapped(Exception):
    """The power went, here."""


@contextmanager
def snapping(floor: Floor, at: int) -> Iterator[None]:
    """Break the work at its n-th statement, or at the commit when `at` is 0."""
    engine, done = floor.site.database.write_engine, [0]

    def statement(*_: object) -> None:
        done[0] += 1
        if done[0] == at:
            raise Snapped

    def commit(_: object) -> None:
        if at == 0:
            raise Snapped

    event.listen(engine, "before_cursor_execute", statement)
    event.listen(engine, "commit", commit)
    try:
        yield
    finally:
        event.remove(engine, "before_cursor_execute", statement)
        event.remove(engine, "commit", commit)


def breaks(floor: Floor, at: int, work: Callable[[], object]) -> bool:
    with snapping(floor, at):
        try:
            work()
        except Snapped:
            return True
    return False


def a_delivery(pieces: int = 50) -> BookIn:
    return BookIn(
        customer="HK", product="PCBA-HK7-R3.2", complaint="无显示", declared=51, counted=pieces
    )


def a_receipt(floor: Floor) -> tuple[Action, Signer]:
    lot = floor.book_in(50)
    floor.sign_on(PACKER, "RECV-1")
    forms = ("service-form", "signed")
    version = floor.lot(lot).version
    return Receive(lot=lot, version=version, count=50, forms=forms), signer(floor, "RECV-1")


def a_verdict(floor: Floor) -> tuple[Action, Signer]:
    lot = floor.at_screening(50)
    floor.act(LEADER, "SCREEN-1", "register-anomaly", lot=lot, quantity=2,
              inspector=INSPECTOR, description="连锡")  # fmt: skip
    verdict = Decide(
        lot=lot,
        version=floor.lot(lot).version,
        counts={"seen": 2, "no-fault": 1, "unseen": 40},
        defects={"bridge": 2},
    )
    return verdict, signer(floor, "SCREEN-1")


def signer(floor: Floor, station: str) -> Signer:
    return Signer(session_of(floor.site, station), station)


@pytest.mark.parametrize("work", [a_receipt, a_verdict])
def test_an_action_that_breaks_at_any_statement_leaves_nothing(
    floor: Floor, work: Callable[[Floor], tuple[Action, Signer]]
) -> None:
    action, who = work(floor)
    before = dump(floor, without=NOTHING)
    statements = 0
    while breaks(floor, statements, lambda: perform(floor.site, action, key="k", signer=who)):
        assert dump(floor, without=NOTHING) == before, statements
        statements += 1
    assert statements > 15
    assert dump(floor, without=NOTHING) != before
    assert audit(floor.site) == []


def test_a_repeated_form_gets_the_first_answer(floor: Floor) -> None:
    action, who = a_verdict(floor)
    first = perform(floor.site, action, key="k", signer=who)
    before = dump(floor, without=NOTHING)
    assert perform(floor.site, action, key="k", signer=who) == first
    assert dump(floor, without=NOTHING) == before


def test_the_same_key_with_another_form_is_refused(floor: Floor) -> None:
    floor.sign_on(SALES, "SALES-1")
    who = signer(floor, "SALES-1")
    perform(floor.site, a_delivery(50), key="k", signer=who)
    before = dump(floor, without=NOTHING)
    with pytest.raises(KeyReused):
        perform(floor.site, a_delivery(49), key="k", signer=who)
    assert dump(floor, without=NOTHING) == before


def test_a_form_that_is_prepared_and_tapped_twice_is_done_once(floor: Floor) -> None:
    floor.sign_on(SALES, "SALES-1")
    form = {
        "customer": "HK", "product": "PCBA-HK7-R3.2", "complaint": "无显示",
        "declared": "50", "counted": "50",
    }  # fmt: skip
    answers = []
    for _ in range(2):
        prepare(floor.site, "SALES-1", "book-in", form, "form-1")
        answers.append(tap(floor.site, "SALES-1"))
    assert answers[0] == answers[1]
    assert len(events(floor, "batch:booked-in")) == 1


def all_at_once(work: Callable[[int], object]) -> list[object]:
    """Do the same from eight threads at one moment; answers and refusals, by thread."""
    start, told = Barrier(THREADS), [None] * THREADS

    def run(thread: int) -> None:
        start.wait(30)
        try:
            told[thread] = work(thread)
        except Exception as error:  # noqa: BLE001  (whatever it is, the test looks at it)
            told[thread] = error

    threads = [Thread(target=run, args=(thread,)) for thread in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return told


def test_of_eight_stations_with_one_stale_page_exactly_one_wins(floor: Floor) -> None:
    lot = floor.at_screening(50)
    version, who = floor.lot(lot).version, signer(floor, "SCREEN-1")

    def hold(thread: int) -> Answer:
        action = Hold(lot=lot, version=version, reason=f"{thread}")
        return perform(floor.site, action, key=f"hold-{thread}", signer=who)

    told = all_at_once(hold)
    assert len([one for one in told if isinstance(one, dict)]) == 1
    losers = [one for one in told if isinstance(one, StaleForm)]
    assert len(losers) == THREADS - 1
    assert {(one.facts["by"], one.facts["station"]) for one in losers} == {("王小梅", "SCREEN-1")}
    assert len(events(floor, "lot:held")) == 1
    assert audit(floor.site) == []


def test_one_form_from_eight_threads_is_done_once_and_answered_eight_times(floor: Floor) -> None:
    action, who = a_verdict(floor)
    told = all_at_once(lambda _: perform(floor.site, action, key="same", signer=who))
    assert told == [told[0]] * THREADS
    assert isinstance(told[0], dict)
    assert len(events(floor, "lot:decided")) == 2  # the packer's, and this one
    assert audit(floor.site) == []


def test_eight_lots_do_not_refuse_each_other_and_numbers_have_no_gap(floor: Floor) -> None:
    floor.sign_on(SALES, "SALES-1")
    who = signer(floor, "SALES-1")
    told = all_at_once(
        lambda thread: perform(floor.site, a_delivery(), key=f"k{thread}", signer=who)
    )
    assert not [one for one in told if isinstance(one, DomainError)]
    batches = sorted(str(one["batch"]) for one in told if isinstance(one, dict))
    assert batches == [f"RT-2611-{n:04d}" for n in range(1, THREADS + 1)]
    assert audit(floor.site) == []


def test_a_desk_that_is_used_first_by_eight_at_once_is_one_desk(floor: Floor) -> None:
    def look(thread: int) -> str:
        with at_desk(floor.site, "PACK-1") as (_, desk):
            desk.view = f"{thread}"
        return "seen"

    assert all_at_once(look) == ["seen"] * THREADS
