"""What may stand on one cart's list."""

import pytest

from domain import handing
from domain.cart import MOST_LOTS, CartFull, MixedCart, common_target
from domain.errors import BadField, OnHold, WrongState
from domain.handover import Handover
from domain.process import Outcome, Step
from tests.domain.shop import MORNING, offered


def a_load(lots: int = 2) -> list[Handover]:
    return [offered() for _ in range(lots)]


def test_offers_to_one_step_go_on_one_cart() -> None:
    assert common_target(a_load(MOST_LOTS)) is Step.REPAIR


def test_a_cart_is_neither_empty_nor_longer_than_its_list() -> None:
    with pytest.raises(BadField):
        common_target([])
    with pytest.raises(CartFull):
        common_target(a_load(MOST_LOTS + 1))


def test_lots_to_different_steps_do_not_go_on_one_cart() -> None:
    with pytest.raises(MixedCart):
        common_target([*a_load(), offered(Outcome.NO_FAULT)])


def test_what_is_counted_withdrawn_or_on_hold_does_not_go_on_a_cart() -> None:
    counted, withdrawn, held = a_load(3)
    handing.count(counted, 49, limit=100)
    handing.withdraw(withdrawn, MORNING)
    held.lot.hold_reason = "隔离待判"
    for offer, refusal in ((counted, WrongState), (withdrawn, WrongState), (held, OnHold)):
        with pytest.raises(refusal):
            common_target([offer])
