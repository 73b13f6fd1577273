"""A scanned serial does what the open page asks for, or opens the lot of its piece."""

import pytest

from domain.codes import Code, CodeKind
from terminal.desk import drafts
from terminal.desk.scans import lay_by_hand, scan
from terminal.queries.batch_list import batches
from tests.floor import LEADER, PACKER, REPAIRER, Floor
from tests.terminal.ground import nothing_changes
from tests.terminal.pieces import at_register, at_screening, held, said

# What asks the database nothing that the others have not asked.
ON_SQLITE = pytest.mark.parametrize("floor", ["sqlite"], indirect=True)


def opened(floor: Floor, person: str, station: str, lot: str, **way: str) -> None:
    """Lay a lot on the desk and open its serials."""
    floor.sign_on(person, station)
    assert lay_by_hand(floor.site, station, lot)
    panel = {"panel": "serials", "version": str(floor.lot(lot).version)}
    drafts.save(floor.site, station, lot, "panel", panel)
    if way:
        drafts.save(floor.site, station, lot, "serial-way", way)


@ON_SQLITE
def test_a_scan_registers_or_sorts_while_the_serials_lie_open(floor: Floor) -> None:
    lot = at_register(floor, pieces=2)
    opened(floor, PACKER, "RECV-1", lot)
    chance = str(Code(CodeKind.PRINTER, "123456"))  # a serial may look like one of our own codes
    for code in ("HK7-000001", chance):
        assert scan(floor.site, "RECV-1", code), said(floor, "RECV-1")
    assert not scan(floor.site, "RECV-1", "HK7-000001")
    assert not scan(floor.site, "RECV-1", "a,b")
    assert held(floor, lot) == ["HK7-000001", chance]
    floor.decide(PACKER, "RECV-1", lot, counts={"counted": 2})
    floor.receive(LEADER, "SCREEN-1", lot, 2)
    opened(floor, LEADER, "SCREEN-1", lot)
    assert not scan(floor.site, "SCREEN-1", "HK7-000001")
    assert "bad-field" in said(floor, "SCREEN-1")
    opened(floor, LEADER, "SCREEN-1", lot, mark="unseen")
    assert scan(floor.site, "SCREEN-1", "HK7-000001")
    parts = floor.decide(LEADER, "SCREEN-1", lot, counts={"unseen": 1, "no-fault": 1})
    assert held(floor, parts["unseen"]) == ["HK7-000001"]


@ON_SQLITE
def test_a_serial_that_looks_like_a_coded_word_of_nobody_is_a_serial(floor: Floor) -> None:
    lot = at_register(floor, pieces=1)
    opened(floor, PACKER, "RECV-1", lot)
    word = str(Code(CodeKind.TERM, "912345"))
    assert scan(floor.site, "RECV-1", word), said(floor, "RECV-1")
    assert held(floor, lot) == [word]


@ON_SQLITE
def test_a_scanned_serial_opens_its_lot_or_says_where_it_is(floor: Floor) -> None:
    lot = at_register(floor, "SN100001")
    floor.sign_on(LEADER, "SCREEN-1")
    assert scan(floor.site, "RECV-1", "SN100001")
    assert not scan(floor.site, "SCREEN-1", "SN100001")
    assert "wrong-station" in said(floor, "SCREEN-1")
    assert lot in said(floor, "SCREEN-1")


def test_at_repair_a_scan_names_the_piece_in_the_open_record(floor: Floor) -> None:
    lot = at_screening(floor, "SN1", "SN2")
    floor.decide(LEADER, "SCREEN-1", lot, counts={"unseen": 2})
    floor.receive(REPAIRER, "REPAIR-1", lot, 2, on_time=True)
    assert lay_by_hand(floor.site, "REPAIR-1", lot)
    assert scan(floor.site, "REPAIR-1", "SN2")
    assert "scan.serial-named" in said(floor, "REPAIR-1")
    for wrong, code in (
        ({"serials": "SN1,SN2"}, "serials-differ"),
        ({"serials": "X"}, "serial-unknown"),
    ):
        with nothing_changes(floor) as refusal:
            floor.repair(lot, 1, **wrong)
        assert refusal.code == code
    floor.repair(lot, 1, serials="SN2")
    floor.repair(lot, 1, "unrepairable", serials="SN1")
    parts = floor.decide(REPAIRER, "REPAIR-1", lot, counts={"repaired": 1, "unrepairable": 1})
    assert held(floor, parts["repaired"]) == ["SN2"]
    assert held(floor, parts["unrepairable"]) == ["SN1"]


def test_a_batch_is_found_by_the_serial_of_a_piece(floor: Floor) -> None:
    lot = at_register(floor, "SN1")
    at_register(floor, "SN2")
    with floor.site.reading() as db:
        assert [row.number for row in batches(floor.site, db, "sn1")] == [lot.partition(".")[0]]
