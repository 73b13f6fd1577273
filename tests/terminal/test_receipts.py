"""A pallet of mixed goods comes in: counted whole, sorted into batches, and nothing is lost."""

import pytest

from domain.codes import Code, CodeKind
from domain.errors import DomainError
from terminal.actions.book_in import BookIn
from terminal.audit import audit
from terminal.desk.scans import scan
from terminal.desk.signing import session_of
from terminal.perform import perform
from terminal.queries.batch_list import batches, meant
from terminal.queries.receipts import ReceiptRow, waiting_receipts
from terminal.queries.supervise import decisions, eyes_of
from terminal.transaction import Signer
from tests.floor import BOSS, PACKER, QUALITY, SALES, SALES_HEAD, Floor
from tests.terminal.ground import events, nothing_changes
from tests.terminal.receipts import MR, found, pallet, settle, sort_out
from tests.terminal.test_all_or_nothing import THREADS, all_at_once


def row(floor: Floor, number: str) -> ReceiptRow:
    with floor.site.reading() as db:
        return next(one for one in waiting_receipts(floor.site, db) if one.number == number)


def waits_for(floor: Floor, person: str) -> list[str]:
    from sqlalchemy import select

    from domain.people import Person

    with floor.site.reading() as db:
        who = db.scalars(select(Person.id).where(Person.number == person)).one()
        items = decisions(eyes_of(floor.site, db, who))
        return [item.batch for item in items if item.kind == "settle-receipt"]


def test_a_mixed_pallet_is_counted_whole_and_sorted_until_nothing_is_left(floor: Floor) -> None:
    receipt = pallet(floor, 100)
    assert receipt == "RT-2611-R0001"
    assert pallet(floor, 7) == "RT-2611-R0002"

    sort_out(floor, receipt, 60)
    sort_out(floor, receipt, 40, complaint="按键失灵")

    done = found(floor, receipt)
    assert (done.unsorted, done.state.value) == (0, "sorted")
    with floor.site.reading() as db:
        assert [one.number for one in waiting_receipts(floor.site, db)] == ["RT-2611-R0002"]
    assert audit(floor.site) == []


def test_more_than_lies_there_is_never_sorted_out_silently(floor: Floor) -> None:
    receipt = pallet(floor, 100)
    sort_out(floor, receipt, 60)

    with nothing_changes(floor) as refusal:
        sort_out(floor, receipt, 41)
    assert (refusal.code, refusal.facts["left"], refusal.facts["counted"]) == (
        "receipt-short", 40, 41,
    )  # fmt: skip

    assert settle(floor, receipt, left=41)["difference"] == "+1"
    sort_out(floor, receipt, 41)
    assert found(floor, receipt).state.value == "sorted"
    with nothing_changes(floor) as refusal:
        sort_out(floor, receipt, 1)
    assert refusal.code == "receipt-closed"

    settle(floor, receipt, left=2, reason="拆箱多出")
    sort_out(floor, receipt, 2)
    assert audit(floor.site) == []


def test_of_eight_people_who_sort_the_same_pallet_at_once_only_as_many_get_pieces_as_lie_there(
    floor: Floor,
) -> None:
    receipt = pallet(floor, 100)
    who = Signer(session_of(floor.site, "SALES-1"), "SALES-1")

    def sorts(thread: int) -> object:
        action = BookIn(**MR, complaint="无显示", declared=30, counted=30, receipt=receipt)
        return perform(floor.site, action, key=f"sort-{thread}", signer=who)

    told = all_at_once(sorts)

    assert len([one for one in told if isinstance(one, dict)]) == 3
    refused = [one.code for one in told if isinstance(one, DomainError)]
    assert refused == ["receipt-short"] * (THREADS - 3)
    assert found(floor, receipt).unsorted == 10
    assert audit(floor.site) == []


def test_fewer_than_counted_are_settled_by_somebody_else_with_a_reason_and_the_pin(
    floor: Floor,
) -> None:
    receipt = pallet(floor, 100)
    sort_out(floor, receipt, 97)
    for who, how, code in (
        (SALES, {"left": 0}, "same-person"),
        (SALES_HEAD, {"left": 3}, "bad-quantity"),
        (SALES_HEAD, {}, "bad-field"),
        (SALES_HEAD, {"left": 0, "reason": " "}, "bad-field"),
        (SALES_HEAD, {"left": 9_000_000}, "bad-quantity"),
        (SALES_HEAD, {"left": 0, "version": 0}, "receipt-changed"),
        (SALES_HEAD, {"way": "void"}, "receipt-sorted"),
        (PACKER, {"left": 0}, "not-permitted"),
    ):
        with nothing_changes(floor) as refusal:
            settle(floor, receipt, who, **how)
        assert refusal.code == code, how

    settle(floor, receipt, left=0, reason="客户少发")

    signed = events(floor, "receipt:settled")[-1]
    assert (signed.quantity, signed.meaning, signed.facts["reason"]) == (
        -3, "receipt-settle", "客户少发",
    )  # fmt: skip
    assert found(floor, receipt).state.value == "sorted"
    assert audit(floor.site) == []


