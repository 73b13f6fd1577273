"""Somebody reads a test page and says how wide and how dark his printer prints."""

from dataclasses import replace

import pytest

from devices.paper import Cut, Paper, Text
from devices.profile import Profile
from domain.printing import Document, JobState, PrinterCare
from terminal.calibration import calibrated, widths
from tests.devices.samples import NATIVE, RASTER
from tests.floor import MORNING, SALES, Floor
from tests.terminal.ground import nothing_changes
from tests.terminal.presses import a_press, owe, state, told

LABEL = "sales-1-label"
LINE = Paper(blocks=(Text("0123456789" * 4 + "ABCDEFGH"), Cut())).to_json()


@pytest.fixture
def floor(sqlite_floor: Floor) -> Floor:
    """One kind of database is enough: what is on the paper is the point here."""
    return sqlite_floor


def calibrates(floor: Floor, across: int, darkness: str = "0", printer: str = LABEL) -> None:
    floor.note(
        SALES, "SALES-1", "calibrate-printer", printer=printer, across=across, darkness=darkness
    )


def test_what_would_be_cut_off_wraps_from_the_next_paper_on_without_a_restart(
    floor: Floor,
) -> None:
    with a_press(floor, LABEL) as press:
        for _ in range(2):
            owe(floor, LABEL, LINE)
            press.spool.print_next()
            calibrates(floor, 512)
        before, after = (paper.lines for paper in press.twin.papers)
    assert (len(before[0]), [len(line) for line in after]) == (48, [42, 6])
    facts = [event.facts for event in told(floor, "printer:calibrated")]
    assert [(one["before"], one["after"]) for one in facts] == [
        ([576, 0], [512, 0]), ([512, 0], [512, 0]),
    ]  # fmt: skip


def test_darkness_is_sent_with_every_job_of_a_printer_that_knows_it(floor: Floor) -> None:
    calibrates(floor, 576, "3")
    with a_press(floor, LABEL, replace(NATIVE, density=True)) as press:
        number = owe(floor, LABEL)
        press.spool.print_next()
        (paper,) = press.twin.papers
    assert (state(floor, number), paper.errors) == (JobState.CONFIRMED, ())
    assert b"\x1d(K\x02\x00\x31\x05" in paper.raw


def test_a_test_page_is_printed_as_wide_as_the_printer_is_so_that_one_can_go_back() -> None:
    care = PrinterCare(code=LABEL, across=384, darkness=2, calibrated_at=MORNING)
    profile = replace(RASTER, density=True)
    narrow = calibrated(profile, Document.LOT_LABEL, care)
    whole = calibrated(profile, Document.TEST_PAGE, care)
    assert [(one.dots, one.darkness) for one in (narrow, whole)] == [(384, 2), (576, 2)]


def test_a_darkness_that_a_printer_does_not_know_changes_nothing() -> None:
    care = PrinterCare(code=LABEL, darkness=2, calibrated_at=MORNING)
    assert calibrated(NATIVE, Document.LOT_LABEL, care).darkness == 0


def test_a_width_that_the_paper_no_longer_has_is_ignored() -> None:
    care = PrinterCare(code=LABEL, across=560, calibrated_at=MORNING)
    assert calibrated(Profile(58), Document.LOT_LABEL, care).dots == 384
    assert calibrated(NATIVE, Document.LOT_LABEL, None) is NATIVE


@pytest.mark.parametrize(
    ("across", "darkness", "field"), [(577, "0", "across"), (100, "0", "across"),
                                      (576, "4", "darkness"), (576, "dark", "darkness")],
)  # fmt: skip
def test_only_the_numbers_of_the_ruler_and_the_steps_are_taken(
    floor: Floor, across: int, darkness: str, field: str
) -> None:
    floor.sign_on(SALES, "SALES-1")
    with nothing_changes(floor) as refusal:
        calibrates(floor, across, darkness)
    assert (refusal.code, refusal.facts["field"]) == ("bad-field", field)


def test_a_printer_that_was_only_paused_prints_as_its_model_says() -> None:
    dark = replace(NATIVE, across=512, darkness=2, density=True)
    care = PrinterCare(code=LABEL, paused_by="赵婷", paused_at=MORNING)
    assert calibrated(dark, Document.LOT_LABEL, care) == dark


def test_the_widths_to_choose_are_the_rulers_and_the_common_heads() -> None:
    assert widths(NATIVE)[:2] == (576, 568)
    assert {512, 432, 416, 384} <= set(widths(NATIVE))
    assert widths(Profile(58))[-1] == 288
    assert widths(replace(NATIVE, across=512))[0] == 512
