"""Change of shift 交接班: one list of a station's open lots, signed by who leaves and who arrives.

The responsible person moves with the second signature and with nothing else: a new badge at a
station changes the operator, never custody (process.md, Change of shift; K-16).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from domain.base import Counter, Record
from domain.errors import BadField, BadQuantity, DomainError
from domain.handover import Hand, SamePerson
from domain.lot import Lot, LotState

BY_HAND: Final = "*"


class NotOnList(DomainError):
    """This lot is not one of those that change hands with the shift here."""

    code = "not-on-list"


class ListAnswered(DomainError):
    """This list is signed by both already, or a newer one has replaced it."""

    code = "list-answered"


class ListChanged(DomainError):
    """A lot has come or gone since the page was shown: nobody may sign for what he has not seen."""

    code = "list-changed"


class TrayDiffers(DomainError):
    """The giver's count of an opened lot is not what is booked; he counts again."""

    code = "tray-differs"


class ListState(StrEnum):
    """What has become of a list."""

    OPEN = "open"
    TAKEN = "taken"
    REPLACED = "replaced"


class LineState(StrEnum):
    """What has become of one lot of a list. All but WAITING, TAKEN and GONE go to the supervisor.

    LEFT_OUT: the giver did not find it. MISSING: the receiver did not. DIFFERENT: he counted
    twice, and it is not what is booked. GONE: it has moved on since.
    """

    WAITING = "waiting"
    TAKEN = "taken"
    GONE = "gone"
    LEFT_OUT = "left-out"
    MISSING = "missing"
    DIFFERENT = "different"


class Fate(StrEnum):
    """What the giver's direct supervisor decides about a lot that did not change hands."""

    KEEP = "keep"
    MOVE = "move"
    BOOK = "book"


UNSETTLED: Final = frozenset({LineState.LEFT_OUT, LineState.MISSING, LineState.DIFFERENT})
# Offered lots are on somebody else's shelf, disputed ones before a supervisor: neither moves.
HERE: Final = frozenset({LotState.RECEIVED, LotState.WORKING, LotState.DECIDED})


class ShiftLine(Record):
    """One lot of a list. `held` is what was booked, `opened` whether its tray is counted.

    Counts are the receiver's own; nobody sees `held` before they are stored. `by_hand`: one of the
    two did not scan its label.
    """

    __tablename__ = "shift_line"

    id: Mapped[int] = mapped_column(Counter, init=False, primary_key=True)
    list_id: Mapped[int] = mapped_column(ForeignKey("shift_list.id"), init=False, index=True)
    shift: Mapped[ShiftList] = relationship(back_populates="lines", init=False)
    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"), init=False, index=True)
    lot: Mapped[Lot] = relationship()
    held: Mapped[int]
    opened: Mapped[bool]
    by_hand: Mapped[bool] = mapped_column(default=False)
    first_count: Mapped[int | None] = mapped_column(default=None)
    second_count: Mapped[int | None] = mapped_column(default=None)
    state: Mapped[LineState] = mapped_column(default=LineState.WAITING, index=True)
    fate: Mapped[Fate | None] = mapped_column(default=None)
    decided_by: Mapped[str] = mapped_column(default="")
    decided_at: Mapped[datetime | None] = mapped_column(default=None)


