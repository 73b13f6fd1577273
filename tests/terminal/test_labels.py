"""A customer's label proposes at intake, and nothing is filled in before somebody takes it over."""

import pytest

from domain.batch import Batch
from terminal.desk import drafts, labels
from terminal.desk.scans import scan
from tests.floor import SALES, Floor
from tests.terminal.ground import events
from tests.terminal.labels_day import (
    BOX,
    EOT,
    GS,
    RS,
    at_intake,
    boxes,
    electronics,
    known_part,
    read_by,
    said,
    take,
    teach,
    typed,
)
from tests.terminal.pieces import at_register
from tests.terminal.test_goods_before_paper import without_paper

ON_SQLITE = pytest.mark.parametrize("floor", ["sqlite"], indirect=True)


def test_a_label_is_filled_in_only_after_somebody_takes_it_over(floor: Floor) -> None:
    known_part(floor)
    at_intake(floor)
    label = electronics(lot="L1", order="PO-9", date="2628")
    assert read_by(floor, "SALES-1", label)
    assert typed(floor) == {}
    assert "label-read" in said(floor)

    told = take(floor)

    assert (told["customer"], told["product"]) == ("MR", "MR-PWR-240")
    assert (told["part_number"], told["customer_lot"]) == ("MR-4711", "L1")
    assert (told["customer_order"], told["date_code"]) == ("PO-9", "2628")
    assert told["declared"] == "200"
    assert "counted" not in told
    (read,) = events(floor, "label:read")
    assert bytes.fromhex(str(read.facts["raw"])) == label.encode()
    assert read.batch is None


def test_the_declared_quantity_of_a_label_is_never_the_count(floor: Floor) -> None:
    known_part(floor)
    at_intake(floor)
    read_by(floor, "SALES-1", electronics(quantity="12"))
    told = take(floor)
    lot = floor.act(SALES, "SALES-1", "book-in", **told, complaint="无输出", counted=10)["lot"]

    with floor.site.reading() as db:
        booked = db.get_one(Batch, floor.lot(str(lot)).batch_id)
        assert (booked.declared, booked.counted, booked.part_number) == (12, 10, "MR-4711")
    assert typed(floor) == {}
    assert boxes(floor) == 0


@ON_SQLITE
def test_what_was_typed_is_replaced_only_after_the_tap_and_that_is_told(floor: Floor) -> None:
    at_intake(floor)
    by_hand = {"declared": "150", "complaint": "没反应", "counted": "149", "rma": "R-1"}
    drafts.save(floor.site, "SALES-1", "", "book-in", by_hand)
    read_by(floor, "SALES-1", electronics())
    assert typed(floor)["declared"] == "150"

    told = take(floor)

    assert (told["declared"], told["counted"], told["rma"]) == ("200", "149", "R-1")
    assert '"replaced":"declared"' in said(floor)
    assert "label-taken" in said(floor)
    assert events(floor, "label:taken-over")[-1].facts["replaced"] == {"declared": "150"}


@ON_SQLITE
def test_what_was_typed_before_the_tap_and_arrives_after_it_changes_nothing(floor: Floor) -> None:
    at_intake(floor)
    read_by(floor, "SALES-1", electronics())
    taken = take(floor)
    drafts.save(floor.site, "SALES-1", "", "book-in", {"declared": "150", "complaint": "没反应"})
    assert typed(floor)["declared"] == "200"
    assert typed(floor)["complaint"] == "没反应"
    later = {"declared": "150", "label.taken": taken["label.taken"]}
    drafts.save(floor.site, "SALES-1", "", "book-in", later)
    assert typed(floor)["declared"] == "150"
    drafts.save(floor.site, "SALES-1", "", "book-in", {"declared": "7"})
    assert typed(floor)["declared"] == "150"
    floor.clock.pass_by(seconds=5)
    drafts.save(floor.site, "SALES-1", "", "book-in", {"declared": "7"})
    assert typed(floor)["declared"] == "7"


def test_boxes_add_up_one_by_one_and_the_last_can_be_undone(floor: Floor) -> None:
    at_intake(floor)
    for box, quantity in enumerate(("200", "200", "50 PCS")):
        assert read_by(
            floor, "SALES-1", electronics(quantity=quantity, box=f"B{box}", lot=f"L{box}")
        )
    assert take(floor)["declared"] == "450"
    assert take(floor)["customer_lot"] == "L0 / L1 / L2"

    labels.undo(floor.site, "SALES-1", "book-in")

    assert typed(floor)["declared"] == "450"
    assert take(floor)["declared"] == "400"
    for _ in range(3):
        labels.undo(floor.site, "SALES-1", "book-in")
    assert boxes(floor) == 0


