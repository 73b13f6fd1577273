"""Sales books a delivery in, as the page lets people do it."""

from tests.floor import PACKER, SALES, Floor
from tests.terminal.test_goods_before_paper import without_paper
from tests.web.browser import Panels

HOSTILE = "<script>alert(1)</script>"


def test_sales_books_a_delivery_in(floor: Floor, panels: Panels) -> None:
    floor.sign_on(SALES, "SALES-1")
    sales = panels.at("SALES-1")
    sales.post("view/intake")
    assert "还缺：客户、产品、投诉内容、客户报数、实点数" in sales.words()

    kept = sales.post("draft", act="book-in", customer="MR").get_data(as_text=True)
    assert "MR 电源板 240W" in kept
    assert "HK-7 主控板" not in kept
    sales.fill_in(
        customer="MR", product="MR-PWR-240", complaint="无显示", declared="12", counted="10",
        wanted_on="2026-11-30", warranty="outer", rush="yes",
    )  # fmt: skip
    sales.scan(floor.badge(SALES))

    assert "已登记：RT-2611-0001" in sales.words()
    assert 'value="MR" checked' not in sales.page()


def test_a_product_of_another_customer_is_not_kept(floor: Floor, panels: Panels) -> None:
    floor.sign_on(SALES, "SALES-1")
    sales = panels.at("SALES-1")
    sales.post("view/intake")
    sales.post("draft", act="book-in", customer="DS", product="MR-PWR-240")

    assert "还缺：产品、" in sales.words()


def test_what_was_typed_arrives_too_late_and_comes_back_nowhere(
    floor: Floor, panels: Panels
) -> None:
    floor.sign_on(SALES, "SALES-1")
    sales = panels.at("SALES-1")
    sales.post("view/intake")
    typed = sales.form() | {
        "customer": "DS", "product": "MR-PWR-240", "complaint": "没反应", "demand": "修好",
        "declared": "20", "counted": "20", "wanted_on": "2026-12-01",
    }  # fmt: skip
    assert sales.post("prepare", **typed).status_code == 204, sales.words()
    sales.scan(floor.badge(SALES))

    sales.post("draft", **typed)

    sales.post("view/intake")
    assert "没反应" not in sales.page()


def test_what_came_along_is_counted_by_the_packer_before_he_signs(
    floor: Floor, panels: Panels
) -> None:
    floor.sign_on(SALES, "SALES-1")
    sales = panels.at("SALES-1")
    sales.post("view/intake")
    sales.post("draft", act="book-in", accessory=HOSTILE[:30], customer="MR")
    assert HOSTILE[:30] in sales.words()
    typed = {"accessories.电源线": "2", f"accessories.{HOSTILE[:30]}": "1", "rma": "MR-7"}
    sales.fill_in(
        customer="MR", product="MR-PWR-240", complaint="无输出", counted="9", declared="9", **typed
    )
    sales.scan(floor.badge(SALES))
    lot = "RT-2611-0001.1"
    floor.receive(PACKER, "RECV-1", lot, 9)
    packer = panels.at("RECV-1")
    packer.post("lay", lot=lot)
    packer.fill_in("draft", **{"counts.counted": "9", "part": "along"})
    assert "附件还没点" in packer.words()
    assert "要还 2" not in packer.words()

    told = {"accessories.电源线": "1", f"accessories.{HOSTILE[:30]}": "1"}
    packer.fill_in(**{"counts.counted": "9"}, **told)
    packer.scan(floor.badge(PACKER))

    page = sales.client.get("/batches/RT-2611-0001").get_data(as_text=True)
    assert "收货点数差 -1" in page
    assert HOSTILE not in page + packer.page() + sales.page()


def test_goods_that_came_before_their_paper_wait_until_sales_has_told_it(
    floor: Floor, panels: Panels
) -> None:
    floor.sign_on(SALES, "SALES-1")
    sales = panels.at("SALES-1")
    sales.post("view/intake")
    sales.post("draft", act="book-in", paper_follows="yes")
    assert "还缺：客户、产品、实点数" in sales.words()
    sales.fill_in(customer="MR", product="MR-PWR-240", counted="12", paper_follows="yes")
    assert "客户单子没到，资料后补" in sales.words()
    sales.scan(floor.badge(SALES))
    packer = panels.at("RECV-1")
    floor.sign_on(PACKER, "RECV-1")
    packer.post("lay", lot="RT-2611-0001.1")
    assert "客户单子没到，等 SALES-1 补资料" in packer.words()

    sales.post("view/idle")
    assert "欠客户资料：1 批" in sales.words()
    sales.post("view/details")
    assert "还缺：投诉内容、客户报数" in sales.words()
    sales.fill_in(batch="RT-2611-0001", complaint=HOSTILE, declared="12")
    sales.scan(floor.badge(SALES))

    assert "RT-2611-0001 资料已补齐" in sales.words()
    packer.post("lay", lot="RT-2611-0001.1")
    assert "客户单子没到" not in packer.words()
    assert HOSTILE not in packer.page() + sales.page()


def test_every_batch_without_paper_can_be_told_and_opens_as_it_was_booked(
    floor: Floor, panels: Panels
) -> None:
    for _ in range(6):
        without_paper(floor, 5, kind="complaint")
    last = without_paper(floor, 5, warranty="inner")[:-2]
    sales = panels.at("SALES-1")
    sales.post("view/details")
    sales.fill_in("draft", batch="RT-2611-0001", kind="after-sales")
    assert 'value="complaint" checked' in sales.page()
    assert f'value="{last}"' not in sales.page()

    sales.fill_in("draft", batch="RT-2611-0001", kind="after-sales", page="2")
    assert 'value="after-sales" checked' in sales.page()
    sales.fill_in("draft", batch=last, kind="complaint", warranty="unknown", page="2")

    for value in (last, "after-sales", "inner"):
        assert f'value="{value}" checked' in sales.page()
