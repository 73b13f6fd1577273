"""Hand-overs of the week: counted, counted wrong, refused, taken in part, lost on the way."""

from dataclasses import dataclass, field

from domain.handover import Handover, HandoverState
from domain.lot import Lot
from domain.people import Person
from domain.process import Outcome, Step
from tests.floor import PRODUCTION, QUALITY
from tests.journey.week.station import POSTS, STATIONS, Station

FORMS = "service-form,repair-record,signed"
ANSWERED = frozenset({Step.REPAIR, Step.REWORK})
PRODUCTIONS = frozenset({Outcome.NOTHING_FOUND, Outcome.REWORK_NOTHING_FOUND})


@dataclass
class Handing(Station):
    """What becomes of an offer."""

    carried: set[tuple[int, int]] = field(default_factory=set)

    def answer(self, lot: Lot) -> bool:
        """Carry an offered lot to its receiver, who counts it; or the giver takes it back."""
        offer = self.open_handover(lot)
        taker = self.taker(offer.target, offer.route)
        if taker is None:
            return False
        self.carry(lot, offer)
        lost, counted = self.books.unsettled[lot.number], offer.first_count is not None
        if self.luck(0.02) and not (lost or counted or offer.ordered):
            self.told["withdrawn"] += 1
            return self.give(lot, "withdraw")
        station = STATIONS[offer.target]
        self.panels.sign_on(taker, station)
        self.panels.lay(lot, station)
        if self.luck(0.02) and not (lost or offer.ordered):
            self.refuse(lot, offer, taker)
        elif self.luck(0.03) and lot.quantity > 3 and not (lost or offer.ordered):
            self.take_part(lot, offer, taker)
        else:
            self.count(lot, offer, taker)
        return True

    def carry(self, lot: Lot, offer: Handover) -> None:
        """Take the tray to the next station; on the way something may fall off, once."""
        way = (offer.batch_id, offer.number)
        if way not in self.carried and self.luck(0.015) and lot.quantity > 5:
            self.books.lose(lot.number, self.dice.randint(1, 3))
        self.carried.add(way)

    def count(self, lot: Lot, offer: Handover, taker: str) -> None:
        """Count what is on the tray, and once more where the service asks for it.

        A tray from which something fell is counted right: two people who sign a false difference
        are a matter for the next count, which a dice does not tell from a loss.
        """
        there = self.books.trays[lot.number]
        honest = bool(self.books.unsettled[lot.number])
        wrong = {0: there + 1, 1: there + 2} if self.luck(0.03) and not honest else {}
        self.told["miscounted"] += bool(wrong)
        if not self.luck(0.2):
            wrong.pop(1, None)
        for time in range(2):
            result = self.receive(lot, offer, taker, wrong.get(time, there))
            if result != "count-again":
                break
        assert result == self.expected(lot, wrong), (lot.number, result)

    def expected(self, lot: Lot, wrong: dict[int, int]) -> str:
        """Custody moves at an equal count and at no other."""
        if 1 in wrong or self.books.unsettled[lot.number]:
            return "disputed"
        return "received"

    def receive(self, lot: Lot, offer: Handover, taker: str, counted: int) -> str:
        answer = self.panels.act(
            taker, STATIONS[offer.target], "receive", lot=lot.number, count=counted,
            forms=FORMS, **self.on_time(offer),
        )  # fmt: skip
        self.told[str(answer["result"])] += 1
        return str(answer["result"])

    def on_time(self, offer: Handover) -> dict[str, object]:
        return {"on_time": self.luck(0.9)} if offer.target in ANSWERED else {}

    def refuse(self, lot: Lot, offer: Handover, taker: str) -> None:
        reason = self.dice.choice(["damaged", "mixed", "label-differs"])
        self.panels.act(taker, STATIONS[offer.target], "refuse", lot=lot.number, reasons=reason)
        self.told["refused"] += 1

    def take_part(self, lot: Lot, offer: Handover, taker: str) -> None:
        part = lot.quantity // 2
        answer = self.panels.act(
            taker, STATIONS[offer.target], "receive-part", lot=lot.number, count=part,
            reasons="mixed", forms=FORMS, **self.on_time(offer),
        )  # fmt: skip
        self.books.split(lot.number, str(answer["lot"]), part)
        self.told["taken in part"] += 1

    def settle(self, lot: Lot) -> bool:
        """End a dispute: the difference is signed by both, or the supervisor decides."""
        paper = self.open_handover(lot)
        taker = self.taker(paper.target, paper.route)
        if paper.state is HandoverState.REFUSED:
            return self.rule(lot, paper)
        if taker is None or self.giver(lot) is None:
            return False
        if not self.books.unsettled[lot.number]:
            self.panels.act(
                taker, STATIONS[paper.target], "refuse", lot=lot.number, reasons="count-differs"
            )
            return True
        station = STATIONS[paper.target]
        self.panels.act(taker, station, "propose-difference", lot=lot.number, note="途中少板")
        self.give(lot, "agree-discrepancy", pin=True)
        self.books.settle(lot.number)
        self.told["differences"] += 1
        return True

    def rule(self, lot: Lot, paper: Handover) -> bool:
        """The giver's direct supervisor decides, when he is here; until then it waits."""
        if not self.roster.supervisors_are_here:
            return False
        with self.panels.floor.site.reading() as db:
            giver = db.get_one(Person, paper.giver_id).number
            taker = db.get_one(Person, paper.receiver_id).number if paper.receiver_id else ""
        boss = self.roster.judge_of(giver, taker)
        if boss is None:
            return False
        ruling = self.dice.choice(["accept", "recount", "send-back"])
        self.panels.act(boss, "REVIEW-1", "rule", lot=lot.number, ruling=ruling, note="已看过实物")
        self.told[f"ruled {ruling}"] += 1
        return True

    def offer_again(self, lot: Lot) -> bool:
        return self.give(lot, "offer", count=self.books.trays[lot.number])

    def give(self, lot: Lot, act: str, *, pin: bool = False, **fields: object) -> bool:
        """The giver's side does something; False when he is not here."""
        giver = self.giver(lot)
        if giver is None:
            return False
        self.panels.act(giver, STATIONS[lot.step], act, pin=pin, lot=lot.number, **fields)
        return True

    def giver(self, lot: Lot) -> str | None:
        return self.taker(lot.step, lot.came_by)

    def taker(self, step: Step, route: Outcome | None) -> str | None:
        """Who works at a step now on pieces that came by a route; nobody at a review by night."""
        if step is Step.REVIEW:
            boss = PRODUCTION if route in PRODUCTIONS else QUALITY
            return self.roster.decider(boss) if self.roster.supervisors_are_here else None
        engineer = step is Step.REPAIR and route is Outcome.UNTESTABLE
        return self.roster.at("engineer" if engineer else POSTS[step])
