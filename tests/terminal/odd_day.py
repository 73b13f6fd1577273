"""A factory without discipline: boards that nobody owns, turned up anywhere."""

from hypothesis import strategies as st
from sqlalchemy import select

from domain.stray import Stray, Way
from tests.floor import BOSS, LINE, QUALITY
from tests.terminal.handovers import OFTEN, PICK, STATIONS, deed
from tests.terminal.office_day import OfficeDay

OFFICE = "REVIEW-1"


class OddDay(OfficeDay):
    """Fourteen people, nine stations, and what falls off their tables."""

    def strays(self) -> list[str]:
        with self.hands.floor.site.reading() as db:
            return list(db.scalars(select(Stray.number).order_by(Stray.id)))

    @deed(pick=PICK, place=STATIONS, way=st.sampled_from(Way), known=OFTEN)
    def finds_boards_without_an_owner(
        self, pick: int, place: str, way: Way, *, known: bool
    ) -> None:
        lot = self.hands.lot(pick)
        belongs = lot.number if lot else self.book_in(4)
        for product in ("MR-PWR-240", "PCBA-HK7-R3.2") if known else ("-",):
            self.hands.do(LINE, place, "report-found", quantity=1 + pick % 3, product=product,
                          place="地上")  # fmt: skip
        for number in [*self.strays()[-2:], "RT-2611-F999"]:
            for who in (QUALITY, BOSS):
                self.hands.do(who, OFFICE, "clarify", stray=number, way=way.value,
                              belongs=belongs, note="已核对")  # fmt: skip
