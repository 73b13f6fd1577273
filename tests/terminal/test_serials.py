"""Pieces with serials: registered, told when they come back, and each one goes its own way."""

import pytest
from sqlalchemy import select

from domain.lot import Lot
from domain.people import Desk
from domain.serials import Piece, PieceStep
from terminal.audit import audit
from terminal.desk import drafts
from terminal.desk.desks import open_view
from terminal.desk.scans import lay_by_hand, scan
from terminal.queries.batch import batch_view
from terminal.queries.batch_list import batches
from tests.floor import INSPECTOR, LEADER, PACKER, REPAIRER, SALES, TESTER, Floor
from tests.terminal.ground import events, nothing_changes

# What asks the database nothing that the others have not asked.
ON_SQLITE = pytest.mark.parametrize("floor", ["sqlite"], indirect=True)


def at_register(floor: Floor, *serials: str, pieces: int = 0, **more: object) -> str:
    """The packer has counted the pieces, and scans their serials."""
    pieces = pieces or len(serials)
    lot = floor.book_in(pieces, **more)
    floor.receive(PACKER, "RECV-1", lot, pieces)
    for serial in serials:
        floor.note(PACKER, "RECV-1", "register-serials", lot=lot, serials=serial)
    return lot


def at_screening(floor: Floor, *serials: str, pieces: int = 0) -> str:
    lot = at_register(floor, *serials, pieces=pieces)
    pieces = floor.lot(lot).quantity
    floor.decide(PACKER, "RECV-1", lot, counts={"counted": pieces})
    floor.receive(LEADER, "SCREEN-1", lot, pieces)
    return lot


def held(floor: Floor, lot: str) -> list[str]:
    """The serials of a lot, as it knows them."""
    with floor.site.reading() as db:
        query = select(Piece.serial).join(Lot, Lot.id == Piece.lot_id)
        return sorted(db.scalars(query.where(Lot.number == lot, Piece.gone == "")))


def said(floor: Floor, station: str) -> str:
    """What the last scan at a station came to."""
    with floor.site.reading() as db:
        return db.get_one(Desk, station).strip


def marks(floor: Floor, lot: str, outcome: str, *serials: str) -> None:
    for serial in serials:
        floor.note(LEADER, "SCREEN-1", "mark-serial", lot=lot, serial=serial, mark=outcome)


def test_serials_are_registered_by_scanning_with_a_running_count(floor: Floor) -> None:
    lot = at_register(floor, pieces=3)
    told = [
        floor.note(PACKER, "RECV-1", "register-serials", lot=lot, serials=one)["count"]
        for one in ("sn001", " SN002 ")
    ]
    assert told == [1, 2]
    assert held(floor, lot) == ["SN001", "SN002"]


def test_a_duplicate_is_told_at_once_and_the_last_scan_can_be_taken_back(floor: Floor) -> None:
    lot = at_register(floor, "SN001", "SN002", pieces=3)
    with nothing_changes(floor) as refusal:
        floor.note(PACKER, "RECV-1", "register-serials", lot=lot, serials="sn001")
    assert (refusal.code, refusal.facts["lot"]) == ("serial-twice", lot)

    floor.note(PACKER, "RECV-1", "undo-serial", lot=lot)

    assert held(floor, lot) == ["SN001"]
    assert [one.kind for one in events(floor)][-1] == "serial:undone"


@ON_SQLITE
def test_what_is_no_serial_and_what_is_one_too_many_is_refused(floor: Floor) -> None:
    lot = at_register(floor, "SN001")
    for text, code in (
        ("=CMD()", "bad-serial"), ("S" * 41, "bad-serial"), ("<b>", "bad-serial"),
        ("SN002", "serials-too-many"),
    ):  # fmt: skip
        with nothing_changes(floor) as refusal:
            floor.note(PACKER, "RECV-1", "register-serials", lot=lot, serials=text)
        assert refusal.code == code, text


@ON_SQLITE
def test_serials_are_not_listed_before_the_packer_has_counted(floor: Floor) -> None:
    lot = floor.book_in(2)
    with nothing_changes(floor) as refusal:
        floor.note(SALES, "SALES-1", "register-serials", lot=lot, serials="SN001")
    assert refusal.code == "wrong-state"


def test_a_piece_that_comes_back_is_announced_with_its_earlier_batch_cause_and_station(
    floor: Floor,
) -> None:
    lot = at_screening(floor, "SN001", "SN002")
    floor.decide(LEADER, "SCREEN-1", lot, counts={"unseen": 2})
    floor.receive(REPAIRER, "REPAIR-1", lot, 2, on_time=True)
    floor.repair(lot, 1, serials="SN002", cause="open")
    floor.repair(lot, 1, serials="SN001", cause="part-bad")
    again = at_register(floor, pieces=2)

    first = floor.note(PACKER, "RECV-1", "register-serials", lot=again, serials="SN002")
    other = floor.note(PACKER, "RECV-1", "register-serials", lot=again, serials="SN009")

    assert first["result"] == "serial-again"
    assert (first["earlier"], first["station"]) == (lot.partition(".")[0], "REPAIR-1")
    assert first["cause"] == "虚焊"
    assert other["result"] == "serial"
    with floor.site.reading() as db:
        rows = batch_view(floor.site, db, again.partition(".")[0]).pieces
    assert {row.serial: row.earlier for row in rows} == {
        "SN002": lot.partition(".")[0], "SN009": "",
    }  # fmt: skip


