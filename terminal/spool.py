"""The spool: papers wait in the database until a printer takes them, each one once.

A job is claimed by compare-and-set at the moment when its first byte goes out: one that was
cancelled, moved or paused until then does not come out. A job whose fate
is unknown is *uncertain*: a person looks and answers. Nothing is resent by itself once a byte is
out, and nothing is lost.
"""

import logging
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import ColumnElement, CursorResult, Select, or_, select, update

from devices.compiler import compile_paper
from devices.errors import DeviceError
from devices.fonts import Fonts
from devices.paper import Paper
from devices.printer import Fate, Printer, Printout
from domain.printing import JobState, PrinterCare, PrintJob
from terminal.bus import News
from terminal.calibration import calibrated
from terminal.diverting import divert
from terminal.site import Sending, Site

log = logging.getLogger(__name__)
LOOK_AGAIN: Final = 5.0
SAY_AGAIN: Final = 0.2
"""Seconds between two pieces of news about one job that is going out."""
INTERRUPTED: Final = "interrupted"
STATE_OF: Final = {
    Fate.SENT: JobState.SENT,
    Fate.CONFIRMED: JobState.CONFIRMED,
    Fate.UNCERTAIN: JobState.UNCERTAIN,
}


BAD_PAPER: Final = "bad-paper"


class _TakenAway(Exception):
    """The job was cancelled, moved or paused while the printer was being asked how it is."""


def _why(error: Exception) -> str:
    return error.code if isinstance(error, DeviceError) else BAD_PAPER


def mark_interrupted(site: Site, of: ColumnElement[bool]) -> None:
    """Let somebody look for the papers that were going out when the service died."""
    with site.writing() as db:
        db.execute(
            update(PrintJob)
            .where(of, PrintJob.state == JobState.SENDING)
            .values(state=JobState.UNCERTAIN, reason=INTERRUPTED, changed_at=site.now())
        )


@dataclass(slots=True)
class Spool:
    """One printer's worker, in a thread of its own between `start` and `stop`."""

    site: Site
    printer: Printer
    fonts: Fonts
    clock: Callable[[], float] = time.monotonic
    _stopping: threading.Event = field(default_factory=threading.Event, init=False)
    _work: threading.Event = field(default_factory=threading.Event, init=False)
    _thread: threading.Thread | None = field(default=None, init=False)
    _untold: tuple[PrintJob, Printout] | None = field(default=None, init=False)

    def start(self) -> None:
        """Begin to print; a job that was going out when the service died is uncertain now."""
        mark_interrupted(self.site, PrintJob.printer == self.printer.code)
        self._thread = threading.Thread(
            target=self._run, name=f"spool {self.printer.code}", daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        """Stop after the job that is going out."""
        self._stopping.set()
        self._work.set()
        if self._thread:
            self._thread.join()

    def wake(self) -> None:
        """Say that there may be something to print."""
        self._work.set()

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._work.clear()
            try:
                while not self._stopping.is_set() and self.print_next():
                    pass
                self.tell_state()
            except Exception:
                log.exception("spool of %s", self.printer.code)
            self._work.wait(LOOK_AGAIN)

    def print_next(self) -> bool:
        """Print the oldest waiting job; return whether the next one may follow.

        A fate that the database could not take is written down before anything else is printed.
        """
        self._tell_fate()
        job, care = self._oldest()
        if job is None:
            return False
        try:
            profile = calibrated(self.printer.profile, job.document, care)
            data = compile_paper(Paper.from_json(job.paper), profile, self.fonts)
        except Exception as error:  # whatever is wrong with one paper, the next ones are not late
            log.exception("spool of %s: job %s", self.printer.code, job.id)
            self._change(job.id, JobState.QUEUED, JobState.FAILED, _why(error))
            return True
        try:
            printout = self._send(job.id, data)
        except _TakenAway:
            return True
        except Exception:
            self._untold = (job, Printout(Fate.UNCERTAIN, INTERRUPTED))
            raise
        self._untold = (job, printout)
        self._tell_fate()
        return printout.fate is not Fate.FAILED

    def _tell_fate(self) -> None:
        """Write down what became of the last job; nothing of a failed one has left us."""
        if self._untold is None:
            return
        job, printout = self._untold
        if printout.fate is not Fate.FAILED:
            self._change(job.id, JobState.SENDING, STATE_OF[printout.fate], printout.reason)
            self.site.tallies.setdefault(self.printer.code, Counter())[printout.fate.value] += 1
            self._untold = None
            return
        self._put_back(job, printout.reason)
        self._untold = None
        divert(self.site, self.printer.code, printout.reason)

    def _send(self, job: int, data: bytes) -> Printout:
        told = 0.0

        def progress(sent: int) -> None:
            nonlocal told
            self.site.sending[self.printer.code] = Sending(job, min(sent, len(data)), len(data))
            if self.clock() - told >= SAY_AGAIN:
                told = self.clock()
                self.site.bus.publish(News("progress", self.printer.code))

        try:
            return self.printer.print(job, data, lambda: self._claim(job), progress)
        finally:
            self.site.sending.pop(self.printer.code, None)

    def _oldest(self) -> tuple[PrintJob | None, PrinterCare | None]:
        """Return the next paper and what is set at the printer; no paper while it is paused."""
        query = select(PrintJob).where(
            PrintJob.printer == self.printer.code, PrintJob.state == JobState.QUEUED
        )
        with self.site.reading() as db:
            care = db.get(PrinterCare, self.printer.code)
            if care and care.paused_at:
                return None, care
            return db.scalar(query.order_by(PrintJob.id).limit(1)), care

    def _paused(self) -> Select[str]:
        return select(PrinterCare.code).where(
            PrinterCare.code == self.printer.code, PrinterCare.paused_at.is_not(None)
        )

    def _claim(self, job: int) -> None:
        running = ~self._paused().exists()
        if not self._change(job, JobState.QUEUED, JobState.SENDING, "", running):
            raise _TakenAway

    def _put_back(self, job: PrintJob, reason: str) -> None:
        """Let a job wait of which no byte was sent, and say since when it cannot be printed."""
        since = job.changed_at if job.reason and job.changed_at else self.site.now()
        new = or_(PrintJob.state == JobState.SENDING, PrintJob.reason != reason)
        values = {"state": JobState.QUEUED, "reason": reason, "changed_at": since}
        self._update(job.id, (JobState.QUEUED, JobState.SENDING), values, new)

    def _change(
        self, job: int, before: JobState, after: JobState, reason: str, *only: ColumnElement[bool]
    ) -> bool:
        values = {"state": after, "reason": reason, "changed_at": self.site.now()}
        return self._update(job, (before,), values, *only)

    def _update(
        self,
        job: int,
        before: tuple[JobState, ...],
        values: dict[str, object],
        *only: ColumnElement[bool],
    ) -> bool:
        """Change a job that is still this printer's and in one of these states, or nothing."""
        mine = (PrintJob.id == job, PrintJob.printer == self.printer.code)
        with self.site.writing() as db:
            result = db.execute(
                update(PrintJob).where(*mine, PrintJob.state.in_(before), *only).values(**values)
            )
            changed = isinstance(result, CursorResult) and result.rowcount == 1
        if changed:
            self.site.bus.publish(News("printing", self.printer.code))
        return changed

    def tell_state(self) -> None:
        """Ask the printer how it is and tell it to everybody."""
        state = self.printer.state()
        before = self.site.devices.get(self.printer.code)
        self.site.devices[self.printer.code] = state
        if before is None or before.condition is not state.condition:
            self.site.bus.publish(News("devices", self.printer.code))
