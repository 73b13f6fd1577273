"""Papers of a printer that cannot print go to its fallback, where the settings say so."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import func, select

from devices.state import Condition
from domain.printing import TIED, JobState, PrinterCare, PrintJob
from terminal.bus import News
from terminal.print_policy import DIVERT, Policy
from terminal.site import Site
from terminal.transaction import Transaction

STOPPED: Final = frozenset(
    {Condition.PAPER_OUT, Condition.COVER_OPEN, Condition.ERROR, Condition.OFFLINE}
)


def divert(site: Site, printer: str, reason: str) -> int:
    """Move what waits at a printer to its fallback once it has been stuck for long enough.

    Only papers of which no byte was sent, and each only once: what came here from a printer that is
    stuck too stays. Return how many were moved; none while the fallback is paused or stopped.
    What counts is since when a paper could not be printed, or the printer says that it stands:
    a restart begins no new time, and neither does a port that opens and takes nothing.
    """
    policies = {one.code: one.policy for one in site.settings.printers}
    policy = policies.get(printer, Policy())
    if policy.on_failure != DIVERT:
        return 0
    if site.now() - _stuck_since(site, printer) < timedelta(seconds=policy.divert_seconds):
        return 0
    state = site.devices.get(policy.fallback)
    if state is not None and state.condition in STOPPED:
        return 0
    return _move(site, printer, policy.fallback, reason)


def _stuck_since(site: Site, printer: str) -> datetime:
    state, query = site.devices.get(printer), select(func.min(PrintJob.changed_at))
    held = (PrintJob.printer == printer, PrintJob.state == JobState.QUEUED, PrintJob.reason != "")
    with site.reading() as db:
        since = db.scalar(query.where(*held)) or site.now()
    return min(since, state.since) if state and state.condition in STOPPED else since


def _move(site: Site, printer: str, fallback: str, reason: str) -> int:
    query = select(PrintJob).where(
        PrintJob.printer == printer,
        PrintJob.origin == printer,
        PrintJob.state == JobState.QUEUED,
        PrintJob.document.not_in(TIED),
    )
    with site.writing() as db:
        care = db.get(PrinterCare, fallback)
        if care is not None and care.paused_at:
            return 0
        tx = Transaction(site, db, None, site.now())
        jobs = list(db.scalars(query.order_by(PrintJob.id).with_for_update()))
        for job in jobs:
            job.printer, job.reason, job.changed_at = fallback, "", tx.at
            details = {"from": printer, "to": fallback, "reason": reason}
            tx.record("paper:diverted", details={"job": job.id, "lot": job.lot, **details})
        tx.finish()
    if jobs:
        codes = (printer, fallback)
        news = [News("printing", code) for code in codes]
        site.bus.publish(*news, News("print", fallback), News("board"))
    return len(jobs)
