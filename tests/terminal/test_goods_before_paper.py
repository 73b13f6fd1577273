"""The goods are here and the customer's paper is not: nobody receives before Sales has told it."""

import pytest
from sqlalchemy import select

from domain.batch import Batch
from domain.cases import Discrepancy
from domain.printing import Document, PrintJob
from terminal.queries.board_needs import piles
from terminal.queries.work import work_view
from tests.floor import PACKER, SALES, Floor
from tests.terminal.ground import events, nothing_changes

DETAILS = {"complaint": "上电无显示", "declared": 20, "demand": "修好退回", "rma": "HK-118",
           "part_number": "P-7781", "wanted_on": "2026-11-30", "warranty": "outer"}  # fmt: skip


def without_paper(floor: Floor, pieces: int = 20, **more: object) -> str:
    goods = {"customer": "HK", "product": "PCBA-HK7-R3.2", "counted": pieces}
    answer = floor.act(SALES, "SALES-1", "book-in", paper_follows=True, **(goods | more))
    assert answer["result"] == "booked-in-without-paper"
    return str(answer["lot"])


def tell(floor: Floor, lot: str, who: str = SALES, **more: object) -> dict[str, object]:
    fields = {"batch": lot.partition(".")[0]} | DETAILS | more
    return floor.act(who, "SALES-1", "tell-details", **fields)


def papers(floor: Floor, document: Document) -> list[str]:
    with floor.site.reading() as db:
        query = select(PrintJob).where(PrintJob.document == document).order_by(PrintJob.id)
        return [job.paper for job in db.scalars(query)]


def test_the_packer_cannot_sign_before_sales_has_told_what_the_paper_says(floor: Floor) -> None:
    lot = without_paper(floor)
    assert len(papers(floor, Document.LOT_LABEL)) == 1
    assert papers(floor, Document.TRAVELER) == []
    for act, more in (
        ("receive", {"count": 20}), ("receive", {"count": 3}),
        ("receive-part", {"count": 3, "reasons": "damaged"}),
    ):  # fmt: skip
        with nothing_changes(floor) as refusal:
            floor.act(PACKER, "RECV-1", act, lot=lot, forms="service-form,signed", **more)
        assert (refusal.code, refusal.facts["go_to"]) == ("details-missing", "SALES-1")

    tell(floor, lot)

    (slip,) = papers(floor, Document.TRAVELER)
    assert "上电无显示" in slip
    assert floor.receive(PACKER, "RECV-1", lot, 20)["result"] == "received"
    with floor.site.reading() as db:
        batch = db.scalars(select(Batch)).one()
        assert (batch.rma, batch.part_number, batch.warranty.value) == ("HK-118", "P-7781", "outer")
        assert db.scalars(select(Discrepancy)).all() == []


def test_a_cart_does_not_carry_goods_past_their_paper(floor: Floor) -> None:
    lots = [without_paper(floor, 20), floor.book_in(30)]
    cart = floor.note(SALES, "SALES-1", "load-cart", along=tuple(lots))["cart"]

    with nothing_changes(floor) as refusal:
        floor.act(PACKER, "RECV-1", "receive-cart", cart=cart, forms="service-form,signed",
                  lots=dict(zip(lots, (20, 30), strict=True)))  # fmt: skip

    assert refusal.code == "details-missing"
    tell(floor, lots[0])
    answer = floor.act(PACKER, "RECV-1", "receive-cart", cart=cart, forms="service-form,signed",
                       lots=dict(zip(lots, (20, 30), strict=True)))  # fmt: skip
    assert answer["result"] == "cart-received"


def test_a_declared_figure_that_comes_with_the_paper_is_settled_as_any_other(floor: Floor) -> None:
    lot = without_paper(floor, 18)

    tell(floor, lot, declared=20)

    with floor.site.reading() as db:
        paper = db.scalars(select(Discrepancy)).one()
    assert (paper.quantity, paper.state.value) == (-2, "declared")


def test_what_the_paper_does_not_say_stays_as_it_was_booked(floor: Floor) -> None:
    lot = without_paper(floor, kind="complaint", warranty="inner")

    floor.act(SALES, "SALES-1", "tell-details", batch=lot[:-2], complaint="无显示", declared=20)

    with floor.site.reading() as db:
        batch = db.scalars(select(Batch)).one()
    assert (batch.kind.value, batch.warranty.value) == ("complaint", "inner")


def test_details_are_told_once_by_sales_and_must_be_complete(floor: Floor) -> None:
    lot = without_paper(floor)
    for more, code in (
        ({"complaint": ""}, "bad-field"),
        ({"declared": 0}, "bad-quantity"),
        ({"wanted_on": "soon"}, "bad-field"),
        ({"batch": "RT-2611-0099"}, "unknown-batch"),
    ):
        with nothing_changes(floor) as refusal:
            tell(floor, lot, **more)
        assert refusal.code == code
    with nothing_changes(floor) as refusal:
        tell(floor, lot, PACKER)
    assert refusal.code == "not-permitted"
    tell(floor, lot)
    with nothing_changes(floor) as refusal:
        tell(floor, lot)
    assert refusal.code == "details-told"
    with nothing_changes(floor) as refusal:
        floor.book_in(5, complaint="")
    assert refusal.code == "bad-field"
    with nothing_changes(floor) as refusal:
        floor.book_in(5, declared="")
    assert (refusal.code, refusal.facts["field"]) == ("bad-field", "declared")


def test_offered_again_it_still_has_no_service_form(floor: Floor) -> None:
    lot = without_paper(floor)
    floor.act(SALES, "SALES-1", "withdraw", lot=lot)
    floor.act(SALES, "SALES-1", "offer", lot=lot, count=20)
    assert papers(floor, Document.TRAVELER) == []

    tell(floor, lot)

    assert len(papers(floor, Document.TRAVELER)) == 1
    assert events(floor, "batch:details-told")[-1].quantity is None


@pytest.mark.parametrize("floor", ["sqlite"], indirect=True)
def test_the_board_asks_sales_for_the_paper_and_not_the_packer_for_a_receipt(floor: Floor) -> None:
    lot = without_paper(floor)
    floor.clock.pass_by(hours=2)
    floor.at.clear()
    with floor.site.reading() as db:
        found = {pile.kind: pile.oldest[0] for pile in piles(floor.site, db)}
        station = floor.site.settings.station("RECV-1")
        assert station
        work = work_view(floor.site, db, station, lot)
    assert work
    assert work.incoming
    assert work.incoming.awaits_paper
    assert "waiting" not in found
    assert (found["paperless"].about, found["paperless"].role) == (lot[:-2], "sales")

    tell(floor, lot)

    with floor.site.reading() as db:
        assert {pile.kind for pile in piles(floor.site, db)} == {"waiting"}
