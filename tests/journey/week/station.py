"""What everybody in the week has: panels, dice, a roster, and eyes on the trays."""

from collections import Counter
from dataclasses import dataclass
from random import Random

from sqlalchemy import select

from domain.handover import CONTESTED, Handover, HandoverState
from domain.lot import Lot
from domain.process import Step
from tests.journey.week.books import Books
from tests.journey.week.panels import Panels
from tests.journey.week.people import Roster

STATIONS = {
    Step.INTAKE: "SALES-1", Step.REGISTER: "RECV-1", Step.SCREENING: "SCREEN-1",
    Step.REWORK: "REWORK-1", Step.REPAIR: "REPAIR-1", Step.REVIEW: "REVIEW-1",
    Step.RETEST: "RETEST-1", Step.OQC: "OQC-1", Step.PACK: "PACK-1", Step.SHIP: "SALES-1",
}  # fmt: skip
POSTS = {
    Step.INTAKE: "sales", Step.REGISTER: "packer", Step.SCREENING: "leader", Step.REWORK: "line",
    Step.REPAIR: "repairer", Step.RETEST: "tester", Step.OQC: "oqc", Step.PACK: "packer",
    Step.SHIP: "sales",
}  # fmt: skip


@dataclass
class Station:
    """Somebody at work; `told` counts what happened, for the report at the end."""

    panels: Panels
    dice: Random
    roster: Roster
    books: Books
    told: Counter[str]

    def luck(self, chance: float) -> bool:
        return self.dice.random() < chance

    def open_handover(self, lot: Lot) -> Handover:
        """The hand-over that a lot is offered in, or that is contested."""
        states = (HandoverState.OPEN, *CONTESTED)
        with self.panels.floor.site.reading() as db:
            query = select(Handover).where(Handover.lot_id == lot.id, Handover.state.in_(states))
            return db.scalars(query.order_by(Handover.number.desc()).limit(1)).one()
