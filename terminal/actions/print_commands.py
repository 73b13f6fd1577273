"""A station gets its command sheet; whoever works at any station may print it there."""

from dataclasses import dataclass
from typing import ClassVar

from terminal.actions.reprint import sign_for_paper
from terminal.papers_commands import print_command_sheet
from terminal.transaction import Answer, Transaction, required


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintCommands:
    """Print the sheet of codes that a reader at a station understands: a record."""

    act: ClassVar[str] = "print-commands"
    sheet: str

    def perform(self, tx: Transaction) -> Answer:
        """Return the station whose sheet it is; raises `UnknownThing`."""
        sign_for_paper(tx)
        station = required(tx.site.settings.station(self.sheet), "station", self.sheet[:40])
        tx.record("commands:printed", details={"station": station.code})
        print_command_sheet(tx, station)
        tx.tell("desk", tx.station)
        return {"result": "commands-printed", "at": station.code}