def test_at_intake_a_scan_tells_that_a_piece_was_here_before(floor: Floor) -> None:
    lot = at_register(floor, "SN001")
    floor.sign_on(SALES, "SALES-1")
    open_view(floor.site, "SALES-1", "intake")
    assert scan(floor.site, "SALES-1", "SN001")
    assert "scan.seen-before" in said(floor, "SALES-1")
    assert lot.partition(".")[0] in said(floor, "SALES-1")
    assert not scan(floor.site, "SALES-1", "SN777")


def test_the_scanned_pieces_go_their_way_and_the_rest_go_the_one_that_is_left(floor: Floor) -> None:
    lot = at_screening(floor, "SN1", "SN2", "SN3", "SN4")
    marks(floor, lot, "unseen", "SN2", "SN4")

    parts = floor.decide(LEADER, "SCREEN-1", lot, counts={"unseen": 2, "no-fault": 2})

    assert held(floor, parts["unseen"]) == ["SN2", "SN4"]
    assert held(floor, parts["no-fault"]) == ["SN1", "SN3"]
    with floor.site.reading() as db:
        steps = list(db.scalars(select(PieceStep.mark).order_by(PieceStep.piece_id)))
    assert sorted(steps) == ["counted"] * 4 + ["no-fault"] * 2 + ["unseen"] * 2
    assert audit(floor.site) == []


@ON_SQLITE
def test_pieces_that_go_several_ways_unscanned_hold_the_verdict_back(floor: Floor) -> None:
    lot = at_screening(floor, "SN1", "SN2", "SN3", "SN4")
    marks(floor, lot, "unseen", "SN2")
    for counts, code, left in (
        ({"unseen": 2, "no-fault": 2}, "serials-open", 3),
        ({"no-fault": 4}, "serials-differ", None),
    ):
        with nothing_changes(floor) as refusal:
            floor.decide(LEADER, "SCREEN-1", lot, counts=counts)
        assert (refusal.code, refusal.facts.get("left")) == (code, left)

    floor.note(LEADER, "SCREEN-1", "undo-serial", lot=lot)
    floor.decide(LEADER, "SCREEN-1", lot, counts={"no-fault": 4})


def test_a_piece_of_another_lot_is_refused_with_where_it_belongs(floor: Floor) -> None:
    lot = at_screening(floor, "SN1")
    other = at_register(floor, "SN2")
    for serial, code in (("SN2", "serial-elsewhere"), ("SN3", "serial-unknown")):
        with nothing_changes(floor) as refusal:
            marks(floor, lot, "unseen", serial)
        assert refusal.code == code
    with nothing_changes(floor) as refusal:
        marks(floor, lot, "unseen", "SN2")
    assert (refusal.facts["lot"], refusal.facts["station"]) == (other, "RECV-1")


@ON_SQLITE
def test_a_merge_keeps_the_pieces_of_both_lots(floor: Floor) -> None:
    lot = at_register(floor, "SN1", "SN2", "SN3")
    floor.note(PACKER, "RECV-1", "mark-serial", lot=lot, serial="SN3", mark="counted")
    part = floor.decide(PACKER, "RECV-1", lot, counts={"counted": 1})["counted"]
    floor.receive(LEADER, "SCREEN-1", part, 1)
    floor.decide(PACKER, "RECV-1", lot, counts={"counted": 2})
    floor.receive(LEADER, "SCREEN-1", lot, 2)
    assert (held(floor, part), held(floor, lot)) == (["SN3"], ["SN1", "SN2"])

    floor.act(LEADER, "SCREEN-1", "merge", lot=lot, other=part)

    assert (held(floor, part), held(floor, lot)) == ([], ["SN1", "SN2", "SN3"])


@ON_SQLITE
def test_pieces_with_serials_are_received_whole(floor: Floor) -> None:
    lot = at_screening(floor, "SN1", "SN2")
    floor.decide(LEADER, "SCREEN-1", lot, counts={"unseen": 2})
    with nothing_changes(floor) as refusal:
        floor.act(
            REPAIRER, "REPAIR-1", "receive-part", lot=lot, count=1, reasons=("damaged",),
            forms=("service-form", "signed"), on_time=True,
        )  # fmt: skip
    assert refusal.code == "serials-go-whole"


