"""The flow chart as a table: which verdict at which step sends pieces where.

This is the route's shape (process.md, section 2); its figures are data in `config/process.toml`.
"""

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Step(StrEnum):
    """A place in the flow where a lot can be."""

    INTAKE = "intake"
    REGISTER = "register"
    SCREENING = "screening"
    REWORK = "rework"
    REPAIR = "repair"
    REVIEW = "review"
    RETEST = "retest"
    OQC = "oqc"
    PACK = "pack"
    SHIP = "ship"


class Role(StrEnum):
    """What a person is on the floor; a person may be several."""

    SALES = "sales"
    PACKER = "packer"
    QC_LEADER = "qc-leader"
    TESTER = "tester"
    OQC = "oqc"
    QUALITY_SUPERVISOR = "quality-supervisor"
    LINE_LEADER = "line-leader"
    LINE_WORKER = "line-worker"
    REPAIRER = "repairer"
    REPAIR_ENGINEER = "repair-engineer"
    PRODUCTION_SUPERVISOR = "production-supervisor"
    TECHNICAL_SUPERVISOR = "technical-supervisor"
    MANAGEMENT_OFFICE = "management-office"
    GENERAL_MANAGER = "general-manager"
    CHIEF_ENGINEER = "chief-engineer"
    FINANCE = "finance"
    BUSINESS_HEAD = "business-head"
    PURCHASING = "purchasing"
    ADMINISTRATOR = "administrator"


class Outcome(StrEnum):
    """A verdict on pieces; it says by which route they leave their step."""

    BOOKED = "booked"
    COUNTED = "counted"
    BATCH_PROBLEM = "batch-problem"
    NO_FAULT = "no-fault"
    SEEN = "seen"
    SEEN_ONLY = "seen-only"
    UNSEEN = "unseen"
    UNTESTABLE = "untestable"
    REPAIRED = "repaired"
    NOTHING_FOUND = "nothing-found"
    UNREPAIRABLE = "unrepairable"
    REWORKED = "reworked"
    REWORK_NOTHING_FOUND = "rework-nothing-found"
    REWORK_UNREPAIRABLE = "rework-unrepairable"
    RETEST_PASSED = "retest-passed"
    RETEST_FAILED = "retest-failed"
    RETEST_FAILED_SEEN = "retest-failed-seen"
    RETEST_LIMIT = "retest-limit"
    OQC_PASSED = "oqc-passed"
    OQC_FAILED = "oqc-failed"
    OQC_FAILED_SEEN = "oqc-failed-seen"
    OQC_LIMIT = "oqc-limit"
    TO_REPAIR = "to-repair"
    TO_REWORK = "to-rework"
    TO_RETEST = "to-retest"
    AS_IS = "as-is"
    SCRAP = "scrap"
    PACKED = "packed"


class Ending(StrEnum):
    """An account where pieces leave the flow."""

    SHIPPED = "shipped"
    SCRAPPED = "scrapped"
    RETURNED_AS_IS = "returned-as-is"


@dataclass(frozen=True, slots=True)
class Route:
    """Where one verdict leads.

    `another_round` counts one more repair (K-09); `anomaly` needs the inspection anomaly report
    registered first (K-24); `gap` marks a rule that was supplied locally (K-26).
    """

    step: Step
    target: Step | Ending
    another_round: bool = False
    anomaly: bool = False
    gap: bool = False


