"""The list of a change of shift 交接班清单, with both names, once both have signed."""

from domain.shift import ShiftLine, ShiftList
from terminal.labels.fields import Value
from terminal.transaction import Transaction
from terminal.writing import Writer


def print_shift(tx: Transaction, shift: ShiftList) -> None:
    """Owe the list: each lot with its count and what became of it; unopened lots have no count."""
    tx.flush()
    write = Writer(tx, "shift-list")
    lots = [
        {
            "lot": line.lot.number,
            "count": _count(line),
            "state": write.say(f"shift.line.{line.state.value}"),
        }
        for line in shift.lines
    ]
    facts: dict[str, Value] = {
        "list": shift.number,
        "station": shift.station,
        "station_name": write.called(tx.site.settings.station(shift.station)),
        "lots": lots,
        "giver": write.stamp(shift.giver_name, shift.given_at),
        "receiver": write.stamp(shift.receiver_name, shift.taken_at or tx.at),
    }
    write.send(facts, about=shift.number)


def _count(line: ShiftLine) -> str:
    if line.second_count is not None:
        return f"{line.second_count}/{line.held}"
    mark = "*" if line.by_hand else ""
    return f"{line.held}{mark}" if line.opened else f"—{mark}"
