"""The printers of the site: who may tend one, what is set at it, which could take its papers."""

from typing import Final

from sqlalchemy import ColumnElement, select

from domain.access import Act
from domain.errors import UnknownThing
from domain.people import Person
from domain.printing import TIED, NarrowPaper, PrinterCare, PrintJob, TiedPaper
from terminal.actions.reprint import locked_job, sign_for_paper
from terminal.printers import PrinterAddress
from terminal.site import Site
from terminal.transaction import Transaction

WIDEST: Final = 80


def address_of(site: Site, code: str) -> PrinterAddress:
    """Return a printer of the settings; raises `UnknownThing`."""
    for one in site.settings.printers:
        if one.code == code:
            return one
    raise UnknownThing(kind="printer", name=code[:40])


def is_gone(site: Site, code: str) -> bool:
    """Return whether the settings no longer have a printer."""
    return all(one.code != code for one in site.settings.printers)


def at_gone_printer(site: Site) -> ColumnElement[bool]:
    """Return which jobs are at a printer that the settings no longer have."""
    return PrintJob.printer.not_in([one.code for one in site.settings.printers])


def tend(tx: Transaction, *codes: str) -> Person:
    """Return who tends one of these printers: anybody at its station, elsewhere a leader.

    A printer that the settings no longer have may still owe papers: leaders tend it too. Raises
    what `Transaction.sign` raises.
    """
    station = tx.site.settings.station(tx.station)
    if station and set(codes) & set(station.printers.values()):
        return sign_for_paper(tx)
    return tx.sign(Act.TEND_PRINTERS)


def care_of(tx: Transaction, code: str) -> PrinterCare:
    """Return what is set at a printer, kept from other writers until the commit."""
    _ = tx.next_event  # the head row is locked: two cannot both make the first row
    query = select(PrinterCare).where(PrinterCare.code == code).with_for_update()
    care = tx.db.scalar(query.execution_options(populate_existing=True))
    if care is None:
        care = PrinterCare(code=code)
        tx.db.add(care)
    return care


def waiting_job(tx: Transaction, number: int) -> PrintJob:
    """Return a job of which no byte was sent, kept from the spool until the commit.

    Raises `UnknownThing`, `JobGoingOut`, `JobAsks`, `JobOver`, and what `tend` raises.
    """
    query = select(PrintJob).where(PrintJob.id == number).with_for_update()
    job = tx.db.scalar(query.execution_options(populate_existing=True))
    if job is None:
        raise UnknownThing(kind="job", name=str(number))
    tend(tx, job.printer, job.origin)
    job.expect_waiting()
    return job


def asked_job(tx: Transaction, number: int) -> tuple[PrintJob, Person]:
    """Return a job that may ask somebody, kept from other writers, and who answers.

    It is this station's; who tends all printers answers for one that is gone as well. Raises
    `UnknownThing`, and what `Transaction.sign` raises.
    """
    gone = select(PrintJob).where(PrintJob.id == number, at_gone_printer(tx.site))
    job = tx.db.scalar(gone.with_for_update().execution_options(populate_existing=True))
    station = tx.site.settings.station(tx.station)
    if job is None or (station and job.origin in station.printers.values()):
        return locked_job(tx, number), sign_for_paper(tx)
    return job, tx.sign(Act.TEND_PRINTERS)


def takes_papers_of(site: Site, job: PrintJob, target: PrinterAddress) -> bool:
    """Return whether another printer may print a paper that was written for a certain one."""
    return job.document not in TIED and target.paper_mm >= _made_for(site, job)


def expect_room(site: Site, job: PrintJob, target: PrinterAddress) -> None:
    """Raise `NarrowPaper` when a paper would be cut off on another printer, or `TiedPaper`."""
    if job.document in TIED:
        raise TiedPaper(printer=job.printer)
    if not takes_papers_of(site, job, target):
        raise NarrowPaper(printer=target.code, has=target.paper_mm, needs=_made_for(site, job))


def _made_for(site: Site, job: PrintJob) -> int:
    # Nobody knows how wide a printer was that is not in the settings any more.
    return {one.code: one.paper_mm for one in site.settings.printers}.get(job.origin, WIDEST)
