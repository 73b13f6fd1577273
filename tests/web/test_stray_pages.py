"""Boards without an owner, as the pages let people record and clarify them."""

import pytest

from tests.floor import LEADER, QUALITY, Floor
from tests.web.browser import Panels

# The acts behind these pages are tried on both databases; the pages themselves know none.
ON_SQLITE = pytest.mark.parametrize("floor", ["sqlite"], indirect=True)

HOSTILE = "<script>alert(1)</script>"


@ON_SQLITE
def test_boards_are_recorded_from_the_search_and_clarified_from_the_work_list(
    floor: Floor, panels: Panels
) -> None:
    lot = floor.at_screening(48)
    floor.sign_on(LEADER, "SCREEN-1")
    finder = panels.at("SCREEN-1")
    finder.post("view/find")
    assert "登记待查" in finder.page()
    finder.post("view/stray")
    assert "还缺：产品、数量、地点" in finder.words()
    typed = finder.form() | {"product": "PCBA-HK7-R3.2", "quantity": "3", "place": HOSTILE}
    finder.post("draft", **typed)
    assert "签名：3 片待查" in finder.words()
    assert finder.post("prepare", **typed).status_code == 204
    assert HOSTILE in finder.words()
    assert HOSTILE not in finder.page()
    finder.scan(floor.badge(LEADER))
    assert "已登记待查 RT-2611-F1：3 片" in finder.words()

    floor.sign_on(QUALITY, "REVIEW-1")
    boss = panels.at("REVIEW-1")
    boss.post("view/supervise")
    assert "没有归属的板，待查 RT-2611-F1" in boss.words()
    pick = {"act": "supervise", "item": "clarify:RT-2611-F1"}
    boss.post("draft", **pick)
    assert "先选怎么处理" in boss.words()
    form = boss.form() | {"way": "put-back"}
    boss.post("draft", **form)
    assert f"{lot} · 华康电子" in boss.words()
    boss.post("draft", **form, belongs=lot)
    assert boss.post("prepare", **form, belongs=lot).status_code == 204
    assert f"属于 {lot}，账上没有少过，放回去" in boss.words()
    assert HOSTILE not in boss.page()


@ON_SQLITE
def test_who_may_not_record_is_told_so(floor: Floor, panels: Panels) -> None:
    panel = panels.at("SCREEN-1")
    panel.post("view/stray")
    assert "先刷工牌" in panel.words()
