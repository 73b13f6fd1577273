"""What came along with the boards is counted three times, and must go back with them."""

from sqlalchemy import select

from domain.accessory import Accessory
from domain.printing import Document, PrintJob
from terminal.audit import audit
from terminal.queries.batch import batch_view
from tests.floor import INSPECTOR, LEADER, PACKER, QUALITY, REPAIRER, SALES, TESTER, Floor
from tests.terminal.ground import nothing_changes

CAME = {"电源线": 2, "治具 A3": 1, "说明书": 0}
COUNTED = {"电源线": 2, "治具 A3": 1}


def came(floor: Floor, pieces: int = 20, **more: object) -> str:
    return floor.book_in(pieces, accessories=CAME, part_number="P-7781", **more)


def rows(floor: Floor) -> dict[str, tuple[int, int | None, int]]:
    with floor.site.reading() as db:
        query = select(Accessory).order_by(Accessory.id)
        return {one.name: (one.came, one.checked, one.packed) for one in db.scalars(query)}


def counts(floor: Floor, lot: str, told: dict[str, int], **more: object) -> dict[str, str]:
    counted = {"counts": {"counted": floor.lot(lot).quantity}} | more
    return floor.decide(PACKER, "RECV-1", lot, accessories=told, **counted)


def packs(floor: Floor, lot: str, told: dict[str, int], pieces: int) -> None:
    counted = {"counts": {"packed": pieces}, "boxes": (pieces,)}
    floor.decide(PACKER, "PACK-1", lot, accessories=told, **counted)


def ready_to_pack(floor: Floor, lot: str, pieces: int) -> None:
    floor.receive(LEADER, "SCREEN-1", lot, pieces)
    floor.decide(LEADER, "SCREEN-1", lot, counts={"unseen": pieces})
    floor.receive(REPAIRER, "REPAIR-1", lot, pieces, on_time=True)
    floor.repair(lot, pieces)
    floor.decide(REPAIRER, "REPAIR-1", lot, counts={"repaired": pieces})
    floor.receive(TESTER, "RETEST-1", lot, pieces)
    floor.decide(TESTER, "RETEST-1", lot, counts={"retest-passed": pieces})
    floor.receive(INSPECTOR, "OQC-1", lot, pieces)
    floor.decide(INSPECTOR, "OQC-1", lot, counts={"oqc-passed": pieces})
    floor.receive(PACKER, "PACK-1", lot, pieces)


def slip(floor: Floor, number: int) -> str:
    with floor.site.reading() as db:
        query = select(PrintJob.paper).where(PrintJob.document == Document.TRAVELER)
        return list(db.scalars(query.order_by(PrintJob.id)))[number]


def test_the_packer_counts_what_came_along_without_the_figure_of_sales(floor: Floor) -> None:
    lot = came(floor)
    assert "电源线 ×—" in slip(floor, 0)
    floor.receive(PACKER, "RECV-1", lot, 20)
    for told in ({}, {"电源线": 2}):
        with nothing_changes(floor) as refusal:
            counts(floor, lot, told)
        assert (refusal.code, "治具 A3" in str(refusal.facts["names"])) == (
            "accessories-unchecked", True,
        )  # fmt: skip

    counts(floor, lot, {"电源线": 1, "治具 A3": 1})

    assert rows(floor) == {"治具 A3": (1, 1, 0), "电源线": (2, 1, 0)}
    assert "电源线 ×1" in slip(floor, -1)
    with floor.site.reading() as db:
        view = batch_view(floor.site, db, lot[:-2])
    assert [one.name for one in view.accessories if one.differs] == ["电源线"]


def test_what_came_goes_back_with_the_boxes_lot_by_lot(floor: Floor) -> None:
    lot = came(floor)
    floor.receive(PACKER, "RECV-1", lot, 20)
    counts(floor, lot, COUNTED)
    ready_to_pack(floor, lot, 20)
    for told, code in (({}, "accessories-unchecked"), ({**COUNTED, "电源线": 3}, "bad-quantity")):
        with nothing_changes(floor) as refusal:
            packs(floor, lot, told, 5)
        assert refusal.code == code

    packs(floor, lot, {"电源线": 1, "治具 A3": 1}, 5)
    assert rows(floor)["电源线"] == (2, 2, 1)
    packs(floor, lot, {"电源线": 1}, 15)

    assert rows(floor) == {"治具 A3": (1, 1, 1), "电源线": (2, 2, 2)}
    assert audit(floor.site) == []


def test_what_is_sent_back_to_the_packer_is_asked_for_again(floor: Floor) -> None:
    lot = came(floor)
    floor.receive(PACKER, "RECV-1", lot, 20)
    counts(floor, lot, COUNTED)
    ready_to_pack(floor, lot, 20)
    packs(floor, lot, {"电源线": 1, "治具 A3": 1}, 5)
    packs(floor, lot, {"电源线": 1, "治具 A3": 1}, 15)

    floor.act(SALES, "SALES-1", "refuse", lot=lot, reasons=("damaged",))
    floor.act(QUALITY, "REVIEW-1", "rule", lot=lot, ruling="send-back")

    assert rows(floor) == {"治具 A3": (1, 1, 1), "电源线": (2, 2, 1)}, "the other box keeps its own"
    with nothing_changes(floor) as refusal:
        packs(floor, lot, {}, 15)
    assert refusal.code == "accessories-unchecked"
    packs(floor, lot, {"电源线": 1}, 15)
    assert rows(floor) == {"治具 A3": (1, 1, 1), "电源线": (2, 2, 2)}


def test_what_does_not_go_back_stays_to_be_seen(floor: Floor) -> None:
    lot = came(floor)
    floor.receive(PACKER, "RECV-1", lot, 20)
    counts(floor, lot, COUNTED)
    ready_to_pack(floor, lot, 20)

    packs(floor, lot, {"电源线": 2, "治具 A3": 0}, 20)

    with floor.site.reading() as db:
        left = [one.name for one in batch_view(floor.site, db, lot[:-2]).accessories if one.to_pack]
        boxes = select(PrintJob.paper).where(PrintJob.document == Document.BOX_LABEL)
        assert "P-7781" in db.scalars(boxes).one()
    assert left == ["治具 A3"]


def test_a_batch_without_accessories_is_asked_for_none(floor: Floor) -> None:
    lot = floor.book_in(20)
    floor.receive(PACKER, "RECV-1", lot, 20)
    counts(floor, lot, {})


def test_names_and_figures_that_make_no_sense_are_refused(floor: Floor) -> None:
    for wrong, code in (
        ({"x" * 31: 1}, "bad-field"),
        ({"线\u202e": 1}, "bad-field"),
        ({"线": 1000}, "bad-quantity"),
        ({"线": "l"}, "bad-quantity"),
        ({f"线 {number}": 1 for number in range(9)}, "bad-field"),
        ({"  ": 1}, "bad-field"),
    ):
        with nothing_changes(floor) as refusal:
            floor.book_in(5, accessories=wrong)
        assert refusal.code == code, wrong
