"""The command sheet of a station, as an office printer prints it."""

from dataclasses import dataclass

from devices.svg import qr_path
from terminal.desk.commands import code_of, commands_of, word_of
from terminal.settings import Station


@dataclass(frozen=True, slots=True)
class CommandRow:
    """One code: the key of its name, what the code carries, and its picture."""

    word: str
    code: str
    modules: int
    path: str


def command_rows(station: Station) -> list[CommandRow]:
    """Return the codes of a station's sheet, in its order."""
    return [
        CommandRow(word_of(command), code, *qr_path(code))
        for command in commands_of(station)
        for code in [code_of(command)]
    ]
