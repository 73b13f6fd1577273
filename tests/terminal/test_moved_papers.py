"""Papers that another printer prints: which may, which never, by hand and by themselves."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from devices.paper import QR, Beside, Cut, DataMatrix, Paper, Text
from devices.profile import Profile
from devices.room import dots_needed
from domain.errors import DomainError
from domain.printing import TIED, Document, JobState, PrinterCare
from terminal.settings import BadSettings, Settings
from tests.floor import SALES, Floor
from tests.terminal.ground import nothing_changes
from tests.terminal.presses import a_press, become, diverting, job, owe, told
from tests.terminal.test_settings import GOOD

LABEL, SLIP, NARROW = "sales-1-label", "sales-1-slip", "recv-1-label"


def moves(floor: Floor, number: int, printer: str = SLIP) -> None:
    floor.note(SALES, "SALES-1", "move-print", job=number, printer=printer)


def test_a_moved_paper_is_the_same_job_and_comes_out_once(floor: Floor) -> None:
    number = owe(floor, LABEL)
    moves(floor, number)
    with a_press(floor, LABEL) as left, a_press(floor, SLIP) as target:
        assert not left.spool.print_next()
        assert target.spool.print_next()
        assert not target.spool.print_next()
        assert (left.papers, target.papers) == (0, 1)
    moved = job(floor, number)
    assert (moved.state, moved.printer, moved.origin) == (JobState.CONFIRMED, SLIP, LABEL)
    (event,) = told(floor, "paper:moved")
    assert (event.person_name, event.facts["from"], event.facts["to"]) == ("赵婷", LABEL, SLIP)


def test_a_paper_never_moves_to_narrower_paper(floor: Floor) -> None:
    number = owe(floor, LABEL)
    floor.sign_on(SALES, "SALES-1")
    with nothing_changes(floor) as refusal:
        moves(floor, number, NARROW)
    assert refusal.code == "narrow-paper"
    assert (refusal.facts["has"], refusal.facts["needs"]) == (58, 80)


def test_everything_that_waits_at_a_broken_printer_is_moved_at_once(floor: Floor) -> None:
    waits, fails, asks, goes = (owe(floor, LABEL) for _ in range(4))
    become(floor, fails, JobState.FAILED)
    become(floor, asks, JobState.UNCERTAIN)
    become(floor, goes, JobState.SENDING)
    answer = floor.note(SALES, "SALES-1", "move-prints", of=LABEL, printer=SLIP)
    assert (answer["count"], answer["printer"]) == (2, SLIP)
    assert [job(floor, one).printer for one in (waits, fails, asks, goes)] == [
        SLIP, SLIP, LABEL, LABEL,
    ]  # fmt: skip
    with a_press(floor, SLIP) as press:
        while press.spool.print_next():
            pass
        assert press.papers == 2
    with nothing_changes(floor) as refusal:
        floor.note(SALES, "SALES-1", "move-prints", of=LABEL, printer=SLIP)
    assert refusal.code == "nothing-waits"


@pytest.mark.parametrize("document", sorted(TIED))
def test_a_badge_and_a_test_page_never_move_to_another_printer(
    floor: Floor, document: Document
) -> None:
    tied = owe(floor, LABEL, document=document)
    floor.sign_on(SALES, "SALES-1")
    with nothing_changes(floor) as refusal:
        floor.note(SALES, "SALES-1", "move-print", job=tied, printer=SLIP)
    assert (refusal.code, refusal.facts["printer"]) == ("tied-paper", LABEL)
    with nothing_changes(floor) as refusal:
        floor.note(SALES, "SALES-1", "move-prints", of=LABEL, printer=SLIP)
    assert refusal.code == "nothing-waits"
    moves = owe(floor, LABEL)
    floor.note(SALES, "SALES-1", "move-prints", of=LABEL, printer=SLIP)
    assert [job(floor, one).printer for one in (tied, moves)] == [LABEL, SLIP]


@pytest.mark.parametrize("document", sorted(TIED))
def test_a_badge_and_a_test_page_are_never_diverted(floor: Floor, document: Document) -> None:
    floor = diverting(floor, LABEL, SLIP)
    goes, tied = owe(floor, LABEL), owe(floor, LABEL, document=document)
    with a_press(floor, LABEL) as press:
        press.twin.cover_open()
        press.spool.print_next()
        floor.clock.pass_by(seconds=61)
        press.spool.print_next()
    assert [job(floor, one).printer for one in (goes, tied)] == [SLIP, LABEL]


WIDE = Paper(blocks=(QR("a" * 300), Cut()))
ON_LABELS = Profile(language="zpl", proof="none", label_mm=40)


def as_(floor: Floor, profile: Profile, *codes: str) -> Floor:
    """The same floor, where some of its printers are others."""
    printers = tuple(
        replace(one, profile=profile) if one.code in codes else one
        for one in floor.site.settings.printers
    )
    settings = replace(floor.site.settings, printers=printers)
    return replace(floor, site=replace(floor.site, settings=settings))


def moved(floor: Floor, number: int) -> str:
    """Try to move a paper to the slip printer; returns the refusal, if any."""
    try:
        moves(floor, number)
    except DomainError as error:
        return error.code
    return ""


def test_a_paper_moves_to_die_cut_labels_only_from_the_same_ones(floor: Floor) -> None:
    assert moved(as_(floor, ON_LABELS, SLIP), owe(floor, LABEL)) == "narrow-paper"
    other = as_(as_(floor, ON_LABELS, SLIP), replace(ON_LABELS, label_mm=60), LABEL)
    assert moved(other, owe(floor, LABEL)) == "narrow-paper"
    assert moved(as_(floor, ON_LABELS, SLIP), owe(floor, "old-label")) == "not-permitted"
    assert moved(as_(floor, ON_LABELS, LABEL), owe(floor, LABEL)) == ""
    assert moved(as_(floor, ON_LABELS, LABEL, SLIP), owe(floor, LABEL)) == ""


def narrower(floor: Floor) -> Iterator[Floor]:
    """The slip printer as fewer dots come out of it: by its model, and as somebody saw it."""
    small = as_(floor, Profile(58), LABEL, SLIP)
    yield as_(small, Profile(58, across=288), SLIP)
    with floor.site.writing() as db:
        at = floor.clock()
        db.add(PrinterCare(code=SLIP, across=288, calibrated_by="赵婷", calibrated_at=at))
    yield small


def test_a_code_that_would_not_fit_does_not_move_and_everything_else_does(floor: Floor) -> None:
    assert 288 < dots_needed(WIDE) <= 384
    for narrow in narrower(floor):
        stays, goes = owe(floor, LABEL, WIDE.to_json()), owe(floor, LABEL)
        assert moved(narrow, stays) == "narrow-paper"
        answer = narrow.note(SALES, "SALES-1", "move-prints", of=LABEL, printer=SLIP)
        assert answer["count"] == 1
        assert [job(floor, one).printer for one in (stays, goes)] == [LABEL, SLIP]


def test_what_would_not_fit_is_not_diverted_but_waits(floor: Floor) -> None:
    floor = as_(diverting(floor, LABEL, SLIP), Profile(across=288), SLIP)
    goes, stays = owe(floor, LABEL), owe(floor, LABEL, WIDE.to_json())
    with a_press(floor, LABEL) as press:
        press.twin.cover_open()
        press.spool.print_next()
        floor.clock.pass_by(seconds=61)
        press.spool.print_next()
    assert [job(floor, one).printer for one in (goes, stays)] == [SLIP, LABEL]


@pytest.mark.parametrize("code", [QR("A" * 300), DataMatrix("A" * 60)])
def test_what_a_paper_needs_is_what_its_widest_code_needs(code: QR | DataMatrix) -> None:
    beside = Paper(blocks=(Text("单子"), Beside(code, (Text("旁边"),)), QR("A")))
    assert (
        dots_needed(beside)
        == dots_needed(Paper(blocks=(code,)))
        > dots_needed(Paper(blocks=(QR("A"),)))
    )
    assert dots_needed(Paper(blocks=(Text("单子"),))) == 0


@pytest.mark.parametrize(
    ("own", "other", "why"),
    [
        ("", "label_mm = 40", ["'p2' has other labels"]),
        ("label_mm = 60", "label_mm = 40", ["'p2' has other labels"]),
        ("label_mm = 40", "label_mm = 40", []),
        ("label_mm = 40", "", []),
    ],
)
def test_a_fallback_has_the_same_labels_or_an_endless_roll(
    tmp_path: Path, own: str, other: str, why: list[str]
) -> None:
    path = tmp_path / "site.toml"
    printer = '[[printer]]\ncode = "{0}"\nurl = "tcp://{0}:9100"\nprofile = "zebra-203"\n{1}\n'
    policy = f'on_failure = "divert"\nfallback = "p2"\n{own}'
    head = GOOD.partition("[[printer]]")[0]
    path.write_text(head + printer.format("p1", policy) + printer.format("p2", other), "utf-8")
    told: list[str] = []
    try:
        Settings.read(path)
    except BadSettings as error:
        told = [one for one in error.problems if "fallback" in one]
    assert told == [f"site.toml: printer p1.fallback: {one}" for one in why]
