"""A carrier's label is scanned into the form that asks for it, and is refused elsewhere."""

from terminal.desk.scans import scan
from tests.floor import SALES, Floor
from tests.web.browser import Panels
from tests.web.steps import at

WAYBILL = "SF2000118000157"


def test_a_waybill_is_scanned_into_the_shipping_form(floor: Floor) -> None:
    desk = at(floor, "ship", 50)
    desk.type(quantity=50, recipient="华康电子")

    assert scan(floor.site, "SALES-1", WAYBILL)

    form = desk.form()
    assert (form["waybill"], form["quantity"], form["recipient"]) == (WAYBILL, "50", "华康电子")
    assert "还没填" not in desk.page()


def test_what_was_typed_just_before_the_scan_does_not_wipe_it(floor: Floor) -> None:
    desk = at(floor, "ship", 50)
    assert scan(floor.site, "SALES-1", WAYBILL)

    desk.type(quantity=50, waybill="")
    assert desk.form()["waybill"] == WAYBILL

    floor.clock.pass_by(seconds=3)
    desk.type(quantity=50, waybill="")
    assert desk.form()["waybill"] == ""


def test_a_waybill_is_scanned_into_the_intake_form(floor: Floor, panels: Panels) -> None:
    floor.sign_on(SALES, "SALES-1")
    panel = panels.at("SALES-1")
    panel.post("view/intake")

    panel.scan(WAYBILL)

    assert f'value="{WAYBILL}"' in panel.page()
    assert f"运单号 {WAYBILL}" in panel.words()


def test_a_waybill_is_refused_where_no_form_asks_for_one(floor: Floor) -> None:
    at(floor, "screening", 50)
    assert not scan(floor.site, "SCREEN-1", WAYBILL)
    assert "error.unknown-code" in str(floor.strip(station="SCREEN-1"))


def test_a_waybill_does_not_change_what_already_waits_for_a_signature(floor: Floor) -> None:
    desk = at(floor, "ship", 50)
    desk.type(quantity=50, recipient="华康电子", waybill="SF2000118000158")
    desk.press()

    assert not scan(floor.site, "SALES-1", WAYBILL)
    assert desk.form().get("waybill", "") != WAYBILL
