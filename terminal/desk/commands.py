"""What the codes of a command sheet 操作码表 do at a desk; the sheet prints exactly these."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from types import MappingProxyType
from typing import Final

from sqlalchemy import select

from domain.codes import Code
from domain.errors import DomainError, UnknownCode
from domain.lot import Lot
from domain.people import Desk
from terminal.command_table import FORMS, PROMISES, REASONS, RESULTS, commands_of, word_of
from terminal.desk import filling, keyed
from terminal.desk.desks import clear_act, refresh, show, show_view
from terminal.desk.notes import Note
from terminal.desk.sessions import end
from terminal.desk.strip import Strip
from terminal.transaction import Transaction


class NoLotHere(DomainError):
    """The command speaks of the lot on the desk, and none lies there."""

    code = "no-lot-here"


Does = Callable[[Transaction, Desk], Note | Strip | None]


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


def _about_lot(act: str) -> Does:
    def note(tx: Transaction, desk: Desk) -> Note:
        lot = tx.db.scalar(select(Lot).where(Lot.number == desk.lot)) if desk.lot else None
        if lot is None:
            raise NoLotHere(station=desk.station)
        return Note(act, {"lot": lot.number, "version": str(lot.version)})

    return note


def _open(view: str) -> Does:
    def open_it(tx: Transaction, desk: Desk) -> None:
        show_view(tx, desk, view)

    return open_it


Named = Callable[[Transaction, Desk, str], Note | Strip]


def _each(names: Iterable[str], does: Named) -> dict[str, Does]:
    """Return what several commands do that differ in their name only."""

    def named(name: str) -> Does:
        return lambda tx, desk: does(tx, desk, name)

    return {name: named(name) for name in names}


DOES: Final[Mapping[str, Does]] = MappingProxyType({
    "CLEAR": keyed.clear,
    "BACK": keyed.back,
    "FIELD": keyed.next_field,
    "ACCEPT": filling.accept,
    "REFUSE": filling.refuse,
    "SIGN": filling.press,
    **_each(FORMS, filling.seen),
    **_each(PROMISES, filling.promise),
    **_each(REASONS, filling.reason),
    **_each(RESULTS, filling.result),
    "TRAYS": partial(filling.open_panel, "tally"),
    "FINISH": partial(filling.open_panel, "finish"),
    "FORM": partial(filling.open_panel, "own"),
    "CANCEL": _cancel,
    "NEXT": _put_away,
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


def obey(tx: Transaction, desk: Desk, code: Code) -> Note | None:
    """Do what a command says; raises `UnknownCode` for one that is of no use here."""
    station = tx.site.settings.station(tx.station)
    if station is None or code.payload not in commands_of(station):
        raise UnknownCode(scanned=str(code), why="not-here")
    came = DOES[code.payload](tx, desk)
    if isinstance(came, Note):
        return came
    show(tx, desk, came or Strip("ok", word_of(code.payload), tx.at))
    return None
