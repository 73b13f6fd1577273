"""A factory without discipline: shifts change, with lots that are there and lots that are not."""

from hypothesis import strategies as st
from sqlalchemy import func, select

from domain.lot import Lot
from domain.process import Step
from domain.shift import HERE, Fate, ShiftLine, ShiftList
from tests.terminal.handovers import OFTEN, PICK, deed
from tests.terminal.office_day import OfficeDay


class ShiftDay(OfficeDay):
    """Fourteen people, nine stations, no discipline, and a whistle."""

    def on_the_bench(self, station: str) -> list[Lot]:
        return [one for one in self.hands.lots() if one.station == station and one.state in HERE]

    def last_line(self) -> int:
        with self.hands.floor.site.reading() as db:
            return db.scalar(select(func.max(ShiftLine.id))) or 0

    def last_list(self) -> str:
        with self.hands.floor.site.reading() as db:
            query = select(ShiftList.number).order_by(ShiftList.id.desc()).limit(1)
            return db.scalar(query) or "RETEST-1-H1"

    @deed(pick=PICK, off=st.sampled_from([0, -1, 2]), fate=st.sampled_from(Fate), found=OFTEN)
    def the_shift_changes(self, pick: int, off: int, fate: Fate, *, found: bool) -> None:
        lot = self.bring((Step.RETEST, Step.REPAIR)[pick % 2])
        if lot is None:
            return
        there = self.on_the_bench(lot.station)
        leaves, arrives = self.hands.workers(lot)[:2]
        trays = {one.number: one.quantity for one in there}
        scanned = ",".join(trays)
        give, take = {"scanned": scanned}, {"scanned": scanned if found else ""}
        for wrong in ("RT-2611-9999.1", lot.number):
            self.hands.do(leaves, lot.station, "give-shift", scanned=wrong, shown=len(there),
                          trays={lot.number: lot.quantity + 1})  # fmt: skip
        for shown in (99, len(there), len(there)):
            self.hands.do(leaves, lot.station, "give-shift", shown=shown, trays=trays, **give)
        shift = self.last_list()
        for who in (leaves, self.hands.supervisor_of(lot.person_id)):
            self.hands.do(who, "REVIEW-1", "note-shift", shift=shift, note="已叫人来接")
        self.hands.do(leaves, lot.station, "take-shift", shift=shift, trays=trays, **take)
        counted = {name: max(1, pieces + off) for name, pieces in trays.items()}
        for _ in range(3):
            self.hands.do(arrives, lot.station, "take-shift", shift=shift, trays=counted, **take)
        boss = self.hands.supervisor_of(lot.person_id)
        for who in (arrives, boss, boss):
            self.hands.do(who, "REVIEW-1", "settle-shift", line=self.last_line(), fate=fate.value)
