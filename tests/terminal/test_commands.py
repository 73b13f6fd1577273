"""The command sheet: it prints the codes that its station's reader understands, and no other."""

import json

import pytest
from sqlalchemy import select

from devices.paper import Beside, Paper
from domain.codes import Code, CodeKind, parse
from domain.findings import Term, TermKind
from domain.people import Desk
from domain.printing import Document, PrintJob
from terminal.command_sheet import sheet_of
from terminal.command_table import COMMANDS, code_of, commands_of
from terminal.desk.commands import DOES
from terminal.desk.desks import open_view
from terminal.desk.scans import scan
from terminal.desk.signing import prepare
from terminal.settings import Station
from terminal.words import LOCALES, Locale
from tests.floor import LEADER, PACKER, TESTER, Floor
from tests.terminal.ground import events
from tests.terminal.offices import administer


def desk(floor: Floor, station: str) -> Desk:
    with floor.site.reading() as db:
        return db.get_one(Desk, station)


def said(floor: Floor, station: str) -> str:
    return str(json.loads(floor.strip(station))["key"])


def printed(floor: Floor, document: Document) -> list[PrintJob]:
    with floor.site.reading() as db:
        query = select(PrintJob).where(PrintJob.document == document)
        return list(db.scalars(query.order_by(PrintJob.id)))


@pytest.fixture
def station(floor: Floor) -> Station:
    found = floor.site.settings.station("SCREEN-1")
    assert found is not None
    return found


def test_the_sheet_of_a_station_holds_every_code_that_its_reader_understands(
    floor: Floor, station: Station
) -> None:
    floor.note(LEADER, "SCREEN-1", "print-commands", sheet="SCREEN-1")

    jobs = printed(floor, Document.COMMAND_SHEET)
    blocks = [block for job in jobs for block in Paper.from_json(job.paper).blocks]
    codes = [parse(block.code.data) for block in blocks if isinstance(block, Beside)]
    commands = [code.payload for code in codes if code.kind is CodeKind.COMMAND]
    assert sorted(commands) == sorted(commands_of(station))
    assert [code.payload for code in codes if code.kind is CodeKind.DIGIT] == [*"1234567890"]
    assert "UNDO" in commands
    assert "INTAKE" not in commands
    with floor.site.reading() as db:
        assert len(jobs) == len(sheet_of(db, station))


def test_a_sheet_holds_the_words_of_the_factory_that_its_station_tells(
    floor: Floor, station: Station
) -> None:
    administer(floor, "retire", register="term", entry="defect/bridge", retired=True)
    with floor.site.reading() as db:
        groups = {group.name: group.entries for group in sheet_of(db, station)}
        defects = db.scalars(select(Term).where(Term.kind == TermKind.DEFECT)).all()
    named = {entry.zh for entry in groups["defect"]}
    assert named == {term.zh for term in defects if term.code != "bridge"}
    assert "cause" not in groups


def test_every_command_of_the_table_is_obeyed() -> None:
    assert set(DOES) == set(COMMANDS)


@pytest.mark.parametrize("floor", ["sqlite"], indirect=True)
@pytest.mark.parametrize("locale", LOCALES)
def test_every_code_of_a_sheet_has_its_words(floor: Floor, locale: Locale) -> None:
    with floor.site.reading() as db:
        sheets = [sheet_of(db, station) for station in floor.site.settings.stations]
    words = floor.site.words.catalogs[locale]
    for group in (group for sheet in sheets for group in sheet):
        assert f"command.group.{group.name}" in words
        for entry in group.entries:
            assert not entry.detail or entry.detail in words
            assert entry.zh or entry.word in words


@pytest.mark.parametrize("floor", ["sqlite"], indirect=True)
def test_a_code_of_another_stations_sheet_is_refused(floor: Floor) -> None:
    for station in floor.site.settings.stations:
        for command in COMMANDS.keys() - {*commands_of(station)}:
            assert not scan(floor.site, station.code, code_of(command))
            assert said(floor, station.code) == "error.unknown-code"


def test_a_scan_puts_the_lot_away_and_opens_the_next_page(floor: Floor) -> None:
    lot = floor.at_screening(50)
    scan(floor.site, "SCREEN-1", str(Code(CodeKind.LOT, lot)))
    assert desk(floor, "SCREEN-1").lot == lot

    assert scan(floor.site, "SCREEN-1", code_of("NEXT"))
    assert desk(floor, "SCREEN-1").lot == ""
    assert scan(floor.site, "SCREEN-1", code_of("WAITING"))
    assert desk(floor, "SCREEN-1").view == "waiting"


def test_a_scan_takes_the_last_tray_back_and_prints_the_label_again(floor: Floor) -> None:
    lot = floor.at_screening(50)
    floor.note(TESTER, "SCREEN-1", "tell-tray", lot=lot, tray=20)
    scan(floor.site, "SCREEN-1", str(Code(CodeKind.LOT, lot)))

    assert scan(floor.site, "SCREEN-1", code_of("UNDO"))
    assert scan(floor.site, "SCREEN-1", code_of("REPRINT"))

    assert len(events(floor, "tray:voided")) == 1
    (copy,) = [job for job in printed(floor, Document.LOT_LABEL) if job.copy > 1]
    assert copy.lot == lot
    assert not scan(floor.site, "SCREEN-1", code_of("UNDO"))


def test_a_scan_forgets_the_signature_that_was_asked_and_ends_the_session(floor: Floor) -> None:
    lot = floor.book_in(50)
    floor.sign_on(PACKER, "RECV-1")
    fields = {"lot": lot, "count": 50, "forms": ("service-form", "signed")}
    prepare(floor.site, "RECV-1", "receive", floor.typed(fields), "k")

    assert scan(floor.site, "RECV-1", code_of("CANCEL"))
    assert desk(floor, "RECV-1").act == ""
    assert scan(floor.site, "RECV-1", code_of("LEAVE"))
    assert desk(floor, "RECV-1").session_id is None
    open_view(floor.site, "RECV-1", "")
    assert not scan(floor.site, "RECV-1", code_of("REPRINT"))
    assert said(floor, "RECV-1") == "error.no-lot-here"
