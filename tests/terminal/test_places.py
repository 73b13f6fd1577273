"""Where it was repaired: tapped on the picture of the board, and kept with that version of it."""

import pytest
from sqlalchemy import select

from domain.batch import Product
from domain.printing import Document, PrintJob
from terminal.queries.batch import batch_view
from terminal.queries.batch_papers import RepairRow
from terminal.queries.steps.places import Spot, board_of, known_spots, named_places
from tests.floor import REPAIRER, TECHNICAL, Floor
from tests.terminal.ground import nothing_changes
from tests.terminal.test_photos import HK, set_board


def repair_at(
    floor: Floor, lot: str, across: int, down: int, picture: int = 1, **more: object
) -> None:
    place = {"picture": picture, "across": across, "down": down}
    floor.repair(lot, int(str(more.pop("pieces", 1))), **(place | more))


def product(floor: Floor) -> int:
    with floor.site.reading() as db:
        return db.scalars(select(Product.id).where(Product.code == HK)).one()


def spots(floor: Floor) -> list[Spot]:
    with floor.site.reading() as db:
        return known_spots(db, board_of(db, product(floor)))


def told(floor: Floor) -> tuple[RepairRow, ...]:
    with floor.site.reading() as db:
        return batch_view(floor.site, db, "RT-2611-0001").papers.repairs


def test_a_place_is_kept_with_its_record_and_offered_the_next_time(floor: Floor) -> None:
    set_board(floor, TECHNICAL)
    lot = floor.at_repair(50)

    repair_at(floor, lot, 412, 230, location="R12", pieces=3)
    repair_at(floor, lot, 420, 228, location="R12")
    repair_at(floor, lot, 0, 1000)
    floor.repair(lot, 1, location="J1")

    assert spots(floor) == [Spot(420, 228, "R12", 4), Spot(0, 1000, "", 1)]
    first, *_, last = told(floor)
    assert first.board
    assert (first.location, first.board.version, first.across, first.down) == ("R12", 1, 412, 230)
    assert (last.location, last.board, last.across) == ("J1", None, None)
    with floor.site.reading() as db:
        assert named_places(db, product(floor)) == [("R12", 4), ("J1", 1)]


def test_a_new_picture_begins_without_places_and_the_old_ones_stay_on_theirs(floor: Floor) -> None:
    set_board(floor, TECHNICAL)
    lot = floor.at_repair(50)
    repair_at(floor, lot, 412, 230, location="R12")
    set_board(floor, TECHNICAL, seed=2)

    assert spots(floor) == []
    repair_at(floor, lot, 100, 100, picture=2)

    assert [row.board.version for row in told(floor) if row.board] == [1, 2]


@pytest.mark.parametrize(("picture", "across", "down"), [
    (2, 1, 1), (9, 1, 1), (1, 1001, 1), (1, 1, 1001),
])  # fmt: skip
def test_a_place_is_on_a_picture_of_this_product(
    floor: Floor, picture: int, across: int, down: int
) -> None:
    set_board(floor, TECHNICAL)
    set_board(floor, TECHNICAL, product="MR-PWR-240")
    lot = floor.at_repair(50)
    with nothing_changes(floor) as refusal:
        repair_at(floor, lot, across, down, picture)
    assert refusal.code == "other-picture"


def test_a_record_that_is_cut_or_voided_takes_its_place_with_it(floor: Floor) -> None:
    set_board(floor, TECHNICAL)
    lot = floor.at_repair(5)
    repair_at(floor, lot, 412, 230, location="R12", pieces=5)
    floor.note(REPAIRER, "REPAIR-1", "void-repair", lot=lot, record=1)
    assert spots(floor) == []
    repair_at(floor, lot, 5, 6, location="R13", pieces=5)
    floor.decide(REPAIRER, "REPAIR-1", lot, counts={"repaired": 5})
    assert spots(floor) == [Spot(5, 6, "R13", 5)]


def test_the_repair_tag_says_where_a_place_without_a_name_was_tapped(floor: Floor) -> None:
    set_board(floor, TECHNICAL)
    lot = floor.at_repair(5)
    repair_at(floor, lot, 412, 230, pieces=5)
    floor.decide(REPAIRER, "REPAIR-1", lot, counts={"repaired": 5})
    with floor.site.reading() as db:
        query = select(PrintJob.paper).where(PrintJob.document == Document.REPAIR_TAG)
        assert "板图 41·23" in db.scalars(query.order_by(PrintJob.id)).all()[-1]
