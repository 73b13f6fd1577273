"""Which page of a work step is filled by whom."""

from types import MappingProxyType
from typing import Final

from domain.process import Step
from terminal.queries.steps.inspect import register, screening, tested
from terminal.queries.steps.leaving import pack, ship
from terminal.queries.steps.repair import repair
from terminal.queries.steps.review import review

STEPS: Final = MappingProxyType({
    Step.REGISTER.value: register,
    Step.SCREENING.value: screening,
    Step.REWORK.value: repair,
    Step.REPAIR.value: repair,
    Step.REVIEW.value: review,
    Step.RETEST.value: tested,
    Step.OQC.value: tested,
    Step.PACK.value: pack,
    Step.SHIP.value: ship,
})  # fmt: skip
