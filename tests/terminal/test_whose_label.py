"""Whose label it is and which product it names: by what was taught, registered, or chosen."""

import pytest

from terminal.desk import drafts, labels
from terminal.desk.desks import open_view
from terminal.desk.receipts import sort_by_hand
from terminal.desk.scans import scan
from tests.floor import SALES, Floor
from tests.terminal.ground import events
from tests.terminal.labels_day import (
    BOX,
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
from tests.terminal.receipts import pallet

ON_SQLITE = pytest.mark.parametrize("floor", ["sqlite"], indirect=True)


def test_a_taught_label_fills_in_and_proposes_its_customer(floor: Floor) -> None:
    known_part(floor)
    teach(floor)
    at_intake(floor)
    assert read_by(floor, "SALES-1", BOX.replace("200", "350").replace("BOX-1", "BOX-2"))
    told = take(floor)
    assert (told["customer"], told["product"]) == ("MR", "MR-PWR-240")
    assert (told["declared"], told["customer_lot"], told["date_code"]) == ("350", "AB12", "2628")
    assert events(floor, "label:read")[-1].facts["by"] == "carton"


def test_a_label_of_two_customers_asks_whose_it_is(floor: Floor) -> None:
    teach(floor)
    teach(floor, customer="DS")
    at_intake(floor)
    assert read_by(floor, "SALES-1", BOX)
    assert "label-whose" in said(floor)
    assert take(floor).get("customer", "") == ""
    labels.choose(floor.site, "SALES-1", "book-in", "HK")
    assert boxes(floor) == 0
    labels.choose(floor.site, "SALES-1", "book-in", "DS")
    assert take(floor)["customer"] == "DS"

    floor.clock.pass_by(seconds=5)
    drafts.save(floor.site, "SALES-1", "", "book-in", {"customer": "MR"})
    labels.undo(floor.site, "SALES-1", "book-in")
    assert read_by(floor, "SALES-1", BOX)
    assert take(floor)["customer"] == "MR"


@ON_SQLITE
def test_a_receipts_customer_is_not_changed_by_a_label(floor: Floor) -> None:
    number = pallet(floor, 300, 12)
    teach(floor, customer="DS")
    floor.sign_on(SALES, "SALES-1")
    sort_by_hand(floor.site, "SALES-1", number)
    assert not read_by(floor, "SALES-1", BOX)
    assert "label-of-another" in said(floor)
    assert not read_by(floor, "SALES-1", electronics(part="DS-IO-16"))
    assert read_by(floor, "SALES-1", electronics())
    assert "customer" not in take(floor)


@ON_SQLITE
def test_a_product_of_somebody_else_proposes_him_and_that_is_told(floor: Floor) -> None:
    at_intake(floor)
    drafts.save(floor.site, "SALES-1", "", "book-in", {"customer": "MR"})
    read_by(floor, "SALES-1", electronics(part="DS-IO-16"))
    told = take(floor)
    assert (told["customer"], told["product"]) == ("DS", "DS-IO-16")
    assert '"replaced":"customer"' in said(floor)


@ON_SQLITE
def test_no_label_is_taken_where_no_form_asks_for_one(floor: Floor) -> None:
    teach(floor)
    floor.sign_on(SALES, "SALES-1")
    open_view(floor.site, "SALES-1", "")
    for label in (BOX, electronics()):
        assert not read_by(floor, "SALES-1", label)
        assert "unknown-code" in said(floor)


def test_a_product_is_found_by_our_code_by_the_customers_or_by_its_gtin(floor: Floor) -> None:
    known_part(floor, part="7032069804988")
    at_intake(floor)
    for label in (
        electronics(part="mr-pwr-240"), electronics(part="7032069804988"),
        "]C10107032069804988",
    ):  # fmt: skip
        assert scan(floor.site, "SALES-1", label)
        assert take(floor)["product"] == "MR-PWR-240"
        labels.undo(floor.site, "SALES-1", "book-in")


@ON_SQLITE
def test_a_part_number_that_two_products_have_chooses_none(floor: Floor) -> None:
    known_part(floor)
    known_part(floor, "MR-COM-485")
    at_intake(floor)
    read_by(floor, "SALES-1", electronics())
    assert "product" not in take(floor)


@ON_SQLITE
def test_an_unknown_product_is_registered_with_its_part_number_filled_in(floor: Floor) -> None:
    at_intake(floor)
    drafts.save(floor.site, "SALES-1", "", "book-in", {"customer": "MR", "complaint": "响"})
    read_by(floor, "SALES-1", electronics(part="NEW-1"))
    labels.register_product(floor.site, "SALES-1", "book-in")
    asked = typed(floor, "save-product")
    assert (asked["part_number"], asked["code"], asked["customer"]) == ("NEW-1", "NEW-1", "MR")

    floor.act(SALES, "SALES-1", "save-product", pin=True, code="NEW-1", name="新板",
              customer="MR", part_number="NEW-1")  # fmt: skip
    open_view(floor.site, "SALES-1", "intake")

    assert take(floor)["product"] == "NEW-1"
    assert typed(floor)["complaint"] == "响"
