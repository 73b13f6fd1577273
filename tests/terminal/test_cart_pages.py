"""Loading a cart and receiving it, as the pages let people do it."""

import re
from collections.abc import Iterator

import pytest

from domain.codes import Code, CodeKind
from tests.floor import LEADER, REPAIRER, Floor
from tests.web.browser import Browser, Panels, a_browser
from tests.web.test_blind_count import look_everywhere

SEEN = ["service-form", "signed"]
FIGURE = re.compile(r"(?<![0-9A-Za-z_-])7,?9(19|07)(?![0-9A-Za-z_-])")


@pytest.fixture
def floor(sqlite_floor: Floor) -> Floor:
    """What a page says does not depend on the database."""
    return sqlite_floor


@pytest.fixture
def panels(floor: Floor) -> Iterator[Panels]:
    with a_browser(floor.site) as served:
        yield served


def sent(floor: Floor, *pieces: int) -> list[str]:
    lot = floor.at_screening(sum(pieces) + 1)
    return [
        floor.decide(LEADER, "SCREEN-1", lot, counts={"unseen": one})["unseen"] for one in pieces
    ]


def giver(floor: Floor, panels: Panels) -> Browser:
    floor.sign_on(LEADER, "SCREEN-1")
    panel = panels.at("SCREEN-1")
    panel.post("view/load")
    return panel


def on_a_cart(floor: Floor, panels: Panels, *pieces: int) -> tuple[list[str], Browser]:
    """A cart whose list the repairer has scanned."""
    lots = sent(floor, *pieces)
    answer = floor.note(LEADER, "SCREEN-1", "load-cart", along=tuple(lots))
    floor.sign_on(REPAIRER, "REPAIR-1")
    panel = panels.at("REPAIR-1")
    panel.scan(str(Code(CodeKind.CART, str(answer["cart"]))))
    return lots, panel


def test_everything_offered_to_one_step_is_loaded_with_one_press(
    floor: Floor, panels: Panels
) -> None:
    one, two = sent(floor, 20, 30)
    panel = giver(floor, panels)
    assert "2 个子批装车送维修，打印清单" in panel.words()

    assert panel.fill_in("record", act="load-cart", along=[one, two]).status_code == 204

    assert "RT-2611-W0001 已装车：2 个子批送维修" in panel.words()
    assert "没有等着送走的子批" in panel.words()


def test_a_lot_that_is_not_offered_is_counted_and_signed_for(floor: Floor, panels: Panels) -> None:
    one, two = sent(floor, 20, 30)
    floor.act(LEADER, "SCREEN-1", "withdraw", lot=one)
    panel = giver(floor, panels)
    typed = panel.form() | {f"lots.{one}": "20", "target": "repair", "along": two}
    panel.post("draft", **typed)
    assert "load-cart" not in panel.page()

    assert panel.fill_in(along=[two]).status_code == 204
    assert "本人实点 1 个子批共 20 片，装一车送出" in panel.words()
    panel.scan(floor.badge(LEADER))

    assert floor.lot(one).state == "offered"
    assert "已送出：2 个子批送维修" in panel.words()


def test_who_leaves_a_lot_out_sees_it_left_out(floor: Floor, panels: Panels) -> None:
    one, two = sent(floor, 20, 30)
    panel = giver(floor, panels)
    typed = panel.form() | {"target": "repair", "along": two}
    page = panel.post("draft", **typed).get_data(as_text=True)
    assert f'value="{two}" checked' in page
    assert f'value="{one}" checked' not in page
    assert "1 个子批装车送维修" in page


def test_a_cart_is_counted_lot_by_lot_and_signed_once(floor: Floor, panels: Panels) -> None:
    (one, two), panel = on_a_cart(floor, panels, 20, 30)
    assert f'name="lots.{one}" value=""' in panel.page(), "no count is filled in beforehand"

    counts = {f"lots.{one}": "20", f"lots.{two}": "30"}
    assert panel.fill_in(forms=SEEN, on_time="yes", **counts).status_code == 204
    assert "共 50 片，表单齐全，签收点对的子批，能按期修完" in panel.words()
    panel.scan(floor.badge(REPAIRER))

    assert {floor.lot(lot).station for lot in (one, two)} == {"REPAIR-1"}
    assert "RT-2611-W0001 已签收 2 个子批" in panel.words()
    assert "这车没有要点的了" in panel.words()


def test_a_lot_that_differs_stays_on_the_page_and_its_count_is_wiped(
    floor: Floor, panels: Panels
) -> None:
    (one, two), panel = on_a_cart(floor, panels, 20, 30)
    typed = panel.form() | {f"lots.{one}": "20", f"lots.{two}": "29", "on_time": "yes"}
    panel.post("draft", **(typed | {"forms": SEEN}))
    panel.fill_in(forms=SEEN, on_time="yes", **{f"lots.{one}": "20", f"lots.{two}": "29"})
    panel.scan(floor.badge(REPAIRER))

    page = panel.page()
    assert "签收 1 个，1 个对不上" in panel.words()
    assert "对不上，请再点一次" in page
    assert f'name="lots.{two}" value=""' in page
    assert all(f'value="{form}" checked' in page for form in SEEN)


def test_what_was_counted_stays_until_somebody_scans_the_list_again(
    floor: Floor, panels: Panels
) -> None:
    (one, _), panel = on_a_cart(floor, panels, 20, 30)
    panel.post("draft", **(panel.form() | {f"lots.{one}": "20"}))
    panel.post("view/idle")
    panel.scan(str(Code(CodeKind.CART, "RT-2611-W0001")))
    assert f'name="lots.{one}" value="20"' in panel.page()
    assert "已点 1 / 2 个子批" in panel.words()


def test_the_list_of_what_waits_opens_a_cart_or_a_lot_of_it(floor: Floor, panels: Panels) -> None:
    (one, _), panel = on_a_cart(floor, panels, 20, 30)
    panel.post("view/waiting")
    assert "交接清单 · 2 批" in panel.words()
    panel.post("lay", lot="RT-2611-W0001")
    assert panel.form()["cart"] == "RT-2611-W0001"
    panel.post("lay", lot=one)
    assert panel.form()["act"] == "receive", "a lot of it can be opened by itself"


def test_no_page_tells_a_count_before_the_receiver_has_counted(
    floor: Floor, panels: Panels
) -> None:
    (one, two), receiver = on_a_cart(floor, panels, 7919, 7907)
    sender = panels.at("SCREEN-1")
    receiver.page()
    receiver.fill_in(forms=SEEN, on_time="yes", **{f"lots.{one}": "7000"})
    receiver.scan(floor.badge(REPAIRER))
    receiver.scan(str(Code(CodeKind.LOT, two)))
    receiver.page()
    look_everywhere(panels, "REPAIR-1")
    sender.post("view/load")
    look_everywhere(panels, "SCREEN-1")
    assert not FIGURE.search(panels.everything_seen("REPAIR-1", "SCREEN-1"))
