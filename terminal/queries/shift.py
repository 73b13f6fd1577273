"""The page of a change of shift: what has to be found here, what is ticked off and counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from domain.access import Act, permitted_roles
from domain.lot import Lot, LotState
from domain.shift import BY_HAND, ShiftList, is_here
from terminal.queries.drafts import draft_of
from terminal.shifts import TICKS, lots_here, open_list, opened

if TYPE_CHECKING:
    from terminal.queries.extras import Facing


@dataclass(frozen=True, slots=True)
class Row:
    """One lot; `count` is what was typed for it here, `again` asks for one more count.

    What is booked is not in here: whoever counts must not be told.
    """

    lot: str
    product: str
    customer: str
    state: str
    opened: bool
    ticked: bool
    by_hand: bool
    count: str
    again: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """The list of a station. `act` is what the signed-on person signs, empty where he cannot.

    `number`, `giver` and `given_at` are those of the list that waits, `mine` when it is his own.
    `field` is the tray that the keypad writes to; `offered` lots wait on other shelves.
    """

    act: str
    number: str
    giver: str
    given_at: datetime | None
    mine: bool
    rows: tuple[Row, ...]
    ticked: str
    found: int
    uncounted: tuple[str, ...]
    field: str
    offered: int


def shift(facing: Facing) -> dict[str, object]:
    """Return the list that the signed-on person has to check, the last tick first."""
    waiting = open_list(facing.db, facing.station.code)
    who = facing.view.who
    mine = waiting is not None and who is not None and waiting.giver_id == who.id
    act = Act.TAKE_SHIFT if waiting and not mine else Act.GIVE_SHIFT
    typed = draft_of(facing.db, facing.station.code, act.value)
    ticks = [one for one in _ticks(facing).split(",") if one]
    rows = [_row(one, ticks, typed) for one in _wanted(facing, waiting, act)]
    last = ticks[-1].removesuffix(BY_HAND) if ticks else ""
    rows.sort(key=lambda row: (row.lot != last, row.ticked and not _asks(row), row.lot))
    known = {row.lot for row in rows}
    ticks = [one for one in ticks if one.removesuffix(BY_HAND) in known]
    return {
        "sheet": Sheet(
            act=act.value if who and _may(facing, act) else "",
            number=waiting.number if waiting else "",
            giver=waiting.giver_name if waiting else "",
            given_at=waiting.given_at if waiting else None,
            mine=mine,
            rows=tuple(rows),
            ticked=",".join(ticks),
            found=len(ticks),
            uncounted=tuple(row.lot for row in rows if _asks(row)),
            field=_field(rows, typed),
            offered=_offered(facing),
        )
    }


@dataclass(frozen=True, slots=True)
class Wanted:
    """A lot that has to be found, whether its tray is open, and whether it was counted wrongly."""

    lot: Lot
    opened: bool
    again: bool


def _wanted(facing: Facing, waiting: ShiftList | None, act: Act) -> list[Wanted]:
    if waiting and act is Act.TAKE_SHIFT:
        return [
            Wanted(line.lot, line.opened, line.first_count is not None)
            for line in waiting.waiting
            if is_here(line.lot, waiting.station)
        ]
    lots = lots_here(facing.db, facing.station.code)
    trays = opened(facing.db, facing.station.code, lots)
    return [Wanted(lot, lot.number in trays, again=False) for lot in lots]


def _row(one: Wanted, ticks: list[str], typed: dict[str, str]) -> Row:
    lot = one.lot
    by_hand = f"{lot.number}{BY_HAND}" in ticks
    return Row(
        lot=lot.number,
        product=lot.batch.product.name,
        customer=lot.batch.customer.name,
        state="held" if lot.hold_reason else lot.state.value,
        opened=one.opened,
        ticked=by_hand or lot.number in ticks,
        by_hand=by_hand,
        count=typed.get(f"trays.{lot.number}", ""),
        again=one.again,
    )


def _asks(row: Row) -> bool:
    return row.ticked and row.opened and not row.count


def _field(rows: list[Row], typed: dict[str, str]) -> str:
    """Return the tray that the keypad writes to: a scanned one that waits for its count first."""
    waiting = [f"trays.{row.lot}" for row in rows if _asks(row)]
    chosen = typed.get("field", "")
    known = [f"trays.{row.lot}" for row in rows]
    return chosen if chosen in known and not waiting else next(iter(waiting or known), "")


def _ticks(facing: Facing) -> str:
    return draft_of(facing.db, facing.station.code, TICKS).get("scanned", "")


def _may(facing: Facing, act: Act) -> bool:
    roles = set(facing.view.who.roles) if facing.view.who else set()
    return any(roles & set(permitted_roles(act, step)) for step in facing.station.steps)


def _offered(facing: Facing) -> int:
    query = select(func.count(Lot.id)).where(
        Lot.station == facing.station.code,
        Lot.state.in_((LotState.OFFERED, LotState.DISPUTED)),
    )
    return facing.db.scalar(query) or 0
