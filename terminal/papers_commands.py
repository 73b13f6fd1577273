"""The command sheet 操作码表 of a station: a code for each thing that a scan does there."""

from terminal.desk.commands import code_of, commands_of, word_of
from terminal.labels.fields import Value
from terminal.settings import Station
from terminal.transaction import Transaction
from terminal.writing import Writer


def print_command_sheet(tx: Transaction, station: Station) -> None:
    """Owe the sheet of a station, to be hung up where its people scan."""
    write = Writer(tx, "command-sheet")
    words = {command: word_of(command) for command in commands_of(station)}
    commands = [
        {
            "command": code_of(command),
            "word": write.say(word),
            "detail": write.say(f"{word}.detail"),
        }
        for command, word in words.items()
    ]
    facts: dict[str, Value] = {
        "station": station.code,
        "station_name": write.called(station),
        "commands": commands,
    }
    write.send(facts, about=station.code)
