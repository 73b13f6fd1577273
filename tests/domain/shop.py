"""Batches, lots and hand-overs on a work bench of their own, without any database."""

from datetime import UTC, datetime

import domain.cases
import domain.findings
import domain.people
import domain.printing  # noqa: F401  (every record must be known before one is made)
from domain import handing
from domain.batch import Batch, Customer, Product
from domain.handover import Hand, Handover
from domain.ledger import CUSTOMER
from domain.lot import Lot, LotState
from domain.process import ROUTES, Outcome, Step

MORNING = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
GIVER = Hand(1, "王小梅", "SCREEN-1", MORNING)
RECEIVER = Hand(2, "何军", "REPAIR-1", MORNING)


def a_batch() -> Batch:
    return Batch(
        number="RT-2611-0001",
        customer=Customer(code="HK", name="华康电子"),
        product=Product(code="HK7", name="HK-7 主控板"),
        complaint="上电无显示",
        booked_at=MORNING,
        declared=50,
        counted=50,
    )


def a_lot(pieces: int = 50, step: Step = Step.SCREENING, batch: Batch | None = None) -> Lot:
    """A lot that somebody at a step has just received."""
    batch = batch or a_batch()
    lot = batch.open_lot(step, station=f"{step.upper()}-1", person_id=GIVER.person_id, at=MORNING)
    batch.move(CUSTOMER, lot.account, pieces)
    return lot


def decided(outcome: Outcome = Outcome.UNSEEN, pieces: int = 50) -> Lot:
    """A lot with a verdict, ready to be offered."""
    lot = a_lot(pieces, ROUTES[outcome].step)
    lot.state, lot.route = LotState.DECIDED, outcome
    return lot


def offered(outcome: Outcome = Outcome.UNSEEN, pieces: int = 50) -> Handover:
    """An offer that waits for its receiver."""
    return handing.offer(decided(outcome, pieces), pieces, GIVER)


def disputed(pieces: int = 50, counts: tuple[int, int] = (48, 48)) -> Handover:
    """An offer whose receiver has counted something else twice."""
    handover = offered(pieces=pieces)
    for counted in counts:
        handing.count(handover, counted, limit=1000)
    return handover
