"""The list of a change of shift 交接班清单, with both names, once both have signed."""

from devices.paper import Block, Rule, Table, Text
from domain.printing import Document
from domain.shift import ShiftLine, ShiftList
from terminal.transaction import Transaction
from terminal.words.moments import day_month, full
from terminal.writing import Writer, zone_of


def print_shift(tx: Transaction, shift: ShiftList) -> None:
    """Owe the list: each lot with its count and what became of it; unopened lots have no count."""
    tx.flush()
    write, zone = Writer(tx, "slip"), zone_of(tx)
    taken = f"{shift.receiver_name} {day_month(shift.taken_at or tx.at, zone)}"
    place = tx.site.settings.station(shift.station)
    name = place.called("en" if write.locale == "en" else "zh") if place else ""
    blocks: list[Block] = [
        write.title("paper.shift-list"),
        write.pair("paper.list", shift.number, bold=True),
        write.pair("paper.station", f"{shift.station} {name}"),
        Rule(),
        _lines(write, shift),
        *([Text(write.say("paper.shift-marks"))] if shift.lines else []),
        Rule(),
        write.pair("paper.leaves", f"{shift.giver_name} {day_month(shift.given_at, zone)}"),
        write.pair("paper.arrives", taken),
        Text(full(tx.at, zone), align="center"),
    ]
    write.send(Document.SHIFT_LIST, blocks, None, about=shift.number)


def _lines(write: Writer, shift: ShiftList) -> Block:
    if not shift.lines:
        return Text(write.say("paper.shift-empty"), bold=True)
    return Table(
        columns=(17, 6, 9),
        head=(write.say("paper.lot"), "PCS", write.say("paper.shift-end")),
        rows=tuple(
            (line.lot.number, _count(line), write.say(f"shift.line.{line.state.value}"))
            for line in shift.lines
        ),
        align=("left", "right", "left"),
    )


def _count(line: ShiftLine) -> str:
    if line.second_count is not None:
        return f"{line.second_count}/{line.held}"
    mark = "*" if line.by_hand else ""
    return f"{line.held}{mark}" if line.opened else f"—{mark}"
