"""The command sheet 操作码表 of a station: a code for each thing that a scan does there."""

from devices.paper import QR, Beside, Block, Cut, Feed, Paper, Rule, Text
from domain.printing import Document
from terminal.command_sheet import Group, sheet_of
from terminal.settings import Station
from terminal.transaction import Transaction
from terminal.writing import Writer

MODULE = 4
QR_CELLS = 12  # with its quiet zone and the gap


def print_command_sheet(tx: Transaction, station: Station) -> None:
    """Owe the sheet of a station, one piece of paper for each group, to be hung up in reach."""
    write = Writer(tx, "slip")
    for group in sheet_of(tx.db, station):
        title = f"{write.say('paper.command-sheet')} {station.code}"
        paper = Paper(
            title=title, blocks=(*_head(write, station, group), *_rows(write, group), Cut())
        )
        tx.print(Document.COMMAND_SHEET, paper.to_json(), use=write.use)


def _head(write: Writer, station: Station, group: Group) -> list[Block]:
    name = station.called("en" if write.locale == "en" else "zh")
    head: list[Block] = [
        write.title(f"command.group.{group.name}"),
        Text(f"{station.code} {name}", bold=True, align="center"),
    ]
    if group.name == "digits":
        head.append(Text(write.say("command.again")))
    return head


def _rows(write: Writer, group: Group) -> list[Block]:
    rows: list[Block] = []
    for entry in group.entries:
        name = entry.called(write.tx.site.words, write.locale)
        detail = [Text(write.say(entry.detail))] if entry.detail else []
        texts = (write.big(name, beside=QR_CELLS), *detail, Text(entry.code))
        # far enough from the next one that a reader catches one only
        rows += [Rule(), Beside(QR(entry.code, module=MODULE), texts), Feed()]
    return rows
