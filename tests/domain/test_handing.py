"""Handing over: the giver offers, the receiver counts blind, and custody moves at the receipt."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import handing
from domain.errors import BadField, BadQuantity, OnHold, QuantityMismatch, WrongState
from domain.handover import (
    Handover,
    HandoverState,
    OrderedToAccept,
    Reason,
    Ruling,
    SamePerson,
)
from domain.ledger import balances
from domain.lot import LotState
from domain.process import ROUTES, Ending, Outcome, Step
from tests.domain.shop import GIVER, MORNING, RECEIVER, a_lot, decided, disputed, offered

STATES = set(HandoverState)
OFFERABLE = [outcome for outcome, route in ROUTES.items() if isinstance(route.target, Step)]


def refused(handover: Handover | None = None) -> Handover:
    handover = handover or offered()
    handing.refuse(handover, (Reason.DAMAGED,), "", RECEIVER)
    return handover


def test_an_offer_moves_nothing() -> None:
    handover = offered(pieces=50)
    lot = handover.lot
    assert (lot.step, lot.station, lot.person_id) == (Step.SCREENING, "SCREENING-1", 1)
    assert (lot.state, lot.last_handover, handover.number) == (LotState.OFFERED, 1, 1)


@pytest.mark.parametrize("count", [0, 49, 51])
def test_the_giver_offers_what_the_ledger_holds(count: int) -> None:
    lot = decided(pieces=50)
    with pytest.raises(QuantityMismatch):
        handing.offer(lot, count, GIVER)
    assert lot.state is LotState.DECIDED


@pytest.mark.parametrize("state", sorted(set(LotState) - {LotState.DECIDED}))
def test_only_a_decided_lot_is_offered(state: LotState) -> None:
    lot = decided()
    lot.state = state
    with pytest.raises(WrongState):
        handing.offer(lot, 50, GIVER)


def test_a_lot_on_hold_is_not_offered() -> None:
    lot = decided()
    lot.hold_reason = "等客户答复"
    with pytest.raises(OnHold):
        handing.offer(lot, 50, GIVER)


@pytest.mark.parametrize("outcome", OFFERABLE)
def test_a_right_count_takes_the_lot_where_its_route_leads(outcome: Outcome) -> None:
    handover = offered(outcome)
    assert handing.count(handover, 50, limit=1000)
    handing.accept(handover, RECEIVER)
    lot, route = handover.lot, ROUTES[outcome]
    assert (lot.step, lot.station, lot.person_id) == (route.target, "REPAIR-1", 2)
    assert (lot.state, lot.came_by, lot.route) == (LotState.RECEIVED, outcome, None)
    assert lot.round == int(route.another_round)
    assert lot.ending is (Ending.RETURNED_AS_IS if outcome is Outcome.AS_IS else Ending.SHIPPED)
    assert lot.goods_at == ("PACK-1" if outcome is Outcome.PACKED else "")


def test_a_first_wrong_count_asks_for_a_recount_and_tells_nothing() -> None:
    handover = offered(pieces=50)
    assert not handing.count(handover, 48, limit=1000)
    assert (handover.state, handover.lot.state) == (HandoverState.OPEN, LotState.OFFERED)
    assert handing.count(handover, 50, limit=1000)


def test_a_second_wrong_count_makes_a_dispute() -> None:
    handover = disputed(50, (48, 49))
    assert (handover.state, handover.lot.state) == (HandoverState.DISPUTED, LotState.DISPUTED)
    assert handover.last_count == 49


@pytest.mark.parametrize("counted", [-1, 0, 1001])
def test_no_receiver_counts_nothing_or_more_than_any_batch(counted: int) -> None:
    handover = offered()
    with pytest.raises(BadQuantity):
        handing.count(handover, counted, limit=1000)
    assert handover.first_count is None


@given(st.integers(1, 1000), st.integers(1, 1000), st.integers(1, 1000))
def test_custody_moves_at_an_equal_count_and_at_no_other(pieces: int, one: int, two: int) -> None:
    handover = offered(pieces=pieces)
    equal = handing.count(handover, one, limit=1000) or handing.count(handover, two, limit=1000)
    assert equal is (pieces in {one, two})
    assert (handover.state is HandoverState.DISPUTED) is not equal
    assert handover.lot.step is Step.SCREENING


def test_nobody_receives_from_himself() -> None:
    handover = offered()
    handing.count(handover, 50, limit=1000)
    for answer in (
        lambda: handing.accept(handover, GIVER),
        lambda: handing.refuse(handover, (Reason.DAMAGED,), "", GIVER),
        lambda: handing.accept_part(handover, 5, (Reason.DAMAGED,), "", GIVER),
    ):
        with pytest.raises(SamePerson):
            answer()


@pytest.mark.parametrize("state", sorted(STATES - {HandoverState.OPEN, HandoverState.DISPUTED}))
def test_an_answered_offer_is_not_answered_again(state: HandoverState) -> None:
    handover = offered()
    handover.state = state
    for answer in (
        lambda: handing.count(handover, 50, limit=1000),
        lambda: handing.accept(handover, RECEIVER),
        lambda: handing.refuse(handover, (Reason.DAMAGED,), "", RECEIVER),
        lambda: handing.accept_part(handover, 5, (Reason.DAMAGED,), "", RECEIVER),
        lambda: handing.settle_difference(handover, RECEIVER),
        lambda: handing.withdraw(handover, MORNING),
    ):
        with pytest.raises(WrongState):
            answer()


def test_the_undisputed_part_is_received_and_the_rest_stays_with_the_giver() -> None:
    handover = offered(pieces=50)
    taken = handing.accept_part(handover, 45, (Reason.DAMAGED,), "", RECEIVER)
    part, rest = taken.lot, handover.lot
    assert (part.quantity, part.step, part.state) == (45, Step.REPAIR, LotState.RECEIVED)
    assert (rest.quantity, rest.step, rest.state) == (5, Step.SCREENING, LotState.DISPUTED)
    assert (taken.number, taken.giver_id, taken.receiver_id) == (2, 1, 2)
    assert handover.state is HandoverState.REFUSED
    assert balances(rest.batch.movements) == {"customer": -50, "1@screening": 5, "2@repair": 45}


@pytest.mark.parametrize("part", [-1, 0, 50, 51])
def test_a_part_is_less_than_the_whole(part: int) -> None:
    handover = offered(pieces=50)
    with pytest.raises(BadQuantity):
        handing.accept_part(handover, part, (Reason.DAMAGED,), "", RECEIVER)


def test_a_refused_lot_stays_with_the_giver() -> None:
    lot = refused().lot
    assert (lot.step, lot.person_id, lot.state) == (Step.SCREENING, 1, LotState.DISPUTED)


def test_a_refusal_has_a_coded_reason_and_other_has_words() -> None:
    handover = offered()
    for reasons, note in (((), "坏了"), ((Reason.OTHER,), "  ")):
        with pytest.raises(BadField):
            handing.refuse(handover, reasons, note, RECEIVER)
    handing.refuse(handover, (Reason.OTHER, Reason.MIXED), " 两种板 ", RECEIVER)
    assert handover.reason_codes == (Reason.MIXED, Reason.OTHER)
    assert handover.note == "两种板"


def test_overdue_is_not_a_reason() -> None:
    assert {reason.value for reason in Reason} == {
        "missing-form", "missing-repair-record", "unsigned", "undated", "count-differs", "mixed",
        "label-differs", "damaged", "other",
    }  # fmt: skip


def test_an_unanswered_offer_can_be_withdrawn_and_offered_again() -> None:
    handover = offered()
    handing.withdraw(handover, MORNING + timedelta(minutes=5))
    assert (handover.state, handover.lot.state) == (HandoverState.WITHDRAWN, LotState.DECIDED)
    assert handing.offer(handover.lot, 50, GIVER).number == 2


def test_an_offer_that_somebody_has_begun_to_count_is_not_withdrawn() -> None:
    handover = offered()
    handing.count(handover, 48, limit=1000)
    with pytest.raises(WrongState):
        handing.withdraw(handover, MORNING)


@pytest.mark.parametrize("contested", [refused, disputed])
def test_the_supervisor_orders_a_recount(contested: type[Handover]) -> None:
    handover = contested()
    handing.rule(handover, Ruling.RECOUNT, by="李国强", at=MORNING)
    assert (handover.state, handover.lot.state) == (HandoverState.SETTLED, LotState.DECIDED)
    assert handing.offer(handover.lot, 50, GIVER).number == 2


@pytest.mark.parametrize("contested", [refused, disputed])
def test_the_supervisor_sends_the_lot_back_to_work(contested: type[Handover]) -> None:
    handover = contested()
    handing.rule(handover, Ruling.SEND_BACK, by="李国强", at=MORNING)
    assert (handover.lot.state, handover.lot.route) == (LotState.WORKING, None)


def test_a_lot_that_is_sent_back_to_intake_can_be_offered_again() -> None:
    handover = refused(offered(Outcome.BOOKED))
    handing.rule(handover, Ruling.SEND_BACK, by="孙业务经理", at=MORNING)
    assert handing.offer(handover.lot, 50, GIVER).target is Step.REGISTER


def test_what_the_supervisor_orders_to_accept_is_not_refused_for_the_same_reason() -> None:
    handover = refused()
    handing.rule(handover, Ruling.ACCEPT, by="李国强", at=MORNING)
    assert (handover.state, handover.lot.state) == (HandoverState.OPEN, LotState.OFFERED)
    with pytest.raises(OrderedToAccept):
        handing.refuse(handover, (Reason.DAMAGED,), "", RECEIVER)
    handing.refuse(handover, (Reason.DAMAGED, Reason.MIXED), "", RECEIVER)
    assert handover.reason_codes == (Reason.DAMAGED, Reason.MIXED)


def test_a_reason_that_was_overruled_once_stays_overruled() -> None:
    handover = refused()
    handing.rule(handover, Ruling.ACCEPT, by="李国强", at=MORNING)
    handing.refuse(handover, (Reason.MIXED,), "", RECEIVER)
    handing.rule(handover, Ruling.ACCEPT, by="李国强", at=MORNING)
    for reasons in ((Reason.DAMAGED,), (Reason.MIXED,), (Reason.DAMAGED, Reason.MIXED)):
        with pytest.raises(OrderedToAccept):
            handing.refuse(handover, reasons, "", RECEIVER)


def test_an_order_to_accept_is_not_escaped_by_a_withdrawal() -> None:
    handover = refused()
    handing.rule(handover, Ruling.ACCEPT, by="李国强", at=MORNING)
    with pytest.raises(OrderedToAccept):
        handing.withdraw(handover, MORNING)
    assert handing.count(handover, 50, limit=1000)
    handing.accept(handover, RECEIVER)


def test_an_ordered_lot_is_counted_from_the_start() -> None:
    handover = disputed()
    handing.rule(handover, Ruling.ACCEPT, by="李国强", at=MORNING)
    assert handover.last_count is None
    assert handing.count(handover, 50, limit=1000)


@pytest.mark.parametrize("state", sorted(STATES - {HandoverState.DISPUTED, HandoverState.REFUSED}))
def test_nothing_is_ruled_that_nobody_contests(state: HandoverState) -> None:
    handover = offered()
    handover.state = state
    for ruling in Ruling:
        with pytest.raises(WrongState):
            handing.rule(handover, ruling, by="李国强", at=MORNING)


@pytest.mark.parametrize(("counted", "difference"), [(48, -2), (53, 3)])
def test_a_difference_that_both_sides_sign_is_booked(counted: int, difference: int) -> None:
    handover = disputed(50, (counted, counted))
    assert handing.settle_difference(handover, RECEIVER) == difference
    lot = handover.lot
    assert (lot.quantity, lot.step, lot.state) == (counted, Step.REPAIR, LotState.RECEIVED)
    assert balances(lot.batch.movements) == {
        "customer": -50,
        "discrepancy": -difference,
        "1@repair": counted,
    }


def test_a_difference_needs_two_wrong_counts() -> None:
    handover = offered()
    handing.count(handover, 48, limit=1000)
    with pytest.raises(WrongState):
        handing.settle_difference(handover, RECEIVER)


def test_scrapped_pieces_are_handed_to_nobody() -> None:
    lot = a_lot(5, Step.REVIEW)
    lot.state, lot.route = LotState.DECIDED, Outcome.SCRAP
    with pytest.raises(WrongState):
        handing.offer(lot, 5, GIVER)


@pytest.mark.parametrize("held", ["receive", "part", "refuse", "withdraw"])
def test_nothing_happens_to_an_offered_lot_on_hold(held: str) -> None:
    handover = offered()
    handover.lot.hold_reason = "隔离待判"
    does = {
        "receive": lambda: handing.count(handover, 50, limit=1000),
        "part": lambda: handing.accept_part(handover, 5, (Reason.DAMAGED,), "", RECEIVER),
        "refuse": lambda: handing.refuse(handover, (Reason.DAMAGED,), "", RECEIVER),
        "withdraw": lambda: handing.withdraw(handover, MORNING),
    }
    with pytest.raises(OnHold):
        does[held]()
