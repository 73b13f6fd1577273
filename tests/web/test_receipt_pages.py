"""A mixed pallet on the pages of Sales: counted, sorted, and settled if it does not come out."""

from tests.floor import PACKER, SALES, SALES_HEAD, Floor
from tests.terminal.receipts import pallet, sort_out
from tests.web.browser import Panels

HOSTILE = "<script>alert(1)</script>"


def test_a_pallet_comes_in_and_its_batches_are_booked_from_it(floor: Floor, panels: Panels) -> None:
    floor.sign_on(SALES, "SALES-1")
    sales = panels.at("SALES-1")
    sales.post("view/receipts")
    assert "没有待分批的退货" in sales.words()
    sales.post("view/receipt")
    assert "还缺：客户、装箱、总片数" in sales.words()
    typed = sales.form() | {"customer": "MR", "total": "300", "boxes": "12", "carrier": HOSTILE}
    sales.post("draft", **typed)
    sales.scan("SF1234567890")
    assert "签名：收到 12 箱 300 片" in sales.words()
    assert sales.post("prepare", **typed, waybill="SF1234567890").status_code == 204
    sales.scan(floor.badge(SALES))
    assert "退货单 RT-2611-R0001：12 箱" in sales.words()

    sales.post("view/receipts")
    sales.post("draft", act="receipts", receipt="RT-2611-R0001")
    assert "明锐科技" in sales.words()
    assert HOSTILE not in sales.page()
    sales.post("sort", receipt="RT-2611-R0001")
    for pieces, left in ((180, "还剩 120 片"), (100, "还剩 20 片")):
        sales.fill_in(
            product="MR-PWR-240", complaint="无输出", declared=str(pieces), counted=str(pieces)
        )
        sales.scan(floor.badge(SALES))
        assert left in sales.words()

    sales.post("view/intake")
    assert "退货单 RT-2611-R0001" not in sales.words()
    sales.post("view/idle")
    assert "退货单：1 张没分完" in sales.words()


def test_what_does_not_come_out_is_settled_by_somebody_else(floor: Floor, panels: Panels) -> None:
    receipt = pallet(floor, 100)
    sort_out(floor, receipt, 97)
    panel = panels.at("SALES-1")
    panel.post("view/receipts")
    panel.post("draft", act="receipts", receipt=receipt)
    panel.post("view/settle")
    typed = panel.form() | {"way": "settle", "left": "0", "reason": HOSTILE}
    panel.post("draft", **typed)
    assert "总数是你点的，请另一位同事签" in panel.words()

    floor.sign_on(SALES_HEAD, "SALES-1")
    panel.post("draft", **(typed | {"left": "3"}))
    assert "没有差异" in panel.words()
    panel.post("draft", **typed)
    assert "签名：差 -3 片" in panel.words()
    assert panel.post("prepare", **typed).status_code == 204
    assert f"{receipt}：本人重新清点，实际还剩 0 片没分" in panel.words()
    assert HOSTILE not in panel.page()


def test_the_packer_reads_no_figure_of_a_pallet_before_he_has_counted(
    floor: Floor, panels: Panels
) -> None:
    receipt = pallet(floor, 177)
    panel = panels.at("RECV-1")
    floor.sign_on(PACKER, "RECV-1")
    for view in ("receipts", "settle"):
        panel.post(f"view/{view}")
        panel.post("draft", act="receipts", receipt=receipt)
        assert "177" not in panel.words()

    floor.sign_on(SALES_HEAD, "RECV-1")

    assert "177" in panel.words()


def test_no_page_has_a_number_of_five_thousand_digits(floor: Floor, panels: Panels) -> None:
    receipt = pallet(floor, 100)
    panel = panels.at("SALES-1")
    floor.sign_on(SALES_HEAD, "SALES-1")
    for view in ("receipts", "supervise", "registers", "admin"):
        panel.post(f"view/{view}")
        panel.post("draft", act=view, page="9" * 5000)
        assert receipt in panel.words() or view != "receipts"


def test_who_may_not_sort_a_pallet_is_told_so(floor: Floor, panels: Panels) -> None:
    receipt = pallet(floor, 100)
    panel = panels.at("SALES-1")
    floor.clock.pass_by(minutes=10)
    panel.post("view/receipts")
    panel.post("draft", act="receipts", receipt=receipt)
    assert "只有业务员能做" in panel.words()
    panel.post("sort", receipt="RT-2611-R9999")
    assert "RT-2611-R9999" in panel.words()
