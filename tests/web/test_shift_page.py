"""The page of a change of shift: scans tick lots off, and no figure of the other is on it."""

from domain.codes import Code, CodeKind, slip
from tests.floor import ENGINEER, REPAIRER, Floor
from tests.web.browser import Browser, Panels


def bench(floor: Floor, panels: Panels) -> tuple[Browser, str, str]:
    """The repairer's station with an opened lot of 53 and one of 20 that nobody has touched."""
    opened, fresh = floor.at_repair(53), floor.at_repair(20)
    floor.repair(opened, 5)
    panel = panels.at("REPAIR-1")
    panel.post("view/shift")
    return panel, opened, fresh


def code(lot: str) -> str:
    return str(Code(CodeKind.LOT, lot))


def signed(floor: Floor, panel: Browser, person: str) -> None:
    answer = panel.fill_in()
    assert answer.status_code == 204, answer.get_data(as_text=True)
    panel.scan(floor.badge(person))


def test_both_scan_and_count_for_themselves_and_sign_one_list(floor: Floor, panels: Panels) -> None:
    panel, opened, fresh = bench(floor, panels)
    panel.scan(code(opened))
    assert "1 / 2 批" in panel.words()
    assert f"{opened} 开了盘，先点数" in panel.words()
    panel.scan(str(slip(fresh, floor.lot(fresh).last_handover)))
    panel.post("draft", **(panel.form() | {f"trays.{opened}": "53"}))
    assert "都扫到了" in panel.words()
    signed(floor, panel, REPAIRER)
    assert "等接班人登录后清点" in panel.words()

    floor.sign_on(ENGINEER, "REPAIR-1")
    before = len(panel.seen)
    assert "何军 09:00 已交班" in panel.words()
    panel.scan(code(fresh))
    panel.scan(code(opened))
    assert f'name="trays.{opened}" value=""' in panel.page()
    panel.post("view/idle")
    panel.page()
    assert not [text for text in panel.seen[before:] if "53 片" in text or 'value="53"' in text]
    panel.post("view/shift")
    panel.post("draft", **(panel.form() | {f"trays.{opened}": "53"}))
    signed(floor, panel, ENGINEER)
    assert "2 批归你负责" in panel.words()


def test_what_differs_is_told_and_only_that_is_counted_again(floor: Floor, panels: Panels) -> None:
    panel, opened, fresh = bench(floor, panels)
    for lot in (opened, fresh):
        panel.scan(code(lot))
    panel.post("draft", **(panel.form() | {f"trays.{opened}": "53", f"trays.{fresh}": "20"}))
    signed(floor, panel, REPAIRER)
    floor.sign_on(ENGINEER, "REPAIR-1")
    for lot in (opened, fresh):
        panel.scan(code(lot))
    panel.post("draft", **(panel.form() | {f"trays.{opened}": "51", f"trays.{fresh}": "20"}))
    signed(floor, panel, ENGINEER)

    page = panel.page()
    assert f"{opened} 数量对不上" in panel.words()
    assert f'name="trays.{opened}" value=""' in page
    assert f'name="trays.{fresh}" value="20"' in page
    panel.post("draft", **(panel.form() | {f"trays.{opened}": "51"}))
    signed(floor, panel, ENGINEER)
    assert f"{opened} 没有交接成" in panel.words()


def test_a_label_that_cannot_be_read_is_ticked_by_hand_and_says_so(
    floor: Floor, panels: Panels
) -> None:
    panel, _, fresh = bench(floor, panels)
    panel.post("lay", lot=fresh)
    assert "手工勾的" in panel.words()
    assert panel.form()["scanned"] == f"{fresh}*"
    panel.scan(code(fresh))
    assert panel.form()["scanned"] == fresh


def test_a_lot_that_is_not_on_the_list_is_refused_and_the_ticks_stay(
    floor: Floor, panels: Panels
) -> None:
    panel, opened, fresh = bench(floor, panels)
    panel.scan(code(fresh))
    panel.scan(code(floor.at_screening(3)))
    assert "现在在 SCREEN-1" in panel.words()
    floor.repair(opened, 48)
    floor.decide(REPAIRER, "REPAIR-1", opened, counts={"repaired": 53})
    panel.post("view/shift")
    panel.scan(code(opened))
    assert "不在这张交接班清单里" in panel.words()
    assert panel.form()["scanned"] == fresh


def test_a_change_of_shift_that_was_left_lying_begins_anew(floor: Floor, panels: Panels) -> None:
    panel, _, fresh = bench(floor, panels)
    panel.scan(code(fresh))
    panel.post("view/idle")
    panel.post("view/shift")
    assert panel.form()["scanned"] == fresh
    floor.clock.pass_by(minutes=31)
    panel.post("view/shift")
    assert "scanned" not in panel.form()


def test_an_empty_station_signs_in_one_tap_each(floor: Floor, panels: Panels) -> None:
    floor.sign_on(REPAIRER, "REPAIR-1")
    panel = panels.at("REPAIR-1")
    panel.post("view/shift")
    assert "签一张空清单即可" in panel.words()
    for person in (REPAIRER, ENGINEER):
        floor.sign_on(person, "REPAIR-1")
        signed(floor, panel, person)
    assert "0 批归你负责" in panel.words()


def test_nobody_signs_a_list_of_a_station_that_is_not_his(floor: Floor, panels: Panels) -> None:
    panel, *_ = bench(floor, panels)
    floor.sign_on("10307", "REPAIR-1")
    assert "这一站的人才能签" in panel.words()
