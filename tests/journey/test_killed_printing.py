"""kill -9 of the service in every state that a print job has: nothing lost, nothing doubled."""

import os
import random
import threading
from pathlib import Path

import pytest

from devices.escpos.compiler import compile_paper
from devices.paper import Paper
from domain.printing import JobState
from tests.devices.samples import FONTS, NATIVE
from tests.journey.crew import Crew
from tests.journey.printing import Trays, a_shop_with_trays, kill_before_the_first_byte
from tests.journey.shop import Shop

SOAK = os.environ.get("SOAK") == "1"
ROUNDS = 100 if SOAK else 2
BUSY = ("SALES-1", "RECV-1", "SCREEN-1", "REWORK-1")
SEED = 20261121
QUEUED, SENDING, SENT = JobState.QUEUED, JobState.SENDING, JobState.SENT
CONFIRMED, UNCERTAIN = JobState.CONFIRMED, JobState.UNCERTAIN
FAILED, CANCELLED = JobState.FAILED, JobState.CANCELLED
# Where each printer's job is when the service is killed, and what it is after the restart.
MOMENTS = {
    "SALES-1": (QUEUED, QUEUED),
    "RECV-1": (SENDING, UNCERTAIN),  # the printer has taken the first bytes
    "SCREEN-1": (SENDING, UNCERTAIN),  # half of them
    "REWORK-1": (SENDING, UNCERTAIN),  # all of them, and printed the paper
    "REPAIR-1": (SENT, SENT),
    "REVIEW-1": (CONFIRMED, CONFIRMED),
    "RETEST-1": (UNCERTAIN, UNCERTAIN),
    "OQC-1": (FAILED, FAILED),
    "PACK-1": (CANCELLED, CANCELLED),
}

pytestmark = pytest.mark.timeout(7200 if SOAK else 300)


def prepare(shop: Shop, trays: Trays) -> dict[str, int]:
    """Owe each printer a paper and let the printers be what brings it into its state."""
    config = shop.config.read_text(encoding="utf-8")
    head, tail = config.split('[[printer]]\ncode = "REPAIR-1"\n')
    proofless = f'{head}[[printer]]\ncode = "REPAIR-1"\nproof = "none"\n{tail}'
    shop.config.write_text(proofless, encoding="utf-8")
    jobs = {code: trays.owe(code) for code in MOMENTS}
    size = len(compile_paper(Paper.from_json(trays.row(jobs["RECV-1"]).paper), NATIVE, FONTS))
    shop.printers["SALES-1"].paper_out()
    for code, taken in (("RECV-1", 1), ("SCREEN-1", size // 2), ("REWORK-1", size)):
        shop.printers[code].after(taken, shop.printers[code].stall)
    shop.printers["RETEST-1"].cut_at(100)
    trays.change(jobs["OQC-1"], paper="{}")
    trays.change(jobs["PACK-1"], state=CANCELLED, answered_by="nobody")
    return jobs


def test_a_kill_in_every_state_of_a_job_loses_nothing_and_doubles_nothing(tmp_path: Path) -> None:
    with a_shop_with_trays(tmp_path) as (shop, trays):
        jobs = prepare(shop, trays)
        early = trays.owe("PACK-1")
        kill_before_the_first_byte(shop, "PACK-1")
        assert trays.row(early).state is SENDING
        assert shop.printers["PACK-1"].printed == 0

        shop.start()
        before = {jobs[code]: state for code, (state, _) in MOMENTS.items()} | {early: UNCERTAIN}
        trays.until("every job in its state", lambda: trays.states() == before)
        trays.until("a whole paper without proof", lambda: whole(trays, jobs["REWORK-1"]) == 1)
        printed = {code: twin.printed for code, twin in shop.printers.items()}
        shop.kill()
        shop.start()
        after = {jobs[code]: state for code, (_, state) in MOMENTS.items()} | {early: UNCERTAIN}
        trays.until("what was going out is uncertain", lambda: trays.states() == after)

        crew = Crew(shop)
        # Signed while one printer is out of paper and three have stalled.
        lot = str(crew.act("10131", "SALES-1", "book-in", customer="HK", product="PCBA-HK7-R3.2",
                           complaint="无显示", declared=10, counted=10)["lot"])  # fmt: skip
        assert crew.lot(lot).station == "SALES-1"
        grown = {code: twin.printed - printed[code] for code, twin in shop.printers.items()}
        assert not any(grown.values()), "nothing is sent again by itself"
        trays.answer_all(crew)
        for twin in shop.printers.values():
            twin.heal()
        settle(trays)
        assert trays.row(jobs["SALES-1"]).state is CONFIRMED
        trays.judge()


def test_kills_at_random_moments_of_printing_lose_nothing_and_double_nothing(
    tmp_path: Path,
) -> None:
    dice = random.Random(SEED)
    with a_shop_with_trays(tmp_path) as (shop, trays):
        crew = Crew(shop)
        for code in BUSY:
            shop.printers[code].slow(12_000)
        for _ in range(ROUNDS):
            for code in BUSY:
                trays.owe(code), trays.owe(code)
            shop.start()
            threading.Event().wait(dice.uniform(0, 1))
            shop.kill()
            trays.look()
        for code in BUSY:
            shop.printers[code].heal()
        shop.start()
        trays.until("no paper going out", lambda: not {QUEUED, SENDING} & ended(trays))
        assert sum(row.reason == "interrupted" for row in trays.rows()) >= ROUNDS
        trays.answer_all(crew)
        settle(trays)
        trays.judge()


def whole(trays: Trays, job: int) -> int:
    trays.look()
    return trays.whole(trays.row(job))


def ended(trays: Trays) -> set[JobState]:
    return set(trays.states().values())


def settle(trays: Trays) -> None:
    trays.until("nothing left to do", lambda: not {QUEUED, SENDING, UNCERTAIN} & ended(trays))
    trays.look()
