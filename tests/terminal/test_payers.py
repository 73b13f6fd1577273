"""Sales records who pays for what the customer caused; pieces and cents add up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from domain.batch import Batch
from domain.errors import BadField
from domain.lot import Lot, Payer
from domain.payment import PaidBy, PayerResult, cents, customers_part, customers_percent
from terminal.payment import by_payer
from terminal.queries.supervise import decisions, eyes_of
from tests.floor import PRODUCTION, REPAIRER, SALES, Floor
from tests.terminal.ground import nothing_changes
from tests.terminal.offices import person
from tests.terminal.test_weekly import judge, repaired


def settle(floor: Floor, lot: str, who: str = SALES, **fields: object) -> None:
    batch = lot.partition(".")[0]
    floor.act(who, "SALES-1", "settle-payer", batch=batch, **fields)


def result(floor: Floor) -> PayerResult:
    with floor.site.reading() as db:
        return db.scalars(select(PayerResult).order_by(PayerResult.id.desc()).limit(1)).one()


def payers(floor: Floor) -> dict[str, int]:
    with floor.site.reading() as db:
        batch = db.scalars(select(Batch)).one()
        found = dict(by_payer(db, batch, batch.received))
        assert sum(found.values()) == batch.received
        return found


def asked(floor: Floor) -> list[str]:
    with floor.site.reading() as db:
        found = decisions(eyes_of(floor.site, db, person(floor, SALES).id))
        return [one.batch for one in found if one.kind == "settle-payer"]


def test_the_customers_pieces_wait_for_what_sales_negotiates(floor: Floor) -> None:
    lot = repaired(floor, (30, "open"), (5, "misuse"))
    assert payers(floor) == {"factory": 30, "open": 5}
    assert asked(floor) == [lot.partition(".")[0]]
    settle(floor, lot, paid_by="customer", amount="1250.50")
    assert payers(floor) == {"factory": 30, "customer": 5}
    assert (result(floor).customer_cents, result(floor).factory_cents) == (125050, 0)
    assert asked(floor) == []


def test_we_may_pay_out_of_goodwill(floor: Floor) -> None:
    lot = repaired(floor, (30, "open"), (5, "misuse"))
    settle(floor, lot, paid_by="factory", note="老客户，免收")
    assert payers(floor) == {"factory": 35}
    assert result(floor).total_cents is None


def test_a_shared_price_is_split_by_percent_or_by_amount(floor: Floor) -> None:
    lot = repaired(floor, (30, "open"), (5, "misuse"))
    settle(floor, lot, paid_by="shared", amount="100.01", percent=50)
    assert (result(floor).customer_cents, result(floor).factory_cents) == (5000, 5001)
    settle(floor, lot, paid_by="shared", amount="100", customer_amount="33.33")
    assert (result(floor).customer_cents, result(floor).factory_cents) == (3333, 6667)
    assert payers(floor) == {"factory": 30, "shared": 5}


def test_a_final_judgement_asks_sales_again(floor: Floor) -> None:
    lot = repaired(floor, (30, "open"), (5, "misuse"))
    settle(floor, lot, paid_by="customer")
    judge(floor, "customer", 0)
    assert payers(floor) == {"customer": 35}
    assert asked(floor) == [lot.partition(".")[0]]


def test_what_cannot_be_right_is_not_recorded(floor: Floor) -> None:
    lot = repaired(floor, (30, "open"), (5, "misuse"))
    wrong: list[tuple[str, dict[str, object], str]] = [
        (PRODUCTION, {"paid_by": "customer"}, "not-permitted"),
        (SALES, {"paid_by": "nobody"}, "bad-field"),
        (SALES, {"paid_by": "shared"}, "bad-field"),
        (SALES, {"paid_by": "shared", "percent": 100}, "bad-field"),
        (SALES, {"paid_by": "customer", "amount": "12,5"}, "bad-field"),
        (SALES, {"paid_by": "customer", "amount": "-1"}, "bad-field"),
        (SALES, {"paid_by": "customer", "amount": "1.005"}, "bad-field"),
        (SALES, {"paid_by": "shared", "customer_amount": "5"}, "bad-field"),
        (SALES, {"paid_by": "shared", "amount": "5", "customer_amount": "5"}, "bad-field"),
    ]
    for who, fields, code in wrong:
        with nothing_changes(floor) as refusal:
            settle(floor, lot, who, **fields)
        assert refusal.code == code


def test_there_is_nothing_to_settle_where_nothing_is_the_customers(floor: Floor) -> None:
    lot = repaired(floor, (30, "open"))
    with nothing_changes(floor) as refusal:
        settle(floor, lot, paid_by="customer")
    assert refusal.code == "nothing-to-settle"


def test_a_voided_record_takes_back_what_it_said_about_the_payer(floor: Floor) -> None:
    lot = floor.at_repair(5)
    floor.repair(lot, 2, cause="misuse")
    floor.repair(lot, 3)
    assert floor.lot(lot).payer is Payer.MIXED
    floor.note(REPAIRER, "REPAIR-1", "void-repair", lot=lot, record=1)
    assert floor.lot(lot).payer is Payer.FACTORY
    floor.note(REPAIRER, "REPAIR-1", "void-repair", lot=lot, record=2)
    assert floor.lot(lot).payer is Payer.UNDECIDED


def test_a_lot_that_split_off_keeps_the_payer_of_its_earlier_rounds(floor: Floor) -> None:
    lot = repaired(floor, (4, "misuse"))
    counts = {"retest-passed": 3, "retest-failed": 1}
    parts = floor.decide("10307", "RETEST-1", lot, counts=counts, defects={"open": 1})
    again = parts["retest-failed"]
    floor.receive(REPAIRER, "REPAIR-1", again, 1, on_time=True)
    floor.repair(again, 1)
    assert floor.lot(again).payer is Payer.MIXED
    floor.note(REPAIRER, "REPAIR-1", "void-repair", lot=again, record=2)
    assert floor.lot(again).payer is Payer.CUSTOMER
    with floor.site.reading() as db:
        assert len(list(db.scalars(select(Lot.payer)))) == 2


@given(total=st.integers(0, 10**11), percent=st.integers(0, 100))
def test_both_parts_of_a_price_are_the_whole_price(total: int, percent: int) -> None:
    part = customers_part(total, percent)
    assert 0 <= part <= total
    assert (percent == 100) <= (part == total)


@pytest.mark.parametrize(
    ("typed", "read"), [("0", 0), ("12", 1200), ("12.5", 1250), (" 12.05 ", 1205)]
)
def test_an_amount_is_read_in_whole_cents(typed: str, read: int) -> None:
    assert cents("amount", typed) == read


def test_who_pays_alone_has_no_share() -> None:
    assert customers_percent(PaidBy.CUSTOMER, 30, by_amount=False) == 100
    assert customers_percent(PaidBy.FACTORY, None, by_amount=False) == 0
    with pytest.raises(BadField):
        customers_percent(PaidBy.SHARED, 0, by_amount=False)
