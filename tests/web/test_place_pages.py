"""Board pictures as people set them, and places as the pages tell them."""

import io

from terminal.desk.desks import open_view
from tests.floor import ADMIN, QUALITY, REPAIRER, TECHNICAL, Floor
from tests.photographs import a_photo
from tests.terminal.test_photos import set_board
from tests.web.browser import Browser, Panels
from tests.web.steps import Bench, bench, fields_of

HK = "PCBA-HK7-R3.2"
HOSTILE = '<img src=x onerror="alert(1)">'


def at_the_products(floor: Floor, panels: Panels, person: str = ADMIN) -> Browser:
    floor.sign_on(person, "REVIEW-1")
    panel = panels.at("REVIEW-1")
    panel.post("view/boards")
    return panel


def at_repair(floor: Floor) -> Bench:
    set_board(floor, TECHNICAL)
    return bench(floor, "REPAIR-1", floor.at_repair(50), REPAIRER)


def test_an_administrator_finds_a_product_and_sets_its_picture(
    floor: Floor, panels: Panels
) -> None:
    panel = at_the_products(floor, panels)
    panel.post("draft", act="boards", find="hk7")
    assert "还没有板图" in panel.words()
    panel.post("draft", act="boards", find="hk7", product=HK)
    form = {"product": HK, "nonce": "a", "taken": (io.BytesIO(a_photo()), "x.jpg")}
    assert panel.post("board-picture", **form).status_code == 204  # type: ignore[arg-type]
    assert "板图已更新" in panel.words()
    assert "板图第 1 版" in panel.words()
    assert 'href="/pictures/' in panel.page()


def test_who_does_not_look_after_products_sets_no_picture(floor: Floor, panels: Panels) -> None:
    panel = at_the_products(floor, panels, QUALITY)
    assert "管理员、技术主管、生产主管才能换板图" in panel.words()
    form = {"product": HK, "nonce": "a", "taken": (io.BytesIO(a_photo()), "x.jpg")}
    assert panel.post("board-picture", **form).status_code == 422  # type: ignore[arg-type]
    open_view(floor.site, "REVIEW-1", "")
    assert "view/boards" not in panel.page()


def test_a_tapped_place_is_kept_while_the_record_is_filled_in(floor: Floor) -> None:
    desk = at_repair(floor)
    assert "data-places" in desk.page()

    desk.type(quantity=2, picture=1, across=412, down=230, location="R12")

    form = desk.form()
    assert [form[name] for name in ("picture", "across", "down")] == ["1", "412", "230"]
    desk.type(outcome="repaired", cause="open", repair="resolder")
    assert desk.press("record").status_code == 204
    page = desk.page()
    assert 'data-known="R12" data-across="412" data-down="230"' in page
    assert '"across": 412' in page
    assert desk.form()["picture"] == ""


def test_a_place_that_was_tapped_on_an_older_picture_is_tapped_again(floor: Floor) -> None:
    desk = at_repair(floor)
    desk.type(quantity=2, picture=1, across=412, down=230)
    set_board(floor, TECHNICAL, seed=2)
    assert desk.form()["picture"] == ""
    assert fields_of(desk.page())["across"] == ""


def test_a_place_stands_on_the_batch_page_and_the_printed_record(floor: Floor) -> None:
    desk = at_repair(floor)
    for location in (HOSTILE, ""):
        floor.repair(desk.lot, 1, location=location, picture=1, across=412, down=230)
    for address in ("/batches/RT-2611-0001", "/batches/RT-2611-0001/forms/repair"):
        page = desk.client.get(address).get_data(as_text=True)
        assert "板图 41·23" in page
        assert "translate(412 " in page
        assert HOSTILE not in page
    assert HOSTILE not in desk.client.get(f"{desk.home}/desk").get_data(as_text=True)
