"""Slips of an outage, as the pages let people enter them and a witness sign their list."""

import pytest

from domain.codes import Code, CodeKind
from tests.floor import LEADER, PACKER, QUALITY, Floor
from tests.web.browser import Panels
from tests.web.pages import later

# The acts behind these pages are tried on both databases; the pages themselves know none.
ON_SQLITE = pytest.mark.parametrize("floor", ["sqlite"], indirect=True)

HOSTILE = "<i>杨</i>"


def witness_the_book(floor: Floor, panels: Panels) -> None:
    floor.sign_on(QUALITY, "REVIEW-1")
    boss = panels.at("REVIEW-1")
    boss.post("view/supervise")
    boss.post("draft", act="supervise", item="witness:RT-B1")
    assert "补录清单：3 张中用了 1 张，其余作废" in boss.words()
    assert boss.fill_in().status_code == 204
    boss.scan(floor.badge(QUALITY))
    assert "RT-B1 册已见证：1 张" in boss.words()
    assert HOSTILE not in "".join(boss.seen)


@ON_SQLITE
def test_a_slip_is_entered_by_touch_from_its_scan_to_the_signature(
    floor: Floor, panels: Panels
) -> None:
    floor.sign_on(LEADER, "SCREEN-1")
    leader = panels.at("SCREEN-1")
    leader.post("view/late")
    assert "没有开着的册子" in leader.words()
    assert leader.post("prepare", act="print-slips", slips="3", nonce="p").status_code == 204
    leader.scan(floor.badge(LEADER))
    assert "停机记录单 RT-B1 册，3 张" in leader.words()
    lot = floor.book_in(20)
    later(floor, hours=1)

    floor.sign_on(PACKER, "RECV-1")
    panel = panels.at("RECV-1")
    panel.scan(str(Code(CodeKind.BLANK, "RT-B1/2")))
    assert "还缺：时间、哪一天、签名人" in panel.words()
    assert "RT-B1 · 已补录 0 / 3" in panel.words()
    typed = panel.form() | {"clock": "0930", "day": "0", "by": HOSTILE}
    panel.post("draft", **typed)
    assert "开始补录 B1/2" in panel.words()
    assert panel.post("slip", **typed | {"clock": "1130"}).status_code == 422
    assert panel.post("slip", **typed).status_code == 204
    assert "正在补录 RT-B1/2" in panel.words()

    panel.post("lay", lot=lot)
    assert "正在补录 RT-B1/2" in panel.words()
    panel.fill_in(count="20", forms=["service-form", "signed"])
    assert f"补录 RT-B1/2：纸单写明 20/11 09:30，{HOSTILE}" in panel.words()
    panel.scan(floor.badge(PACKER))
    assert f"已签收 {lot}" in panel.words()
    assert "正在补录" not in panel.words()
    assert HOSTILE not in "".join(panel.seen)
    page = panel.client.get(f"/batches/{lot.partition('.')[0]}").get_data(as_text=True)
    assert "（补录）" in page
    assert "补录 RT-B1/2：纸单上 20/11 09:30" in page
    assert HOSTILE not in page
    assert "RT-B1 册补录待见证" in panel.client.get("/board").get_data(as_text=True)
    witness_the_book(floor, panels)


@ON_SQLITE
def test_a_slip_that_was_put_aside_leaves_the_page_as_always(floor: Floor, panels: Panels) -> None:
    floor.act(LEADER, "SCREEN-1", "print-slips", slips=3)
    later(floor, minutes=30)
    floor.sign_on(LEADER, "SCREEN-1")
    panel = panels.at("SCREEN-1")
    panel.post("slip", book="1", leaf="1", clock="0910", day="0", by="王小梅")
    assert "正在补录 RT-B1/1" in panel.words()
    panel.post("slip-aside")
    assert "正在补录" not in panel.words()
