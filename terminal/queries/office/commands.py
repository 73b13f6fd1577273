"""The command sheet of a station, as an office printer prints it."""

from dataclasses import dataclass

from sqlalchemy.orm import Session as Db

from devices.svg import qr_path
from terminal.command_sheet import Entry, sheet_of
from terminal.settings import Station


@dataclass(frozen=True, slots=True)
class CommandRow:
    """One code: what it is called and does, and the picture of its code."""

    entry: Entry
    modules: int
    path: str


@dataclass(frozen=True, slots=True)
class CommandGroup:
    """Codes that belong together; `name` is the last part of `command.group.<name>`."""

    name: str
    rows: list[CommandRow]


def command_groups(db: Db, station: Station) -> list[CommandGroup]:
    """Return the codes of a station's sheet, in its order."""
    return [
        CommandGroup(
            group.name, [CommandRow(entry, *qr_path(entry.code)) for entry in group.entries]
        )
        for group in sheet_of(db, station)
    ]
