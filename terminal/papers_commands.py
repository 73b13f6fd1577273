"""The command sheet 操作码表 of a station: a code for each thing that a scan does there."""

from terminal.command_sheet import sheet_of
from terminal.labels.fields import Value
from terminal.settings import Station
from terminal.transaction import Transaction
from terminal.writing import Writer


def print_command_sheet(tx: Transaction, station: Station) -> None:
    """Owe the sheet of a station, one piece of paper for each group, to be hung up in reach."""
    write = Writer(tx, "command-sheet")
    for group in sheet_of(tx.db, station):
        commands = [
            {
                "command": entry.code,
                "word": entry.called(tx.site.words, write.locale),
                "detail": write.say(entry.detail) if entry.detail else "",
            }
            for entry in group.entries
        ]
        facts: dict[str, Value] = {
            "group": write.say(f"command.group.{group.name}"),
            "how": write.say("command.again") if group.name == "digits" else "",
            "station": station.code,
            "station_name": write.called(station),
            "commands": commands,
        }
        write.send(facts, about=station.code)
