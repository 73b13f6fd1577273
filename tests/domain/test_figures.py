"""The 0.5 % rule in exact integers, and working days."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.cases import after_working_days, crosses

SIX_DAYS = frozenset({1, 2, 3, 4, 5, 6})
FIVE_DAYS = frozenset({1, 2, 3, 4, 5})
FRIDAY, SATURDAY, MONDAY = date(2026, 11, 20), date(2026, 11, 21), date(2026, 11, 23)


@pytest.mark.parametrize(
    ("pieces", "of", "raised"),
    [
        (5, 1000, True), (4, 1000, False), (5, 1001, False), (6, 1001, True),
        (1, 200, True), (1, 201, False), (1, 1, True), (0, 1000, False), (0, 1, False),
        (500, 100_000, True), (499, 100_000, False),
    ],
)  # fmt: skip
def test_the_complaint_notice_is_raised_at_half_a_percent(
    pieces: int, of: int, *, raised: bool
) -> None:
    assert crosses(pieces, of, per_mille=5) is raised


def test_nothing_of_nothing_raises_no_notice() -> None:
    assert not crosses(3, 0, per_mille=5)


@given(st.integers(0, 10**9), st.integers(1, 10**9), st.integers(1, 999))
def test_the_limit_is_exact_for_any_quantity(pieces: int, of: int, limit: int) -> None:
    least = -(-of * limit // 1000)
    assert crosses(pieces, of, per_mille=limit) is (pieces >= least)


@pytest.mark.parametrize(
    ("start", "days", "week", "end"),
    [
        (FRIDAY, 0, SIX_DAYS, FRIDAY),
        (FRIDAY, 1, SIX_DAYS, SATURDAY),
        (SATURDAY, 1, SIX_DAYS, MONDAY),
        (FRIDAY, 1, FIVE_DAYS, MONDAY),
        (FRIDAY, 6, FIVE_DAYS, date(2026, 11, 30)),
        (date(2026, 12, 31), 1, SIX_DAYS, date(2027, 1, 1)),
    ],
)
def test_a_promise_comes_so_many_working_days_later(
    start: date, days: int, week: frozenset[int], end: date
) -> None:
    assert after_working_days(start, days, workdays=week) == end


@given(st.dates(max_value=date(9000, 1, 1)), st.integers(1, 60))
def test_working_days_end_on_a_working_day_and_count_each_once(start: date, days: int) -> None:
    end = after_working_days(start, days, workdays=SIX_DAYS)
    between = range(start.toordinal() + 1, end.toordinal() + 1)
    assert end.isoweekday() in SIX_DAYS
    assert sum(date.fromordinal(day).isoweekday() in SIX_DAYS for day in between) == days
