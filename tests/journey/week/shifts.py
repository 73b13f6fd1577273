"""Change of shift in the week: who leaves signs the list of his station, who arrives counts."""

from dataclasses import dataclass

from sqlalchemy import select

from domain.lot import Lot
from domain.shift import HERE, ShiftList
from terminal.shifts import opened
from tests.journey.week.station import POSTS, STATIONS, Station


@dataclass
class Shifts(Station):
    """What happens at every station when the shift changes."""

    def hand_over(self, leaving: dict[str, str]) -> None:
        """Hand each station over that somebody else has from now on; `leaving` is by post."""
        done = set()
        for step, post in POSTS.items():
            station, arrives = STATIONS[step], self.roster.at(post)
            if station in done or leaving.get(post, arrives) == arrives:
                continue
            done.add(station)
            self.change(station, leaving[post], arrives)

    def change(self, station: str, leaves: str, arrives: str) -> None:
        """One list, two signatures; the trays that somebody has opened are counted twice."""
        with self.panels.floor.site.reading() as db:
            query = select(Lot).where(Lot.station == station, Lot.state.in_(HERE))
            lots = db.scalars(query.order_by(Lot.id)).all()
            counted = opened(db, station, lots)
        numbers = [lot.number for lot in lots]
        trays = {number: self.books.trays[number] for number in sorted(counted)}
        there = {"scanned": ",".join(numbers), "trays": trays}
        self.panels.act(leaves, station, "give-shift", shown=len(lots), **there)
        answer = self.panels.act(
            arrives, station, "take-shift", shift=self.number(station), **there
        )
        assert answer["result"] == "shift-taken", answer
        self.told["shifts changed"] += 1

    def number(self, station: str) -> str:
        """The list that lies at a station."""
        with self.panels.floor.site.reading() as db:
            query = select(ShiftList.number).where(ShiftList.station == station)
            return db.scalars(query.order_by(ShiftList.id.desc()).limit(1)).one()