S, O, R = Step, Outcome, Route  # noqa: E741  (the table below reads as the flow chart)
ROUTES: Final = MappingProxyType({
    O.BOOKED: R(S.INTAKE, S.REGISTER),
    O.COUNTED: R(S.REGISTER, S.SCREENING),
    O.BATCH_PROBLEM: R(S.REGISTER, S.REWORK),                      # K-15: no screening
    O.NO_FAULT: R(S.SCREENING, S.REVIEW),                          # K-23
    O.SEEN: R(S.SCREENING, S.REWORK, anomaly=True),                # K-24
    O.SEEN_ONLY: R(S.SCREENING, S.REWORK, anomaly=True, gap=True), # K-26
    O.UNSEEN: R(S.SCREENING, S.REPAIR),                            # K-25
    O.UNTESTABLE: R(S.SCREENING, S.REPAIR),
    O.REPAIRED: R(S.REPAIR, S.RETEST),                             # K-29
    O.NOTHING_FOUND: R(S.REPAIR, S.REVIEW),                        # K-28
    O.UNREPAIRABLE: R(S.REPAIR, S.REVIEW),                         # K-38
    O.REWORKED: R(S.REWORK, S.RETEST),
    O.REWORK_NOTHING_FOUND: R(S.REWORK, S.REVIEW),
    O.REWORK_UNREPAIRABLE: R(S.REWORK, S.REVIEW),
    O.RETEST_PASSED: R(S.RETEST, S.OQC),                           # K-30
    O.RETEST_FAILED: R(S.RETEST, S.REPAIR, another_round=True),
    O.RETEST_FAILED_SEEN: R(S.RETEST, S.REWORK, another_round=True),
    O.RETEST_LIMIT: R(S.RETEST, S.REVIEW),                         # past the limit of rounds
    O.OQC_PASSED: R(S.OQC, S.PACK),                                # K-31
    O.OQC_FAILED: R(S.OQC, S.REPAIR, another_round=True),
    O.OQC_FAILED_SEEN: R(S.OQC, S.REWORK, another_round=True),
    O.OQC_LIMIT: R(S.OQC, S.REVIEW),
    O.TO_REPAIR: R(S.REVIEW, S.REPAIR),                            # K-02: only by decision
    O.TO_REWORK: R(S.REVIEW, S.REWORK),
    O.TO_RETEST: R(S.REVIEW, S.RETEST),
    O.AS_IS: R(S.REVIEW, S.PACK),
    O.SCRAP: R(S.REVIEW, Ending.SCRAPPED),
    O.PACKED: R(S.PACK, S.SHIP),                                   # K-32
})  # fmt: skip

# A failure past the limit of rounds goes to review, whatever kind of failure it was.
OVER_LIMIT: Final = MappingProxyType({
    O.RETEST_FAILED: O.RETEST_LIMIT,
    O.RETEST_FAILED_SEEN: O.RETEST_LIMIT,
    O.OQC_FAILED: O.OQC_LIMIT,
    O.OQC_FAILED_SEEN: O.OQC_LIMIT,
})  # fmt: skip

# Outcomes that the rules choose, so that nobody can.
BY_RULE: Final = frozenset({O.RETEST_LIMIT, O.OQC_LIMIT, O.BOOKED})


# Who comes to a review by these has been repaired, or tried to be: the next repair is one more.
REPAIRED_BEFORE: Final = frozenset({
    O.UNREPAIRABLE, O.REWORK_UNREPAIRABLE, O.RETEST_LIMIT, O.OQC_LIMIT,
})  # fmt: skip


def another_round(route: Outcome, came_by: Outcome | None) -> bool:
    """Return whether pieces that leave by a route are repaired once more (K-09)."""
    again = route in {Outcome.TO_REPAIR, Outcome.TO_REWORK} and came_by in REPAIRED_BEFORE
    return ROUTES[route].another_round or again


def outcomes_at(step: Step) -> tuple[Outcome, ...]:
    """Return the verdicts that a person can give at a step, in the order of the flow chart."""
    return tuple(o for o, r in ROUTES.items() if r.step is step and o not in BY_RULE)


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of the process that a factory may set; defaults are those of process.md."""

    round_limit: int = 2
    notice_per_mille: int = 5
    buffer_working_days: int = 1
    signing_policy: str = "session"
    blind_labels: bool = False
    largest_quantity: int = 100_000
    tap_seconds: int = 60
    wrong_pins_lock: int = 5
    wrong_pins_block: int = 10
    lock_minutes: int = 15
    start_pin_hours: int = 24
    idle_minutes: int = 5
    idle_minutes_repair: int = 30
    overdue_handover_minutes: int = 60
    unsorted_hours: int = 8
    seconds_per_piece: int = 2
    day_shift_from: int = 8
    day_shift_to: int = 20

    def shift(self, hour: int) -> str:
        """Return whose shift an hour of the site's clock belongs to: day or night."""
        return "day" if self.day_shift_from <= hour < self.day_shift_to else "night"
