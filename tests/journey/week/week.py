"""A week of the factory: deliveries come in, people on three shifts work, and things go wrong."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random

from sqlalchemy import select

from domain.lot import Lot, LotState
from tests.floor import Floor
from tests.journey.week.books import Books
from tests.journey.week.handing import Handing
from tests.journey.week.office import Office
from tests.journey.week.panels import Panels
from tests.journey.week.people import POSTS, Roster
from tests.journey.week.shifts import Shifts
from tests.journey.week.work import Work

SPREAD = timedelta(days=5, hours=12)
TWO_SHIFTS = timedelta(hours=16)
AT_ONCE = 12
BURST = 4


@dataclass
class Week:
    """Plays a week of so many batches with so many pieces, and checks the books at every act."""

    floor: Floor
    panels: Panels
    dice: Random
    batches: int
    pieces: int
    told: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.books = Books(self.floor)
        self.roster = Roster(self.dice)
        shared = (self.panels, self.dice, self.roster, self.books, self.told)
        self.office, self.handing = Office(*shared), Handing(*shared)
        self.shifts, self.work = Shifts(*shared), Work(*shared)
        self.sizes = sizes(self.dice, self.batches, self.pieces)
        span = max(TWO_SHIFTS, SPREAD * self.batches / 300)
        start = self.floor.clock.at
        self.due = sorted(start + span * self.dice.random() for _ in range(self.batches))

    def play(self) -> None:
        """Work until nothing is left to do."""
        while self.sizes or self.lots() or self.office.papers():
            self.new_shift()
            if self.sizes and self.floor.clock() >= self.due[0]:
                self.due.pop(0)
                self.after(self.office.take_in(self.sizes.pop()))
            for _ in range(BURST):
                if not self.one_thing():
                    break
        self.office.report_the_week()

    def new_shift(self) -> None:
        """People go home and others come; who is away is replaced, supervisors by deputies."""
        leaving = {post: self.roster.at(post) for post in POSTS} if self.roster.shift else {}
        if self.roster.turn_up(self.floor.site.local(self.floor.clock())):
            self.shifts.hand_over(leaving)
            self.office.name_deputies()
            if self.roster.supervisors_are_here:
                self.office.sign_for_forms()
            self.panels.look("/board")

    def one_thing(self) -> bool:
        """Somebody does the next thing; returns whether there was one to do now."""
        waiting = self.lots()
        self.dice.shuffle(waiting)
        if self.roster.supervisors_are_here and (batch := self.office.sign_papers()):
            self.after(batch)
            return True
        for lot in waiting:
            if self.do(lot):
                self.after(lot.number.rpartition(".")[0])
                return True
        self.floor.clock.pass_by(minutes=20)
        return False

    def do(self, lot: Lot) -> bool:
        """What this lot needs now; False when it waits for somebody who is not here."""
        if lot.hold_reason:
            return self.office.release(lot)
        if lot.state is LotState.OFFERED:
            return self.handing.answer(lot)
        if lot.state is LotState.DISPUTED:
            return self.handing.settle(lot)
        if lot.state is LotState.DECIDED:
            return self.handing.offer_again(lot)
        return self.work.at(lot)

    def after(self, batch: str) -> None:
        """Time passes, and the books are right."""
        self.floor.clock.pass_by(seconds=self.dice.randint(8, 32))
        self.books.check(batch)

    def lots(self) -> list[Lot]:
        """The oldest lots that are not at their end yet."""
        with self.floor.site.reading() as db:
            query = select(Lot).where(Lot.state != LotState.ENDED).order_by(Lot.id)
            return list(db.scalars(query.limit(AT_ONCE)))

    def report(self) -> str:
        """What happened, for people to read."""
        happened = ", ".join(f"{what} {often}" for what, often in sorted(self.told.items()))
        gone = ", ".join(f"{how} {pieces}" for how, pieces in sorted(self.books.gone.items()))
        return (
            f"{self.batches} batches, {self.pieces} pieces: {gone}; {self.panels.acts} acts, "
            f"{self.books.checks} checks of the books, {self.roster.absences} absences; {happened}"
        )


def sizes(dice: Random, batches: int, pieces: int) -> list[int]:
    """Divide so many pieces into so many deliveries, small and large."""
    cuts = sorted(dice.sample(range(1, pieces), batches - 1))
    return [end - start for start, end in zip([0, *cuts], [*cuts, pieces], strict=True)]
