"""What a review has decided, on the pages: every outcome, and no count before the receiver's."""

import re

from domain.people import Person
from terminal.queries.supervise import eyes_of
from terminal.queries.supervise_rows import cases
from tests.floor import QUALITY, REPAIRER, Floor
from tests.terminal.test_ways_of_a_lot import at_review
from tests.web.test_batch_page import page_of


def ways(page: str) -> list[tuple[str, str]]:
    """Where the batch page says that pieces of the case went, and how many."""
    rows = re.findall(r"<p>→ (.+?) · <bdi>", page)
    return [tuple(re.sub(r"<.*?>", "", row).split(maxsplit=1)) for row in rows]  # type: ignore[misc]


def on_the_list(floor: Floor) -> list[tuple[str, int | None]]:
    """What the quality supervisor's work list says about the case."""
    with floor.site.reading() as db:
        person = db.query(Person).filter_by(number=QUALITY).one()
        (item,) = cases(eyes_of(floor.site, db, person.id))
        return [(one.outcome, one.quantity) for one in item.decided]


def test_every_outcome_is_told_and_its_pieces_once_they_are_counted(floor: Floor) -> None:
    lot, _ = at_review(floor)
    counts = {"to-repair": 4, "to-retest": 6}
    parts = floor.decide(
        QUALITY, "REVIEW-1", lot, counts=counts, note="换主控", conditions="-20 °C"
    )
    assert ways(page_of(floor, lot)) == [("维修", "—"), ("复测", "—")]
    assert on_the_list(floor) == [("to-repair", None), ("to-retest", None)]
    floor.receive(REPAIRER, "REPAIR-1", parts["to-repair"], 4, on_time=True)
    assert ways(page_of(floor, lot)) == [("维修", "4 片"), ("复测", "—")]
    assert on_the_list(floor) == [("to-repair", 4), ("to-retest", None)]
