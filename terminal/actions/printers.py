"""Somebody pauses a printer, lets it print again, has it print its test page, says what he saw.

Records within the session: they say who stopped a machine and since when, nothing about goods.
"""

from dataclasses import dataclass
from typing import ClassVar

from devices.profile import DARKNESS
from domain.errors import BadField
from domain.printing import Document
from terminal.calibration import calibrated, widths
from terminal.papers_printer import owe_test_page
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


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintTest:
    """Print a printer's test page, on itself: its width, its darkness and a code to scan back."""

    act: ClassVar[str] = "print-test"
    printer: str

    def perform(self, tx: Transaction) -> Answer:
        """Return the printer; raises `UnknownThing`."""
        printer = address_of(tx.site, self.printer)
        tend(tx, printer.code)
        tx.record("printer:tested", details={"printer": printer.code})
        owe_test_page(tx, printer, care_of(tx, printer.code))
        tx.tell("desk", tx.station)
        return {"result": "test-printed", "printer": printer.code}


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibratePrinter:
    """Say what was seen on a test page: the last dot that comes out, and how dark is right."""

    act: ClassVar[str] = "calibrate-printer"
    printer: str
    across: int
    darkness: str

    def perform(self, tx: Transaction) -> Answer:
        """Return the printer; it holds from the next paper on. Raises `BadField`, `UnknownThing`.

        `across` is one of the ruler's numbers, `darkness` -3 to 3.
        """
        printer = address_of(tx.site, self.printer)
        tend(tx, printer.code)
        choices = widths(printer.profile)
        if self.across not in choices:
            raise BadField(field="across", value=str(self.across))
        if self.darkness not in map(str, DARKNESS):
            raise BadField(field="darkness", value=self.darkness[:10])
        care = care_of(tx, printer.code)
        now = calibrated(printer.profile, Document.LOT_LABEL, care)
        before = [now.dots, now.darkness]
        care.across = self.across if self.across != choices[0] else None
        care.darkness = int(self.darkness)
        care.calibrated_by, care.calibrated_at = tx.signed_name, tx.at
        details = {"before": before, "after": [self.across, care.darkness]}
        tx.record("printer:calibrated", details={"printer": printer.code, **details})
        tx.tell("desk", tx.station)
        return {"result": "printer-calibrated", "printer": printer.code, "dots": self.across}


def _tell(tx: Transaction, printer: str) -> None:
    for topic in ("print", "printing", "devices"):
        tx.tell(topic, printer)
    tx.tell("desk", tx.station)
