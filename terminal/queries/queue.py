"""This station's printers, their papers, and the ones that somebody must look for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from devices.paper import Paper
from domain.lot import Lot
from domain.printing import Document, JobState, PrintJob
from terminal.actions.reprint import CUSTODY, UNDER_WAY
from terminal.queries.device_rows import DeviceRow, device_rows

if TYPE_CHECKING:
    from terminal.queries.extras import Facing

ROWS: Final = 5
FIRST: Final = {JobState.UNCERTAIN: 0, JobState.FAILED: 1}


@dataclass(frozen=True, slots=True)
class JobRow:
    """One paper; `copies` tells whether this station may print it once more."""

    id: int
    printer: str
    document: str
    lot: str
    copy: int
    state: str
    reason: str
    age: timedelta
    at: datetime
    answered_by: str
    asks: bool
    copies: bool


def queue(facing: Facing) -> dict[str, object]:
    """Return the printers of a station and its last papers, those that ask somebody first."""
    codes = set(facing.station.printers.values())
    query = select(PrintJob).where(PrintJob.printer.in_(codes)).order_by(PrintJob.id.desc())
    jobs = list(facing.db.scalars(query.limit(60)))
    jobs.sort(key=lambda job: (FIRST.get(job.state, 2), -job.id))
    return {
        "printers": _printers(facing),
        "jobs": [_row(facing, job) for job in jobs[:ROWS]],
        "queued": sum(job.state in {JobState.QUEUED, JobState.SENDING} for job in jobs),
        "uncertain": sum(job.state is JobState.UNCERTAIN for job in jobs),
    }


def _printers(facing: Facing) -> list[DeviceRow]:
    return [row for row in device_rows(facing.site, facing.station) if row.kind != "scanner"]


def _row(facing: Facing, job: PrintJob) -> JobRow:
    query = select(Lot).where(Lot.number == job.lot)
    lot = facing.db.scalar(query)
    held = lot is not None and lot.station == facing.station.code
    at = job.changed_at or job.queued_at
    return JobRow(
        id=job.id,
        printer=job.printer,
        document=job.document.value,
        lot=job.lot or Paper.from_json(job.paper).title,
        copy=job.copy,
        state=job.state.value,
        reason=job.reason,
        age=facing.site.now() - at,
        at=at,
        answered_by=job.answered_by,
        asks=job.state is JobState.UNCERTAIN,
        copies=job.state not in UNDER_WAY
        and job.document not in {Document.BADGE, Document.BLANK_SLIP}
        and (held or job.document not in CUSTODY),
    )
