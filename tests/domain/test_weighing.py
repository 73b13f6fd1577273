"""Pieces by weight: a figure only where no other is possible."""

from datetime import UTC, datetime
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.weighing import VARIATION, PieceWeight, SampleTooSmall, estimate, expect_sample

STEP = 10  # milligrams
BOARD = 51_400


def known(pieces: int, milligrams: int) -> PieceWeight:
    return PieceWeight(
        product_id=1, pieces=pieces, milligrams=milligrams, step=STEP, person_id=1,
        station="RECV-1", weighed_at=datetime(2026, 11, 20, tzinfo=UTC),
    )  # fmt: skip


def reference(pieces: int) -> PieceWeight:
    return known(pieces, pieces * BOARD)


def weighed(dice: Random, count: int, of_one: int = BOARD) -> int:
    """Boards that differ as boards do, on a scale with steps."""
    total = sum(dice.gauss(of_one, VARIATION * of_one) for _ in range(count))
    return round(total / STEP) * STEP


def test_a_whole_number_of_pieces_is_told() -> None:
    found = estimate(48 * BOARD, STEP, reference(20))

    assert (found.pieces, found.sure) == (48, True)


def test_half_a_board_more_is_no_number() -> None:
    found = estimate(round(48.5 * BOARD), STEP, reference(20))

    assert not found.sure
    assert found.off > found.within


def test_a_small_reference_does_not_tell_a_large_number() -> None:
    assert estimate(48 * BOARD, STEP, reference(10)).sure
    assert not estimate(480 * BOARD, STEP, reference(10)).sure
    assert estimate(240 * BOARD, STEP, reference(100)).sure


def test_a_scale_that_is_too_coarse_for_a_board_tells_nothing() -> None:
    assert not estimate(48 * BOARD, BOARD, reference(20)).sure


def test_an_empty_scale_is_no_number() -> None:
    assert not estimate(0, STEP, reference(20)).sure


@pytest.mark.parametrize(("pieces", "milligrams"), [(9, 10**6), (10, STEP * 49), (0, 10**6)])
def test_a_reference_takes_enough_pieces_and_enough_weight(pieces: int, milligrams: int) -> None:
    with pytest.raises(SampleTooSmall):
        expect_sample(pieces, milligrams, STEP)


def test_a_good_reference_is_taken() -> None:
    expect_sample(10, STEP * 50, STEP)


@given(
    st.integers(0, 2**32), st.integers(10, 200), st.integers(1, 400), st.integers(5_000, 200_000)
)
def test_a_figure_that_is_told_is_never_far_off(
    seed: int, sample: int, number: int, of_one: int
) -> None:
    dice = Random(seed)
    found = estimate(
        weighed(dice, number, of_one), STEP, known(sample, weighed(dice, sample, of_one))
    )
    assert not found.sure or abs(found.pieces - number) <= 1


def test_of_a_thousand_weighings_most_are_told_and_those_are_right() -> None:
    dice = Random(7)
    told = wrong = 0
    for _ in range(1000):
        number = dice.randint(10, 200)
        found = estimate(weighed(dice, number), STEP, known(100, weighed(dice, 100)))
        told += found.sure
        wrong += found.sure and found.pieces != number
    assert told > 800
    assert wrong == 0
