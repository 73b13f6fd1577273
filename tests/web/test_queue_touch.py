"""The pages of printers and papers fit every panel and can be read by everybody."""

from pathlib import Path

from playwright.sync_api import Page

from devices.state import Condition, DeviceState
from domain.printing import JobState, PrintJob
from terminal.desk import drafts
from terminal.desk.desks import open_view
from terminal.heard import heard
from terminal.site import Sending
from tests.floor import SALES, Floor
from tests.terminal.presses import owe
from tests.web.step_server import serving
from tests.web.test_view_touch import look_at

HOME, LABEL, SLIP = "SALES-1", "sales-1-label", "sales-1-slip"


def busy_printers(floor: Floor) -> int:
    """One printer without paper, one paused, papers in every state; returns one that failed."""
    floor.site.devices[LABEL] = DeviceState(Condition.PAPER_OUT, floor.clock(), floor.clock())
    floor.site.devices["sales-1-scan"] = DeviceState(Condition.OFFLINE, floor.clock(), None)
    floor.site.heard["sales-1-scan"] = heard(floor.clock(), "LRT-2611-0001.1X" * 2)
    floor.site.sending[LABEL] = Sending(1, 12_400, 39_184)
    floor.note(SALES, HOME, "pause-printer", printer=SLIP)
    numbers = [owe(floor, LABEL, lot="RT-2611-0001.1") for _ in range(24)]
    with floor.site.writing() as db:
        for number in numbers[6:]:
            db.get_one(PrintJob, number).state = JobState.CONFIRMED
        for number, state in zip(numbers, ("uncertain", "failed", "sending"), strict=False):
            db.get_one(PrintJob, number).state = JobState(state)
            db.get_one(PrintJob, number).reason = "" if state == "sending" else "bad-paper"
    return numbers[1]


def test_printers_and_papers_fit_every_panel(page: Page, tmp_path: Path) -> None:
    with serving(tmp_path) as (floor, address):
        failed = busy_printers(floor)
        floor.clock.pass_by(minutes=4)
        open_view(floor.site, HOME, "queue")
        faults = look_at(page, floor, address, HOME, ".printer-cards")
        drafts.save(floor.site, HOME, "", "queue", {"job": str(failed)})
        faults += look_at(page, floor, address, HOME, ".job-choice")
        open_view(floor.site, HOME, "printer")
        faults += look_at(page, floor, address, HOME, ".how-to")
    assert not faults, "\n".join(faults)
