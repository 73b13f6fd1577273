"""A verdict on some or all pieces of a lot: where they go, and when it is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import verdict
from domain.errors import BadQuantity, OnHold, QuantityMismatch, WrongState
from domain.ledger import balances
from domain.lot import OPEN_WORK, Lot, LotState, Payer
from domain.process import BY_RULE, OVER_LIMIT, ROUTES, Ending, Outcome, Step, outcomes_at
from tests.domain.shop import a_batch, a_lot

LIMIT = 2


def judged(lot: Lot, **counts: int) -> list[tuple[str, str | None, int]]:
    told = {Outcome(name.replace("_", "-")): counted for name, counted in counts.items()}
    parts = verdict.judge(lot, told, round_limit=LIMIT)
    return [(part.number[-2:], part.route and part.route.value, part.quantity) for part in parts]


def test_one_verdict_on_all_pieces_keeps_the_lot_whole() -> None:
    lot = a_lot(50)
    assert judged(lot, unseen=50) == [(".1", "unseen", 50)]
    assert lot.state is LotState.DECIDED


def test_each_verdict_gets_a_lot_of_its_own_and_the_last_one_keeps_the_number() -> None:
    lot = a_lot(50)
    parts = judged(lot, no_fault=3, seen=7, unseen=40)
    assert parts == [(".2", "no-fault", 3), (".3", "seen", 7), (".1", "unseen", 40)]


def test_finished_trays_move_on_while_the_rest_stays() -> None:
    lot = a_lot(50)
    assert judged(lot, unseen=20) == [(".2", "unseen", 20)]
    assert (lot.state, lot.quantity, lot.route) == (LotState.WORKING, 30, None)
    assert judged(lot, no_fault=30) == [(".1", "no-fault", 30)]


def test_a_verdict_moves_nothing_to_another_step() -> None:
    lot = a_lot(50)
    judged(lot, unseen=20, seen=30)
    assert {one.step for one in lot.batch.lots} == {Step.SCREENING}
    assert balances(lot.batch.movements) == {
        "customer": -50,
        "1@screening": 30,
        "2@screening": 20,
    }


def test_scrapped_pieces_leave_at_once() -> None:
    lot = a_lot(5, Step.REVIEW)
    judged(lot, scrap=2)
    assert (lot.batch.ended(Ending.SCRAPPED), lot.quantity) == (2, 3)
    judged(lot, scrap=3)
    assert (lot.batch.ended(Ending.SCRAPPED), lot.state) == (5, LotState.ENDED)


@pytest.mark.parametrize("outcome", OVER_LIMIT)
def test_pieces_that_fail_past_the_limit_of_rounds_go_to_review(outcome: Outcome) -> None:
    for done, expected in ((LIMIT - 1, outcome), (LIMIT, OVER_LIMIT[outcome])):
        lot = a_lot(5, ROUTES[outcome].step)
        lot.round = done
        assert [part.route for part in verdict.judge(lot, {outcome: 5}, round_limit=LIMIT)] == [
            expected
        ]


@pytest.mark.parametrize("step", Step)
def test_a_step_gives_its_own_verdicts_only(step: Step) -> None:
    for outcome in Outcome:
        lot = a_lot(5, step)
        if outcome in outcomes_at(step):
            assert verdict.check_counts(lot, {outcome: 5}) == {outcome: 5}
            continue
        with pytest.raises(verdict.WrongOutcome):
            verdict.check_counts(lot, {outcome: 5})


@pytest.mark.parametrize("outcome", sorted(BY_RULE))
def test_nobody_gives_a_verdict_that_is_the_rules(outcome: Outcome) -> None:
    with pytest.raises(verdict.WrongOutcome):
        verdict.check_counts(a_lot(5, ROUTES[outcome].step), {outcome: 5})


def test_more_pieces_than_the_lot_has_are_refused() -> None:
    with pytest.raises(QuantityMismatch):
        verdict.check_counts(a_lot(50), {Outcome.UNSEEN: 49, Outcome.SEEN: 2})


@pytest.mark.parametrize("counts", [{}, {Outcome.UNSEEN: 0}])
def test_a_verdict_on_nothing_is_refused(counts: dict[Outcome, int]) -> None:
    with pytest.raises(QuantityMismatch):
        verdict.check_counts(a_lot(50), counts)


def test_a_negative_count_does_not_make_up_for_another() -> None:
    with pytest.raises(BadQuantity):
        verdict.check_counts(a_lot(50), {Outcome.UNSEEN: 60, Outcome.SEEN: -10})


@pytest.mark.parametrize("state", sorted(set(LotState) - OPEN_WORK))
def test_only_a_lot_that_is_being_worked_on_is_judged(state: LotState) -> None:
    lot = a_lot(50)
    lot.state = state
    with pytest.raises(WrongState):
        judged(lot, unseen=50)


def test_a_lot_on_hold_is_not_judged() -> None:
    lot = a_lot(50)
    lot.hold_reason = "等客户答复"
    with pytest.raises(OnHold):
        judged(lot, unseen=50)


def test_defects_name_every_visible_fault_and_no_more() -> None:
    counts = {Outcome.SEEN: 3, Outcome.SEEN_ONLY: 1, Outcome.UNSEEN: 40}
    verdict.check_defects(counts, {"bridge": 3, "open": 1})
    for defects in ({"bridge": 3}, {"bridge": 3, "open": 2}, {}):
        with pytest.raises(verdict.DefectsMismatch):
            verdict.check_defects(counts, defects)
    with pytest.raises(BadQuantity):
        verdict.check_defects(counts, {"bridge": 5, "open": -1})


def test_no_defect_is_asked_where_nothing_visible_failed() -> None:
    verdict.check_defects({Outcome.UNSEEN: 40, Outcome.NO_FAULT: 2}, {})


def test_the_anomaly_report_covers_visible_faults_and_the_gap_rule() -> None:
    assert verdict.needs_anomaly({Outcome.SEEN: 3, Outcome.SEEN_ONLY: 1, Outcome.UNSEEN: 9}) == 4


@given(st.lists(st.tuples(st.sampled_from(outcomes_at(Step.SCREENING)), st.integers(-1, 60))))
def test_pieces_are_conserved_by_any_verdicts(verdicts: list[tuple[Outcome, int]]) -> None:
    lot = a_lot(50)
    for outcome, counted in verdicts:
        if lot.state not in OPEN_WORK or not 0 < counted <= lot.quantity:
            with pytest.raises((BadQuantity, QuantityMismatch, WrongState)):
                verdict.judge(lot, {outcome: counted}, round_limit=LIMIT)
        else:
            verdict.judge(lot, {outcome: counted}, round_limit=LIMIT)
    assert sum(one.quantity for one in lot.batch.lots) == 50
    assert all(one.quantity > 0 for one in lot.batch.lots)


def two_lots() -> tuple[Lot, Lot]:
    batch = a_batch()
    return a_lot(30, batch=batch), a_lot(20, batch=batch)


def test_a_merge_puts_all_pieces_into_one_lot() -> None:
    into, other = two_lots()
    verdict.merge(into, other)
    assert (into.quantity, other.quantity, other.state) == (50, 0, LotState.ENDED)
    assert [parent.number for parent in into.parents] == [other.number]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("step", Step.REPAIR),
        ("station", "SCREEN-2"),
        ("round", 1),
        ("payer", Payer.CUSTOMER),
        ("came_by", Outcome.UNSEEN),
        ("ending", Ending.RETURNED_AS_IS),
    ],
)
def test_lots_that_differ_are_not_merged(field: str, value: object) -> None:
    into, other = two_lots()
    setattr(other, field, value)
    with pytest.raises(verdict.DifferentLots):
        verdict.merge(into, other)
    assert (into.quantity, other.quantity) == (30, 20)


def test_lots_of_two_batches_are_not_merged() -> None:
    with pytest.raises(verdict.DifferentLots):
        verdict.merge(a_lot(30), a_lot(20))


def test_a_lot_is_not_merged_with_itself() -> None:
    lot = a_lot(30)
    with pytest.raises(verdict.DifferentLots):
        verdict.merge(lot, lot)


def test_lots_under_review_are_not_merged_because_each_has_its_case() -> None:
    batch = a_batch()
    with pytest.raises(verdict.DifferentLots):
        verdict.merge(a_lot(3, Step.REVIEW, batch), a_lot(2, Step.REVIEW, batch))


@pytest.mark.parametrize("which", [0, 1])
@pytest.mark.parametrize("state", sorted(set(LotState) - OPEN_WORK))
def test_lots_that_are_not_being_worked_on_are_not_merged(which: int, state: LotState) -> None:
    lots = two_lots()
    lots[which].state = state
    with pytest.raises(WrongState):
        verdict.merge(*lots)
