"""A printer that hangs up at any byte of a traveler: no paper lost, none doubled unmarked."""

import os
import random
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest

from devices.profile import Profile
from devices.sim.reading import read_commands
from domain.printing import JobState
from tests.copies import Copy
from tests.devices.samples import NATIVE, RASTER
from tests.terminal.press import A_QUESTION, Press, a_press

SOAK = os.environ.get("SOAK") == "1"
PRESSES = 8
AMONG_DOTS = 100
ANSWERED = 1 if SOAK else 6
SEED = 20261121


def offsets_of(data: bytes, text: str) -> list[int]:
    """Every offset outside pictures; each command's ends and their neighbours; some dots.

    `make soak` takes every offset of native text, among the dots too.
    """
    end = len(data) + len(A_QUESTION) + 1
    if SOAK and text == "native":
        return list(range(end))
    chosen, dots, at = set(range(len(data), end)), list[int](), 0
    for command in read_commands(data)[0]:
        picture, after = command.name == "raster", at + len(command.raw)
        chosen |= {abs(place + by) for place in (at, after) for by in (-1, 0, 1)}
        chosen |= set(range(at, at + 10 if picture else after if text == "native" else at))
        dots += range(at, after) if picture else ()
        at = after
    return sorted(chosen | set(random.Random(SEED).sample(dots, AMONG_DOTS)))


def cut_at_each(press: Press, offsets: Sequence[int]) -> int:
    """Cut a traveler at each offset; return how many came out whole all the same."""
    whole = 0
    for count, offset in enumerate(offsets):
        job = press.owe()
        came = cut(press, job, offset)
        whole += came
        if count % ANSWERED == 0:
            answer(press, job, printed=came)
    return whole


def cut(press: Press, job: int, offset: int) -> bool:
    data = press.bytes_of(job)
    press.twin.cut_at(offset)
    assert press.spool.print_next()
    assert press.row(job).state is JobState.UNCERTAIN, offset
    assert not press.spool.print_next(), "nothing is sent again by itself"
    out = press.look()
    assert len(out) <= 1, offset
    assert all(data.startswith(paper.raw) for paper in out), offset
    whole = [paper.raw for paper in out] == [data]
    assert whole == (offset >= len(data)), offset
    return whole


def answer(press: Press, job: int, *, printed: bool) -> None:
    """Say what is to be seen; a paper that is not there comes out once, marked as a copy."""
    press.answer(job, printed=printed)
    assert press.spool.print_next() is not printed
    copies = press.copies_of(job)
    assert [row.copy for row in copies] == ([] if printed else [2])
    assert all(row.state is JobState.CONFIRMED for row in copies)
    assert [paper.raw for paper in press.look()] == [press.bytes_of(row.id) for row in copies]


@pytest.mark.timeout(7200 if SOAK else 300)
@pytest.mark.parametrize("profile", [NATIVE, RASTER], ids=["native", "raster"])
def test_a_printer_that_hangs_up_at_any_byte_loses_nothing_and_doubles_nothing(
    profile: Profile, sqlite_copy: Copy, tmp_path: Path
) -> None:
    with ExitStack() as stack, ThreadPoolExecutor(PRESSES) as pool:
        presses = [
            stack.enter_context(a_press(stack.enter_context(sqlite_copy(tmp_path)), profile))
            for _ in range(PRESSES)
        ]
        data = presses[0].bytes_of(presses[0].owe())
        presses[0].finish()
        offsets = offsets_of(data, profile.text)
        shares = [offsets[share::PRESSES] for share in range(PRESSES)]
        whole = sum(pool.map(cut_at_each, presses, shares))
        ended = [row.state for press in presses for row in press.rows()]

    # Each of them came out, was printed again as a copy, or still asks a person to look.
    assert whole == len(A_QUESTION) + 1
    waiting = set() if SOAK else {JobState.UNCERTAIN}
    assert set(ended) == {JobState.CONFIRMED, JobState.CANCELLED} | waiting
    assert len(ended) >= len(offsets) > (500 if profile.text == "native" else 60)
