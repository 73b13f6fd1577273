"""A factory without discipline: boards without an owner, serials anywhere, slips of an outage."""

from datetime import timedelta

from hypothesis import strategies as st
from sqlalchemy import select

from domain.late import Late
from domain.lot import Lot
from domain.process import Step
from domain.stray import Stray, Way
from tests.floor import BOSS, LEADER, LINE, PACKER, QUALITY
from tests.terminal.handovers import OFTEN, PICK, STATIONS, deed
from tests.terminal.hands import FORMS, PLACES
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

    @deed(pick=PICK, undone=OFTEN)
    def scans_serials(self, pick: int, *, undone: bool) -> None:
        """Pieces of a lot are registered, scanned for a verdict, and go on."""
        lot, do = self.bring(Step.REGISTER), self.hands.do
        if lot is None:
            return
        for serial in [*range(pick, pick + lot.quantity + 1), pick]:
            do(PACKER, "RECV-1", "register-serials", lot=lot.number, serials=f"SN{serial}")
        for act, more in (
            ("register-serials", {"serials": "=1+1"}), ("undo-serial", {}),
            ("tag-piece", {"reason": "磨损"}), *[("undo-serial", {})] * (lot.quantity * undone),
        ):  # fmt: skip
            do(PACKER, "RECV-1", act, lot=lot.number, **more)
        do(PACKER, "RECV-1", "register-serials", lot=lot.number, serials=f"SN{pick}")
        self.goes_on_piece_by_piece(self.hands.floor.lot(lot.number), pick)

    def goes_on_piece_by_piece(self, lot: Lot, pick: int) -> None:
        self.judge(lot, 0, [lot.quantity], careful=True)
        self.hands.do(LEADER, "SCREEN-1", "receive-part", lot=lot.number, count=1,
                      reasons=("damaged",), forms=FORMS)  # fmt: skip
        self.advance(self.hands.floor.lot(lot.number), 1, [lot.quantity])
        self.hands.do(LEADER, "SCREEN-1", "decide", lot=lot.number, counts={"no-fault": 1})
        for serial in (f"SN{pick}", f"SN{pick + 1}", "SN999"):
            for way in ("unseen", "scrap"):
                self.hands.do(LEADER, "SCREEN-1", "mark-serial", lot=lot.number, serial=serial,
                              mark=way)  # fmt: skip
        for counts in ({"no-fault": 99}, {"no-fault": lot.quantity}, {"no-fault": 1},
                       {"unseen": lot.quantity}):  # fmt: skip
            self.hands.do(LEADER, "SCREEN-1", "decide", lot=lot.number, counts=counts)
        if other := self.bring(Step.SCREENING):
            self.hands.do(LEADER, "SCREEN-1", "mark-serial", lot=other.number,
                          serial=f"SN{pick}", mark="unseen")  # fmt: skip

    @deed(pick=PICK, leaf=st.integers(0, 3), minutes=st.sampled_from([-1, 0, 1, 90]))
    def enters_slips_of_an_outage(self, pick: int, leaf: int, minutes: int) -> None:
        """A book is printed, slips of it are entered twice, in time or not, and it is witnessed."""
        do, now = self.hands.do, self.hands.floor.clock()
        for slips in (0, 2):
            book = do(LEADER, OFFICE, "print-slips", slips=slips)
        number = str(book["book"]) if book else "RT-B999"
        do(BOSS, OFFICE, "witness-book", book=number)
        for slip, at in (
            (f"{number}/1", now - timedelta(days=1)),
            (f"{number}/{leaf}", now - timedelta(minutes=minutes)), (f"{number}/1", now),
            (f"{number}/2", now + timedelta(minutes=2)), (f"{number}/1", now),
            (f"{number}/2", now - timedelta(days=9)), ("RT-B999/1", now), (number, now),
        ):  # fmt: skip
            lot = self.offered(pick)
            handover = self.hands.handover(lot)
            do(self.hands.workers(lot, handover.target)[0], PLACES[handover.target], "receive",
               late=Late(slip, at, "杨丽华"), lot=lot.number, count=handover.quantity,
               forms=FORMS, on_time=True)  # fmt: skip
        lot = self.offered(pick)
        do(LEADER, "SCREEN-1", "hold", late=Late(f"{number}/2", now, "王"), lot=lot.number,
           reason="x")  # fmt: skip
        for who in (LEADER, PACKER, QUALITY, BOSS, BOSS):
            do(who, OFFICE, "witness-book", book=number)
        do(PACKER, "RECV-1", "receive", late=Late(f"{number}/2", now, "王"),
           lot=self.book_in(3), count=3, forms=FORMS)  # fmt: skip
