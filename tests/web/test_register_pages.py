"""The page of registers: what it offers to whom, what it shows and what it sends."""

import io

from werkzeug.test import TestResponse

from domain.events import Event
from terminal.desk.drafts import KEPT
from tests.floor import ADMIN, LEADER, PINS, SALES, Floor
from tests.terminal.offices import OFFICE, administer
from tests.web.browser import TOKEN, Browser, Panels
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


def test_what_the_page_is_told_is_hostile(floor: Floor, panels: Panels) -> None:
    for pick in (
        {"tab": "<b>", "entry": "'", "page": "-1"},
        {"tab": "cause", "entry": "cause/<i>", "page": "٣"},
        {"tab": "customer", "entry": "+", "part": "retire", "find": "%_\\"},
    ):
        panel = opened(floor, panels, **pick)
        assert panel.client.get(panel.home).status_code == 200


def test_a_hostile_name_is_shown_as_it_is_written(floor: Floor, panels: Panels) -> None:
    administer(floor, "save-customer", code="EVIL", name="<script>alert(1)</script>")
    page = opened(floor, panels, tab="customer", entry="EVIL").page()
    assert "<script>alert" not in page


def test_a_figure_is_set_on_the_page_that_says_where_it_stands(
    floor: Floor, panels: Panels
) -> None:
    panel = opened(floor, panels, tab="figure", entry="round_limit")
    assert "process.toml:3" in panel.words()
    sign(floor, panel, value="3")
    assert "返修次数上限 = 3" in panel.words()
    assert "方敏 20/11 09:00 改" in opened(floor, panels, tab="figure", entry="round_limit").words()


def test_a_figure_that_does_not_go_with_another_is_refused_with_both_names(
    floor: Floor, panels: Panels
) -> None:
    panel = opened(floor, panels, tab="figure", entry="day_shift_to")
    form = fields_of(panel.page().partition('id="work"')[2])
    assert panel.post("prepare", **(form | {"value": "8"})).status_code == 422
    assert "白班几点结束 8 与 白班几点开始 8 对不上" in panel.words()


def test_a_station_is_shown_with_file_and_line_and_no_form(floor: Floor, panels: Panels) -> None:
    panel = opened(floor, panels, tab="station", entry="REPAIR-1")
    words = panel.words()
    assert "demo.toml:43" in words
    assert "sim:repair-1-label" in words
    assert 'id="work"' not in panel.page()


def test_every_change_stands_in_the_list_with_before_and_after(
    floor: Floor, panels: Panels
) -> None:
    administer(floor, "save-team", code="night-1", name="夜班一组", shift="night")
    administer(floor, "retire", register="customer", entry="HK", retired=True)
    panel = opened(floor, panels, tab="log")
    words = panel.words()
    assert "客户 HK" in words
    assert "班组 night-1" in words
    last = floor.site
    with last.reading() as db:
        number = max(one.number for one in db.query(Event).filter_by(kind="customer:saved"))
    words = opened(floor, panels, tab="log", entry=str(number)).words()
    assert "停用 否 是" in words
    assert "方敏 · 管理员" in words


def test_what_the_other_tabs_are_told_is_hostile(floor: Floor, panels: Panels) -> None:
    for tab, entry in (("figure", "<b>"), ("station", "+"), ("log", "9" * 30), ("files", "-1")):
        panel = opened(floor, panels, tab=tab, entry=entry, page="99")
        assert panel.client.get(panel.home).status_code == 200


PRODUCTS = "代码,名称,每箱片数\nPCBA-HK3-R1.0,HK-3 显示板 B,80\nNEW-1,新板,20\n"


def upload(panel: Browser, text: str) -> TestResponse:
    """Send a file as the page's own script does."""
    token = TOKEN.search(panel.page())
    assert token
    file = (io.BytesIO(text.encode()), "../产品<b>.csv")
    headers = {"X-CSRFToken": token.group(1), "HX-Request": "true"}
    data = {"file": file, "table": "product"}
    return panel.client.post(f"{panel.home}/table", data=data, headers=headers)


def test_a_table_is_looked_at_and_signed_on_the_page(floor: Floor, panels: Panels) -> None:
    panel = opened(floor, panels, tab="files", entry="product")
    assert upload(panel, PRODUCTS).status_code == 204
    words = panel.words()
    assert "新增 1，改 1，不变 0" in words
    assert "名称 HK-3 显示板 HK-3 显示板 B" in words
    assert "产品_b_.csv" in words
    sign(floor, panel)
    assert "已导入：2 行" in panel.words()
    assert "新板" in opened(floor, panels, tab="product", find="new").words()


def test_the_mistakes_of_a_table_stand_on_the_page(floor: Floor, panels: Panels) -> None:
    panel = opened(floor, panels, tab="files", entry="product")
    assert upload(panel, PRODUCTS.replace("80", "八十")).status_code == 204
    words = panel.words()
    assert "第 2 行 每箱片数 八十 不是整数" in words
    assert "一行也没导入" in words
    assert panel.post("table-aside").status_code == 204
    assert "八十" not in panel.words()


def test_what_the_service_keeps_at_a_desk_comes_from_no_form(floor: Floor, panels: Panels) -> None:
    panel = opened(floor, panels, tab="files", entry="customer")
    forged = '[[2,{"code":"<b> x/..","name":"","retired":false}]]'
    for act in sorted(KEPT):
        assert panel.post("draft", act=act, table="customer", rows=forged).status_code == 422
    assert panel.client.get(panel.home).status_code == 200


def test_a_table_is_taken_away_by_an_administrator_only(floor: Floor, panels: Panels) -> None:
    panel = opened(floor, panels)
    for form, start in (("csv", "\ufeff代码,名称".encode()), ("xlsx", b"PK")):
        answer = panel.client.get(f"{panel.home}/table/customer.{form}")
        assert answer.data.startswith(start)
        assert "attachment" in answer.headers["Content-Disposition"]
    assert panel.client.get(f"{panel.home}/table/moon.csv").status_code == 404
    opened(floor, panels, SALES)
    assert panel.client.get(f"{panel.home}/table/person.csv").status_code == 422
    assert upload(panel, PRODUCTS).status_code == 422


def test_a_table_without_a_token_is_refused(floor: Floor, panels: Panels) -> None:
    panel = opened(floor, panels, tab="files", entry="product")
    answer = panel.client.post(f"{panel.home}/table", data={"table": "product"})
    assert answer.status_code == 400
