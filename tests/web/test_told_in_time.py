"""A page says in time who has to sign, and never more than the reader has decided."""

from tests.floor import PACKER, TESTER, Floor
from tests.web.browser import Panels
from tests.web.test_handover_pages import waiting_at


def test_who_may_not_receive_here_is_told_so_before_he_counts(floor: Floor, panels: Panels) -> None:
    _, receiver = waiting_at(floor, panels)
    assert "要由包装员签名" not in receiver.words()
    floor.sign_on(TESTER, "RECV-1")
    assert "要由包装员签名" in receiver.words()
    receiver.post("change-person")
    assert "请先刷工牌" in receiver.words()


def test_two_counts_that_differ_name_no_way_before_one_is_chosen(
    floor: Floor, panels: Panels
) -> None:
    lot, receiver = waiting_at(floor, panels)
    for _ in ("first count", "second count"):
        floor.receive(PACKER, "RECV-1", lot, 49)
    receiver.post("lay", lot=lot)
    main = receiver.page().partition('class="btn main')[2]
    assert "签名提交" in main
    assert "签名：拒绝接收" not in main


def test_who_withdraws_is_not_shown_the_words_of_a_receiver(floor: Floor, panels: Panels) -> None:
    lot = floor.book_in(50)
    giver = panels.at("SALES-1")
    giver.post("lay", lot=lot)
    assert giver.fill_in(act="withdraw").status_code == 204
    words = giver.words()
    assert "签名：撤回" in words
    assert "我签收后显示" not in words
