"""What did not change hands with the shift: for the direct supervisor of who left."""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import select

from domain.access import Act
from domain.shift import UNSETTLED, Fate, LineState, ListState, ShiftLine, ShiftList, is_here
from terminal.queries.supervise_items import Eyes, Item


def nobody_takes_over(eyes: Eyes) -> Iterator[Item]:
    """Warn of lists of my people that wait longer than an offer may, with lots on them."""
    if not eyes.may(Act.NOTE_SHIFT):
        return
    limit = timedelta(minutes=eyes.site.figures.overdue_handover_minutes)
    query = select(ShiftList).where(ShiftList.state == ListState.OPEN).order_by(ShiftList.id)
    for shift in eyes.db.scalars(query):
        seen = shift.noted_at or shift.given_at
        if eyes.since(seen) <= limit or not eyes.decides_for(shift.giver_id):
            continue
        here = [line for line in shift.waiting if is_here(line.lot, shift.station)]
        if not here:
            continue
        yield Item(
            kind="note-shift",
            act=Act.NOTE_SHIFT.value,
            key=f"shift-list:{shift.number}",
            lot="",
            batch=shift.number,
            waited=eyes.since(shift.given_at),
            facts={
                "at": shift.station,
                "leaves": shift.giver_name,
                "all_of_them": len(here),
                "seen_by": shift.noted_by,
            },
            fields={"shift": shift.number},
        )


def left_by_the_shift(eyes: Eyes) -> Iterator[Item]:
    """Lots of my people that were not found, or counted otherwise, at a change of shift (K-18)."""
    query = (
        select(ShiftLine)
        .join(ShiftList, ShiftList.id == ShiftLine.list_id)
        .where(ShiftList.state == ListState.TAKEN, ShiftLine.state.in_(UNSETTLED))
        .where(ShiftLine.decided_at.is_(None))
        .order_by(ShiftLine.id)
    )
    for line in eyes.db.scalars(query) if eyes.may(Act.SETTLE_SHIFT) else ():
        shift, lot = line.shift, line.lot
        if not eyes.decides_for(shift.giver_id):
            continue
        facts: dict[str, str | int] = {
            "customer": lot.batch.customer.name,
            "step": lot.step.value,
            "station": shift.station,
            "leaves": shift.giver_name,
            "arrives": shift.receiver_name,
        }
        differs = line.state is LineState.DIFFERENT
        if differs:
            facts |= {"offered": line.held, "counted": line.second_count or 0}
        yield Item(
            kind=f"shift-{line.state.value}",
            act=Act.SETTLE_SHIFT.value,
            key=f"shift:{line.id}",
            lot=lot.number,
            batch=lot.batch.number,
            waited=eyes.since(shift.taken_at or shift.given_at),
            facts=facts,
            fields={"line": line.id},
            ways=tuple(fate.value for fate in Fate if differs or fate is not Fate.BOOK),
        )
