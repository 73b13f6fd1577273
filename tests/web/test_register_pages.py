"""The page of registers: what it offers to whom, what it shows and what it sends."""

import pytest

from tests.floor import ADMIN, LEADER, PINS, SALES, Floor
from tests.terminal.offices import OFFICE, administer
from tests.web.browser import Browser, Panels
from tests.web.steps import fields_of


def opened(floor: Floor, panels: Panels, who: str = ADMIN, **pick: str) -> Browser:
    """The page of registers in front of somebody, with an entry picked."""
    floor.sign_on(who, OFFICE)
    panel = panels.at(OFFICE)
    panel.post("view/registers")
    panel.post("draft", act="registers", **pick)
    return panel


def sign(floor: Floor, panel: Browser, who: str = ADMIN, **typed: str) -> None:
    """Press the main button of the open form and sign with badge and PIN."""
    form = fields_of(panel.page().partition('id="work"')[2])
    assert panel.post("prepare", **(form | typed)).status_code == 204
    panel.scan(floor.badge(who))
    assert panel.fill_in("pin", pin=PINS[who]).status_code == 204


def test_sales_sees_customers_and_products_and_nobody_else_anything(
    floor: Floor, panels: Panels
) -> None:
    words = opened(floor, panels, SALES).words()
    assert "客户" in words
    assert "产品" in words
    assert "缺陷" not in words
    assert "停用" not in opened(floor, panels, SALES, entry="HK").page().partition('id="work"')[2]
    assert "华康电子" not in opened(floor, panels, LEADER).words()


def test_a_new_customer_is_saved_on_the_page(floor: Floor, panels: Panels) -> None:
    panel = opened(floor, panels, SALES, tab="customer", entry="+")
    sign(floor, panel, SALES, code="ZX", name="中兴微")
    assert "客户 中兴微 已保存" in panel.words()
    assert "中兴微" in opened(floor, panels, SALES, find="zx").words()


def test_words_of_a_code_are_changed_and_it_is_retired_on_the_page(
    floor: Floor, panels: Panels
) -> None:
    panel = opened(floor, panels, tab="cause", entry="cause/open")
    sign(floor, panel, zh="虚焊/冷焊")
    assert "代码 open 已保存：虚焊/冷焊 / Open joint" in panel.words()
    panel = opened(floor, panels, tab="cause", entry="cause/open", part="retire")
    sign(floor, panel)
    assert "open 已停用" in panel.words()
    assert "虚焊/冷焊" in opened(floor, panels, tab="cause", gone="yes").words()


def test_who_looked_before_another_changed_it_looks_again(floor: Floor, panels: Panels) -> None:
    panel = opened(floor, panels, tab="customer", entry="HK")
    form = fields_of(panel.page().partition('id="work"')[2])
    administer(floor, "save-customer", code="HK", name="华康", seen=form["seen"])
    assert panel.post("prepare", **(form | {"name": "华康二"})).status_code == 422
    assert "刚才被别人改了" in panel.words()


@pytest.mark.parametrize("pick", [
    {"tab": "<b>", "entry": "'", "page": "-1"}, {"tab": "cause", "entry": "cause/<i>", "page": "٣"},
    {"tab": "customer", "entry": "+", "part": "retire", "find": "%_\\"},
])  # fmt: skip
def test_what_the_page_is_told_is_hostile(
    floor: Floor, panels: Panels, pick: dict[str, str]
) -> None:
    panel = opened(floor, panels, **pick)
    assert panel.client.get(panel.home).status_code == 200


def test_a_hostile_name_is_shown_as_it_is_written(floor: Floor, panels: Panels) -> None:
    administer(floor, "save-customer", code="EVIL", name="<script>alert(1)</script>")
    page = opened(floor, panels, tab="customer", entry="EVIL").page()
    assert "<script>alert" not in page
