"""An administrator's page: what it shows to whom, and what it sends."""

import pytest

from tests.floor import ADMIN, LEADER, PINS, QUALITY, TESTER, Floor
from tests.terminal.offices import OFFICE, administer, agree, hire, told_pin
from tests.web.browser import Browser, Panels
from tests.web.steps import fields_of

MASKED = ("王小梅", "刘芳")


def opened(floor: Floor, panels: Panels, **pick: str) -> Browser:
    """The page in front of an administrator, with somebody picked."""
    floor.sign_on(ADMIN, OFFICE)
    panel = panels.at(OFFICE)
    panel.post("view/admin")
    panel.post("draft", act="admin", **pick)
    return panel


def sign(floor: Floor, panel: Browser, person: str = ADMIN, **typed: str) -> None:
    """Press the main button of the open form and sign with badge and PIN."""
    form = fields_of(panel.page().partition('id="work"')[2])
    assert panel.post("prepare", **(form | typed)).status_code == 204
    panel.scan(floor.badge(person))
    assert panel.fill_in("pin", pin=PINS[person]).status_code == 204


def test_only_an_administrator_is_offered_the_page(floor: Floor, panels: Panels) -> None:
    panel = panels.at(OFFICE)
    floor.sign_on(QUALITY, OFFICE)
    assert "人员与工牌" not in panel.words()
    floor.sign_on(ADMIN, OFFICE)
    assert "人员与工牌" in panel.words()


@pytest.mark.parametrize("who", ["", QUALITY])
def test_nobody_else_sees_people_on_it(floor: Floor, panels: Panels, who: str) -> None:
    panel = panels.at(OFFICE)
    if who:
        floor.sign_on(who, OFFICE)
    panel.post("view/admin")
    panel.post("draft", act="admin", person=LEADER, tab="badge")
    assert not [name for name in MASKED if name in panel.words()]


def test_people_are_found_by_name_or_number(floor: Floor, panels: Panels) -> None:
    assert "王小梅" in opened(floor, panels, find="小梅").words()
    words = opened(floor, panels, find="103").words()
    assert "刘芳" in words
    assert "王小梅" not in words


def test_a_newcomer_is_registered_on_the_page(floor: Floor, panels: Panels) -> None:
    panel = opened(floor, panels, person="new")
    sign(floor, panel, number="20001", name="钱进", team="qc-day", supervisor=QUALITY)
    assert "钱进 已登记，工号 20001" in panel.words()
    assert "钱进" in opened(floor, panels, person="20001").words()


def test_the_start_pin_is_shown_for_a_minute_to_who_issued_it(floor: Floor, panels: Panels) -> None:
    panel = opened(floor, panels, person=TESTER, tab="badge", deed="issue-pin")
    sign(floor, panel)
    pin = told_pin(floor, TESTER)
    spaced = f"{pin[:3]} {pin[3:]}"
    assert spaced in panel.words()
    other = panels.at("PACK-1")
    floor.sign_on(ADMIN, "PACK-1")
    other.post("view/admin")
    other.post("draft", act="admin", person=TESTER, tab="badge")
    assert spaced not in other.words()

    floor.clock.pass_by(seconds=61)

    assert spaced not in panel.words()
    assert "初始密码，等本人改" in panel.words()


def test_custody_is_shown_before_somebody_leaves(floor: Floor, panels: Panels) -> None:
    lot = floor.at_screening(20)
    panel = opened(floor, panels, person=LEADER, tab="leave")
    assert lot in panel.words()
    sign(floor, panel, note="辞职")
    assert "王小梅 已离职" in panel.words()
    gone = opened(floor, panels, person=LEADER, gone="yes")
    assert lot in gone.words()
    assert "回岗" in gone.words()


def test_a_proposal_waits_in_the_list_of_another_supervisor(floor: Floor, panels: Panels) -> None:
    answer = administer(floor, "propose-roles", number=TESTER, roles=("tester", "oqc"))
    panel = panels.at("RETEST-1")
    floor.sign_on(QUALITY, "RETEST-1")
    panel.post("view/supervise")
    panel.post("draft", act="supervise", item=f"appoint:{answer['appointment']}")
    words = panel.words()
    assert "角色待同意" in words
    assert "测试员，OQC" in words
    sign(floor, panel, QUALITY, agreed="yes")
    assert "刘芳 的任命已生效" in panel.words()


def test_what_the_page_is_told_is_hostile(floor: Floor, panels: Panels) -> None:
    for pick in (
        {"person": "<b>", "tab": "moon", "deed": "x", "page": "-1", "squad": "'"},
        {"person": TESTER, "tab": "deputy", "deed": "end-9999", "page": "٣"},
        {"person": TESTER, "tab": "badge", "deed": "hire", "find": "%_\\"},
        {"person": "teams", "squad": "nobody"},
    ):
        panel = opened(floor, panels, **pick)
        assert panel.client.get(panel.home).status_code == 200
    panel.post("draft", act="name-deputy", item="x", from_on="moon", until_on="0")
    opened(floor, panels, person=TESTER, tab="deputy")
    assert panel.client.get(panel.home).status_code == 200


def test_a_direct_supervisor_is_found_among_many(floor: Floor, panels: Panels) -> None:
    for number in range(20001, 20006):
        hire(floor, str(number), f"主管{number}", roles=("line-leader",))
        agree(floor, {})
    panel = opened(floor, panels, person=TESTER)
    assert "主管20005" not in panel.words().partition("直属主管")[2]

    form = fields_of(panel.page().partition('id="work"')[2])
    panel.post("draft", **(form | {"find-boss": "20005"}))

    assert "主管20005" in panel.words().partition("直属主管")[2]
    assert "李国强" in panel.words().partition("直属主管")[2]
