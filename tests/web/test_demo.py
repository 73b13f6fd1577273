"""The demo: a day of believable work, and simulated devices that a person can touch."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from devices.profile import Profile
from devices.state import Condition
from devices.transport import twin_of
from domain.codes import Code, CodeKind
from domain.handover import Handover, HandoverState
from domain.lot import Lot, LotState
from domain.people import Desk
from domain.printing import JobState, PrintJob
from domain.process import Step
from terminal import simulation
from terminal.audit import audit
from terminal.demo import demo_pins, fill
from terminal.desk.sessions import sign_on
from terminal.site import Site
from tests.floor import PACKER, PINS, Floor
from tests.web.pages import SLOW, a_demo, client, complaints, machines, served, wait_until

SCAN = "recv-1-scan"
LABEL = "recv-1-label"


def post(browser: FlaskClient, path: str, **fields: str) -> int:
    browser.application.config["WTF_CSRF_ENABLED"] = False
    return browser.post(path, data=fields).status_code


def asked(site: Site) -> bool:
    """Whether the receiving desk asks for somebody's PIN."""
    with site.reading() as db:
        desk = db.get(Desk, "RECV-1")
        return desk is not None and desk.asked_badge_id is not None


def states(site: Site) -> list[tuple[str, str, str, int]]:
    with site.reading() as db:
        query = select(Lot.number, Lot.step, Lot.state, Lot.quantity).order_by(Lot.id)
        return [
            (lot, step.value, state.value, pieces) for lot, step, state, pieces in db.execute(query)
        ]


