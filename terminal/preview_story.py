"""A short day of a factory in which every thermal paper is printed, for looking at the papers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from itertools import count

from sqlalchemy import select

from domain.handover import Reason
from domain.late import Late, SlipBook
from domain.lot import Lot
from domain.people import Person
from domain.process import Outcome
from terminal.actions.anomalies import RegisterAnomaly
from terminal.actions.badges import IssueBadge
from terminal.actions.carts import LoadCart
from terminal.actions.differences import AgreeDifference, ProposeDifference
from terminal.actions.late import PrintSlips
from terminal.actions.print_commands import PrintCommands
from terminal.actions.printers import PrintTest
from terminal.actions.receipts import BookReceipt
from terminal.actions.receive import Receive
from terminal.actions.receive_cart import ReceiveCart
from terminal.actions.refuse import Refuse
from terminal.actions.relabel import Relabel
from terminal.actions.serials import TagPiece
from terminal.actions.shift import GiveShift, TakeShift
from terminal.demo import Past
from terminal.demo_stage import (
    FORMS,
    INSPECTOR,
    LEADER,
    LINE,
    PACKER,
    QUALITY,
    REPAIRER,
    SALES,
    TESTER,
    Stage,
)
from terminal.demo_way import promise
from terminal.perform import perform
from terminal.transaction import Signer

ENGINEER, WORKER, ADMINISTRATOR = "10156", "10161", "10170"
PASS = timedelta(minutes=24)


@dataclass(frozen=True, slots=True)
class Telling:
    """The people on their stage, the clock that the story moves, and what the papers tell."""

    stage: Stage
    past: Past
    facts: Mapping[str, str]

    def all_papers(self) -> None:
        """Let the factory print every paper that it has, at least once plain and once full."""
        self.stage.act(QUALITY, "REVIEW-1", PrintSlips(slips=2))
        self.stage.act(LEADER, "SCREEN-1", PrintCommands(sheet="SCREEN-1"))
        self.stage.act(LEADER, "SCREEN-1", PrintTest(printer="screen-1-label"))
        self.stage.act(ADMINISTRATOR, "SALES-1", IssueBadge(number=WORKER), pin=True)
        self.whole_way()
        self.to_rework_and_different()
        self.refused_and_shift()

    def whole_way(self) -> None:
        """Take a rush lot through repair twice, on a cart, to its boxes."""
        stage, facts = self.stage, self.facts
        came = {facts["accessory"]: 12}
        delivery = BookReceipt(customer="HK", boxes=5, total=240, carrier=facts["carrier"],
                               waybill="SF1420011120")  # fmt: skip
        stage.act(SALES, "SALES-1", delivery)
        lot = stage.book_in("HK", "PCBA-HK7-R3.2", facts["complaint"], 240, declared=250,
                            demand=facts["demand"], rma=facts["rma"], rush=True,
                            part_number=facts["part"], accessories=came)  # fmt: skip
        promise(stage, lot, 3)
        self.receive_late(lot, 240)
        stage.act(PACKER, "RECV-1", stage.on(Relabel, lot))
        self.decide(PACKER, "RECV-1", lot, {Outcome.COUNTED: 240}, accessories=came)
        self.receive(LEADER, "SCREEN-1", lot, 240)
        parts = self.decide(LEADER, "SCREEN-1", lot, {Outcome.UNSEEN: 232, Outcome.UNTESTABLE: 8})
        lots = sorted(parts.values())
        cart = stage.act(LEADER, "SCREEN-1", LoadCart(along=tuple(lots)))["cart"]
        counts = {parts[Outcome.UNSEEN]: 232}
        self.past.at += PASS
        stage.act(REPAIRER, "REPAIR-1", ReceiveCart(cart=str(cart), lots=counts, forms=FORMS,
                                                    on_time=True))  # fmt: skip
        lot = parts[Outcome.UNSEEN]
        self.repair(lot, 232)
        self.receive(TESTER, "RETEST-1", lot, 232)
        again = self.decide(
            TESTER, "RETEST-1", lot,
            {Outcome.RETEST_PASSED: 220, Outcome.RETEST_FAILED: 12},
            defects={"bridge": 9, "open": 3},
        )  # fmt: skip
        self.receive(REPAIRER, "REPAIR-1", again[Outcome.RETEST_FAILED], 12, on_time=True)
        self.repair(again[Outcome.RETEST_FAILED], 12)
        passed = again[Outcome.RETEST_PASSED]
        self.receive(INSPECTOR, "OQC-1", passed, 220)
        self.decide(INSPECTOR, "OQC-1", passed, {Outcome.OQC_PASSED: 220})
        self.receive(PACKER, "PACK-1", passed, 220)
        boxes = ("50", "50", "50", "50", "20")
        self.decide(PACKER, "PACK-1", passed, {Outcome.PACKED: 220}, boxes=boxes,
                    accessories=came)  # fmt: skip

    def to_rework_and_different(self) -> None:
        """Send visible faults to rework, where two are missing and both sides sign for that."""
        stage = self.stage
        lot = stage.book_in("DS", "DS-IO-16", self.facts["short"], 18)
        self.receive(PACKER, "RECV-1", lot, 18)
        self.decide(PACKER, "RECV-1", lot, {Outcome.COUNTED: 18})
        self.receive(LEADER, "SCREEN-1", lot, 18)
        report = stage.on(RegisterAnomaly, lot, quantity=18, inspector=TESTER,
                          description=self.facts["opinion"])  # fmt: skip
        stage.act(LEADER, "SCREEN-1", report)
        self.decide(LEADER, "SCREEN-1", lot, {Outcome.SEEN: 18}, defects={"open": 18})
        for _ in range(2):
            self.receive(LINE, "REWORK-1", lot, 16, on_time=True)
        stage.act(LINE, "REWORK-1", stage.on(ProposeDifference, lot))
        stage.act(LEADER, "SCREEN-1", stage.on(AgreeDifference, lot), pin=True)

    def refused_and_shift(self) -> None:
        """Refuse a lot for every reason, tag a piece, hand a station to the next shift."""
        stage = self.stage
        lot = stage.book_in("MR", "MR-PWR-240", self.facts["short"], 48)
        reasons = tuple(reason.value for reason in Reason)
        self.past.at += PASS
        stage.act(PACKER, "RECV-1",
                  stage.on(Refuse, lot, reasons=reasons, note=self.facts["refusal"]))  # fmt: skip
        lot = stage.book_in("MR", "MR-COM-485", self.facts["short"], 4)
        self.receive(PACKER, "RECV-1", lot, 4)
        stage.act(PACKER, "RECV-1", TagPiece(lot=lot, reason=self.facts["tag"]))
        for pieces in (30, 26):
            lot = stage.book_in("MR", "MR-COM-485", self.facts["short"], pieces)
            self.receive(PACKER, "RECV-1", lot, pieces)
            self.decide(PACKER, "RECV-1", lot, {Outcome.COUNTED: pieces})
            self.receive(LEADER, "SCREEN-1", lot, pieces)
            self.decide(LEADER, "SCREEN-1", lot, {Outcome.UNSEEN: pieces})
            self.receive(REPAIRER, "REPAIR-1", lot, pieces, on_time=True)
        stage.repair(lot, 5, "open", "resolder", location="U7", minutes=30)
        with stage.site.reading() as db:
            here = select(Lot.number).where(Lot.station == "REPAIR-1", Lot.state.in_(
                ("received", "working"))).order_by(Lot.number)  # fmt: skip
            lots = tuple(db.scalars(here))
        trays = {lot: 26}
        give = GiveShift(shown=len(lots), scanned=lots, trays=trays)
        shift = str(stage.act(REPAIRER, "REPAIR-1", give)["list"])
        self.past.at += PASS
        seen = tuple(f"{one}*" if one == lots[0] else one for one in lots)
        stage.act(ENGINEER, "REPAIR-1", TakeShift(shift=shift, scanned=seen, trays=trays))

    def receive(self, person: str, station: str, lot: str, pieces: int, **more: bool) -> None:
        """Count and sign some time later."""
        self.past.at += PASS
        self.stage.receive(person, station, lot, pieces, **more)

    def decide(
        self, person: str, station: str, lot: str, counts: dict[Outcome, int], **more: object
    ) -> dict[Outcome, str]:
        """Sign a verdict some time later; returns the lot of each outcome."""
        self.past.at += PASS
        return self.stage.decide(person, station, lot, counts, **more)

    def repair(self, lot: str, pieces: int) -> None:
        """Record two kinds of faults and offer the lot to the retest."""
        few = pieces // 4
        self.stage.repair(lot, pieces - few, "open", "resolder", location="U7 R21", minutes=90)
        self.stage.repair(lot, few, "part-bad", "replace", location="D3", parts="D3 1N4148",
                          minutes=40)  # fmt: skip
        self.decide(REPAIRER, "REPAIR-1", lot, {Outcome.REPAIRED: pieces})

    def receive_late(self, lot: str, pieces: int) -> None:
        """Enter the packer's count, which was done on a slip during an outage."""
        stage, keys = self.stage, count(1)
        self.past.at += PASS
        with stage.site.reading() as db:
            book = db.scalars(select(SlipBook.number)).first()
        late = Late(f"{book}/1", self.past.at - PASS / 2, self.name_of(PACKER))
        signer = Signer(stage.come(PACKER, "RECV-1"), "RECV-1", late=late)
        form = stage.on(Receive, lot, count=pieces, forms=FORMS)
        perform(stage.site, form, key=f"late-{next(keys)}", signer=signer)

    def name_of(self, person: str) -> str:
        """Return what the story calls somebody."""
        with self.stage.site.reading() as db:
            return db.scalars(select(Person.name).where(Person.number == person)).one()
