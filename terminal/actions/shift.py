"""Change of shift: who leaves signs the list of his station, who arrives checks and signs it."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import ClassVar

from sqlalchemy import select

from domain.access import Act
from domain.batch import Batch
from domain.errors import UnknownThing
from domain.events import canonical_json
from domain.lot import Lot
from domain.people import Draft
from domain.process import Step
from domain.shift import (
    HERE,
    UNSETTLED,
    LineState,
    ListAnswered,
    ListChanged,
    ListState,
    ShiftLine,
    ShiftList,
    check_lots,
    is_here,
    list_lots,
    take,
)
from terminal.locking import lock_batches
from terminal.papers_shift import print_shift
from terminal.shifts import lots_here, open_list, opened
from terminal.transaction import Answer, Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveShift:
    """The leaving person signs which open lots he found and how many are in the opened ones.

    `scanned` are lot numbers, with `*` those ticked by hand; `trays` are counts by lot; `shown` is
    how many lots the page asked him to find. A list that nobody has taken over is replaced.
    """

    act: ClassVar[str] = Act.GIVE_SHIFT
    shown: int
    scanned: tuple[str, ...] = ()
    trays: dict[str, int] = field(default_factory=dict)

    def perform(self, tx: Transaction) -> Answer:
        """Return the number of the list."""
        here = select(Batch.number).join(Lot, Lot.batch_id == Batch.id).distinct()
        lock_batches(tx, tx.db.scalars(here.where(Lot.station == tx.station, Lot.state.in_(HERE))))
        lots = lots_here(tx.db, tx.station)
        _sign(tx, Act.GIVE_SHIFT, lots)
        if len(lots) != self.shown:
            raise ListChanged(station=tx.station, shown=self.shown, lots=len(lots))
        if older := open_list(tx.db, tx.station, lock=True):
            older.state = ListState.REPLACED
        hand = tx.hand
        shift = ShiftList(
            number=f"{tx.station}-H{tx.next_in(f'{tx.station}-H')}",
            station=tx.station,
            giver_id=hand.person_id,
            giver_name=hand.name,
            given_at=hand.at,
        )
        tx.db.add(shift)
        with tx.db.no_autoflush:
            list_lots(shift, lots, self.scanned, self.trays, opened(tx.db, tx.station, lots))
        # No figure in here: who arrives has not counted yet (K-16).
        tx.record("shift:given", meaning="shift-given", details={
            "list": shift.number, "lots": [line.lot.number for line in shift.waiting],
            "left_out": _of(shift, LineState.LEFT_OUT),
        })  # fmt: skip
        tx.tell("desk", tx.station)
        return {"result": "shift-given", "list": shift.number, "lots": len(shift.waiting)}


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeShift:
    """The arriving person signs what he found and counted himself; what is equal is his now.

    What he counts wrong he counts once more. What still differs, or was not found, stays with the
    giver and goes to his direct supervisor.
    """

    act: ClassVar[str] = Act.TAKE_SHIFT
    shift: str
    scanned: tuple[str, ...] = ()
    trays: dict[str, int] = field(default_factory=dict)

    def perform(self, tx: Transaction) -> Answer:
        """Return `result`: shift-taken, shift-differs or shift-count-again."""
        shift = _lock_list(tx, self.shift)
        here = (line.lot for line in shift.waiting if is_here(line.lot, shift.station))
        _sign(tx, Act.TAKE_SHIFT, list(here))
        if again := check_lots(shift, self.scanned, self.trays):
            return self._count_again(tx, shift, again)
        with tx.db.no_autoflush:
            moved = take(shift, tx.hand)
        counted = {line.lot.number: line.held for line in shift.lines if line.opened}
        for lot in moved:
            tx.record(
                "lot:shift-taken",
                lot=lot,
                quantity=counted.get(lot.number),
                meaning="shift-taken",
                details={"list": shift.number, "from": shift.giver_id},
            )
        left = [line.lot.number for line in shift.lines if line.state in UNSETTLED]
        tx.record("shift:taken", meaning="shift-taken", details={
            "list": shift.number, "lots": len(moved), "missing": _of(shift, LineState.MISSING),
            "differs": _of(shift, LineState.DIFFERENT), "gone": _of(shift, LineState.GONE),
        })  # fmt: skip
        print_shift(tx, shift)
        tx.tell("desk", tx.station)
        return {
            "result": "shift-differs" if left else "shift-taken",
            "list": shift.number, "lots": len(moved), "left": " ".join(left) or "—",
        }  # fmt: skip

    def _count_again(self, tx: Transaction, shift: ShiftList, again: list[str]) -> Answer:
        tx.record("shift:counted", details={"list": shift.number, "lots": again})
        query = select(Draft).where(Draft.station == tx.station, Draft.act == self.act)
        for draft in tx.db.scalars(query):
            wrong = {f"trays.{number}" for number in again}
            kept = {name: text for name, text in json.loads(draft.fields).items()
                    if name not in wrong}  # fmt: skip
            draft.fields = canonical_json(kept)
        tx.tell("desk", tx.station)
        return {"result": "shift-count-again", "list": shift.number, "again": " ".join(again)}


def _sign(tx: Transaction, act: Act, lots: Iterable[Lot]) -> None:
    """Sign where every lot is at a step of one's own; an empty list by any step of the station."""
    station = tx.site.settings.station(tx.station)
    steps = {lot.step for lot in lots} or set((station.steps if station else ())[:1])
    for step in sorted(steps or {Step.INTAKE}):
        tx.sign(act, step)


def _lock_list(tx: Transaction, number: str) -> ShiftList:
    """Lock the batches of a list's lots, then the list; raises `ListAnswered`."""
    known = select(ShiftList).where(ShiftList.number == number, ShiftList.station == tx.station)
    batches = (
        select(Batch.number)
        .join(Lot, Lot.batch_id == Batch.id)
        .join(ShiftLine, ShiftLine.lot_id == Lot.id)
        .join(ShiftList, ShiftList.id == ShiftLine.list_id)
    )
    lock_batches(tx, tx.db.scalars(batches.where(ShiftList.number == number)))
    query = known.with_for_update(of=ShiftList).execution_options(populate_existing=True)
    shift = tx.db.scalar(query)
    if shift is None:
        raise UnknownThing(kind="shift-list", name=number[:40])
    if shift.state is not ListState.OPEN:
        raise ListAnswered(list=shift.number)
    return shift


def _of(shift: ShiftList, state: LineState) -> list[str]:
    return [line.lot.number for line in shift.lines if line.state is state]
