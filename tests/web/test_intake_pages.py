"""Sales books a delivery in, as the page lets people do it."""

from tests.floor import SALES, Floor
from tests.web.browser import Panels


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
