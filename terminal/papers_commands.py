"""The command sheet 操作码表 of a station: a code for each thing that a scan does there."""

from devices.paper import QR, Beside, Block, Cut, Paper, Rule, Text
from domain.printing import Document
from terminal.desk.commands import code_of, commands_of, word_of
from terminal.settings import Station
from terminal.transaction import Transaction
from terminal.writing import Writer


def print_command_sheet(tx: Transaction, station: Station) -> None:
    """Owe the sheet of a station, to be hung up where its people scan."""
    write = Writer(tx, "slip")
    name = station.called("en" if write.locale == "en" else "zh")
    blocks: list[Block] = [
        write.title("paper.command-sheet"),
        Text(f"{station.code} {name}", bold=True, align="center"),
    ]
    for command in commands_of(station):
        word = word_of(command)
        lines = (Text(write.say(word), 1, 2, bold=True), Text(write.say(f"{word}.detail")))
        blocks += [Rule(), Beside(QR(code_of(command), module=4), lines)]
    title = f"{write.say('paper.command-sheet')} {station.code}"
    paper = Paper(title=title, blocks=(*blocks, Cut()))
    tx.print(Document.COMMAND_SHEET, paper.to_json(), use=write.use)
