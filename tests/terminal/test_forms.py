"""A form is read strictly: a typing slip is an error, never a zero, and all slips are told."""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain.errors import BadField, BadQuantity, DomainError
from domain.handover import Ruling
from terminal.acts import RECORDED, SIGNED
from terminal.forms import BadForm, quantity, read, text


@dataclass(frozen=True, kw_only=True)
class Sample:
    """One field of each kind that a form can have."""

    lot: str
    count: int
    counts: dict[str, int] = field(default_factory=dict)
    on_time: bool | None = None
    on: date | None = None
    boxes: tuple[str, ...] = ()
    ruling: Ruling | None = None


def slips(**typed: str) -> set[str]:
    with pytest.raises(BadForm) as refusal:
        read(Sample, {"lot": "RT-2611-0001.1", "count": "5"} | typed)
    return {str(problem.facts["field"]) for problem in refusal.value.problems}


def test_a_form_becomes_an_action() -> None:
    typed = {
        "lot": " RT-2611-0001.1 ", "count": "48", "counts.seen": "2", "counts.unseen": " 46 ",
        "counts.no-fault": "", "on_time": "no", "on": "2026-11-20", "boxes": "20,28",
        "ruling": "send-back", "nonce": "x",
    }  # fmt: skip
    assert read(Sample, typed) == Sample(
        lot="RT-2611-0001.1",
        count=48,
        counts={"seen": 2, "unseen": 46},
        on_time=False,
        on=date(2026, 11, 20),
        boxes=("20", "28"),
        ruling=Ruling.SEND_BACK,
    )


def test_what_is_left_empty_is_what_the_action_says() -> None:
    assert read(Sample, {"lot": "a", "count": "5", "on": " "}) == Sample(lot="a", count=5)


@pytest.mark.parametrize(
    "slip",
    [
        "l2",
        "1O",
        "-1",
        "+1",
        "1.0",
        "1,000",
        "1e3",
        "0x1",
        "１２",
        "٣",
        "12345678",
        "1 0",
        "½",
        "1_0",
    ],
)
def test_a_typing_slip_is_an_error_and_never_a_number(slip: str) -> None:
    assert slips(count=slip) == {"count"}
    assert slips(**{"counts.seen": slip}) == {"counts.seen"}


def test_every_slip_is_told_at_once() -> None:
    assert slips(
        lot=" ", count="l2", on="20/11/2026", on_time="maybe", ruling="burn", boxes="1\x00"
    ) == {"lot", "count", "on", "on_time", "ruling", "boxes"}


@pytest.mark.parametrize("hidden", ["\x00", "\x1b[2J", "\x85", "\u202e", "\u2066", "\ud800"])
def test_hidden_characters_are_refused_and_not_repeated(hidden: str) -> None:
    with pytest.raises(BadField) as refusal:
        text("note", f"a{hidden}b")
    assert refusal.value.facts == {"field": "note", "value": "a�" + hidden[1:] + "b"}


def test_a_text_longer_than_any_complaint_is_refused() -> None:
    assert text("note", "坏" * 2000)
    with pytest.raises(BadField):
        text("note", "坏" * 2001)


@given(st.integers(0, 9_999_999))
def test_every_whole_number_of_pieces_is_read(pieces: int) -> None:
    assert quantity("count", f" {pieces} ") == pieces


@given(st.text())
@example("0\x1f")
def test_no_typing_is_read_as_another_number(typed: str) -> None:
    try:
        pieces = quantity("count", typed)
    except BadQuantity:
        return
    assert typed.strip().lstrip("0") == str(pieces).lstrip("0")
    assert typed.strip().isascii()


ACTIONS = sorted((SIGNED | RECORDED).items())


@pytest.mark.parametrize(("act", "action"), ACTIONS, ids=[act for act, _ in ACTIONS])
def test_an_empty_form_of_any_act_tells_what_is_missing(act: str, action: type) -> None:
    with pytest.raises(BadForm) as refusal:
        read(action, {})
    assert all(problem.facts["field"] for problem in refusal.value.problems)


NAMES = st.sampled_from([
    "lot", "version", "count", "counts.seen", "counts.\x00", "quantity", "ruling", "on_time",
    "reasons", "batch", "report", "case", "declared", "counted", "wanted_on", "rush", "kind",
    "outcome", "discrepancy", "production_on", "note",
])  # fmt: skip


@given(st.dictionaries(NAMES, st.text(max_size=30)), st.sampled_from([kind for _, kind in ACTIONS]))
def test_no_typing_breaks_the_reading_of_any_act(typed: dict[str, str], action: type) -> None:
    with suppress(DomainError):
        read(action, typed)
