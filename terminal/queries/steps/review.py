"""The review of what nobody could find: the case, its opinions, consent and decision (K-02)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from domain.access import Act
from domain.cases import Opinion
from domain.process import Outcome, Step, outcomes_at
from terminal.queries.steps.aside import aside
from terminal.queries.steps.pad import pad_of, tiles_of
from terminal.queries.steps.sheet import Desk, Need, counted, desk_of, written
from terminal.queries.steps.typed import Typed, group, words
from terminal.reviews import case_of

if TYPE_CHECKING:
    from terminal.queries.extras import Facing

ENDS = frozenset({Outcome.AS_IS, Outcome.SCRAP})


@dataclass(frozen=True, slots=True)
class Case:
    """The open case of a lot."""

    number: str
    origin: str
    opened_at: datetime
    consent: str
    consent_by: str
    opinions: tuple[Opinion, ...]


def review(facing: Facing) -> dict[str, object]:
    """Return the decision page, or the page of opinions or of the customer's consent."""
    desk = desk_of(facing)
    case = _case(desk)
    own = desk.sheet(Act.DECIDE, lambda typed: _decision(desk, typed, case))
    if desk.panel == "opinion":
        own = desk.sheet(Act.OPINION, lambda typed: written(typed, "text"))
    if desk.panel == "consent":
        own = desk.sheet("consent", lambda typed: written(typed, "consent"), Act.SETTLE)
    pad = None
    if own.act == Act.DECIDE:
        ways = tiles_of(outcomes_at(Step.REVIEW))
        pad = pad_of(desk.work, own, [tile for _, tile in ways.values()], results=ways)
    return {
        **aside(desk, own, pad),
        "case": case,
        "outcomes": [outcome.value for outcome in outcomes_at(Step.REVIEW)],
    }


def _decision(desk: Desk, typed: Typed, case: Case | None) -> Iterator[Need]:
    yield from counted(desk, typed)
    counts = group(typed, "counts")
    if not words(typed, "note"):
        yield Need("reason")
    if counts.get(Outcome.TO_RETEST) and not words(typed, "conditions"):
        yield Need("conditions")
    if any(counts.get(outcome) for outcome in ENDS) and not (case and case.consent):
        yield Need("consent")


def _case(desk: Desk) -> Case | None:
    found = case_of(desk.facing.db, desk.work.lot_id)
    if found is None or found.decided_at:
        return None
    return Case(
        number=found.number,
        origin=found.origin.value,
        opened_at=found.opened_at,
        consent=found.consent,
        consent_by=found.consent_by,
        opinions=tuple(found.opinions),
    )
