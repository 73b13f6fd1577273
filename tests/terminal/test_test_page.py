"""A test page comes from the printer that it is about, and its code scanned back says so."""

from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image

from devices.paper import Paper
from devices.pieces import pieces
from devices.profile import Profile
from devices.ruler import edges, ruler
from devices.sim.viewing import picture_of
from domain.codes import Code, CodeKind
from domain.printing import Document, JobState, PrintJob
from terminal.desk.scans import scan
from terminal.papers_printer import code_of_printer
from tests.devices.samples import FONTS, decoded
from tests.floor import PACKER, SALES, Floor
from tests.terminal.ground import nothing_changes
from tests.terminal.presses import a_press, diverting, job, state

LABEL, NARROW = "sales-1-label", "recv-1-label"
HOME, ELSEWHERE = "SALES-1", "PACK-1"
MARGIN = 32


@pytest.fixture
def floor(sqlite_floor: Floor) -> Floor:
    """One kind of database is enough: what is on the paper is the point here."""
    return sqlite_floor


def a_test_page(floor: Floor, printer: str = LABEL) -> int:
    """Have a printer of one's own station print its test page; returns the job."""
    person, place = (PACKER, "RECV-1") if printer == NARROW else (SALES, HOME)
    floor.note(person, place, "print-test", printer=printer)
    with floor.site.reading() as db:
        return max(one.id for one in db.query(PrintJob).filter_by(document=Document.TEST_PAGE))


@pytest.mark.parametrize(("printer", "mm"), [(LABEL, 80), (NARROW, 58)])
def test_the_page_comes_out_of_its_printer_without_a_fault_and_its_codes_can_be_scanned(
    floor: Floor, printer: str, mm: int
) -> None:
    number = a_test_page(floor, printer)
    with a_press(floor, printer, Profile(paper_mm=mm)) as press:  # type: ignore[arg-type]
        press.spool.print_next()
        (paper,) = press.twin.papers
    assert (state(floor, number), paper.errors) == (JobState.CONFIRMED, ())
    assert set(decoded(paper.png)) == {code_of_printer(printer)}


def test_scanning_its_code_says_that_this_printer_prints_here_and_how_it_is(floor: Floor) -> None:
    floor.site.devices.clear()
    with a_press(floor, LABEL) as press:
        press.twin.paper_low()
        press.spool.tell_state()
        assert scan(floor.site, HOME, code_of_printer(LABEL))
    assert '"condition":"paper-low","count":0,"printer":"sales-1-label"' in floor.strip(HOME)
    assert '"scan.printer"' in floor.strip(HOME)

    assert scan(floor.site, ELSEWHERE, code_of_printer(LABEL))
    assert '"scan.printer-elsewhere"' in floor.strip(ELSEWHERE)


def test_the_code_of_a_printer_that_nobody_has_is_refused(floor: Floor) -> None:
    assert not scan(floor.site, HOME, str(Code(CodeKind.PRINTER, "NOWHERE-1")))
    assert "unknown-thing" in floor.strip(HOME)


def test_a_name_with_other_letters_has_no_code_and_the_page_says_so() -> None:
    assert code_of_printer("box-1") == ""  # x is the stand-in of a hyphen
    assert code_of_printer("标签机") == ""


def test_a_test_page_stays_with_its_printer(floor: Floor) -> None:
    floor = diverting(floor, LABEL, "sales-1-slip")
    number = a_test_page(floor)
    with nothing_changes(floor) as refusal:
        floor.note(SALES, HOME, "move-print", job=number, printer="sales-1-slip")
    assert refusal.code == "tied-paper"
    with a_press(floor, LABEL) as press:
        press.twin.paper_out()
        press.spool.print_next()
        floor.clock.pass_by(seconds=61)
        press.spool.print_next()
    assert job(floor, number).printer == LABEL


@pytest.mark.parametrize("dots", [576, 384])
def test_each_number_of_the_ruler_ends_at_its_own_dot_and_the_last_at_the_last(dots: int) -> None:
    seen = picture_of(Paper(blocks=(ruler(dots),)), Profile(80 if dots == 576 else 58), FONTS)
    image = Image.open(BytesIO(seen.png)).crop((MARGIN, MARGIN, MARGIN + dots, 9_999))
    for row, edge in enumerate(edges(dots)):
        top = 48 + 27 * row + 2
        line = [x for x in range(dots) if not image.getpixel((x, top))]
        assert line[-1] == edge - 1


@pytest.mark.parametrize("label_mm", [20, 30, 60])
def test_on_die_cut_labels_the_page_comes_in_pieces_that_fit(floor: Floor, label_mm: int) -> None:
    profile = Profile(language="zpl", proof="none", label_mm=label_mm)
    printers = tuple(
        replace(one, profile=profile) if one.code == LABEL else one
        for one in floor.site.settings.printers
    )
    site = replace(floor.site, settings=replace(floor.site.settings, printers=printers))
    number = a_test_page(replace(floor, site=site))
    paper = Paper.from_json(job(floor, number).paper)
    found = pieces(paper, profile, FONTS)
    assert len(found) == 3
    assert all(piece.height <= 8 * label_mm for piece in found)
