"""Counting a cart by full boxes: each lot has its own aid, and how it was counted is kept."""

import json

from sqlalchemy import select

from domain.people import Draft
from terminal.desk.scans import lay_by_hand
from tests.floor import LEADER, REPAIRER, Floor
from tests.web.browser import Panels


def test_each_lot_of_a_cart_has_its_own_counting_aid(floor: Floor, panels: Panels) -> None:
    lot = floor.at_screening(51)
    one, two = sorted(
        floor.decide(LEADER, "SCREEN-1", lot, counts={"unseen": pieces})["unseen"]
        for pieces in (20, 30)
    )
    cart = str(floor.note(LEADER, "SCREEN-1", "load-cart", along=(one, two))["cart"])
    floor.sign_on(REPAIRER, "REPAIR-1")
    lay_by_hand(floor.site, "REPAIR-1", cart)
    floor.clock.pass_by(seconds=10)
    panel = panels.at("REPAIR-1")
    assert f'data-sum-into="lots.{one}"' in panel.page()

    typed = {
        "cart": cart, "field": f"lots.{two}", f"lots.{one}": "25", f"aid-box.{one}": "5",
        f"aid-standard.{one}": "5",
    }  # fmt: skip
    panel.post("draft", act="receive-cart", **typed)

    page = panel.page()
    assert f'name="counting.{one}" value="5×5+0"' in page
    assert f'name="aid-box.{one}" value="5"' in page
    assert f'data-sum-into="lots.{two}"' in page

    counted = {one: 25, two: 30} if floor.lot(one).quantity == 20 else {one: 20, two: 25}
    floor.act(REPAIRER, "REPAIR-1", "receive-cart", cart=cart, lots=counted, on_time=True,
              forms=("service-form", "signed"), counting={one: "5×5+0"})  # fmt: skip
    with floor.site.reading() as db:
        kept = db.scalars(select(Draft.fields).where(Draft.act == "receive-cart")).one()
    assert not [name for name in json.loads(kept) if name.startswith(("lots.", "aid-box."))]