def test_a_wrong_receipt_is_taken_back_whole_by_who_wrote_it_as_long_as_nothing_is_sorted(
    floor: Floor,
) -> None:
    receipt = pallet(floor, 1000)

    answer = settle(floor, receipt, SALES, way="void", reason="客户选错")

    assert (answer["result"], answer["difference"]) == ("receipt-void", "-1000")
    for try_again in (
        lambda: sort_out(floor, receipt, 5),
        lambda: settle(floor, receipt, left=5),
        lambda: settle(floor, receipt, way="void"),
    ):
        with nothing_changes(floor) as refusal:
            try_again()
        assert refusal.code == "receipt-closed"
    assert pallet(floor, 5) == "RT-2611-R0002"


def test_a_delivery_needs_figures_and_a_customer_whom_we_know(floor: Floor) -> None:
    for wrong, code in (
        ({"total": 0}, "bad-quantity"),
        ({"total": "l2"}, "bad-quantity"),
        ({"boxes": 0}, "bad-quantity"),
        ({"boxes": 10_000}, "bad-quantity"),
        ({"customer": "XX"}, "unknown-thing"),
        ({"carrier": "\u202egnp"}, "bad-field"),
    ):
        with nothing_changes(floor) as refusal:
            pallet(floor, **{"total": 5, **wrong})
        assert refusal.code == code
    receipt = pallet(floor)
    with nothing_changes(floor) as refusal:
        floor.book_in(5, receipt=receipt)
    assert (refusal.code, refusal.facts["customer"]) == ("other-customer", "明锐科技")
    with nothing_changes(floor) as refusal:
        sort_out(floor, "RT-2611-R0099", 5)
    assert refusal.code == "unknown-thing"


def test_a_pallet_that_nobody_sorts_calls_the_business_head_and_not_who_counted_it(
    floor: Floor,
) -> None:
    from terminal.queries.board_needs import piles

    receipt = pallet(floor)
    floor.clock.pass_by(hours=7)
    assert waits_for(floor, SALES_HEAD) == []

    floor.clock.pass_by(hours=1)

    assert row(floor, receipt).late
    assert waits_for(floor, SALES_HEAD) == waits_for(floor, BOSS) == [receipt]
    assert waits_for(floor, SALES) == waits_for(floor, QUALITY) == []
    with floor.site.reading() as db:
        pile = next(one for one in piles(floor.site, db) if one.kind == "unsorted")
    assert [need.about for need in pile.oldest] == [receipt]


def test_a_batch_is_found_by_its_receipt_and_by_the_customers_own_numbers(floor: Floor) -> None:
    receipt = pallet(floor, 100, waybill="SF1234567890")
    lot = sort_out(floor, receipt, 60, part_number="P-7781")
    floor.book_in(20)
    with floor.site.reading() as db:
        for text in (receipt, receipt.lower(), "P-7781", "SF1234567890"):
            assert [one.number for one in batches(floor.site, db, text)] == [lot[:-2]], text
    assert meant(str(Code(CodeKind.RECEIPT, receipt))) == receipt


def test_the_total_is_told_again_when_the_packer_has_counted_what_was_sorted(floor: Floor) -> None:
    receipt = pallet(floor, 100)
    assert row(floor, receipt).total == 100
    lot = sort_out(floor, receipt, 60)
    assert row(floor, receipt).total is None

    floor.receive(PACKER, "RECV-1", lot, 60)

    assert (row(floor, receipt).total, row(floor, receipt).batches) == (100, (lot[:-2],))
    again = sort_out(floor, receipt, 40)
    floor.act(SALES, "SALES-1", "withdraw", lot=again)
    settle(floor, receipt, left=1)
    assert row(floor, receipt).total is None, "withdrawn, and still to be counted"


@pytest.mark.parametrize("floor", ["sqlite"], indirect=True)
def test_the_sheet_of_a_pallet_opens_intake_where_sales_works_and_nowhere_else(
    floor: Floor,
) -> None:
    receipt = pallet(floor)
    code, desk, other = str(Code(CodeKind.RECEIPT, receipt)), "SALES-1", "RECV-1"

    assert scan(floor.site, "SALES-1", code)
    assert "scan.receipt" in floor.strip(desk)
    assert not scan(floor.site, "RECV-1", code)
    assert "receipt-elsewhere" in floor.strip(other)
    assert not scan(floor.site, "SALES-1", str(Code(CodeKind.RECEIPT, "RT-2611-R0099")))
    settle(floor, receipt, SALES, way="void", reason="x")
    assert not scan(floor.site, "SALES-1", code)
    assert "receipt-closed" in floor.strip(desk)
