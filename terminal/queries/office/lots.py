"""The service form 售后服务表 of a lot: what was asked for, and who signed for how many pieces."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from domain.lot import OPEN_WORK, Lot, LotState
from domain.process import ROUTES, Step
from terminal.queries.batch import Line
from terminal.queries.office.source import Source
from terminal.queries.work import BESIDE, WAY

LAST: Final = "shipped"


@dataclass(frozen=True, slots=True)
class Empty:
    """A line that nobody has signed yet; of several steps one will sign."""

    steps: tuple[str, ...]
    meaning: str


@dataclass(frozen=True, slots=True)
class ServiceForm:
    """One lot's form. `quantity` is None where there is none and while it must not be seen."""

    number: str
    step: str
    state: str
    round: int
    quantity: int | None
    hold: str
    on_time: bool | None
    track: tuple[Line, ...]
    unsigned: tuple[Empty, ...]


def service(source: Source) -> Iterator[ServiceForm]:
    """Return the service form of each wanted lot."""
    confirmed = source.signed("batch:problem-confirmed")
    for lot in source.view.batch.lots:
        if source.wants(lot.number):
            is_told = lot.state is not LotState.ENDED and source.is_told(lot)
            track = (*source.track(lot), *confirmed)
            yield ServiceForm(
                number=lot.number,
                step=lot.step.value,
                state=lot.state.value,
                round=lot.round,
                quantity=lot.quantity if is_told else None,
                hold=lot.hold_reason,
                on_time=lot.on_time,
                track=tuple(sorted(track, key=lambda line: line.number)),
                unsigned=tuple(unsigned(lot)),
            )


def unsigned(lot: Lot) -> Iterator[Empty]:
    """Return the lines that a lot's pieces still lack, in the order of the way before them.

    Behind a review the way is open, so nothing is asked for there before it has decided.
    """
    if lot.state is LotState.ENDED:
        return
    if lot.state in OPEN_WORK:
        yield Empty((lot.step.value,), _verdict(lot.step))
        coming = () if lot.step is Step.REVIEW else _after(lot.step)
    else:
        if lot.state is LotState.DECIDED:
            yield Empty((lot.step.value,), "offered")
        target = ROUTES[lot.route].target if lot.route else lot.step
        assert isinstance(target, Step)  # noqa: S101  (what has ended is not offered)
        coming = (target,) if target is Step.REVIEW else (target, *_after(target))
    for step in coming:
        fork = step is Step.REPAIR and step is not coming[0]
        names = (Step.REPAIR.value, Step.REWORK.value) if fork else (step.value,)
        yield Empty(names, "received")
        yield Empty(names, _verdict(step))


def _after(step: Step) -> tuple[Step, ...]:
    return WAY[WAY.index(BESIDE.get(step, step)) + 1 :]


def _verdict(step: Step) -> str:
    return {Step.INTAKE: "offered", Step.SHIP: LAST}.get(step, f"decided-{step.value}")
