"""This station's printers and papers: what asks somebody, what waits, what has come out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import ColumnElement, and_, case, or_, select

from devices.paper import BadPaper, Paper
from domain.lot import Lot
from domain.printing import WAITING, Document, JobState, PrintJob
from terminal.actions.reprint import CUSTODY, UNDER_WAY
from terminal.queries.drafts import draft_of
from terminal.queries.paging import page_of
from terminal.queries.printers import OPEN, papers_of, printer_rows
from terminal.queries.steps.typed import read_whole
from terminal.queries.targets import crowd_of, may_tend, targets
from terminal.tending import at_gone_printer

if TYPE_CHECKING:
    from terminal.queries.extras import Facing

ROWS: Final = 4
KEPT: Final = 100
ORDER: Final = (JobState.UNCERTAIN, JobState.FAILED, JobState.SENDING, JobState.QUEUED)


@dataclass(frozen=True, slots=True)
class JobRow:
    """One paper; `age` is since its state began, or since it cannot be printed.

    `asks` wants somebody to look, `waits` may be cancelled or moved, `copies` tells whether this
    station may print it once more. `moved_from` is the printer that it was owed to, where another
    one has it now.
    """

    id: int
    printer: str
    moved_from: str
    document: str
    lot: str
    copy: int
    state: str
    reason: str
    age: timedelta
    at: datetime
    answered_by: str
    asks: bool
    waits: bool
    copies: bool


def queue(facing: Facing) -> dict[str, object]:
    """Return the printers of a station and a page of its papers, those that ask somebody first."""
    picked = draft_of(facing.db, facing.station.code, "queue")
    numbers = _numbers(facing)
    pages, shown = page_of(numbers, picked.get("page", "1"), ROWS)
    jobs = {
        job.id: job for job in facing.db.scalars(select(PrintJob).where(PrintJob.id.in_(shown)))
    }
    chosen = _chosen(facing, picked.get("job", ""))
    return {
        "printers": printer_rows(facing.site, facing.db, uses_of(facing)),
        "jobs": [_row(facing, jobs[number]) for number in shown if number in jobs],
        "pages": pages,
        "chosen": _row(facing, chosen) if chosen else None,
        "targets": targets(facing, chosen.printer, [chosen]) if chosen else [],
        "crowd": crowd_of(facing, picked["all"]) if picked.get("all") else None,
        **_counted(facing),
    }


def uses_of(facing: Facing) -> dict[str, str]:
    """Return a station's printers and what each is for: labels (`printer`) or `slip-printer`."""
    printers = facing.station.printers
    label = printers.get("label")
    ordered = sorted(set(printers.values()), key=lambda code: (code != label, code))
    return {code: "printer" if code == label else "slip-printer" for code in ordered}


def _mine(facing: Facing) -> ColumnElement[bool]:
    """Return which jobs a station sees; who tends all printers sees those of gone ones too."""
    mine = papers_of(uses_of(facing))
    if not may_tend(facing):
        return mine
    return or_(mine, and_(at_gone_printer(facing.site), PrintJob.state.in_(OPEN)))


def _numbers(facing: Facing) -> list[int]:
    """Return the jobs that are open, what asks first, then the latest ones that are over."""
    mine = _mine(facing)
    order = case({state: place for place, state in enumerate(ORDER)}, value=PrintJob.state)
    waiting = select(PrintJob.id).where(mine, PrintJob.state.in_(OPEN)).order_by(order, PrintJob.id)
    over = select(PrintJob.id).where(
        PrintJob.origin.in_(uses_of(facing)), PrintJob.state.not_in(OPEN)
    )
    latest = facing.db.scalars(over.order_by(PrintJob.id.desc()).limit(KEPT))
    return [*facing.db.scalars(waiting.limit(KEPT)), *latest]


def _counted(facing: Facing) -> dict[str, int]:
    query = select(PrintJob.state).where(_mine(facing), PrintJob.state.in_(OPEN))
    states = list(facing.db.scalars(query))
    asking = states.count(JobState.UNCERTAIN)
    return {"queued": len(states) - asking, "uncertain": asking}


def _chosen(facing: Facing, typed: str) -> PrintJob | None:
    """Return the paper that somebody wants to cancel or move, as long as it waits."""
    query = select(PrintJob).where(
        PrintJob.id == read_whole(typed), PrintJob.state.in_(WAITING), _mine(facing)
    )
    return facing.db.scalar(query)


def _row(facing: Facing, job: PrintJob) -> JobRow:
    lot = facing.db.scalar(select(Lot).where(Lot.number == job.lot)) if job.lot else None
    held = lot is not None and lot.station == facing.station.code
    at = job.changed_at or job.queued_at
    return JobRow(
        id=job.id,
        printer=job.printer,
        moved_from=job.origin if job.origin != job.printer else "",
        document=job.document.value,
        lot=job.lot or _title(job),
        copy=job.copy,
        state=job.state.value,
        reason=job.reason,
        age=facing.site.now() - at,
        at=at,
        answered_by=job.answered_by,
        asks=job.state is JobState.UNCERTAIN,
        waits=job.state in WAITING,
        copies=job.state not in {*UNDER_WAY, JobState.FAILED}
        and job.document not in {Document.BADGE, Document.BLANK_SLIP, Document.TEST_PAGE}
        and (held or job.document not in CUSTODY),
    )


def _title(job: PrintJob) -> str:
    try:
        return Paper.from_json(job.paper).title
    except BadPaper:
        return f"#{job.id}"
