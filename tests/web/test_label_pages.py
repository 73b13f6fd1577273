"""What a customer's label says, as the pages show it and let people take it over."""

import re

from terminal.desk.desks import open_view
from tests.floor import PACKER, PINS, SALES, Floor
from tests.terminal.labels_day import BOX, at_intake, electronics, known_part, read_by, teach, typed
from tests.terminal.receipts import pallet
from tests.terminal.test_goods_before_paper import without_paper
from tests.web.browser import Browser, Panels
from tests.web.steps import fields_of

HOSTILE = "<script>alert(1)</script>"
FIGURE = re.compile(r"(?<![0-9A-Za-z_-])7,?919(?![0-9A-Za-z_-])")


def press(panel: Browser, deed: str, **more: str) -> str:
    """Press a button of the card, which sends the form beside it along."""
    form = fields_of(panel.page().partition('id="work"')[2])
    answer = panel.post(f"label/{deed}", **(form | more))
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return panel.words()


def sign_saved(floor: Floor, panel: Browser, **typed: str) -> None:
    form = fields_of(panel.page().partition('id="work"')[2]) | typed
    assert panel.post("prepare", **form).status_code == 204, panel.words()
    panel.scan(floor.badge(SALES))
    assert panel.fill_in("pin", pin=PINS[SALES]).status_code == 204


def test_the_card_says_what_it_fills_in_and_what_it_replaces(floor: Floor, panels: Panels) -> None:
    known_part(floor)
    at_intake(floor)
    sales = panels.at("SALES-1")
    sales.post("draft", act="book-in", customer="MR", rma="R-1", part_number="P-OLD")
    read_by(floor, "SALES-1", electronics(lot="L1", box="B1"))
    words = sales.words()
    assert "标签上写的" in words
    assert "MR 电源板 240W" in words
    assert "换掉「P-OLD」" in words
    assert "还缺：产品、" in words

    words = press(sales, "take", complaint="无输出", counted="198")

    assert "已照标签填入，换掉了：客户料号" in words
    assert "还缺" not in words
    assert "标签 1 张" in words
    told = typed(floor)
    assert (told["rma"], told["counted"], told["declared"]) == ("R-1", "198", "200")
    assert "撤掉上一张" in press(sales, "show")
    assert "撤掉上一张" not in press(sales, "away")
    press(sales, "undo")
    assert "标签" not in press(sales, "away").partition("签名后自动打印")[0].partition("编号")[2]
    sales.fill_in()
    sales.scan(floor.badge(SALES))
    page = sales.client.get("/batches/RT-2611-0001").get_data(as_text=True)
    assert "L1" in page


def test_whose_label_it_is_is_asked_and_told_by_a_tap(floor: Floor, panels: Panels) -> None:
    teach(floor)
    teach(floor, customer="DS")
    at_intake(floor)
    sales = panels.at("SALES-1")
    read_by(floor, "SALES-1", BOX)
    assert "这张是哪家的？" in sales.words()
    assert "确认填入" not in sales.words().partition("标签上写的")[2]
    assert "carton" not in sales.words()
    words = press(sales, "whose", whose="DS")
    assert "德赛工控" in words
    press(sales, "take")
    assert typed(floor)["customer"] == "DS"


def test_an_unknown_product_is_registered_from_its_label(floor: Floor, panels: Panels) -> None:
    at_intake(floor)
    sales = panels.at("SALES-1")
    sales.post("draft", act="book-in", customer="MR")
    read_by(floor, "SALES-1", electronics(part="MR-NEW"))
    assert "没登记过这个产品：MR-NEW" in sales.words()
    press(sales, "register")
    assert 'name="part_number" value="MR-NEW"' in sales.page()
    sign_saved(floor, sales, name="新电源板")
    sales.post("view/intake")
    assert "新电源板" in sales.words().partition("标签上写的")[2]


def test_a_label_is_taught_on_the_page_from_a_scan_to_the_signature(
    floor: Floor, panels: Panels
) -> None:
    floor.sign_on(SALES, "SALES-1")
    sales = panels.at("SALES-1")
    sales.post("view/registers")
    sales.post("draft", act="registers", tab="format", entry="+")
    assert "在这个工位扫一张客户标签做样本" in sales.words()
    read_by(floor, "SALES-1", BOX)
    assert "样本已读：40 个字符" in sales.words()
    for piece, holds in enumerate(("customer_part", "quantity", "lot", "date_code")):
        form = fields_of(sales.page().partition('id="work"')[2])
        told = {"customer": "MR", "name": "外箱标签", "stage": "pieces", "piece": str(piece)}
        sales.post("draft", **(form | told))
        form = fields_of(sales.page().partition('id="work"')[2])
        sales.post("draft", **(form | {f"holds.{piece}": holds}))
    assert "已定 4 段" in sales.words()
    assert "「Q」" not in sales.words()
    sign_saved(floor, sales)
    assert "标签格式 外箱标签 已保存" in sales.words()

    at_intake(floor)
    assert read_by(floor, "SALES-1", BOX.replace("200", "120"))
    press(sales, "take")
    assert (typed(floor)["declared"], typed(floor)["customer_lot"]) == ("120", "AB12")


