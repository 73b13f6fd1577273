"""Somebody pauses a printer, and lets it print again; what is owed meanwhile waits.

Records within the session: they say who stopped a machine and since when, nothing about goods.
"""

from dataclasses import dataclass
from typing import ClassVar

from terminal.tending import address_of, care_of, tend
from terminal.transaction import Answer, Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class PausePrinter:
    """Let everything that is owed to a printer wait; the paper that goes out now still does."""

    act: ClassVar[str] = "pause-printer"
    printer: str
    reason: str = ""

    def perform(self, tx: Transaction) -> Answer:
        """Return the printer; raises `PrinterPaused` and `UnknownThing`."""
        code = address_of(tx.site, self.printer).code
        tend(tx, code)
        care_of(tx, code).pause(tx.signed_name, tx.at)
        tx.record("printer:paused", details={"printer": code, "reason": self.reason[:200]})
        _tell(tx, code)
        return {"result": "printer-paused", "printer": code}


@dataclass(frozen=True, slots=True, kw_only=True)
class ResumePrinter:
    """Let a paused printer print what waits."""

    act: ClassVar[str] = "resume-printer"
    printer: str

    def perform(self, tx: Transaction) -> Answer:
        """Return the printer; raises `PrinterRuns` and `UnknownThing`."""
        code = address_of(tx.site, self.printer).code
        tend(tx, code)
        care_of(tx, code).resume()
        tx.record("printer:resumed", details={"printer": code})
        _tell(tx, code)
        return {"result": "printer-resumed", "printer": code}


def _tell(tx: Transaction, printer: str) -> None:
    for topic in ("print", "printing", "devices"):
        tx.tell(topic, printer)
    tx.tell("desk", tx.station)
