"""Who pays is told on the batch's page and on the shipping order, in figures that add up."""

from tests.floor import INSPECTOR, PACKER, REPAIRER, SALES, TESTER, Floor
from tests.web.browser import Panels
from tests.web.forms import read, rows
from tests.web.pages import client


def shipped(floor: Floor) -> str:
    """Thirty-five pieces go back; five of them the customer has broken."""
    lot = floor.at_repair(35)
    floor.repair(lot, 30)
    floor.repair(lot, 5, cause="misuse")
    floor.decide(REPAIRER, "REPAIR-1", lot, counts={"repaired": 35})
    floor.receive(TESTER, "RETEST-1", lot, 35)
    floor.decide(TESTER, "RETEST-1", lot, counts={"retest-passed": 35})
    floor.receive(INSPECTOR, "OQC-1", lot, 35)
    floor.decide(INSPECTOR, "OQC-1", lot, counts={"oqc-passed": 35})
    floor.receive(PACKER, "PACK-1", lot, 35)
    floor.decide(PACKER, "PACK-1", lot, counts={"packed": 35}, boxes=(35,))
    floor.receive(SALES, "SALES-1", lot, 35)
    floor.act(SALES, "SALES-1", "ship", pin=True, lot=lot, quantity=35, waybill="SF1",
              recipient="华康")  # fmt: skip
    return lot


def test_sales_records_the_result_on_the_page(floor: Floor, panels: Panels) -> None:
    lot = shipped(floor)
    batch = lot.partition(".")[0]
    panel = panels.at("SALES-1")
    panel.post("view/supervise")
    panel.post("draft", act="supervise", item=f"settle-payer:{batch}")
    assert "先点谁承担" in panel.words()
    fields = {"paid_by": "shared", "percent": "50", "amount": "1250.51"}
    panel.post("draft", act="settle-payer", item=f"settle-payer:{batch}", **fields)
    assert panel.fill_in(**fields).status_code == 204
    assert "双方分担，客户 50 %" in panel.words()
    panel.post("cancel")
    for fields, why in (
        ({}, "点比例，或写客户承担金额"),
        ({"customer_amount": "9"}, "下一步刷工牌"),
    ):
        told = {"paid_by": "shared", "amount": "20", **fields}
        panel.post("draft", act="settle-payer", item=f"settle-payer:{batch}", **told)
        assert why in panel.words()


def test_the_batch_page_and_the_shipping_order_say_who_pays(floor: Floor) -> None:
    lot = shipped(floor)
    batch = lot.partition(".")[0]
    page = client(floor.site)
    assert "客户原因，待协商" in page.get(f"/batches/{batch}").get_data(as_text=True)
    floor.act(SALES, "SALES-1", "settle-payer", batch=batch, paid_by="shared", percent=50,
              amount="1250.51", note="<b>一次</b>")  # fmt: skip
    said = page.get(f"/batches/{batch}").get_data(as_text=True)
    assert "客户 625.25 元，我方 625.26 元，合计 1,250.51 元" in said
    assert "&lt;b&gt;一次&lt;/b&gt;" in said
    order = rows(floor, lot, "shipping")
    assert {"我方承担 30 片", "双方分担 5 片", "合计 35 片"} <= set(order)
    assert "客户 50 %" in read(floor, lot, "shipping")
