"""Boards lie somewhere and their label is gone: which lot are they?"""

import re

from tests.floor import LEADER, PACKER, REPAIRER, Floor
from tests.web.browser import Browser, Panels


def looking(floor: Floor, panels: Panels, station: str, person: str) -> Browser:
    floor.sign_on(person, station)
    panel = panels.at(station)
    panel.post("view/find")
    return panel


def listed(panel: Browser) -> list[str]:
    return re.findall(r'id="row-([^"]+)"', panel.page())


def search(panel: Browser, **typed: str) -> str:
    panel.post("draft", act="find", **typed)
    return panel.words()


def test_boards_without_a_label_are_found_by_product_and_quantity(
    floor: Floor, panels: Panels
) -> None:
    lot = floor.at_screening(48)
    floor.at_screening(50)
    panel = looking(floor, panels, "SCREEN-1", LEADER)

    page = search(panel, product="PCBA-HK7-R3.2", count="48")

    assert f"打开 {lot}" in page
    assert listed(panel) == [lot]
    panel.post("lay", found=lot)
    assert f"已扫到子批 {lot}" in panel.words()


def test_a_lot_of_another_station_is_shown_with_its_place_and_is_not_opened(
    floor: Floor, panels: Panels
) -> None:
    lot = floor.at_screening(48)
    panel = looking(floor, panels, "RECV-1", PACKER)

    assert f"{lot} 华康电子 · HK-7 主控板 筛查 · SCREEN-1" in search(panel, count="48")

    panel.post("lay", lot=lot)
    assert "现在在 SCREEN-1" in panel.words()


def test_a_figure_that_somebody_is_to_count_is_neither_shown_nor_found_by_trying(
    floor: Floor, panels: Panels
) -> None:
    lot = floor.at_screening(48)
    floor.decide(LEADER, "SCREEN-1", lot, counts={"unseen": 31, "no-fault": 17})
    panel = looking(floor, panels, "REPAIR-1", REPAIRER)

    pages = [search(panel, count=count) for count in ("31", "30", "17")]

    assert pages[0].count("数量已遮住") == 2
    lists = [page[page.index("可能是下面") : page.index("我点的数")] for page in pages]
    assert lists[0] == lists[1] == lists[2]


def test_every_search_starts_anew_and_a_slip_of_the_finger_finds_all(
    floor: Floor, panels: Panels
) -> None:
    lot = floor.at_screening(48)
    panel = looking(floor, panels, "SCREEN-1", LEADER)
    assert not listed(panel)
    search(panel, product="PCBA-HK7-R3.2", count="4x8")
    assert listed(panel) == [lot]

    panel.post("view/find")

    assert not listed(panel)


def test_nothing_that_fits_says_whom_to_tell(floor: Floor, panels: Panels) -> None:
    floor.at_screening(48)
    panel = looking(floor, panels, "SCREEN-1", LEADER)

    assert "仍找不到就登记待查、交主管" in search(panel, count="49")
