"""A tray of pieces: what is not told to be bad is good, and a verdict is what its trays say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import BadQuantity, QuantityMismatch
from domain.events import canonical_json
from domain.process import Outcome
from domain.tray import TOLD, Tray, TraysMismatch, check_verdict, outcomes_of, totals
from domain.verdict import DefectsMismatch
from tests.domain.shop import MORNING

FEW = st.integers(0, 9)


def a_tray(counts: dict[Outcome, int], defects: dict[str, int] | None = None) -> Tray:
    return Tray(
        batch_id=1, lot_id=1, quantity=sum(counts.values()),
        counts=canonical_json({outcome.value: n for outcome, n in counts.items()}),
        defects=canonical_json(defects or {}), person_id=1, person_name="吴浩", told_at=MORNING,
        seconds=100,
    )  # fmt: skip


def test_a_tray_without_bad_pieces_is_good() -> None:
    assert outcomes_of(50, {}, {}) == {Outcome.NO_FAULT: 50}


def test_visible_faults_are_told_by_their_defects() -> None:
    told = outcomes_of(50, {Outcome.UNSEEN: 2, Outcome.SEEN_ONLY: 1}, {"bridge": 2, "shift": 1})
    assert told == {
        Outcome.UNSEEN: 2, Outcome.SEEN_ONLY: 1, Outcome.SEEN: 2, Outcome.NO_FAULT: 45,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("size", "bad", "defects", "refusal"),
    [
        (0, {}, {}, BadQuantity),
        (50, {Outcome.UNSEEN: -1}, {}, BadQuantity),
        (50, {}, {"bridge": -1}, BadQuantity),
        (2, {Outcome.UNSEEN: 2}, {"bridge": 1}, QuantityMismatch),
        (50, {Outcome.SEEN_ONLY: 2}, {"bridge": 1}, DefectsMismatch),
    ],
)
def test_a_tray_that_cannot_be_is_refused(
    size: int, bad: dict[Outcome, int], defects: dict[str, int], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        outcomes_of(size, bad, defects)


@given(
    st.dictionaries(st.sampled_from(TOLD), FEW),
    st.dictionaries(st.text(max_size=3), FEW, max_size=5),
)
def test_every_piece_of_a_tray_has_one_outcome(
    bad: dict[Outcome, int], defects: dict[str, int]
) -> None:
    if bad.get(Outcome.SEEN_ONLY, 0) <= sum(defects.values()):
        told = outcomes_of(100, bad, defects)
        assert sum(told.values()) == 100
        visible = told.get(Outcome.SEEN, 0) + told.get(Outcome.SEEN_ONLY, 0)
        assert visible == sum(defects.values())


def test_a_verdict_is_what_the_trays_say() -> None:
    trays = [
        a_tray({Outcome.NO_FAULT: 48, Outcome.SEEN: 2}, {"bridge": 2}),
        a_tray({Outcome.NO_FAULT: 49, Outcome.SEEN: 1}, {"shift": 1}),
    ]
    counts, defects = totals(trays)
    assert counts == {Outcome.NO_FAULT: 97, Outcome.SEEN: 3}
    check_verdict(trays, counts, defects | {"open": 0})
    with pytest.raises(TraysMismatch):
        check_verdict(trays, {Outcome.NO_FAULT: 97, Outcome.SEEN: 2}, defects)
    with pytest.raises(TraysMismatch):
        check_verdict(trays, counts | {Outcome.UNSEEN: 1}, defects)
    with pytest.raises(DefectsMismatch):
        check_verdict(trays, counts, {"bridge": 3})
