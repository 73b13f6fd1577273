"""A tester's log fills a tray, or is refused with row and reason, and nothing is half taken."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest

from domain.process import Outcome
from domain.tray import LogTwice
from terminal.settings import BadSettings, Settings
from terminal.tester_logs import BadLog, read_log
from tests.floor import LEADER, ROOT, TESTER, Floor
from tests.web.browser import Panels, a_browser
from tests.web.steps import Bench, at, can_be_pressed, effect

FCT = Settings.read(ROOT / "config" / "demo.toml").testers[0]
HEAD = "SN,TIME,RESULT,FAIL_CODE\n"
GOOD = HEAD + "A1,09:00,PASS,\nA2,09:01,fail,E77\nA3,09:02,NG,BR\nA4,09:03,OK,MP\n"


@pytest.fixture
def floor(sqlite_floor: Floor) -> Floor:
    return sqlite_floor


@pytest.fixture
def panels(floor: Floor) -> Iterator[Panels]:
    with a_browser(floor.site) as served:
        yield served


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_log_says_what_passed_failed_and_what_can_be_seen(encoding: str) -> None:
    log = read_log(FCT, GOOD.replace("A1", "甲1").encode(encoding))
    assert log.pieces == 4
    assert log.bad == {Outcome.UNSEEN: 1, Outcome.SEEN_ONLY: 1}
    assert log.defects == {"bridge": 1, "missing": 1}


@pytest.mark.parametrize(
    ("text", "flaw", "row"),
    [
        ("", "columns", 1),
        ("SN,RESULT\nA1,PASS\n", "columns", 1),
        ("SN,SN,RESULT,FAIL_CODE\nA1,A1,PASS,\n", "columns", 1),
        (HEAD, "empty", 0),
        (HEAD + "A1,9,PASS,\n,9,PASS,\n", "no-serial", 3),
        (HEAD + "A1,9,PASS,\nA\u202e2,9,PASS,\n", "no-serial", 3),
        (HEAD + "A1,9,PASS,\nA1,9,PASS,\n", "serial", 3),
        (HEAD + "A1,9,PASSED,\n", "result", 2),
        (HEAD + "A1,9,PASS,E77\n", "defect", 2),
        (HEAD + "A1,9,PASS\n", "row", 2),
        (HEAD + "A1,9,PASS,,,\n", "row", 2),
        (HEAD + '"A1,9,PASS,\n', "row", 2),
        (HEAD + "".join(f"A{n},9,PASS,\n" for n in range(5001)), "many", 5002),
    ],
)
def test_a_log_that_is_wrong_says_which_row_and_why(text: str, flaw: str, row: int) -> None:
    with pytest.raises(BadLog) as refusal:
        read_log(FCT, text.encode())
    assert (refusal.value.facts["flaw"], refusal.value.facts["row"]) == (flaw, row)


def test_a_picture_is_no_log() -> None:
    for data in (b"\x89PNG\r\n\x1a\n\xff\xff", bytes(range(256))):
        with pytest.raises(BadLog):
            read_log(FCT, data)


def test_every_mistake_in_the_testers_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "site.toml").write_text('[database]\nurl = "sqlite:///x.db"\n', encoding="utf-8")
    (tmp_path / "testers.toml").write_text(
        '[[tester]]\ncode = "x"\nresult = 3\npassed = []\nfailed = ["NG"]\nname = {zh = "机"}\n'
        'colour = "red"\n',
        encoding="utf-8",
    )
    with pytest.raises(BadSettings) as refusal:
        Settings.read(tmp_path / "site.toml")
    told = "\n".join(refusal.value.problems)
    for key in ("serial", "result", "passed", "colour"):
        assert f"testers.toml: tester[1].{key}:" in told


def send(bench: Bench, text: str) -> str:
    """Choose a log on the page and read it in; return the page that answers."""
    bench.open("log")
    data = {
        "lot": bench.lot, "version": str(bench.floor.lot(bench.lot).version), "tester": "fct-1",
        "log": (BytesIO(text.encode()), "log.csv"),
    }  # fmt: skip
    answer = bench.client.post(f"{bench.home}/log", data=data, headers={"HX-Request": "true"})
    return answer.get_data(as_text=True)


def test_a_log_fills_the_tray_and_counts_when_somebody_tells_it(floor: Floor) -> None:
    bench = at(floor, "screening", 50)
    assert effect(send(bench, GOOD)) == "本盘 4 片全检，不良 3"

    assert bench.press("record").status_code == 204

    assert "4 片 · 不良 3" in bench.page()
    assert "点得太快" not in floor.strip(bench.station), "the tester took its time"


def test_a_log_that_was_read_can_be_dropped(floor: Floor) -> None:
    bench = at(floor, "screening", 50)
    assert "不用这份日志" in send(bench, GOOD)
    lot = floor.lot(bench.lot)
    empty = {"act": "tell-tray", "lot": lot.number, "version": str(lot.version), "nonce": ""}
    bench.client.post(f"{bench.home}/draft", data=empty)
    assert effect(bench.page()) == "本盘 50 片全检，没有不良"


def test_one_log_fills_one_tray(floor: Floor) -> None:
    lot = floor.at_screening(50)
    mark = "0123456789abcdef"
    floor.note(TESTER, "SCREEN-1", "tell-tray", lot=lot, tray=4, log=mark)
    with pytest.raises(LogTwice):
        floor.note(TESTER, "SCREEN-1", "tell-tray", lot=lot, tray=4, log=mark)
    floor.note(TESTER, "SCREEN-1", "undo-tray", lot=lot)
    floor.note(TESTER, "SCREEN-1", "tell-tray", lot=lot, tray=4, log=mark)


def test_a_wrong_log_fills_nothing_and_a_hostile_one_is_shown_as_text(floor: Floor) -> None:
    bench = at(floor, "screening", 50)
    page = send(bench, HEAD + "A1,9,PASS,\nA2,9,<script>alert(1)</script>,\n")
    assert "日志第 3 行不能导入" in page
    assert "结果不认识" in page
    assert "<script>alert" not in page
    bench.open("tally")
    assert effect(bench.page()) == "本盘 50 片全检，没有不良"


def test_a_log_with_more_pieces_than_the_lot_cannot_be_told(floor: Floor) -> None:
    bench = at(floor, "screening", 3)
    assert not can_be_pressed(send(bench, GOOD))


def test_a_log_beyond_all_measure_is_not_even_read(floor: Floor, panels: Panels) -> None:
    floor.sign_on(LEADER, "SCREEN-1")
    panel = panels.at("SCREEN-1")
    panel.page()
    data = {"log": (BytesIO(b"x" * (1024 * 1024 + 1)), "log.csv")}
    assert panel.client.post(f"{panel.home}/log", data=data).status_code == 413
