"""The screening page tray by tray, as its station lets people do it."""

from collections.abc import Iterator

import pytest

from tests.floor import INSPECTOR, LEADER, QUALITY, Floor
from tests.web.browser import Panels, a_browser
from tests.web.steps import Bench, at, can_be_pressed, effect, why


@pytest.fixture
def floor(sqlite_floor: Floor) -> Floor:
    """What a page says does not depend on the database."""
    return sqlite_floor


@pytest.fixture
def panels(floor: Floor) -> Iterator[Panels]:
    with a_browser(floor.site) as served:
        yield served


@pytest.fixture
def screen(floor: Floor) -> Bench:
    """A lot of 500 on the screening desk, opened tray by tray."""
    bench = at(floor, "screening", 500)
    bench.open("tally")
    return bench


def tell(bench: Bench) -> str:
    """Tell the tray that is on the page; return the page after it."""
    bench.floor.clock.pass_by(seconds=200)
    assert bench.press("record").status_code == 204
    return bench.page()


def test_a_good_tray_is_one_tap(screen: Bench) -> None:
    assert effect(screen.page()) == "本盘 50 片全检，没有不良"
    page = tell(screen)
    assert "第 1 盘" in page
    assert "50 片 · 不良 0" in page
    page = tell(screen)
    assert "<b>100</b>" in page


def test_bad_pieces_are_taps_on_what_is_wrong_with_them(screen: Bench) -> None:
    page = screen.type(**{"bad.unseen": 2, "defects.bridge": 1})
    assert effect(page) == "本盘 50 片全检，不良 3"
    page = tell(screen)
    assert "50 片 · 不良 3" in page
    assert effect(page) == "本盘 50 片全检，没有不良", "the next tray begins without bad pieces"
    assert effect(screen.type(tray=100)) == "本盘 100 片全检，没有不良"
    assert effect(screen.page()) == "本盘 100 片全检，没有不良", "what is tapped is kept at once"
    assert effect(tell(screen)) == "本盘 100 片全检，没有不良", "the same trays go on"


def test_the_last_tray_is_the_rest_of_the_lot(floor: Floor) -> None:
    bench = at(floor, "screening", 70)
    bench.open("tally")
    assert effect(tell(bench)) == "本盘 20 片全检，没有不良"
    page = tell(bench)
    assert not can_be_pressed(page)
    assert why(page) == "这批都点完了，去判定"


def test_more_bad_pieces_than_the_tray_holds_cannot_be_told(screen: Bench) -> None:
    page = screen.type(tray=20, **{"bad.unseen": 21})
    assert not can_be_pressed(page)
    assert why(page) == "多了 1 片"
    assert why(screen.type(tray=20, **{"bad.unseen": 0, "bad.seen-only": 1})) == (
        "不良现象 0，应为 1"
    )


def test_the_last_tray_is_taken_back(screen: Bench) -> None:
    page = tell(screen)
    assert "撤回上一盘" in page
    undo = {"act": "undo-tray", "lot": screen.lot, "nonce": "undo-1"}
    version = str(screen.floor.lot(screen.lot).version)
    answer = screen.client.post(f"{screen.home}/record", data=undo | {"version": version})
    assert answer.status_code == 204
    assert "还没有点盘" in screen.page()


def test_the_verdict_takes_its_figures_from_the_trays(screen: Bench) -> None:
    screen.type(**{"bad.unseen": 2})
    tell(screen)
    tell(screen)
    page = screen.open("finish")
    assert "2 盘 100 片的判定" in page
    assert effect(page) == "签名：判定 100 片并移交"

    answer = screen.sign()

    parts = answer["parts"]
    assert isinstance(parts, list)
    assert {part["outcome"]: part["quantity"] for part in parts} == {"no-fault": 98, "unseen": 2}
    assert screen.floor.lot(screen.lot).quantity == 400
    assert effect(screen.page()) == "本盘 50 片全检，没有不良", "the next tray can be told at once"


def test_visible_faults_ask_for_the_report_and_then_for_the_verdict(screen: Bench) -> None:
    screen.type(**{"defects.bridge": 2})
    tell(screen)
    assert why(screen.open("finish")) == "异常反馈已登记 0，要 2"
    screen.open("anomaly")
    assert screen.form()["quantity"] == "2", "the trays have told how many"
    screen.type(inspector=INSPECTOR, description="连锡")
    screen.sign()
    assert effect(screen.page()) == "签名：判定 50 片并移交"
    screen.open("tally")
    tell(screen)
    assert effect(screen.page()) == "本盘 50 片全检，没有不良", "the trays go on"


def test_totals_can_be_keyed_in_while_no_tray_is_told(screen: Bench) -> None:
    assert "功能测试" in screen.open("matrix")
    screen.open("tally")
    tell(screen)
    assert "功能测试 <b>" not in screen.open("matrix")


def test_the_quality_supervisor_looks_into_a_fast_tray(floor: Floor, panels: Panels) -> None:
    lot = floor.at_screening(500)
    floor.note(LEADER, "SCREEN-1", "tell-tray", lot=lot, tray=50)
    floor.sign_on(QUALITY, "REVIEW-1")
    panel = panels.at("REVIEW-1")
    panel.post("view/supervise")
    assert "点盘太快，请核实" in panel.words()
    panel.post("draft", act="supervise", item=f"speed:{lot}")
    assert "每片 0.0 秒，下限 2 秒" in panel.words()

    assert panel.fill_in("record", note="几个人同时检").status_code == 204

    assert "点盘太快，请核实" not in panel.words()
