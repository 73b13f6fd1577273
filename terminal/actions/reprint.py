"""A paper is printed once more: the same words as were signed, marked COPY n.

Like the answer about an uncertain paper it is a record within the session, not a signature: it
says nothing new about the goods. The event keeps who asked for which copy.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import select

from devices.paper import Block, Paper, Text
from domain.access import Act
from domain.errors import DomainError, NotPermitted, UnknownThing, WrongState, WrongStation
from domain.handover import OutdatedSlip
from domain.lot import Lot
from domain.people import Person
from domain.printing import Document, JobState, PrintJob
from terminal.transaction import Answer, Transaction, required
from terminal.writing import LANGUAGE_OF

# Papers that go with the goods belong to whom has them; a receipt stays where it was signed.
CUSTODY = frozenset({
    Document.LOT_LABEL, Document.TRAVELER, Document.OQC_LABEL, Document.BOX_LABEL,
    Document.PIECE_TAG, Document.REPAIR_TAG,
})  # fmt: skip
LABELS = CUSTODY - {Document.TRAVELER}
UNDER_WAY = frozenset({JobState.QUEUED, JobState.SENDING, JobState.UNCERTAIN})


class BadgeCopied(DomainError):
    """A badge is never copied: an administrator prints a new one, and the old one is dead."""

    code = "badge-copied"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reprint:
    """Print a paper of this station again; only who has the lot reprints what goes with it."""

    act: ClassVar[str] = Act.REPRINT
    job: int

    def perform(self, tx: Transaction) -> Answer:
        """Return the number of the copy.

        Raises `WrongStation` when the lot is in another custody, `WrongState` while the paper is
        still under way, `OutdatedSlip` for a traveler of an earlier hand-over.
        """
        job = locked_job(tx, self.job)
        sign_for_paper(tx)
        if job.document is Document.BADGE:
            raise BadgeCopied(job=job.id)
        if job.state in UNDER_WAY:
            raise WrongState(lot=job.lot, state=job.state.value, step="")
        lot = tx.db.scalar(select(Lot).where(Lot.number == job.lot))
        gone = lot is None or (job.document in CUSTODY and lot.station != tx.station)
        if job.lot and gone:  # a cart's papers name no lot
            at = lot.station if lot else ""
            raise WrongStation(
                lot=job.lot, step=lot.step.value if lot else "", station=at, target="", go_to=at
            )
        last = [one for one in _papers(tx, job) if one.copy == 1][-1:]
        if job.document is Document.TRAVELER and last and last[0] not in _alike(tx, job):
            raise OutdatedSlip(lot=job.lot, slip="—", last=lot.last_handover if lot else 0)
        copy = print_copy(tx, job)
        tx.record("paper:reprinted", details={"job": job.id, "lot": job.lot, "copy": copy})
        tx.tell("desk", tx.station)
        return {"result": "reprinted", "about": job.lot, "copy": copy}


def locked_job(tx: Transaction, number: int) -> PrintJob:
    """Return a print job of this station, kept from other writers; raises `UnknownThing`."""
    query = select(PrintJob).where(PrintJob.id == number).with_for_update()
    job = tx.db.scalar(query.execution_options(populate_existing=True))
    station = tx.site.settings.station(tx.station)
    mine = set(station.printers.values()) if station else set()
    if job is None or not mine & {job.printer, job.origin}:
        raise UnknownThing(kind="job", name=str(number))
    return job


def sign_for_paper(tx: Transaction) -> Person:
    """Return the person of the session, who must work at one of this station's steps."""
    station = tx.site.settings.station(tx.station)
    *others, last = station.steps if station else (None,)
    for step in others:
        with suppress(NotPermitted):
            return tx.sign(Act.REPRINT, step)
    return tx.sign(Act.REPRINT, last)


def print_copy(tx: Transaction, job: PrintJob) -> int:
    """Owe the same paper once more with its copy number on top; return that number."""
    station = tx.site.settings.station(tx.station)
    printers = station.printers if station else {}
    locale = LANGUAGE_OF[station.language if station else "zh"]
    copy = max(one.copy for one in _alike(tx, job)) + 1
    mark = Text(tx.site.words.say(locale, "paper.copy", number=copy), 2, 1, bold=True)
    marked = Paper(title=Paper.from_json(job.paper).title, blocks=(mark, *_original(job)))
    use = _use(tx, printers, job)
    tx.print(job.document, marked.to_json(), lot=job.lot, use=use, copy=copy)
    return copy


def _use(tx: Transaction, printers: Mapping[str, str], job: PrintJob) -> str:
    """Return which of a station's printers a copy is for; of one that is gone, the widest."""
    own = next((use for use, code in printers.items() if code in {job.origin, job.printer}), "")
    if own or not printers:
        return required(own or None, "printer", job.printer[:40])
    wide = {one.code: one.paper_mm for one in tx.site.settings.printers}
    meant = "label" if job.document in LABELS else "slip"
    return max(printers, key=lambda use: (wide[printers[use]], use == meant))


def _alike(tx: Transaction, job: PrintJob) -> list[PrintJob]:
    return [one for one in _papers(tx, job) if _original(one) == _original(job)]


def _papers(tx: Transaction, job: PrintJob) -> list[PrintJob]:
    query = select(PrintJob).where(PrintJob.lot == job.lot, PrintJob.document == job.document)
    return list(tx.db.scalars(query.order_by(PrintJob.id)))


def _original(job: PrintJob) -> tuple[Block, ...]:
    blocks = Paper.from_json(job.paper).blocks
    return blocks[1:] if job.copy > 1 else blocks
