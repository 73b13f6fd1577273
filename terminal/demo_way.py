"""The ordinary way of a lot in the demo, in stretches that a scene puts together.

Each stretch yields the minutes that pass before its next act.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from domain.process import Outcome
from terminal.actions.supervise import GivePromise
from terminal.demo_stage import (
    INSPECTOR,
    LEADER,
    PACKER,
    PRODUCTION,
    REPAIRER,
    SALES,
    TESTER,
    Stage,
)

RECIPIENT: Final = "德邦 李师傅"


def promise(stage: Stage, lot: str, days: int) -> None:
    """Production answers with a date so many days from now."""
    day = stage.site.today() + timedelta(days=days)
    batch = lot.rpartition(".")[0]
    stage.act(PRODUCTION, "REVIEW-1", GivePromise(batch=batch, production_on=day))


def to_screening(stage: Stage, lot: str, pieces: int) -> Iterator[float]:
    """Count in and offer to the screening."""
    yield 14
    stage.receive(PACKER, "RECV-1", lot, pieces)
    yield 9
    stage.decide(PACKER, "RECV-1", lot, {Outcome.COUNTED: pieces})


def to_repair(stage: Stage, lot: str, pieces: int) -> Iterator[float]:
    """Screen: everything fails the test and nothing can be seen."""
    yield from to_screening(stage, lot, pieces)
    yield 12
    stage.receive(LEADER, "SCREEN-1", lot, pieces)
    yield 31
    stage.decide(LEADER, "SCREEN-1", lot, {Outcome.UNSEEN: pieces})


def repaired(stage: Stage, lot: str, pieces: int, cause: str = "open") -> Iterator[float]:
    """Take the lot into repair, record two kinds of faults and offer it to the retest."""
    yield 11
    stage.receive(REPAIRER, "REPAIR-1", lot, pieces, on_time=True)
    yield 24
    few = pieces // 4
    stage.repair(lot, pieces - few, cause, "resolder", location="U7", minutes=6 * (pieces - few))
    yield 13
    stage.repair(lot, few, "part-bad", "replace", location="D3", parts="D3 1N4148", minutes=5 * few)
    stage.decide(REPAIRER, "REPAIR-1", lot, {Outcome.REPAIRED: pieces})


def tested(stage: Stage, lot: str, pieces: int) -> Iterator[float]:
    """Pass the whole lot at the retest."""
    yield 8
    stage.receive(TESTER, "RETEST-1", lot, pieces)
    yield 21
    stage.decide(TESTER, "RETEST-1", lot, {Outcome.RETEST_PASSED: pieces})


def inspected(stage: Stage, lot: str, pieces: int) -> Iterator[float]:
    """Pass the whole lot at OQC."""
    yield 10
    stage.receive(INSPECTOR, "OQC-1", lot, pieces)
    yield 17
    stage.decide(INSPECTOR, "OQC-1", lot, {Outcome.OQC_PASSED: pieces})


def packed(stage: Stage, lot: str, pieces: int, box: int) -> Iterator[float]:
    """Fill boxes and offer the lot to Sales."""
    yield 7
    stage.receive(PACKER, "PACK-1", lot, pieces)
    yield 12
    boxes = [box] * (pieces // box) + ([pieces % box] if pieces % box else [])
    stage.decide(PACKER, "PACK-1", lot, {Outcome.PACKED: pieces}, boxes=tuple(map(str, boxes)))


def to_customer(stage: Stage, lot: str, pieces: int, box: int) -> Iterator[float]:
    """Take a lot the whole way, from the packer's count to the shipping order."""
    yield from to_repair(stage, lot, pieces)
    yield from repaired(stage, lot, pieces, cause="misuse")
    yield from tested(stage, lot, pieces)
    yield from inspected(stage, lot, pieces)
    yield from packed(stage, lot, pieces, box)
    yield 35
    stage.receive(SALES, "SALES-1", lot, pieces)
    yield 60
    stage.ship(lot, pieces, f"SF14200{stage.site.today():%m%d}", RECIPIENT)