@ON_SQLITE
def test_of_pieces_that_were_lost_the_ones_that_nobody_scans_are_missing(floor: Floor) -> None:
    lot = at_screening(floor, "SN1", "SN2", "SN3")
    floor.decide(LEADER, "SCREEN-1", lot, counts={"unseen": 3})
    for _ in range(2):
        floor.receive(REPAIRER, "REPAIR-1", lot, 2, on_time=True)
    floor.act(REPAIRER, "REPAIR-1", "propose-difference", lot=lot)
    floor.act(LEADER, "SCREEN-1", "agree-discrepancy", pin=True, lot=lot)
    floor.repair(lot, 2)
    with nothing_changes(floor) as refusal:
        floor.decide(REPAIRER, "REPAIR-1", lot, counts={"repaired": 2})
    assert refusal.code == "serials-open"
    for serial in ("SN1", "SN3"):
        floor.note(REPAIRER, "REPAIR-1", "mark-serial", lot=lot, serial=serial, mark="repaired")

    floor.decide(REPAIRER, "REPAIR-1", lot, counts={"repaired": 2})

    assert held(floor, lot) == ["SN1", "SN3"]


@ON_SQLITE
def test_each_piece_keeps_its_round_and_payer_and_its_shipping_order(floor: Floor) -> None:
    lot = at_screening(floor, "SN1", "SN2")
    floor.decide(LEADER, "SCREEN-1", lot, counts={"unseen": 2})
    floor.receive(REPAIRER, "REPAIR-1", lot, 2, on_time=True)
    floor.repair(lot, 1, serials="SN1", cause="misuse")
    floor.repair(lot, 1, serials="SN2", cause="open")
    floor.decide(REPAIRER, "REPAIR-1", lot, counts={"repaired": 2})
    floor.receive(TESTER, "RETEST-1", lot, 2)
    floor.decide(TESTER, "RETEST-1", lot, counts={"retest-passed": 2})
    floor.receive(INSPECTOR, "OQC-1", lot, 2)
    floor.decide(INSPECTOR, "OQC-1", lot, counts={"oqc-passed": 2})
    floor.receive(PACKER, "PACK-1", lot, 2)
    floor.decide(PACKER, "PACK-1", lot, counts={"packed": 2}, boxes=(2,))
    floor.receive(SALES, "SALES-1", lot, 2)
    ship = {"lot": lot, "quantity": 1, "waybill": "SF1", "recipient": "华康"}
    with nothing_changes(floor) as refusal:
        floor.act(SALES, "SALES-1", "ship", pin=True, **ship)
    assert refusal.code == "serials-open"
    floor.note(SALES, "SALES-1", "mark-serial", lot=lot, serial="SN2", mark="shipped")
    floor.act(SALES, "SALES-1", "ship", pin=True, **ship)

    with floor.site.reading() as db:
        rows = batch_view(floor.site, db, lot.partition(".")[0]).pieces
    assert [(row.serial, row.place, row.payer) for row in rows] == [
        ("SN1", "ship", "customer"), ("SN2", "shipped", "factory"),
    ]  # fmt: skip
    assert len(rows[0].path) == 6


def test_while_an_offer_is_open_the_list_tells_no_lot(floor: Floor) -> None:
    lot = at_screening(floor, "SN1", "SN2", "SN3")
    marks(floor, lot, "unseen", "SN1")
    floor.decide(LEADER, "SCREEN-1", lot, counts={"unseen": 1, "no-fault": 2})
    with floor.site.reading() as db:
        rows = batch_view(floor.site, db, lot.partition(".")[0]).pieces
    assert {(row.lot, row.place, row.path) for row in rows} == {("", "", ())}


def test_an_unreadable_serial_gets_a_tag_that_says_it_cannot_be_checked(floor: Floor) -> None:
    lot = at_register(floor, "SN1", pieces=2)
    answer = floor.note(PACKER, "RECV-1", "tag-piece", lot=lot, reason="烧焦")
    tag = str(answer["serial"])

    assert tag == f"{lot.partition('.')[0]}-N1"
    assert held(floor, lot) == sorted([tag, "SN1"])
    with floor.site.reading() as db:
        piece = db.scalars(select(Piece).where(Piece.serial == tag)).one()
    assert (piece.tagged, piece.earlier_id) == ("烧焦", None)
    with nothing_changes(floor) as refusal:
        floor.note(PACKER, "RECV-1", "tag-piece", lot=lot, reason="烧焦")
    assert refusal.code == "serials-too-many"


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
    # The second looks like one of our own codes, by chance.
    for code in ("HK7-000001", "P123456L"):
        assert scan(floor.site, "RECV-1", code), said(floor, "RECV-1")
    assert not scan(floor.site, "RECV-1", "HK7-000001")
    assert not scan(floor.site, "RECV-1", "a,b")
    assert held(floor, lot) == ["HK7-000001", "P123456L"]
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
