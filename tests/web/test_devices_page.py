"""The devices page: every reader and printer, how it is and since when, what it has done."""

from flask.testing import FlaskClient
from playwright.sync_api import Page, expect

from devices.scale import read_weight
from devices.sim.printer import simulated_printer
from devices.sim.scanner import simulated_scanner
from devices.state import Condition, DeviceState
from domain.codes import Code, CodeKind
from domain.printing import JobState
from terminal.desk.signing import record
from terminal.heard import heard
from terminal.weights import OnScale
from tests.floor import PACKER, QUALITY, SALES, Floor
from tests.terminal.presses import a_press, become, owe
from tests.web.browser import TAGS, Panels
from tests.web.pages import SLOW, client, complaints, machines, served, wait_until

LABEL, SCAN = "sales-1-label", "sales-1-scan"


def words(browser: FlaskClient, device: str) -> str:
    """What the page says of one device."""
    page = browser.get("/devices").get_data(as_text=True)
    row = page.partition(f'id="device-{device}"')[2].partition("</li>")[0]
    return " ".join(TAGS.sub(" ", row).split())


def twin(url: str) -> str:
    return url.removeprefix("sim:").partition("?")[0]


def becomes(floor: Floor, code: str, condition: Condition, detail: str = "") -> None:
    floor.site.devices[code] = DeviceState(condition, floor.clock(), None, detail)


def test_every_reader_and_printer_says_how_it_is_since_when_and_what_that_means(
    floor: Floor,
) -> None:
    becomes(floor, SCAN, Condition.PORT_OPEN)
    becomes(floor, LABEL, Condition.COVER_OPEN)
    floor.clock.pass_by(minutes=4)
    browser = client(floor.site)

    assert "端口已开 · 4 分" in words(browser, SCAN)
    assert "线断了看不出来：扫一下才知道" in words(browser, SCAN)
    assert "盖未关 · 4 分 合上盖" in words(browser, LABEL)
    page = browser.get("/devices").get_data(as_text=True)
    settings = floor.site.settings
    assert page.count('id="device-') == len(settings.scanners) + len(settings.printers)
    assert f"{len(settings.scanners) + len(settings.printers)} 台设备里有" in page


def test_a_pause_and_what_is_owed_stand_at_the_printer(floor: Floor) -> None:
    numbers = [owe(floor, LABEL) for _ in range(3)]
    become(floor, numbers[0], JobState.UNCERTAIN)
    floor.note(SALES, "SALES-1", "pause-printer", printer=LABEL)
    told = words(client(floor.site), LABEL)
    assert "赵＊ 暂停" in told  # nobody has said who he is on this page
    assert "在等 2 · 要人看 1" in told


def test_what_came_out_since_the_start_is_counted(floor: Floor) -> None:
    with a_press(floor, LABEL) as press:
        for _ in range(2):
            owe(floor, LABEL)
            press.spool.print_next()
    assert "打出 2 · 在等 0" in words(client(floor.site), LABEL)


def last_read(floor: Floor, text: str, *, card: bool = False) -> str:
    floor.site.heard[SCAN] = heard(floor.clock(), text, card=card)
    return words(client(floor.site), SCAN)


def test_a_badge_is_never_shown_and_never_kept(floor: Floor) -> None:
    token = floor.badge(PACKER)
    misread = token[:-1] + ("A" if token[-1] != "A" else "C")
    glued = (token + token, "0" + token, "\x02" + token, token.lower())
    for text in (token, misread, token[:-1], *glued):
        assert "最后扫到 工牌（不显示）" in last_read(floor, text)
        assert token[1:-1] not in repr(floor.site.heard[SCAN]).upper()
    assert "最后扫到 工牌（不显示）" in last_read(floor, "04A1B2C3", card=True)
    assert "04A1B2C3" not in repr(floor.site.heard[SCAN])