def job_states(site: Site) -> list[JobState]:
    with site.reading() as db:
        query = select(PrintJob.state).where(PrintJob.printer == LABEL).order_by(PrintJob.id)
        return list(db.scalars(query))


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demo factory for those who only look at it."""
    folder = tmp_path_factory.mktemp("demo")
    with a_demo(folder, f"sqlite:///{folder}/demo.db") as site:
        yield site


def test_something_waits_to_be_received_at_every_step(demo: Site) -> None:
    with demo.reading() as db:
        waiting = select(Handover.target).where(Handover.state == HandoverState.OPEN)
        assert set(db.scalars(waiting)) == set(Step) - {Step.INTAKE}
        kinds = set(db.scalars(select(Handover.state)))
        assert HandoverState.REFUSED in kinds
        assert LotState.ENDED in set(db.scalars(select(Lot.state)))


def test_the_demos_log_ledger_and_lots_agree(tmp_path: Path, database_url: str) -> None:
    with a_demo(tmp_path, database_url) as site:
        assert audit(site) == []


def test_a_database_with_people_is_left_alone(demo: Site) -> None:
    before = states(demo)
    fill(demo)
    assert states(demo) == before


def test_the_same_morning_tells_the_same_story(tmp_path: Path) -> None:
    told = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        with a_demo(tmp_path / name, f"sqlite:///{tmp_path}/{name}/demo.db") as site:
            told.append(states(site))
    assert told[0] == told[1]


def test_old_papers_do_not_all_come_out_at_the_start(demo: Site) -> None:
    with demo.reading() as db:
        counted = select(PrintJob.state, func.count()).group_by(PrintJob.state)
        papers = dict(iter(db.execute(counted)))
    assert 0 < papers[JobState.QUEUED] < papers[JobState.CONFIRMED]


def test_the_demos_pins_are_told_and_no_others() -> None:
    # Other tests may have hired somebody; the demo's people have numbers from 10001 on.
    assert demo_pins() == {who: pin for who, pin in PINS.items() if who.startswith("10")}


def test_a_scan_goes_through_the_readers_port_to_the_desk(floor: Floor) -> None:
    with machines(floor, "port") as site:
        assert post(client(site), "/demo/scan", reader=SCAN, code=floor.badge(PACKER)) == 303
        wait_until(site, lambda: asked(site))


def test_a_receipt_comes_out_of_the_printer_as_a_picture(floor: Floor) -> None:
    lot = floor.book_in(12)
    with machines(floor, "paper") as site:
        twin = twin_of(site.settings.printers[0].url)()
        sign = Floor(site, floor.clock, floor.keys)
        sign.receive(PACKER, "RECV-1", lot, 12)
        assert twin.wait_for_papers(1, timeout=20)
        browser = client(site)
        page = browser.get(f"/demo?reader={SCAN}").get_data(as_text=True)
        assert f"/demo/paper/{LABEL}/1.png" in page
        assert "交接" in page
        picture = browser.get(f"/demo/paper/{LABEL}/1.png")
        assert picture.mimetype == "image/png"
        assert picture.data.startswith(b"\x89PNG")
        assert browser.get(f"/demo/paper/{LABEL}/2.png").status_code == 404


@pytest.mark.parametrize(
    ("profile", "state"),
    [
        (Profile(language="zpl", proof="~HS"), JobState.CONFIRMED),
        (Profile(language="tspl", proof="none"), JobState.SENT),
    ],
)
def test_a_receipt_comes_out_of_a_label_printer_too(
    floor: Floor, profile: Profile, state: JobState
) -> None:
    lot = floor.book_in(12)
    with machines(floor, profile.language, profile) as site:
        Floor(site, floor.clock, floor.keys).receive(PACKER, "RECV-1", lot, 12)
        twin = twin_of(site.settings.printers[0].url)()
        wait_until(site, lambda: set(job_states(site)) == {state})
        assert [paper.errors for paper in twin.papers] == [()] * twin.printed
        page = client(site).get(f"/demo?reader={SCAN}").get_data(as_text=True)
        assert "整张图形打印" in page
        assert profile.language.upper() in page


@pytest.mark.parametrize("fault", [one for one in simulation.FAULTS if one != "heal"])
def test_a_printer_is_broken_and_healed_by_a_press(floor: Floor, fault: str) -> None:
    with machines(floor, "fault") as site:
        browser = client(site)
        assert post(browser, "/demo/fault", printer=LABEL, what=fault) == 303
        (printer,) = simulation.printers(site, "RECV-1")
        assert len(printer.faults) == 1
        assert "said warn" in browser.get(f"/demo?reader={SCAN}").get_data(as_text=True)
        assert post(browser, "/demo/fault", printer=LABEL, what="heal") == 303
        assert simulation.printers(site, "RECV-1")[0].faults == ()


def test_a_chattering_reader_is_one_scan_and_half_a_code_is_none(floor: Floor) -> None:
    with machines(floor, "chatter") as site:
        browser, badge = client(site), floor.badge(PACKER)
        assert post(browser, "/demo/scan", reader=SCAN, code=badge[:4], way="half") == 303
        assert post(browser, "/demo/cable", reader=SCAN, what="unplug") == 303
        wait_until(site, lambda: site.devices[SCAN].condition is Condition.OFFLINE)
        assert post(browser, "/demo/cable", reader=SCAN, what="plug-in") == 303
        wait_until(site, lambda: site.devices[SCAN].condition is Condition.PORT_OPEN)
        assert post(browser, "/demo/scan", reader=SCAN, code=badge, way="chatter") == 303
        wait_until(site, lambda: asked(site))
        assert post(browser, "/demo/scan", reader=SCAN, code=badge, way="burn") == 404


def test_an_unplugged_reader_reads_nothing_until_it_is_plugged_in(floor: Floor) -> None:
    with machines(floor, "cable") as site:
        browser = client(site)
        badge = floor.badge(PACKER)
        assert post(browser, "/demo/cable", reader=SCAN, what="unplug") == 303
        assert post(browser, "/demo/scan", reader=SCAN, code=badge) == 422
        assert post(browser, "/demo/cable", reader=SCAN, what="plug-in") == 303
        assert post(browser, "/demo/scan", reader=SCAN, code=badge) == 303


@pytest.mark.parametrize(
    ("path", "fields", "status"),
    [
        ("/demo/scan", {"reader": "nobody", "code": "X"}, 404),
        ("/demo/scan", {"reader": SCAN, "code": ""}, 422),
        ("/demo/scan", {"reader": SCAN, "code": "A" * 513}, 422),
        ("/demo/scan", {"reader": SCAN, "code": "A\nB"}, 422),
        ("/demo/cable", {"reader": SCAN, "what": "burn"}, 404),
        ("/demo/fault", {"printer": LABEL, "what": "burn"}, 404),
        ("/demo/fault", {"printer": "nobody", "what": "heal"}, 404),
    ],
)
def test_what_is_not_there_cannot_be_touched(
    floor: Floor, path: str, fields: dict[str, str], status: int
) -> None:
    with machines(floor, "wrong") as site:
        assert post(client(site), path, **fields) == status


def test_looking_changes_nothing(tmp_path: Path) -> None:
    with a_demo(tmp_path, f"sqlite:///{tmp_path}/demo.db") as site:
        browser = client(site)
        site.database.dispose()
        files = sorted(tmp_path.glob("demo.db*"))

        def print_of() -> list[str]:
            return [
                hashlib.sha256(one.read_bytes()).hexdigest()
                for one in files
                if one.suffix != ".db-shm"
            ]

        before = print_of()
        for path in ("/board", "/board/panel", "/batches", "/batches?q=x", "/batches/RT-2611-0001",
                     "/demo", "/demo/answer", "/demo/codes", "/demo/printers"):  # fmt: skip
            assert browser.get(path).status_code == 200, path
        assert print_of() == before


def test_a_factory_with_real_devices_has_no_such_page(floor: Floor) -> None:

    site = replace(floor.site, settings=replace(floor.site.settings, scanners=(), printers=()))
    assert client(site).get("/demo").status_code == 404


def test_a_press_without_the_pages_token_is_refused(floor: Floor) -> None:
    with machines(floor, "token") as site:
        answer = client(site).post("/demo/scan", data={"reader": SCAN, "code": "X"})
        assert answer.status_code == 400


def test_a_person_signs_on_by_pressing_a_badge(page: Page, floor: Floor) -> None:
    with machines(floor, "press") as site, served(site) as address:
        page.goto(f"{address}/demo?reader={SCAN}")
        expect(page.locator("html")).to_have_attribute("data-live", "live")
        page.get_by_role("button", name="杨丽华").tap()
        expect(page.locator("#answer")).to_contain_text("杨丽华", timeout=SLOW)
        sign_on(site, "RECV-1", PINS[PACKER])
        expect(page.locator("#answer .said")).to_have_class("said ok", timeout=SLOW)


def test_a_typed_label_is_scanned(page: Page, floor: Floor) -> None:
    lot = floor.book_in(10)
    with machines(floor, "typed") as site, served(site) as address:
        page.goto(f"{address}/demo?reader={SCAN}")
        expect(page.locator("html")).to_have_attribute("data-live", "live")
        page.locator("#code").fill(str(Code(CodeKind.LOT, lot)))
        page.get_by_role("button", name="扫码", exact=True).tap()
        expect(page.locator("#answer")).to_contain_text(lot, timeout=SLOW)


def test_the_demos_page_fits_and_everybody_can_read_it(page: Page, tmp_path: Path) -> None:
    with a_demo(tmp_path, f"sqlite:///{tmp_path}/demo.db") as site, served(site) as address:
        assert complaints(page, address, "/demo?reader=repair-1-scan", least=56) == []