class ShiftList(Record):
    """What one person leaves at a station and another takes over.

    `noted_by` is the supervisor who saw last that nobody had taken it over.
    """

    __tablename__ = "shift_list"
    __table_args__ = (Index("shift_list_at", "station", "state"),)

    id: Mapped[int] = mapped_column(Counter, init=False, primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    station: Mapped[str]
    giver_id: Mapped[int]
    giver_name: Mapped[str]
    given_at: Mapped[datetime]
    state: Mapped[ListState] = mapped_column(default=ListState.OPEN)
    receiver_id: Mapped[int | None] = mapped_column(default=None)
    receiver_name: Mapped[str] = mapped_column(default="")
    taken_at: Mapped[datetime | None] = mapped_column(default=None)
    noted_by: Mapped[str] = mapped_column(default="")
    noted_at: Mapped[datetime | None] = mapped_column(default=None)
    lines: Mapped[list[ShiftLine]] = relationship(
        back_populates="shift", order_by=ShiftLine.id, default_factory=list
    )

    @property
    def waiting(self) -> list[ShiftLine]:
        """The lots that the receiver has to find."""
        return [line for line in self.lines if line.state is LineState.WAITING]


def is_here(lot: Lot, station: str) -> bool:
    """Whether a lot is at a station and changes hands with the shift."""
    return lot.station == station and lot.state in HERE


def list_lots(
    shift: ShiftList,
    lots: Sequence[Lot],
    scanned: Collection[str],
    trays: Mapping[str, int],
    opened: Collection[str],
) -> None:
    """Put a station's lots on the leaving person's list; one that he did not scan is left out.

    Raises `BadField` for an opened lot without a count, `TrayDiffers` for a wrong one.
    """
    by_hand = {one.removesuffix(BY_HAND) for one in scanned if one.endswith(BY_HAND)}
    found = {one.removesuffix(BY_HAND) for one in scanned}
    if strangers := found - {lot.number for lot in lots}:
        raise NotOnList(lot=min(strangers), station=shift.station)
    for lot in lots:
        is_opened = lot.number in opened or lot.number in trays
        line = ShiftLine(lot=lot, held=lot.quantity, opened=is_opened)
        shift.lines.append(line)
        if lot.number not in found:
            line.state = LineState.LEFT_OUT
            continue
        line.by_hand = lot.number in by_hand
        if is_opened and _tray(lot, trays) != lot.quantity:
            raise TrayDiffers(lot=lot.number)


def check_lots(shift: ShiftList, scanned: Collection[str], trays: Mapping[str, int]) -> list[str]:
    """Compare what the arriving person found and counted; return the lots to count once more.

    Nothing is settled while there are any; afterwards every line has its end.
    """
    found = {one.removesuffix(BY_HAND) for one in scanned}
    if strangers := found - {line.lot.number for line in shift.lines}:
        raise NotOnList(lot=min(strangers), station=shift.station)
    for line in shift.waiting:
        line.by_hand = line.by_hand or f"{line.lot.number}{BY_HAND}" in scanned
    ends: dict[int, LineState] = {}
    again = []
    for line in shift.waiting:
        ends[line.id] = _end_of(line, shift.station, found, trays)
        if ends[line.id] is not LineState.DIFFERENT:
            continue
        if line.first_count is None:
            line.first_count = _tray(line.lot, trays)
            again.append(line.lot.number)
        else:
            line.second_count = _tray(line.lot, trays)
    for line in shift.waiting if not again else ():
        line.state = ends[line.id]
    return again


def take(shift: ShiftList, receiver: Hand) -> list[Lot]:
    """Close a checked list; return the lots that are in the receiver's name now."""
    if shift.state is not ListState.OPEN:
        raise ListAnswered(list=shift.number)
    if receiver.person_id == shift.giver_id:
        raise SamePerson(name=receiver.name)
    shift.state, shift.taken_at = ListState.TAKEN, receiver.at
    shift.receiver_id, shift.receiver_name = receiver.person_id, receiver.name
    moved = [line.lot for line in shift.lines if line.state is LineState.TAKEN]
    for lot in moved:
        lot.person_id = receiver.person_id
    return moved


def _end_of(
    line: ShiftLine, station: str, found: Collection[str], trays: Mapping[str, int]
) -> LineState:
    lot = line.lot
    if not is_here(lot, station):
        return LineState.GONE
    if lot.number not in found:
        return LineState.MISSING
    if not line.opened and lot.number not in trays:
        return LineState.TAKEN
    line.held = lot.quantity  # somebody may have worked on it since: it is what is booked now
    return LineState.TAKEN if _tray(lot, trays) == lot.quantity else LineState.DIFFERENT


def _tray(lot: Lot, trays: Mapping[str, int]) -> int:
    if lot.number not in trays:
        raise BadField(field="trays", value=lot.number)
    if trays[lot.number] < 1:
        raise BadQuantity(quantity=trays[lot.number], field="trays")
    return trays[lot.number]
