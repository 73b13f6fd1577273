"""Pieces are never created and never lost: they only move from one place to another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.batch import Batch
from domain.errors import BadQuantity, QuantityMismatch
from domain.ledger import CUSTOMER, DISCREPANCY, MAY_BE_NEGATIVE, Movement, balances, places
from domain.lot import LotState
from domain.process import Ending, Step
from tests.domain.shop import MORNING, a_batch, a_lot


def test_what_came_in_is_what_the_customer_gave() -> None:
    lot = a_lot(50)
    assert lot.batch.received == lot.quantity == 50


def test_a_split_makes_two_lots_of_one() -> None:
    lot = a_lot(50)
    child = lot.batch.split(lot, 20)
    assert (lot.quantity, child.quantity) == (30, 20)
    assert (child.number, child.parents) == ("RT-2611-0001.2", [lot])
    assert lot.batch.received == 50


@pytest.mark.parametrize("pieces", [-1, 0, 50, 51])
def test_a_split_that_leaves_nothing_on_one_side_is_refused(pieces: int) -> None:
    lot = a_lot(50)
    with pytest.raises(BadQuantity):
        lot.batch.split(lot, pieces)
    assert (lot.quantity, len(lot.batch.lots)) == (50, 1)


def test_a_lot_cannot_give_more_than_it_holds() -> None:
    lot = a_lot(50)
    with pytest.raises(QuantityMismatch) as refusal:
        lot.batch.move(lot.account, Ending.SHIPPED.value, 51)
    assert refusal.value.facts == {"held": 50, "counted": 51}
    assert balances(lot.batch.movements) == {CUSTOMER: -50, "1@screening": 50}


@pytest.mark.parametrize("quantity", [0, -1])
def test_a_movement_moves_something(quantity: int) -> None:
    with pytest.raises(BadQuantity):
        Movement(source=CUSTOMER, target="1@intake", quantity=quantity)


def test_a_movement_goes_somewhere_else() -> None:
    with pytest.raises(BadQuantity):
        Movement(source=CUSTOMER, target=CUSTOMER, quantity=1)


def test_a_lot_that_holds_nothing_has_ended() -> None:
    lot = a_lot(50)
    lot.batch.end(lot, Ending.SHIPPED, 20)
    assert (lot.state, lot.quantity) == (LotState.RECEIVED, 30)
    lot.batch.end(lot, Ending.SHIPPED, 30)
    assert (lot.state, lot.quantity) == (LotState.ENDED, 0)
    assert lot.batch.is_empty
    assert lot.batch.ended(Ending.SHIPPED) == 50


def test_only_the_customer_and_a_difference_may_be_owed_pieces() -> None:
    assert {CUSTOMER, DISCREPANCY} == MAY_BE_NEGATIVE


def test_a_lot_in_two_places_is_found() -> None:
    moves = [
        Movement(source=CUSTOMER, target="1@repair", quantity=5),
        Movement(source=CUSTOMER, target="1@oqc", quantity=1),
    ]
    with pytest.raises(BadQuantity):
        places(moves)


Work = list[tuple[str, int, int, Step]]
WORK: st.SearchStrategy[Work] = st.lists(
    st.tuples(
        st.sampled_from(["split", "carry", "end", "miss", "extra"]),
        st.integers(0, 9),
        st.integers(-2, 60),
        st.sampled_from(Step),
    ),
    max_size=30,
)


def do(batch: Batch, what: str, which: int, pieces: int, step: Step) -> None:
    lot = batch.lots[which % len(batch.lots)]
    match what:
        case "split":
            batch.split(lot, pieces)
        case "carry":
            batch.carry(lot, step, station=f"{step}-1", person_id=2, at=MORNING)
        case "end":
            batch.end(lot, Ending.SCRAPPED, pieces)
        case "miss":
            batch.move(lot.account, DISCREPANCY, pieces)
        case _:
            batch.move(DISCREPANCY, lot.account, pieces)


@given(WORK)
def test_whatever_is_done_pieces_are_conserved(work: Work) -> None:
    batch = a_batch()
    a_lot(50, Step.INTAKE, batch)
    for what, which, pieces, step in work:
        try:
            do(batch, what, which, pieces, step)
        except (BadQuantity, QuantityMismatch):
            continue
    held = balances(batch.movements)
    assert sum(held.values()) == 0
    assert batch.received == 50
    assert all(quantity > 0 for account, quantity in held.items() if account not in MAY_BE_NEGATIVE)
    assert places(batch.movements) == {
        lot.sequence: (lot.step, lot.quantity) for lot in batch.lots if lot.quantity
    }
