"""Every fault of the simulated printer at every moment of a job: what is then said, and done.

The paper is the judge. The operator says what he sees while the printer is still broken, which is
when doubles are made: whatever he misses is printed again as a copy, and what the printer held back
comes out too. At most one paper of a job is without a mark, and none is missing in the end.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from itertools import product
from pathlib import Path
from typing import Final

from devices.profile import Proof
from devices.state import Condition
from domain.printing import JobState
from tests.copies import Copy
from tests.devices.samples import NATIVE
from tests.terminal.press import PATIENCE, Press, a_press

PRESSES: Final = 16
QUICK: Final = 0.2
SOME: Final = 2.0
MOMENTS: Final = ("before", "first byte", "middle", "last byte", "printed")
QUEUED, CONFIRMED, UNCERTAIN = JobState.QUEUED, JobState.CONFIRMED, JobState.UNCERTAIN
FINE = (CONFIRMED,) * 5
HALTED = (QUEUED, UNCERTAIN, UNCERTAIN, UNCERTAIN, CONFIRMED)
DOUBTFUL = (UNCERTAIN, UNCERTAIN, UNCERTAIN, UNCERTAIN, CONFIRMED)
# What the printer is said to be, and what the job is when the fault comes at each moment.
TABLE: Final[dict[str, tuple[Condition, Sequence[JobState]]]] = {
    "paper_low": (Condition.PAPER_LOW, FINE),
    "paper_out": (Condition.PAPER_OUT, HALTED),
    "cover_open": (Condition.COVER_OPEN, HALTED),
    "jam": (Condition.ERROR, HALTED),
    "mute": (Condition.UNKNOWN, DOUBTFUL),
    "slow": (Condition.READY, FINE),
    "crawl": (Condition.UNKNOWN, DOUBTFUL),
    "stall": (Condition.UNKNOWN, DOUBTFUL),
    "stale_status": (Condition.READY, FINE),
    "garbage_status": (Condition.UNKNOWN, FINE),
    "hang_up": (Condition.READY, DOUBTFUL),
}
SILENT: Final = {"mute", "crawl", "stall"}
BROKEN: Final = {"crawl", "stall", "hang_up"}
PROOFS: Final[tuple[Proof, ...]] = ("GS(H", "GSr", "none")
Case = tuple[Proof, str, str]
CASES: Final[list[Case]] = list(product(PROOFS, TABLE, MOMENTS))


def expected(case: Case) -> tuple[Condition, JobState]:
    """What the table says; a printer without proof ends at `sent` unless it gives rise to doubt."""
    proof, fault, moment = case
    condition, states = TABLE[fault]
    state = states[MOMENTS.index(moment)]
    if proof != "none":
        return condition, state
    if fault == "garbage_status" and moment not in {"before", "printed"}:
        return condition, UNCERTAIN
    never_spoke = moment == "before" and fault in SILENT
    return condition, JobState.SENT if state is CONFIRMED or never_spoke else state


def deed_of(press: Press, fault: str, at: int) -> Callable[[], None]:
    faults = {
        "slow": partial(press.twin.slow, 100_000),
        "crawl": partial(press.twin.slow, 1),
        "hang_up": partial(press.twin.cut_at, at),
    }
    deed = faults.get(fault) or getattr(press.twin, fault)

    def lose_patience() -> None:
        press.spool.printer._answer_seconds = QUICK
        deed()

    return lose_patience if fault in SILENT else deed


def patience_with(fault: str, moment: str) -> float:
    """Nobody has to wait long for what will not come; before the fault the printer answers."""
    if fault not in SILENT:
        return PATIENCE
    return QUICK if moment == "before" else SOME


def play(press: Press, case: Case) -> list[str]:
    """Let a fault come at its moment; return what is not as it should be."""
    (proof, fault, moment), (condition, state) = case, expected(case)
    doubt = state is UNCERTAIN and fault != "hang_up"
    press.use(
        replace(NATIVE, proof=proof),
        proof_seconds=QUICK if doubt else PATIENCE,
        answer_seconds=patience_with(fault, moment),
    )
    job = press.owe()
    size = len(press.bytes_of(job))
    at = {"first byte": 1, "middle": size // 2, "last byte": size}.get(moment, 0)
    deed = deed_of(press, fault, at)
    if moment == "before" or (at and fault == "hang_up"):
        deed()
    elif at:
        press.twin.after(at, deed)
    press.spool.print_next()
    if moment == "printed":
        deed()
    said = press.row(job).state, press.spool.printer.state().condition
    trouble = [] if said == (state, condition) else [f"{said} and not {(state, condition)}"]
    return [f"{case}: {one}" for one in (*trouble, *look(press, job, case))]


def look(press: Press, job: int, case: Case) -> list[str]:
    """Answer what is asked, mend the printer, and count the papers."""
    _, fault, moment = case
    there = press.came_out(job, 0) == 1
    asked = press.row(job).state is UNCERTAIN
    if asked:
        press.answer(job, printed=there)
    press.twin.heal()
    # What had stopped taking bytes has lost the rest, or has it, when the connection ends.
    certain = (fault not in BROKEN) or moment in {"last byte", "printed"}
    press.came_out(job, int(certain and press.row(job).state is not QUEUED))
    press.use(press.profile)
    press.finish()
    copies = press.copies_of(job)
    marked = [press.came_out(row.id, 1) for row in copies]
    plain = press.came_out(job, int(certain))
    left = {row.state for row in (press.row(job), *copies)} & {QUEUED, JobState.SENDING, UNCERTAIN}
    return [
        *([] if int(certain) <= plain <= 1 else [f"{plain} without a mark"]),
        *([] if marked == [1] * (asked and not there) else [f"copies {marked}"]),
        *map(str, left),
    ]


def play_all(press: Press, cases: Sequence[Case]) -> list[str]:
    return [trouble for case in cases for trouble in play(press, case)]


def test_every_fault_at_every_moment_is_told_and_costs_no_paper(
    sqlite_copy: Copy, tmp_path: Path
) -> None:
    with ExitStack() as stack, ThreadPoolExecutor(PRESSES) as pool:
        floors = [stack.enter_context(sqlite_copy(tmp_path)) for _ in range(PRESSES)]
        presses = [stack.enter_context(a_press(floor)) for floor in floors]
        shares = [CASES[share::PRESSES] for share in range(PRESSES)]
        troubles = pool.map(play_all, presses, shares)
        assert [one for some in troubles for one in some] == []
