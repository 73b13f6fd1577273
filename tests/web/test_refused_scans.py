"""A scan that was refused says on its station's strip what was wrong and what to do."""

import pytest

from devices.scan import Problem
from domain.codes import Code, CodeKind
from terminal.desk.scans import scan
from tests.floor import LEADER, Floor
from tests.web.browser import Panels

LOT = str(Code(CodeKind.LOT, "RT-2611-0431.1"))


@pytest.mark.parametrize(
    ("code", "told"),
    [
        (LOT[:-1] + "?", "读错了一个字符，再扫一次"),
        ("6901234567892", "不是本系统的条码"),
        (str(Code(CodeKind.STATION, "OQC-1")), "这个码是别的工位的"),
        (Problem.DAMAGED, "擦净标签再扫；总是这样就查线和波特率"),
        (Problem.CONTROL_CHARACTERS, "查波特率和扫描枪的设置"),
        (Problem.TOO_LONG, "一次只扫一个码"),
    ],
)
def test_each_cause_is_told_with_its_cure(
    floor: Floor, panels: Panels, code: str | Problem, told: str
) -> None:
    panel = panels.at("SALES-1")
    if isinstance(code, Problem):
        scan(floor.site, "SALES-1", "", problem=code, raw=b"\xff\x00")
    else:
        scan(floor.site, "SALES-1", code)
    assert told in panel.words()


def test_a_badge_that_was_misread_is_told_to_be_one_and_not_which(
    floor: Floor, panels: Panels
) -> None:
    badge = floor.badge(LEADER)
    scan(floor.site, "SALES-1", badge[:-1] + ("A" if badge[-1] != "A" else "C"))
    words = panels.at("SALES-1").words()
    assert "像是工牌但没读对" in words
    assert badge[1:-1] not in words
