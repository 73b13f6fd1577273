"""A verdict: counted pieces of a lot are told where to go; it splits the lot and moves nothing.

Only a receipt moves pieces to the next step, so a child of a split stays at its parent's step.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from domain.errors import BadQuantity, DomainError, QuantityMismatch
from domain.lot import OPEN_WORK, Lot, LotState
from domain.process import BY_RULE, OVER_LIMIT, ROUTES, Ending, Outcome, Step

NAMED_BY_DEFECT: Final = frozenset({Outcome.SEEN, Outcome.SEEN_ONLY, *OVER_LIMIT})
REPAIRS: Final = frozenset({
    Outcome.REPAIRED, Outcome.NOTHING_FOUND, Outcome.UNREPAIRABLE,
    Outcome.REWORKED, Outcome.REWORK_NOTHING_FOUND, Outcome.REWORK_UNREPAIRABLE,
})  # fmt: skip


class WrongOutcome(DomainError):
    """This step does not give this verdict."""

    code = "wrong-outcome"


class AnomalyMissing(DomainError):
    """Visible faults may not leave before the anomaly report is registered (K-24)."""

    code = "anomaly-missing"


class DefectsMismatch(DomainError):
    """The named defects do not add up to the failed pieces."""

    code = "defects-mismatch"


class RecordsMismatch(DomainError):
    """The repair records do not add up to the counted pieces (K-29)."""

    code = "records-mismatch"


class TestedByYou(DomainError):
    """Who tested a lot cannot inspect it as well (K-30)."""

    code = "tested-by-you"


class ConsentMissing(DomainError):
    """Scrap and return as is need the customer's consent, recorded by Sales (K-38)."""

    code = "consent-missing"


class ConditionsMissing(DomainError):
    """A retest by decision needs the customer's conditions, and every decision a reason (K-02)."""

    code = "conditions-missing"


class NotConfirmed(DomainError):
    """Only a batch problem confirmed by the quality supervisor skips the screening (K-15)."""

    code = "not-confirmed"


class DifferentLots(DomainError):
    """These two lots differ in something that a merge would wipe out."""

    code = "different-lots"


def check_counts(lot: Lot, counts: Mapping[Outcome, int]) -> dict[Outcome, int]:
    """Return the counts that say something, or raise what is wrong with them.

    A lot may be judged in part (finished trays move on while the rest stays), never beyond what
    it holds. Raises `WrongOutcome`, `BadQuantity`, `QuantityMismatch`.
    """
    for outcome, counted in counts.items():
        if ROUTES[outcome].step is not lot.step or outcome in BY_RULE:
            raise WrongOutcome(outcome=outcome.value, step=lot.step.value)
        if counted < 0:
            raise BadQuantity(quantity=counted)
    told = {outcome: counted for outcome, counted in counts.items() if counted}
    if not told or sum(told.values()) > lot.quantity:
        raise QuantityMismatch(held=lot.quantity, counted=sum(told.values()))
    return told


def judge(lot: Lot, counts: Mapping[Outcome, int], *, round_limit: int) -> list[Lot]:
    """Split a lot by its verdicts and give each part its route; return the parts, in order.

    A part that is the whole lot is the lot itself. Scrapped pieces leave the flow at once.
    A failure past the limit of rounds is sent to review instead (K-09).
    """
    lot.expect_state(*OPEN_WORK)
    told = check_counts(lot, counts)
    parts = []
    for outcome, quantity in told.items():
        part = lot if quantity == lot.quantity else lot.batch.split(lot, quantity)
        limited = lot.round >= round_limit and outcome in OVER_LIMIT
        part.route = OVER_LIMIT[outcome] if limited else outcome
        part.state = LotState.DECIDED
        parts.append(part)
        target = ROUTES[part.route].target
        if isinstance(target, Ending):
            lot.batch.end(part, target, quantity)
    if lot.quantity == 0:
        lot.state = LotState.ENDED
    elif lot not in parts:
        lot.state = LotState.WORKING
    return parts


def check_defects(counts: Mapping[Outcome, int], defects: Mapping[str, int]) -> None:
    """Raise `DefectsMismatch` unless the named defects add up to the pieces that need a name."""
    if min(defects.values(), default=0) < 0:
        raise BadQuantity(quantity=min(defects.values()))
    failed = sum(counted for outcome, counted in counts.items() if outcome in NAMED_BY_DEFECT)
    if sum(defects.values()) != failed:
        raise DefectsMismatch(failed=failed, named=sum(defects.values()))


def needs_anomaly(counts: Mapping[Outcome, int]) -> int:
    """Return how many pieces must be in a registered anomaly report before they leave."""
    return sum(counted for outcome, counted in counts.items() if ROUTES[outcome].anomaly)


def merge(into: Lot, other: Lot) -> None:
    """Put a lot into another of the same batch, step, station, route, round and payer (合批)."""
    same = (
        into.batch is other.batch
        and into is not other
        and into.step is other.step
        and into.station == other.station
        and into.round == other.round
        and into.payer is other.payer
        and into.came_by is other.came_by
        and into.ending is other.ending
        and into.step is not Step.REVIEW
    )
    if not same:
        raise DifferentLots(lot=into.number, other=other.number)
    into.expect_state(*OPEN_WORK)
    other.expect_state(*OPEN_WORK)
    into.batch.move(other.account, into.account, other.quantity)
    other.state = LotState.ENDED
    into.descend_from(other)
