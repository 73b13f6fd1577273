"""The queue page: how each printer is, what waits, what goes out, and what may be done about it."""

from domain.printing import JobState, PrintJob
from terminal.site import Sending
from tests.floor import PACKER, QUALITY, SALES, Floor
from tests.terminal.presses import become, job, owe
from tests.web.browser import Panels

LABEL, SLIP = "sales-1-label", "sales-1-slip"


def test_the_page_says_who_paused_a_printer_and_since_when_and_so_does_the_bar(
    floor: Floor, panels: Panels
) -> None:
    floor.sign_on(SALES, "SALES-1")
    panel = panels.at("SALES-1")
    panel.post("view/queue")
    panel.post("record", act="pause-printer", printer=LABEL, nonce="n1")
    floor.clock.pass_by(minutes=3)

    assert "赵婷 暂停 · 3 分" in panel.words()
    assert "已暂停 赵婷 3 分" in panel.words().partition("打印")[0]
    panel.post("change-person")
    assert "赵婷" not in panel.words()
    assert "赵＊ 暂停" in panel.words()


def test_a_paper_that_goes_out_is_shown_with_its_bytes(floor: Floor, panels: Panels) -> None:
    floor.book_in(50)
    floor.site.sending[LABEL] = Sending(1, 12_400, 39_184)
    panel = panels.at("SALES-1")
    panel.post("view/queue")

    assert "正在打 RT-2611-0001.1 · 12,400 / 39,184 字节" in panel.words()
    assert '<progress max="39184" value="12400"' in panel.page()


def test_what_asks_is_first_what_waits_is_next_and_older_papers_are_paged(
    floor: Floor, panels: Panels
) -> None:
    numbers = [owe(floor, LABEL) for _ in range(6)]
    for number in numbers[:4]:
        become(floor, number, JobState.CONFIRMED)
    become(floor, numbers[5], JobState.UNCERTAIN)
    panel = panels.at("SALES-1")
    panel.post("view/queue")

    page = panel.page()
    places = [page.find(f'id="job-{number}"') for number in (numbers[5], numbers[4], numbers[3])]
    assert -1 < places[0] < places[1] < places[2]
    assert f'id="job-{numbers[0]}"' not in page
    second = panel.post("draft", act="queue", page="2").get_data(as_text=True)
    assert f'id="job-{numbers[0]}"' in second
    assert f'id="job-{numbers[5]}"' not in second


def test_a_paper_that_waits_is_moved_with_two_taps_and_the_other_station_sees_it(
    floor: Floor, panels: Panels
) -> None:
    floor.sign_on(SALES, "SALES-1")
    number = owe(floor, LABEL)
    panel = panels.at("SALES-1")
    panel.post("view/queue")

    card = panel.post("draft", act="queue", job=str(number)).get_data(as_text=True)
    assert "改到别的打印机打" in card
    assert 'id="move-recv-1-slip"' in card or 'id="move-sales-1-slip"' in card
    assert 'id="move-recv-1-label"' not in card  # its paper is narrower
    panel.post("record", act="move-print", job=str(number), printer="recv-1-slip", nonce="n1")

    assert f"{LABEL} → recv-1-slip" in panel.words()
    floor.sign_on(PACKER, "RECV-1")
    there = panels.at("RECV-1")
    there.post("view/queue")
    assert f"{LABEL} → recv-1-slip" in there.words()


def test_a_paper_that_does_not_fit_says_why_and_what_to_do(floor: Floor, panels: Panels) -> None:
    floor.sign_on(SALES, "SALES-1")
    number = owe(floor, LABEL)
    with floor.site.writing() as db:
        failed = db.get_one(PrintJob, number)
        failed.state, failed.reason = JobState.FAILED, "bad-paper"
    panel = panels.at("SALES-1")
    panel.post("view/queue")
    assert "内容放不下这台的纸" in panel.words()

    panel.post("draft", act="queue", job=str(number))
    assert "改到纸宽的打印机，或作废后告诉管理员" in panel.words()
    panel.post("record", act="cancel-print", job=str(number), reason="打错了", nonce="n1")
    assert job(floor, number).state is JobState.CANCELLED
    assert "已作废，不会打出" in panel.words()


def test_an_uncertain_paper_of_a_moved_job_asks_at_both_stations(
    floor: Floor, panels: Panels
) -> None:
    number = owe(floor, LABEL)
    with floor.site.writing() as db:
        moved = db.get_one(PrintJob, number)
        moved.printer, moved.state = "recv-1-slip", JobState.UNCERTAIN
    for station in ("SALES-1", "RECV-1"):
        assert "打印：1 张要看一眼" in panels.at(station).words()


def test_papers_of_a_printer_that_is_gone_are_on_the_page_of_who_tends_all(
    floor: Floor, panels: Panels
) -> None:
    waits, asks = owe(floor, "old-label"), owe(floor, "old-label")
    become(floor, asks, JobState.UNCERTAIN)
    floor.sign_on(SALES, "SALES-1")
    floor.sign_on(QUALITY, "REVIEW-1")
    mine, leaders = panels.at("SALES-1"), panels.at("REVIEW-1")
    for panel in (mine, leaders):
        panel.post("view/queue")
    assert "old-label" not in mine.words()
    assert f'id="answer-print-{asks}-yes"' in leaders.page()
    card = leaders.post("draft", act="queue", job=str(waits)).get_data(as_text=True)
    assert 'id="move-review-1-slip"' in card
    leaders.post("record", act="answer-print", job=str(asks), printed="yes", nonce="n1")
    leaders.post("record", act="cancel-print", job=str(waits), reason="不要了", nonce="n2")
    assert [job(floor, one).state for one in (waits, asks)] == [
        JobState.CANCELLED, JobState.CONFIRMED,
    ]  # fmt: skip


def test_a_printer_that_is_gone_says_how_many_of_its_papers_ask_somebody(
    floor: Floor, panels: Panels
) -> None:
    become(floor, owe(floor, "old-label"), JobState.UNCERTAIN)
    floor.sign_on(QUALITY, "REVIEW-1")
    panel = panels.at("REVIEW-1")
    panel.post("view/devices")
    panel.post("draft", act="devices", all="yes", page="1")
    for words in (panel.words(), panel.client.get("/devices").get_data(as_text=True)):
        assert "old-label 已不在设置里" in words
        assert "要人看 1" in words
