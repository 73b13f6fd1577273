"""The spool: papers wait in the database until a printer takes them, each one once.

A job is claimed by compare-and-set at the moment when its first byte goes out. A job whose fate
is unknown is *uncertain*: a person looks and answers. Nothing is resent by itself once a byte is
out, and nothing is lost.
"""

import logging
import threading
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import CursorResult, select, update

from devices.errors import DeviceError
from devices.escpos.compiler import compile_paper
from devices.fonts import Fonts
from devices.paper import Paper
from devices.printer import Fate, Printer, Printout
from domain.printing import JobState, PrintJob
from terminal.bus import News
from terminal.site import Site

log = logging.getLogger(__name__)
LOOK_AGAIN: Final = 5.0
INTERRUPTED: Final = "interrupted"
STATE_OF: Final = {
    Fate.FAILED: JobState.QUEUED,
    Fate.SENT: JobState.SENT,
    Fate.CONFIRMED: JobState.CONFIRMED,
    Fate.UNCERTAIN: JobState.UNCERTAIN,
}


class _TakenAway(Exception):
    """The job was cancelled while the printer was being asked how it is."""


@dataclass(slots=True)
class Spool:
    """One printer's worker, in a thread of its own between `start` and `stop`."""

    site: Site
    printer: Printer
    fonts: Fonts
    _stopping: threading.Event = field(default_factory=threading.Event, init=False)
    _work: threading.Event = field(default_factory=threading.Event, init=False)
    _thread: threading.Thread | None = field(default=None, init=False)
    _untold: tuple[int, Printout] | None = field(default=None, init=False)

    def start(self) -> None:
        """Begin to print; a job that was going out when the service died is uncertain now."""
        self._mark_interrupted()
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
                self._tell_state()
            except Exception:
                log.exception("spool of %s", self.printer.code)
            self._work.wait(LOOK_AGAIN)

    def print_next(self) -> bool:
        """Print the oldest waiting job; return whether the next one may follow.

        A fate that the database could not take is written down before anything else is printed.
        """
        self._tell_fate()
        job = self._oldest()
        if job is None:
            return False
        try:
            data = compile_paper(Paper.from_json(job.paper), self.printer.profile, self.fonts)
        except DeviceError as error:
            return self._change(job.id, {JobState.QUEUED}, JobState.FAILED, error.code)
        try:
            printout = self.printer.print(job.id, data, lambda: self._claim(job.id))
        except _TakenAway:
            return True
        except Exception:
            self._untold = (job.id, Printout(Fate.UNCERTAIN, INTERRUPTED))
            raise
        self._untold = (job.id, printout)
        return self._tell_fate() and printout.fate is not Fate.FAILED

    def _tell_fate(self) -> bool:
        """Write down what became of the last job; nothing of a failed one has left us."""
        if self._untold is None:
            return False
        job, printout = self._untold
        before = {JobState.SENDING}
        if printout.fate is Fate.FAILED:
            before |= {JobState.QUEUED}
        told = self._change(job, before, STATE_OF[printout.fate], printout.reason)
        self._untold = None
        return told

    def _oldest(self) -> PrintJob | None:
        with self.site.reading() as db:
            query = select(PrintJob).where(
                PrintJob.printer == self.printer.code, PrintJob.state == JobState.QUEUED
            )
            return db.scalar(query.order_by(PrintJob.id).limit(1))

    def _claim(self, job: int) -> None:
        if not self._change(job, {JobState.QUEUED}, JobState.SENDING, ""):
            raise _TakenAway

    def _change(self, job: int, before: set[JobState], after: JobState, reason: str) -> bool:
        with self.site.writing() as db:
            change = (
                update(PrintJob)
                .where(PrintJob.id == job, PrintJob.state.in_(before))
                .values(state=after, reason=reason, changed_at=self.site.now())
            )
            result = db.execute(change)
            changed = isinstance(result, CursorResult) and result.rowcount == 1
        self.site.bus.publish(News("printing", self.printer.code))
        return changed

    def _mark_interrupted(self) -> None:
        with self.site.writing() as db:
            db.execute(
                update(PrintJob)
                .where(PrintJob.printer == self.printer.code, PrintJob.state == JobState.SENDING)
                .values(state=JobState.UNCERTAIN, reason=INTERRUPTED, changed_at=self.site.now())
            )

    def _tell_state(self) -> None:
        state = self.printer.state()
        before = self.site.devices.get(self.printer.code)
        self.site.devices[self.printer.code] = state
        if before is None or before.condition is not state.condition:
            self.site.bus.publish(News("devices", self.printer.code))
