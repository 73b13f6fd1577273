"""An outage: work goes on with numbered slips, and is entered afterwards as what it is (补录)."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from domain.codes import Code, CodeKind
from domain.errors import DomainError
from domain.late import LateEntry
from domain.lot import Lot
from domain.people import Desk, Person
from domain.printing import Document, PrintJob
from terminal.audit import audit
from terminal.desk import late
from terminal.desk.scans import scan
from terminal.queries.batch import batch_view
from terminal.queries.signatures import signatures
from terminal.queries.supervise import decisions, eyes_of
from tests.floor import LEADER, PACKER, QUALITY, REPAIRER, SALES, Floor
from tests.terminal.ground import events, nothing_changes

# What asks the database nothing that the others have not asked.
ON_SQLITE = pytest.mark.parametrize("floor", ["sqlite"], indirect=True)


def a_book(floor: Floor, slips: int = 5) -> str:
    answer = floor.act(LEADER, "SCREEN-1", "print-slips", slips=slips)
    return str(answer["book"])


def enters(floor: Floor, station: str, leaf: int, clock: str, **more: str) -> None:
    """Somebody takes a slip of the first book at a station."""
    typed = {"book": "1", "leaf": str(leaf), "clock": clock, "day": "0", "by": "王小梅"}
    late.begin(floor.site, station, typed | more)


def outage(floor: Floor) -> str:
    """A book is printed at nine, a lot comes in, and everything stands still for an hour."""
    a_book(floor)
    lot = floor.book_in(50)
    floor.clock.pass_by(hours=1)
    floor.at.clear()
    return lot


def test_a_book_of_numbered_blank_slips_is_printed_each_with_its_own_code(floor: Floor) -> None:
    assert a_book(floor, 3) == "RT-B1"
    with floor.site.reading() as db:
        jobs = list(db.scalars(select(PrintJob.paper).where(
            PrintJob.document == Document.BLANK_SLIP).order_by(PrintJob.id)))  # fmt: skip
    codes = [str(Code(CodeKind.BLANK, f"RT-B1/{leaf}")) for leaf in (1, 2, 3)]
    assert [code in paper for code, paper in zip(codes, jobs, strict=True)] == [True] * 3
    with nothing_changes(floor) as refusal:
        a_book(floor, 51)
    assert refusal.code == "bad-quantity"


def test_what_was_done_on_paper_keeps_its_time_and_name_and_is_marked_late(floor: Floor) -> None:
    lot = outage(floor)
    floor.sign_on(PACKER, "RECV-1")
    enters(floor, "RECV-1", 1, "0930", by="杨丽华")

    floor.receive(PACKER, "RECV-1", lot, 50)

    event = events(floor, "handover:received")[-1]
    assert event.stated_at == floor.clock() - timedelta(minutes=30)
    assert event.facts["late"] == {"slip": "RT-B1/1", "by": "杨丽华"}
    with floor.site.reading() as db:
        found = signatures(db, db.scalars(select(Lot).where(Lot.number == lot)).one())
        line = batch_view(floor.site, db, lot.partition(".")[0]).lines[-1]
    assert (found[-1].stated_by, found[-1].stated_at) == ("杨丽华", event.stated_at)
    assert line.stated_at == event.stated_at
    assert found[0].stated_at is None
    assert audit(floor.site) == []


@ON_SQLITE
def test_the_traveler_says_late_beside_the_signature(floor: Floor) -> None:
    lot = outage(floor)
    floor.sign_on(PACKER, "RECV-1")
    enters(floor, "RECV-1", 1, "0930", by="杨丽华")
    floor.receive(PACKER, "RECV-1", lot, 50)
    floor.decide(PACKER, "RECV-1", lot, counts={"counted": 50})
    with floor.site.reading() as db:
        query = select(PrintJob.paper).where(PrintJob.document == Document.TRAVELER)
        paper = db.scalars(query.order_by(PrintJob.id.desc()).limit(1)).one()
    assert "杨丽华 20/11 补录（纸单 20/11 09:30 杨丽华）" in paper


@ON_SQLITE
def test_only_the_next_signature_is_the_slips(floor: Floor) -> None:
    lot = outage(floor)
    floor.sign_on(PACKER, "RECV-1")
    enters(floor, "RECV-1", 1, "0930")
    floor.receive(PACKER, "RECV-1", lot, 50)
    floor.decide(PACKER, "RECV-1", lot, counts={"counted": 50})
    assert [event.stated_at is None for event in events(floor)][-2:] == [False, True]


def test_a_slip_is_used_once_at_any_station(floor: Floor) -> None:
    lot = outage(floor)
    floor.sign_on(PACKER, "RECV-1")
    floor.sign_on(SALES, "SALES-1")
    enters(floor, "RECV-1", 1, "0930")
    enters(floor, "SALES-1", 1, "0940")
    floor.receive(PACKER, "RECV-1", lot, 50)
    with nothing_changes(floor) as refusal:
        floor.book_in(5)
    assert (refusal.code, refusal.facts["lot"]) == ("slip-used", lot)
    with pytest.raises(DomainError) as again:
        enters(floor, "RECV-1", 1, "0945")
    assert again.value.code == "slip-used"


@pytest.mark.parametrize(("typed", "code"), [
    ({"leaf": "6"}, "slip-unknown"), ({"leaf": "0"}, "slip-unknown"),
    ({"book": "2"}, "slip-unknown"),
    ({"book": "x"}, "slip-unknown"), ({"clock": "1001"}, "stated-in-future"),
    ({"clock": "0859"}, "stated-too-early"), ({"day": "1"}, "stated-too-early"),
    ({"clock": "9:30"}, "bad-field"), ({"clock": "2561"}, "bad-field"), ({"day": "9"}, "bad-field"),
    ({"by": " "}, "bad-field"), ({"by": "\x00"}, "bad-field"),
])  # fmt: skip
def test_what_a_slip_cannot_say_is_refused_at_once(
    sqlite_floor: Floor, typed: dict[str, str], code: str
) -> None:
    outage(sqlite_floor)
    with nothing_changes(sqlite_floor) as refusal:
        enters(sqlite_floor, "RECV-1", **({"leaf": 1, "clock": "0930"} | typed))  # type: ignore[arg-type]
    assert refusal.code == code


def test_nothing_was_done_to_a_lot_before_it_existed(floor: Floor) -> None:
    a_book(floor)
    floor.clock.pass_by(hours=1)
    floor.at.clear()
    lot = floor.book_in(50)
    floor.sign_on(PACKER, "RECV-1")
    enters(floor, "RECV-1", 1, "0930")
    with nothing_changes(floor) as refusal:
        floor.receive(PACKER, "RECV-1", lot, 50)
    assert refusal.code == "stated-too-early"
    assert str(refusal.facts["since"]).endswith("10:00")


def test_a_lot_that_was_itself_booked_in_on_paper_existed_since_then(floor: Floor) -> None:
    a_book(floor)
    floor.clock.pass_by(hours=1)
    floor.at.clear()
    floor.sign_on(SALES, "SALES-1")
    enters(floor, "SALES-1", 1, "0910", by="李晓芳")
    lot = floor.book_in(50)
    floor.sign_on(PACKER, "RECV-1")
    enters(floor, "RECV-1", 2, "0930")

    assert floor.receive(PACKER, "RECV-1", lot, 50)["result"] == "received"


@ON_SQLITE
def test_a_slip_that_was_put_aside_is_not_used(floor: Floor) -> None:
    lot = outage(floor)
    floor.sign_on(PACKER, "RECV-1")
    enters(floor, "RECV-1", 1, "0930")
    late.end(floor.site, "RECV-1")
    floor.receive(PACKER, "RECV-1", lot, 50)
    assert events(floor)[-1].stated_at is None
    with floor.site.reading() as db:
        assert list(db.scalars(select(LateEntry))) == []


def test_one_witness_signs_the_list_of_the_whole_book_once(floor: Floor) -> None:
    lot = outage(floor)
    with nothing_changes(floor) as refusal:
        floor.act(QUALITY, "REVIEW-1", "witness-book", book="RT-B1")
    assert refusal.code == "nothing-to-witness"
    floor.sign_on(PACKER, "RECV-1")
    enters(floor, "RECV-1", 2, "0930")
    floor.receive(PACKER, "RECV-1", lot, 50)
    floor.sign_on(PACKER, "RECV-1")
    enters(floor, "RECV-1", 4, "0945")
    floor.decide(PACKER, "RECV-1", lot, counts={"counted": 50})
    with floor.site.reading() as db:
        boss = db.scalars(select(Person.id).where(Person.number == QUALITY)).one()
        found = [one for one in decisions(eyes_of(floor.site, db, boss)) if one.lines]
    assert [(line.slip, line.meaning) for line in found[0].lines] == [
        (2, "received"), (4, "decided-register"),
    ]  # fmt: skip

    answer = floor.act(QUALITY, "REVIEW-1", "witness-book", book="RT-B1")

    assert answer["count"] == 2
    assert events(floor)[-1].facts["lines"] == [
        [2, events(floor, "handover:received")[-1].number],
        [4, events(floor, "lot:decided")[-1].number],
    ]
    with pytest.raises(DomainError) as closed:
        enters(floor, "RECV-1", 5, "0950")
    assert closed.value.code == "book-witnessed"
    with nothing_changes(floor) as refusal:
        floor.act(QUALITY, "REVIEW-1", "witness-book", book="RT-B1")
    assert refusal.code == "book-witnessed"


def a_late_verdict(floor: Floor) -> str:
    lot = floor.at_screening(50)
    a_book(floor)
    floor.clock.pass_by(minutes=4)
    enters(floor, "SCREEN-1", 1, "0902")
    floor.decide(LEADER, "SCREEN-1", lot, counts={"unseen": 50})
    return lot


@ON_SQLITE
def test_who_entered_a_line_does_not_witness_the_list(floor: Floor) -> None:
    a_late_verdict(floor)
    with nothing_changes(floor) as refusal:
        floor.act(LEADER, "SCREEN-1", "witness-book", book="RT-B1")
    assert refusal.code == "same-person"


@ON_SQLITE
def test_the_count_of_a_late_offer_stays_hidden_until_it_is_received(floor: Floor) -> None:
    lot = a_late_verdict(floor)
    with floor.site.reading() as db:
        line = batch_view(floor.site, db, lot.partition(".")[0]).lines[-1]
    assert line.quantity is None
    assert line.facts["late"] == {"slip": "RT-B1/1", "by": "王小梅"}
    floor.receive(REPAIRER, "REPAIR-1", lot, 50, on_time=True)


@ON_SQLITE
def test_a_scanned_slip_opens_its_page_with_its_number(floor: Floor) -> None:
    a_book(floor)
    assert scan(floor.site, "SCREEN-1", str(Code(CodeKind.BLANK, "RT-B1/4")))
    with floor.site.reading() as db:
        assert db.get_one(Desk, "SCREEN-1").view == "late"
