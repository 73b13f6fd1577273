"""What the codes of a command sheet 操作码表 do at a desk; the sheet prints exactly these."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from sqlalchemy import select

from domain.codes import Code, CodeKind
from domain.errors import DomainError, UnknownCode
from domain.lot import Lot
from domain.people import Desk
from domain.process import Step
from terminal.desk.desks import clear_act, refresh, show, show_view
from terminal.desk.sessions import end
from terminal.desk.strip import Strip
from terminal.settings import Station
from terminal.transaction import Transaction


class NoLotHere(DomainError):
    """The command speaks of the lot on the desk, and none lies there."""

    code = "no-lot-here"


@dataclass(frozen=True, slots=True)
class Note:
    """A record that a command asks for, about the lot on the desk; it is written after the scan."""

    act: str
    fields: dict[str, str]


def _put_away(tx: Transaction, desk: Desk) -> None:
    clear_act(desk)
    desk.lot = desk.slip = desk.view = ""
    refresh(tx, desk)


def _cancel(tx: Transaction, desk: Desk) -> None:
    clear_act(desk)
    refresh(tx, desk)


def _leave(tx: Transaction, desk: Desk) -> None:
    end(tx, desk, "signed-off")
    clear_act(desk)
    refresh(tx, desk)


def _about_lot(act: str) -> Callable[[Transaction, Desk], Note]:
    def note(tx: Transaction, desk: Desk) -> Note:
        lot = tx.db.scalar(select(Lot).where(Lot.number == desk.lot)) if desk.lot else None
        if lot is None:
            raise NoLotHere(station=desk.station)
        return Note(act, {"lot": lot.number, "version": str(lot.version)})

    return note


def _open(view: str) -> Callable[[Transaction, Desk], None]:
    def open_it(tx: Transaction, desk: Desk) -> None:
        show_view(tx, desk, view)

    return open_it


Command = Callable[[Transaction, Desk], Note | None]
COMMANDS: Final[Mapping[str, Command]] = MappingProxyType({
    "NEXT": _put_away,
    "CANCEL": _cancel,
    "UNDO": _about_lot("undo-tray"),
    "REPRINT": _about_lot("relabel"),
    "WAITING": _open("waiting"),
    "INTAKE": _open("intake"),
    "CART": _open("load"),
    "SHIFT": _open("shift"),
    "FIND": _open("find"),
    "PAPERS": _open("queue"),
    "DECIDE": _open("supervise"),
    "LEAVE": _leave,
})  # fmt: skip
# Some are of use at some steps only.
ONLY_AT: Final = MappingProxyType({"INTAKE": Step.INTAKE, "UNDO": Step.SCREENING})


def commands_of(station: Station) -> tuple[str, ...]:
    """Return the commands that work at a station, in the order of its sheet."""
    return tuple(name for name in COMMANDS if name not in ONLY_AT or ONLY_AT[name] in station.steps)


def code_of(command: str) -> str:
    """Return what the bar code of a command carries."""
    return str(Code(CodeKind.COMMAND, command))


def word_of(command: str) -> str:
    """Return the key of a command's name; with `.detail` it says what the command does."""
    return f"command.{command.lower()}"


def obey(tx: Transaction, desk: Desk, code: Code) -> Note | None:
    """Do what a command says; raises `UnknownCode` for one that is of no use here."""
    station = tx.site.settings.station(tx.station)
    if station is None or code.payload not in commands_of(station):
        raise UnknownCode(scanned=str(code), why="not-here")
    note = COMMANDS[code.payload](tx, desk)
    if note is None:
        show(tx, desk, Strip("ok", word_of(code.payload), tx.at))
    return note