def test_what_labels_and_their_formats_say_is_hostile(floor: Floor, panels: Panels) -> None:
    teach(floor, name="x", sample=f"{HOSTILE};1", holds={"0": "lot", "1": "rma"}, prefix={})
    at_intake(floor)
    sales = panels.at("SALES-1")
    read_by(floor, "SALES-1", f"{HOSTILE};{{{{7*7}}}}")
    assert HOSTILE in sales.words()
    assert "{{7*7}}" in sales.words()
    assert HOSTILE not in sales.page()
    press(sales, "take")
    assert HOSTILE not in sales.page()
    for act, deed in (("save-term", "take"), ("", "undo"), ("<b>", "whose")):
        assert sales.post(f"label/{deed}", act=act).status_code == 422
    sales.post("view/registers")
    sales.post("draft", act="registers", tab="format", entry="MR/x")
    assert HOSTILE not in sales.page()
    odd = {"separator": "<b>", "cuts": "9999999,x,-1", "piece": "77", "prefix.0": "<i>"}
    form = fields_of(sales.page().partition('id="work"')[2])
    assert sales.post("draft", **(form | odd)).status_code == 200


def test_a_sorted_delivery_and_a_batch_without_paper_show_the_card_too(
    floor: Floor, panels: Panels
) -> None:
    number = pallet(floor, 300, 12)
    sales = panels.at("SALES-1")
    sales.post("sort", receipt=number)
    read_by(floor, "SALES-1", electronics(part="MR-PWR-240"))
    assert "标签上写的" in sales.words()
    assert press(sales, "take").count("标签 1 张") == 1
    without_paper(floor, 5)
    open_view(floor.site, "SALES-1", "details")
    read_by(floor, "SALES-1", electronics(part="PCBA-HK7-R3.2", quantity="6"))
    press(sales, "take")
    assert typed(floor, "tell-details")["declared"] == "6"


def test_the_packer_is_told_no_figure_of_a_label_before_he_has_counted(
    floor: Floor, panels: Panels
) -> None:
    known_part(floor)
    at_intake(floor)
    sales = panels.at("SALES-1")
    read_by(floor, "SALES-1", electronics(quantity="7919"))
    press(sales, "take", complaint="无输出", counted="7919")
    sales.fill_in()
    sales.scan(floor.badge(SALES))
    lot = "RT-2611-0001.1"
    floor.sign_on(PACKER, "RECV-1")
    packer = panels.at("RECV-1")
    for view in ("waiting", "queue", "find", "intake", "idle"):
        packer.post(f"view/{view}")
        packer.page()
    packer.post("lay", lot=lot)
    read_by(floor, "RECV-1", electronics(part="MR-PWR-240", quantity="7919", serial="SN1"))
    packer.page()
    for path in ("/board", "/batches/RT-2611-0001", "/ledger/RT-2611-0001"):
        packer.seen.append(packer.client.get(path).get_data(as_text=True))
    assert not FIGURE.search(panels.everything_seen("RECV-1"))


def test_the_demo_scans_labels_of_customers_boxes_with_their_separators(
    floor: Floor, panels: Panels
) -> None:
    page = panels.at("SALES-1").client.get("/demo?reader=sales-1-scan").get_data(as_text=True)
    assert "客户箱子上的标签" in page
    assert "HK;PCBA-HK7-R3.2;Q50;LOT2607A;B0001" in page
    assert "[)&gt;␞06␝PDS-IO-16␝Q20" in page
    other = panels.at("SALES-1").client.get("/demo?reader=oqc-1-scan").get_data(as_text=True)
    assert "客户箱子上的标签" not in other
    at_intake(floor)
    assert read_by(floor, "SALES-1", "HK;PCBA-HK7-R3.2;Q50;LOT2607A;B0001")
    press(panels.at("SALES-1"), "take")
    assert (typed(floor)["product"], typed(floor)["declared"]) == ("PCBA-HK7-R3.2", "50")
