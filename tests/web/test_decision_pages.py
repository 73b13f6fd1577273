"""What two people cannot settle: who decides about it, and where he finds it."""

from domain.codes import slip
from tests.floor import PACKER, QUALITY, SALES, SALES_HEAD, Floor
from tests.web.browser import Browser, Panels


def test_a_difference_is_signed_by_both_and_closed_by_the_supervisor(
    floor: Floor, panels: Panels
) -> None:
    lot = floor.book_in(50)
    for count in (49, 48):
        floor.receive(PACKER, "RECV-1", lot, count)
    receiver, giver = panels.at("RECV-1"), panels.at("SALES-1")
    receiver.post("lay", lot=lot)
    receiver.fill_in(act="propose-difference", way="propose-difference")
    receiver.scan(floor.badge(PACKER))
    giver.post("lay", lot=lot)

    assert "杨丽华 签了差异 −2 片" in giver.words()
    giver.fill_in()
    giver.scan(floor.badge(SALES))
    assert "请输密码" in giver.words()
    giver.fill_in("pin", pin="271806")

    assert floor.balances(lot.partition(".")[0])["discrepancy"] == 2
    assert "数量差异要签" in decisions(floor, panels, SALES_HEAD).words()


def decisions(floor: Floor, panels: Panels, person: str) -> Browser:
    floor.sign_on(person, "REVIEW-1")
    panel = panels.at("REVIEW-1")
    panel.post("view/supervise")
    return panel


def test_the_direct_supervisor_decides_about_a_refused_lot(floor: Floor, panels: Panels) -> None:
    lot = floor.book_in(50)
    floor.act(PACKER, "RECV-1", "refuse", lot=lot, reasons=("undated",))
    panel = decisions(floor, panels, SALES_HEAD)
    panel.post("draft", act="supervise", item=f"rule:{lot}:1")

    assert "未写日期" in panel.words()
    panel.fill_in(ruling="accept")
    assert f"{lot} 由收方点数后接收" in panel.words()
    panel.scan(floor.badge(SALES_HEAD))

    assert floor.handover(lot).ordered
    giver = panels.at("SALES-1")
    giver.post("lay", lot=lot)
    assert "主管已决定由对方接收" in giver.words()


def test_the_supervisor_scans_a_refused_lot_and_decides_about_it(
    floor: Floor, panels: Panels
) -> None:
    others = floor.book_in(20)
    lot = floor.book_in(50)
    for one in (others, lot):
        floor.act(PACKER, "RECV-1", "refuse", lot=one, reasons=("undated",))
    floor.sign_on(SALES_HEAD, "REVIEW-1")
    panel = panels.at("REVIEW-1")

    panel.scan(str(slip(lot, 1)))

    assert f"子批 {lot} 等你决定" in panel.words()
    panel.fill_in(ruling="accept")
    panel.scan(floor.badge(SALES_HEAD))
    assert floor.handover(lot).ordered
    assert not floor.handover(others).ordered


def test_somebody_else_who_scans_it_is_told_where_it_belongs(floor: Floor, panels: Panels) -> None:
    lot = floor.book_in(50)
    floor.act(PACKER, "RECV-1", "refuse", lot=lot, reasons=("undated",))
    floor.sign_on(QUALITY, "REVIEW-1")
    panel = panels.at("REVIEW-1")

    panel.scan(str(slip(lot, 1)))

    assert "等你决定" not in panel.words()
    assert "现在在 SALES-1" in panel.words()


def test_another_supervisor_does_not_see_it(floor: Floor, panels: Panels) -> None:
    lot = floor.book_in(50)
    floor.act(PACKER, "RECV-1", "refuse", lot=lot, reasons=("undated",))

    assert "交接有争议" not in decisions(floor, panels, QUALITY).words()