def test_a_scale_says_when_it_weighed_and_never_what(floor: Floor) -> None:
    (scale,) = (one for one in floor.site.settings.scanners if one.kind == "scale")
    weight = read_weight(b"ST,GS,+  123.45 g")
    assert weight
    floor.site.scales[scale.station] = OnScale(weight, floor.clock())
    told = words(client(floor.site), scale.code)
    assert "最后称过 · 09:00:00" in told
    assert "123" not in told


def test_no_figure_is_shown_before_the_receiver_has_counted(floor: Floor) -> None:
    """K-16: what a giver counts, digit by digit, and what his customer's label says."""
    figures = (Code(CodeKind.DIGIT, "7"), Code(CodeKind.TERM, "17"), "Q0500", "PCB-1;500", "500")
    for text in map(str, figures):
        assert f"最后扫到 一个码，{len(text)} 个字符" in last_read(floor, text)
        assert text not in repr(floor.site.heard[SCAN])
    lot = str(Code(CodeKind.LOT, "RT-2611-0431.1"))
    assert f"最后扫到 {lot}" in last_read(floor, lot)


def test_what_was_scanned_is_never_written_into_the_page(floor: Floor) -> None:
    assert "一个码，225 个字符" in last_read(floor, "<script>alert(1)</script>" * 9)
    page = client(floor.site).get("/devices").get_data(as_text=True)
    assert "alert(1)" not in page


def test_a_station_sees_its_own_devices_and_nobody_elses(floor: Floor, panels: Panels) -> None:
    panel = panels.at("SALES-1")
    panel.post("view/devices")
    page = panel.page()
    assert 'id="device-sales-1-label"' in page
    assert 'id="device-recv-1-label"' not in page


def test_who_tends_all_printers_sees_them_all_and_those_that_are_gone(
    floor: Floor, panels: Panels
) -> None:
    owe(floor, "old-label")
    becomes(floor, "oqc-1-slip", Condition.COVER_OPEN)
    floor.sign_on(SALES, "SALES-1")
    floor.sign_on(QUALITY, "REVIEW-1")
    mine, leaders = panels.at("SALES-1"), panels.at("REVIEW-1")
    for panel in (mine, leaders):
        panel.post("view/devices")
        panel.post("draft", act="devices", all="yes", page="1")

    assert "old-label" not in mine.words()
    assert "oqc-1-slip" not in mine.page()
    assert "old-label 已不在设置里，还有 1 张在等" in leaders.words()
    page = leaders.post("draft", act="devices", all="yes", of="old-label").get_data(as_text=True)
    assert "old-label 的 1 张都改到哪台打？" in page
    leaders.post("record", act="move-prints", of="old-label", printer="review-1-label", nonce="n")
    assert "1 张改到 review-1-label 打印" in leaders.words()
    assert "已不在设置里" not in client(floor.site).get("/devices").get_data(as_text=True)


def test_the_wiring_guide_is_given_out(floor: Floor) -> None:
    guide = client(floor.site).get("/devices/wiring")
    assert guide.status_code == 200
    assert "dialout" in guide.get_data(as_text=True)


def test_a_scan_is_seen_at_once_and_a_test_page_comes_out(floor: Floor, page: Page) -> None:
    """The live check, with the real drivers: scan, and see it; print, and see it counted."""
    floor.sign_on(PACKER, "RECV-1")
    with machines(floor, "live") as site, served(site) as address:
        page.goto(f"{address}/devices")
        row = page.locator("#device-recv-1-scan")
        expect(row).to_contain_text("启动后还没扫过")
        simulated_scanner(twin(site.settings.scanners[0].url)).scan(
            str(Code(CodeKind.BATCH, "RT-2611-0009"))
        )
        expect(row).to_contain_text("最后扫到 GRT-2611-0009", timeout=SLOW)
        expect(row).to_contain_text("不认 1")

        printer = simulated_printer(twin(site.settings.printers[0].url))
        record(site, "RECV-1", "print-test", {"printer": "recv-1-label"}, floor.key())
        wait_until(site, lambda: printer.printed == 1)
        expect(page.locator("#device-recv-1-label")).to_contain_text("打出 1", timeout=SLOW)
        assert complaints(page, address, "/devices", least=56) == []
