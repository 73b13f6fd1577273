"""Where serials are scanned, a customer's label counts as the scan of the serial on it."""

import pytest

from terminal.desk import drafts
from terminal.desk.scans import lay_by_hand, scan
from tests.floor import LEADER, PACKER, REPAIRER, Floor
from tests.terminal.ground import events
from tests.terminal.labels_day import electronics, read_by, said, teach
from tests.terminal.pieces import at_register, at_screening, held
from tests.terminal.test_serial_scans import opened

HK7 = "PCBA-HK7-R3.2"
BOARD = "HK|SN100001|A"
ON_SQLITE = pytest.mark.parametrize("floor", ["sqlite"], indirect=True)


def board_label(floor: Floor) -> None:
    """The customer's board label is taught."""
    teach(
        floor, "HK", "board", sample=BOARD, separator="bar",
        holds={"0": "constant", "1": "serial", "2": "ignore"}, prefix={},
    )  # fmt: skip


def test_the_serial_of_a_label_is_registered_and_nothing_else_of_it(floor: Floor) -> None:
    board_label(floor)
    lot = at_register(floor, pieces=5)
    opened(floor, PACKER, "RECV-1", lot)
    label = electronics(part=HK7, quantity="7777", serial="SN1")
    for text in (label, BOARD, "]C10107032069804988" + "21SN3", "SN4"):
        assert scan(floor.site, "RECV-1", text.removeprefix("]C1"), raw=text.encode())
        assert "7777" not in said(floor, "RECV-1")
    assert held(floor, lot) == ["SN1", "SN100001", "SN3", "SN4"]
    raws = [str(one.facts["raw"]) for one in events(floor, "label:read")]
    assert [bytes.fromhex(raw).decode() for raw in raws][:2] == [label, BOARD]


def test_a_repeat_return_is_announced_from_its_label(floor: Floor) -> None:
    first = at_screening(floor, "SN1")
    floor.decide(LEADER, "SCREEN-1", first, counts={"unseen": 1})
    lot = at_register(floor, pieces=1)
    opened(floor, PACKER, "RECV-1", lot)
    assert read_by(floor, "RECV-1", electronics(part=HK7, serial="SN1"))
    assert "serial-again" in said(floor, "RECV-1")


@ON_SQLITE
def test_a_label_without_a_serial_or_of_another_product_is_refused(floor: Floor) -> None:
    lot = at_register(floor, pieces=2)
    opened(floor, PACKER, "RECV-1", lot)
    for label, code in (
        (electronics(part=HK7), "label-without-serial"),
        (electronics(part="DS-IO-16", serial="SN1"), "label-of-another"),
        ("[)>06PHK7SSN1", "label-separators-lost"),
    ):
        assert not read_by(floor, "RECV-1", label)
        assert code in said(floor, "RECV-1")
    assert held(floor, lot) == []


@ON_SQLITE
def test_a_label_sorts_a_piece_and_names_it_in_a_repair_record(floor: Floor) -> None:
    lot = at_screening(floor, "SN1", "SN2")
    opened(floor, LEADER, "SCREEN-1", lot, mark="unseen")
    assert read_by(floor, "SCREEN-1", electronics(part=HK7, serial="SN1"))
    assert "marked" in said(floor, "SCREEN-1")
    assert read_by(floor, "SCREEN-1", electronics(part=HK7, serial="SN2"))
    floor.decide(LEADER, "SCREEN-1", lot, counts={"unseen": 2})
    floor.receive(REPAIRER, "REPAIR-1", lot, 2, on_time=True)
    assert lay_by_hand(floor.site, "REPAIR-1", lot)
    assert read_by(floor, "REPAIR-1", electronics(part=HK7, serial="SN2"))
    assert "serial-named" in said(floor, "REPAIR-1")


@ON_SQLITE
def test_with_the_list_of_serials_closed_a_label_is_no_scan_of_a_serial(floor: Floor) -> None:
    lot = at_register(floor, pieces=1)
    opened(floor, PACKER, "RECV-1", lot)
    closed = {"panel": "", "version": str(floor.lot(lot).version)}
    drafts.save(floor.site, "RECV-1", lot, "panel", closed)
    assert not read_by(floor, "RECV-1", electronics(part=HK7, serial="SN1"))
    assert "unknown-code" in said(floor, "RECV-1")
