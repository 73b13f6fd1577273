"""Booking an ordinary return in takes less than a minute: every tap, key and scan is counted."""

from collections import Counter

import pytest

from tests.floor import SALES, Floor
from tests.journey.operator import Operator
from web.app import create_app

# A tap on a panel takes a second and a half, a figure two, a scan one; a minute has room for 30.
SECONDS = {"tap": 1.5, "key sequence": 2.0, "scan": 1.0}
MOST_ACTS = 12
DESK = "SALES-1"


def at_sales(floor: Floor) -> Operator:
    app = create_app(floor.site)
    app.config["WTF_CSRF_ENABLED"] = False
    floor.sign_on(SALES, DESK)
    return Operator(floor, app.test_client(), DESK, SALES, Counter())


@pytest.mark.parametrize("floor", ["sqlite"], indirect=True)
def test_an_ordinary_return_of_a_known_customer_is_booked_in_with_twelve_acts(
    floor: Floor,
) -> None:
    floor.book_in(20)
    sales = at_sales(floor)
    sales.open("view/intake")
    sales.shown = ""
    sales.choose("customer", "HK")
    sales.choose("product", "PCBA-HK7-R3.2")
    sales.choose("part", "complaint")
    sales.choose("complaint", "上电无显示")
    sales.choose("part", "terms")
    sales.choose("wanted_on", "2026-11-30")
    sales.key_in("counted", 48)
    sales.key_in("declared", 48)
    sales.press_and_sign()

    assert "RT-2611-0002" in floor.strip(DESK)
    assert sum(sales.acts.values()) <= MOST_ACTS, sales.acts
    assert sum(SECONDS[kind] * n for kind, n in sales.acts.items()) < 30


@pytest.mark.parametrize("floor", ["sqlite"], indirect=True)
def test_the_next_batch_of_a_pallet_needs_no_customer(floor: Floor) -> None:
    from domain.codes import Code, CodeKind
    from tests.terminal.receipts import pallet

    receipt = pallet(floor, 100)
    sales = at_sales(floor)
    sales.scan(str(Code(CodeKind.RECEIPT, receipt)))
    for pieces in (60, 40):
        sales.shown = ""
        sales.choose("product", "MR-PWR-240")
        sales.choose("part", "complaint")
        sales.choose("complaint", "无输出")
        sales.key_in("counted", pieces)
        sales.key_in("declared", pieces)
        sales.press_and_sign()

    assert "RT-2611-0002" in floor.strip(DESK)
    assert sum(sales.acts.values()) <= 2 * 9
