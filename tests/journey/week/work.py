"""The work of the week at every step, with the trouble that boards bring."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from domain.cases import ReviewCase
from domain.findings import RepairRecord
from domain.lot import Lot
from domain.process import Ending, Step
from tests.journey.week.handing import Handing
from tests.journey.week.station import STATIONS

CAUSES = ["open", "bridge", "part-bad", "missed", "misuse", "unknown"]
# What everything else at a step comes out as, and how often some pieces of a lot do not.
SCREENED = ("unseen", {"seen": 0.4, "seen-only": 0.2, "no-fault": 0.4, "untestable": 0.1})
REPAIRED = ("repaired", {"nothing-found": 0.06, "unrepairable": 0.06})
REWORKED = ("reworked", {"rework-nothing-found": 0.04, "rework-unrepairable": 0.04})
RETESTED = ("retest-passed", {"retest-failed": 0.1, "retest-failed-seen": 0.05})
INSPECTED = ("oqc-passed", {"oqc-failed": 0.05, "oqc-failed-seen": 0.05})
RULED = {"to-repair": 0.5, "to-rework": 0.2, "to-retest": 0.15, "as-is": 0.08, "scrap": 0.07}
FAILED = frozenset({"retest-failed", "retest-failed-seen", "oqc-failed", "oqc-failed-seen"})
VISIBLE = frozenset({"seen", "seen-only"})


@dataclass
class Work(Handing):
    """What is done with a lot that somebody has received."""

    def at(self, lot: Lot) -> bool:
        """Do the step's work on a lot, or on a part of it that is finished first."""
        person = self.giver(lot)
        if person is None:
            return False
        self.panels.sign_on(person, STATIONS[lot.step])
        self.panels.lay(lot, STATIONS[lot.step])
        if self.luck(0.01):
            self.told["held"] += 1
            return self.give(lot, "hold", reason="等待客户资料")
        {
            Step.REGISTER: self.register, Step.SCREENING: self.screen, Step.REPAIR: self.repair,
            Step.REWORK: self.repair, Step.REVIEW: self.review, Step.RETEST: self.retest,
            Step.OQC: self.retest, Step.PACK: self.pack, Step.SHIP: self.ship,
        }[lot.step](lot, person)  # fmt: skip
        return True

    def register(self, lot: Lot, person: str) -> None:
        self.decide(lot, person, {"counted": self.ready(lot)})

    def screen(self, lot: Lot, person: str) -> None:
        counts = self.spread(self.ready(lot), SCREENED)
        visible = sum(pieces for outcome, pieces in counts.items() if outcome in VISIBLE)
        if visible:
            self.panels.act(
                person, STATIONS[lot.step], "register-anomaly", lot=lot.number, quantity=visible,
                inspector=self.roster.at("oqc"), description="目检可见不良",
            )  # fmt: skip
        self.decide(lot, person, counts, defects={"bridge": visible} if visible else {})

    def repair(self, lot: Lot, person: str) -> None:
        """Write the records that are missing, and give the pieces on."""
        records = self.records(lot)
        rest = lot.quantity - sum(records.values())
        chances = REPAIRED if lot.step is Step.REPAIR else REWORKED
        for outcome, pieces in self.spread(rest, chances).items() if rest else ():
            self.panels.act(
                person, STATIONS[lot.step], "record-repair", lot=lot.number, outcome=outcome,
                quantity=pieces, cause=self.dice.choice(CAUSES), repair="resolder",
                location=f"U{self.dice.randint(1, 30)}", minutes=self.dice.randint(1, 30),
            )  # fmt: skip
            records[outcome] = records.get(outcome, 0) + pieces
            self.told["pieces repaired"] += pieces
        self.decide(lot, person, records)

    def records(self, lot: Lot) -> dict[str, int]:
        """What is written about these pieces and not yet signed."""
        query = select(RepairRecord).where(
            RepairRecord.lot_id == lot.id,
            RepairRecord.closed_by == 0,
            RepairRecord.voided_by == 0,
        )
        found: dict[str, int] = {}
        with self.panels.floor.site.reading() as db:
            for one in db.scalars(query.order_by(RepairRecord.id)):
                found[one.outcome.value] = found.get(one.outcome.value, 0) + one.quantity
        return found

    def review(self, lot: Lot, person: str) -> None:
        (outcome,) = self.dice.choices(list(RULED), list(RULED.values()))
        if outcome in {"as-is", "scrap"}:
            self.panels.act(
                self.roster.at("sales"), "SALES-1", "consent", case=self.case(lot),
                consent="客户邮件同意",
            )  # fmt: skip
        self.decide(
            lot, person, {outcome: lot.quantity}, pin=True, note="会审决定",
            conditions="客户电源 24V",
        )  # fmt: skip

    def case(self, lot: Lot) -> str:
        with self.panels.floor.site.reading() as db:
            query = select(ReviewCase.number).where(ReviewCase.lot_id == lot.id)
            return db.scalars(query.order_by(ReviewCase.id.desc()).limit(1)).one()

    def retest(self, lot: Lot, person: str) -> None:
        chances = RETESTED if lot.step is Step.RETEST else INSPECTED
        counts = self.spread(self.ready(lot), chances)
        failed = sum(pieces for outcome, pieces in counts.items() if outcome in FAILED)
        self.decide(lot, person, counts, defects={"open": failed} if failed else {})

    def pack(self, lot: Lot, person: str) -> None:
        full, rest = divmod(lot.quantity, 50)
        boxes = ["50"] * full + ([str(rest)] if rest else [])
        self.decide(lot, person, {"packed": lot.quantity}, boxes=",".join(boxes))

    def ship(self, lot: Lot, person: str) -> None:
        partly = self.luck(0.15) and lot.quantity > 1
        pieces = lot.quantity // 2 if partly else lot.quantity
        self.panels.act(
            person, STATIONS[lot.step], "ship", pin=True, lot=lot.number, quantity=pieces,
            waybill=f"SF{self.dice.randint(10**7, 10**8)}", recipient="收货组",
        )  # fmt: skip
        self.told["partial shipments"] += partly
        self.books.leave(lot.number, pieces, Ending(lot.ending).value)

    def decide(
        self,
        lot: Lot,
        person: str,
        counts: Mapping[str, int],
        *,
        pin: bool = False,
        **more: object,
    ) -> None:
        """Sign the verdict, and put the pieces of each part on a tray of their own."""
        answer = self.panels.act(
            person, STATIONS[lot.step], "decide", pin=pin, lot=lot.number,
            counts=dict(counts), **more,
        )  # fmt: skip
        parts = answer["parts"]
        assert isinstance(parts, list)
        for part in parts:
            if part["outcome"] == "scrap":
                self.books.leave(lot.number, part["quantity"], Ending.SCRAPPED.value)
            else:
                self.books.split(lot.number, part["lot"], part["quantity"])

    def ready(self, lot: Lot) -> int:
        """How many pieces are done; now and then a finished tray moves on before the rest."""
        if self.luck(0.06) and lot.quantity >= 10:
            self.told["moved on in part"] += 1
            return lot.quantity // 2
        return lot.quantity

    def spread(self, pieces: int, chances: tuple[str, Mapping[str, float]]) -> dict[str, int]:
        """Most pieces come out the same; now and then some are found otherwise."""
        usual, others = chances
        found = {}
        for outcome, chance in others.items():
            if pieces > 1 and self.luck(chance):
                found[outcome] = self.dice.randint(1, max(1, pieces // 5))
                pieces -= found[outcome]
        return {usual: pieces} | found