@pytest.mark.parametrize("mark", ["box", "serial"])
@ON_SQLITE
def test_a_label_of_the_same_box_or_serial_is_told_and_not_added(floor: Floor, mark: str) -> None:
    at_intake(floor)
    assert read_by(floor, "SALES-1", electronics(**{mark: "B1"}))
    assert not read_by(floor, "SALES-1", electronics(**{mark: "B1"}))
    assert "label-twice" in said(floor)
    assert boxes(floor) == 1


@ON_SQLITE
def test_the_same_text_without_a_box_number_may_be_another_box_and_is_told(floor: Floor) -> None:
    at_intake(floor)
    for _ in range(2):
        assert read_by(floor, "SALES-1", electronics())
    assert "label-same" in said(floor)
    assert take(floor)["declared"] == "400"


@ON_SQLITE
def test_a_box_without_a_number_of_pieces_leaves_the_sum_to_a_person(floor: Floor) -> None:
    at_intake(floor)
    for quantity in ("200", "", "5 KG"):
        assert read_by(floor, "SALES-1", electronics(quantity=quantity))
    assert "declared" not in take(floor)


@ON_SQLITE
def test_a_label_of_another_product_is_not_added(floor: Floor) -> None:
    at_intake(floor)
    read_by(floor, "SALES-1", electronics())
    assert not read_by(floor, "SALES-1", electronics(part="MR-9999"))
    assert "label-of-another" in said(floor)
    assert boxes(floor) == 1


ALARMS = [
    ("[)>06PMR-4711Q200", "label-separators-lost"),
    (f"[)>{RS}06{GS}pMR-4711{GS}q200{RS}{EOT}", "label-unreadable"),
    (f"[)>{RS}06{GS}Q1{GS}Q2{RS}{EOT}", "label-contradictory"),
    (f"[)>{RS}12{GS}X{RS}{EOT}", "label-unknown-format"),
    (f"0104012345678901{GS}10L1", "label-not-identified"),
    ("]C110" + "L" * 20 + "21SN-1", "label-separators-lost"),
    ("]C101123", "label-unreadable"),
]


@ON_SQLITE
def test_an_alarm_is_told_and_nothing_is_guessed(floor: Floor) -> None:
    at_intake(floor)
    for label, code in ALARMS:
        text = label.removeprefix("]C1")
        assert not scan(floor.site, "SALES-1", text, raw=label.encode())
        assert f"error.{code}" in said(floor)
        refused = events(floor, "scan:rejected")[-1]
        assert bytes.fromhex(str(refused.facts["raw"])) == label.encode()
    assert boxes(floor) == 0


@ON_SQLITE
def test_a_keyboard_reader_sends_the_identifier_in_front(floor: Floor) -> None:
    at_intake(floor)
    label = "]d20107032069804988" + f"10L1{GS}30250"
    assert scan(floor.site, "SALES-1", label)
    assert (take(floor)["declared"], typed(floor)["customer_lot"]) == ("250", "L1")


def test_paper_that_follows_is_filled_in_from_a_label_of_the_same_product(floor: Floor) -> None:
    lot = without_paper(floor, 5)
    teach(floor)
    at_intake(floor, "details")
    for stranger in (electronics(part="DS-IO-16"), BOX):
        assert not read_by(floor, "SALES-1", stranger)
        assert "label-of-another" in said(floor)
    assert read_by(floor, "SALES-1", electronics(part="PCBA-HK7-R3.2", quantity="6", lot="L1"))
    told = take(floor, "tell-details")
    assert "product" not in told

    details = {"batch": lot[:-2], "complaint": "无显示"} | told
    floor.act(SALES, "SALES-1", "tell-details", **details)

    with floor.site.reading() as db:
        batch = db.get_one(Batch, floor.lot(lot).batch_id)
        assert (batch.declared, batch.counted, batch.customer_lot) == (6, 5, "L1")
    assert boxes(floor, "tell-details") == 0


@ON_SQLITE
def test_a_serial_that_was_here_before_is_announced_from_its_label(floor: Floor) -> None:
    at_register(floor, "SN100001")
    at_intake(floor)
    assert read_by(floor, "SALES-1", electronics(part="PCBA-HK7-R3.2", serial="SN100001"))
    assert "seen-before" in said(floor)
    assert boxes(floor) == 1
