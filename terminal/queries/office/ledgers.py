"""The forms that are lists: tracking record 售后跟踪记录表, repair record 售后维修记录表."""

from collections.abc import Iterator
from dataclasses import dataclass

from domain.lot import LotState
from domain.process import Step
from terminal.queries.batch import Line
from terminal.queries.office.source import Source


@dataclass(frozen=True, slots=True)
class LotRow:
    """A lot and where it is; `quantity` is None while it must not be seen."""

    number: str
    step: str
    state: str
    station: str
    round: int
    quantity: int | None


@dataclass(frozen=True, slots=True)
class TrackingRecord:
    """All of a batch: its lots and every signature; `complete` once the last lot was packed."""

    number: str
    lots: tuple[LotRow, ...]
    track: tuple[Line, ...]
    opened: tuple[Line, ...]
    verified: tuple[Line, ...]
    complete: tuple[Line, ...]
    shipped: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class RepairForm:
    """Every repair record of a batch is on it; these signed for them."""

    number: str
    signed: tuple[Line, ...]
    arrived: tuple[Line, ...]


def tracking(source: Source) -> Iterator[TrackingRecord]:
    """Return the tracking record of the batch."""
    batch = source.view.batch
    gone = all(lot.step is Step.SHIP or lot.state is LotState.ENDED for lot in batch.lots)
    packed = tuple(line for line in source.signed("lot:decided") if line.meaning == "decided-pack")
    counted = tuple(
        line for line in source.signed("lot:decided") if line.meaning == "decided-register"
    )
    yield TrackingRecord(
        number=batch.number,
        lots=tuple(_rows(source)),
        track=tuple(line for line in source.view.lines if line.meaning),
        opened=source.signed("batch:booked-in"),
        verified=counted[-1:],
        complete=packed[-1:] if gone else (),
        shipped=source.signed("lot:shipped")[-1:] if batch.is_empty else (),
    )


def _rows(source: Source) -> Iterator[LotRow]:
    for lot in source.view.batch.lots:
        ended = lot.state is LotState.ENDED
        yield LotRow(
            number=lot.number,
            step=lot.step.value,
            state=lot.state.value,
            station=lot.station,
            round=lot.round,
            quantity=None if ended or not source.is_told(lot) else lot.quantity,
        )


def repair(source: Source) -> Iterator[RepairForm]:
    """Return the repair record of a batch that has one."""
    if source.view.papers.repairs:
        done = {"decided-repair", "decided-rework"}
        signed = source.signed("lot:decided")
        yield RepairForm(
            number=source.view.batch.number,
            signed=tuple(line for line in signed if line.meaning in done),
            arrived=source.signed("form:received", form="repair-record"),
        )
