"""Papers that another printer prints: which may, which never, by hand and by themselves."""

import pytest

from domain.printing import TIED, Document
from tests.floor import SALES, Floor
from tests.terminal.ground import nothing_changes
from tests.terminal.presses import a_press, diverting, job, owe

LABEL, SLIP, NARROW = "sales-1-label", "sales-1-slip", "recv-1-label"


@pytest.mark.parametrize("document", sorted(TIED))
def test_a_badge_and_a_test_page_never_move_to_another_printer(
    floor: Floor, document: Document
) -> None:
    tied = owe(floor, LABEL, document=document)
    floor.sign_on(SALES, "SALES-1")
    with nothing_changes(floor) as refusal:
        floor.note(SALES, "SALES-1", "move-print", job=tied, printer=SLIP)
    assert (refusal.code, refusal.facts["printer"]) == ("tied-paper", LABEL)
    with nothing_changes(floor) as refusal:
        floor.note(SALES, "SALES-1", "move-prints", of=LABEL, printer=SLIP)
    assert refusal.code == "nothing-waits"
    moves = owe(floor, LABEL)
    floor.note(SALES, "SALES-1", "move-prints", of=LABEL, printer=SLIP)
    assert [job(floor, one).printer for one in (tied, moves)] == [LABEL, SLIP]


@pytest.mark.parametrize("document", sorted(TIED))
def test_a_badge_and_a_test_page_are_never_diverted(floor: Floor, document: Document) -> None:
    floor = diverting(floor, LABEL, SLIP)
    goes, tied = owe(floor, LABEL), owe(floor, LABEL, document=document)
    with a_press(floor, LABEL) as press:
        press.twin.cover_open()
        press.spool.print_next()
        floor.clock.pass_by(seconds=61)
        press.spool.print_next()
    assert [job(floor, one).printer for one in (goes, tied)] == [SLIP, LABEL]
