"""Printers as people see them: how each is, who paused it, what waits and what goes out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session as Db

from domain.printing import WAITING, JobState, PrinterCare, PrintJob
from terminal.diverting import STOPPED
from terminal.print_policy import DIVERT
from terminal.printers import PrinterAddress
from terminal.site import Sending, Site
from terminal.tending import at_gone_printer

OPEN = frozenset({*WAITING, JobState.SENDING, JobState.UNCERTAIN})


@dataclass(frozen=True, slots=True)
class PrinterRow:
    """One printer. `paused` is for how long, `oldest` how long the oldest paper has waited.

    `sending` is the job that goes out now, `about` its lot or name; `fallback` is where its papers
    go while it cannot print, empty when they wait.
    """

    code: str
    use: str
    condition: str
    age: timedelta | None
    detail: str
    paper_mm: int
    paused_by: str
    paused: timedelta | None
    waits: int
    oldest: timedelta | None
    sending: Sending | None
    about: str
    fallback: str

    @property
    def fine(self) -> bool:
        """Whether it prints, and nobody has to do anything."""
        return self.condition in {"ready", "printing"} and self.paused is None


def papers_of(codes: Iterable[str]) -> ColumnElement[bool]:
    """Return which jobs concern these printers: owed to them first, or waiting at them now."""
    mine = set(codes)
    here = and_(PrintJob.printer.in_(mine), PrintJob.state.in_(OPEN))
    return or_(PrintJob.origin.in_(mine), here)


def gone_printers(site: Site, db: Db) -> list[tuple[str, int, int]]:
    """Return printers that owe papers and are not in the settings any more.

    With each, how many papers wait and of how many nobody knows whether they came out.
    """
    asks = case((PrintJob.state == JobState.UNCERTAIN, 1), else_=0)
    query = (
        select(PrintJob.printer, func.count() - func.sum(asks), func.sum(asks))
        .where(PrintJob.state.in_(OPEN), at_gone_printer(site))
        .group_by(PrintJob.printer)
    )
    found = db.execute(query.order_by(PrintJob.printer))
    return [(code, int(waiting), int(asking)) for code, waiting, asking in found]


def printer_rows(site: Site, db: Db, uses: dict[str, str]) -> list[PrinterRow]:
    """Return printers by code, with what each is used for, in this order."""
    known = {one.code: one for one in site.settings.printers}
    cares = {
        one.code: one for one in db.scalars(select(PrinterCare).where(PrinterCare.code.in_(uses)))
    }
    counted = (
        select(PrintJob.printer, func.count(), func.min(PrintJob.queued_at))
        .where(PrintJob.printer.in_(uses), PrintJob.state.in_(WAITING))
        .group_by(PrintJob.printer)
    )
    waiting = {code: (count, since) for code, count, since in db.execute(counted)}
    return [
        _row(site, db, known[code], use, cares.get(code), *waiting.get(code, (0, None)))
        for code, use in uses.items()
        if code in known
    ]


def _row(  # noqa: PLR0917
    site: Site,
    db: Db,
    printer: PrinterAddress,
    use: str,
    care: PrinterCare | None,
    waits: int,
    since: datetime | None,
) -> PrinterRow:
    state, now = site.devices.get(printer.code), site.now()
    sending = site.sending.get(printer.code)
    diverts = printer.policy.on_failure == DIVERT and state and state.condition in STOPPED
    return PrinterRow(
        code=printer.code,
        use=use,
        condition=state.condition.value if state else "unknown",
        age=now - state.since if state else None,
        detail=state.detail if state else "",
        paper_mm=printer.paper_mm,
        paused_by=care.paused_by if care else "",
        paused=now - care.paused_at if care and care.paused_at else None,
        waits=waits,
        oldest=now - since if since else None,
        sending=sending,
        about=_about(db, sending.job) if sending else "",
        fallback=printer.policy.fallback if diverts else "",
    )


def _about(db: Db, number: int) -> str:
    return db.scalar(select(PrintJob.lot).where(PrintJob.id == number)) or f"#{number}"
