"""A factory without discipline: hand-overs in any order, by nearly anybody."""

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from domain.handover import HandoverState, Reason, Ruling
from domain.lot import Lot, LotState
from domain.process import Step, outcomes_at
from terminal.audit import audit
from tests.copies import Copy
from tests.floor import BOSS, LEADER, PRODUCTION, QUALITY, SALES, SALES_HEAD
from tests.terminal.hands import FORMS, PEOPLE, PLACES, Hands, Reached

PICK = st.integers(0, 30)
WEIGHTS = st.lists(st.sampled_from([0, 1, 2, 7, 40]), min_size=5, max_size=5)
# Screening: to repair, to review, visible faults, untestable; review: as is, repair, rework, scrap.
GOOD = st.sampled_from([[0, 0, 0, 40, 0], [40, 0, 0, 0, 0], [0, 1, 0, 40, 0], [0, 0, 0, 1, 40]])
BAD = st.sampled_from([[0, 40, 0, 0, 0], [0, 0, 40, 0, 0], [40, 0, 0, 0, 0], [0, 0, 0, 0, 40]])
OFTEN = st.sampled_from([True, True, True, False])
STATIONS = st.sampled_from(sorted(set(PLACES.values())))
ANYBODY = st.sampled_from(PEOPLE)


DEEDS: list[tuple[Callable[..., None], dict[str, st.SearchStrategy[Any]]]] = []


def deed(**given: st.SearchStrategy[Any]) -> Callable[[Callable[..., None]], Any]:
    """A rule of the machine that is also a part of every whole day."""

    def register(work: Callable[..., None]) -> Any:
        DEEDS.append((work, given))
        return rule(**given)(work)

    return register


JUDGED = [step for step in Step if outcomes_at(step)]


class Handovers(RuleBasedStateMachine):
    """Thirteen people, nine stations, no discipline."""

    copy: ClassVar[Copy]
    reached: ClassVar[Reached]

    def __init__(self) -> None:
        super().__init__()
        self.open = ExitStack()
        folder = self.open.enter_context(TemporaryDirectory(prefix="factory-"))
        floor = self.open.enter_context(type(self).copy(Path(folder)))
        self.hands, self.steps, self.length = Hands(floor, type(self).reached), 0, 0

    def teardown(self) -> None:
        assert audit(self.hands.floor.site) == []
        self.open.close()

    @deed(pieces=st.integers(1, 40), declared=st.sampled_from([0, 0, 1]))
    def books_in(self, pieces: int, declared: int) -> None:
        if len(self.hands.lots()) < 6:
            self.book_in(pieces, declared)

    def book_in(self, pieces: int, declared: int = 0) -> str:
        answer = self.hands.do(
            SALES, "SALES-1", "book-in", customer="HK", product="PCBA-HK7-R3.2",
            complaint="无显示", declared=pieces + declared, counted=pieces,
        )  # fmt: skip
        assert answer, "Sales can always book in"
        return str(answer["lot"])

    def offered(self, pick: int) -> Lot:
        """A lot that waits for its receiver; a new one where none does."""
        while not (lot := self.hands.lot(pick, LotState.OFFERED)):
            self.book_in(7)
        return lot

    def disputed(self, pick: int) -> Lot:
        """A lot whose receiver and giver do not agree; a new dispute where there is none."""
        if lot := self.hands.lot(pick, LotState.DISPUTED):
            return lot
        lot = self.offered(pick)
        for _ in range(2):
            self.receive(lot, 1, 3)
        return self.hands.floor.lot(lot.number)

    # Hand-overs.

    @deed(pick=PICK, who=PICK, off=st.sampled_from([0, -1, 2]))
    def receives(self, pick: int, who: int, off: int) -> None:
        lot = self.offered(pick)
        for forms in (False, True):
            self.receive(lot, who, off, forms=forms)

    def receive(self, lot: Lot, who: int, off: int = 0, *, forms: bool = True) -> None:
        handover = self.hands.handover(lot)
        people = self.hands.workers(lot, handover.target)
        self.hands.do(
            people[who % len(people)], PLACES[handover.target], "receive", lot=lot.number,
            count=handover.quantity + off, forms=FORMS if forms else "", on_time=bool(who % 2),
        )  # fmt: skip

    @deed(pick=PICK)
    def counts_wrong_twice(self, pick: int) -> None:
        lot = self.offered(pick)
        for who in range(4):
            self.receive(lot, who, 3)

    @deed(pick=PICK, part=st.integers(0, 9), reason=st.sampled_from(["damaged", "overdue"]))
    def receives_a_part(self, pick: int, part: int, reason: str) -> None:
        for pieces, why in ((part, reason), (1, "damaged")):
            lot = self.disputed(pick) if part % 3 == 0 else self.offered(pick)
            target = self.hands.handover(lot).target
            for person in self.hands.workers(lot, target):
                self.hands.do(person, PLACES[target], "receive-part", lot=lot.number,
                              count=pieces, reasons=(why,), forms=FORMS, on_time=True)  # fmt: skip

    @deed(pick=PICK, reason=st.sampled_from([*Reason, Reason.DAMAGED]), note=OFTEN)
    def refuses(self, pick: int, reason: Reason, *, note: bool) -> None:
        self.refuse(self.offered(pick), reason, "坏" if note else "")

    def refuse(self, lot: Lot, reason: Reason, note: str = "") -> None:
        target = self.hands.handover(lot).target
        person = self.hands.workers(lot, target)[0]
        self.hands.do(person, PLACES[target], "refuse", lot=lot.number,
                      reasons=(reason.value,), note=note)  # fmt: skip

    @deed(pick=PICK, ruling=st.sampled_from(Ruling), right=OFTEN)
    def rules_on_a_contested_lot(self, pick: int, ruling: Ruling, *, right: bool) -> None:
        self.decide_the_dispute(self.disputed(pick), ruling, right=right)

    def decide_the_dispute(self, lot: Lot, ruling: Ruling, *, right: bool) -> None:
        boss = self.hands.supervisor_of(self.hands.handover(lot).giver_id)
        for who in (boss,) if right else (LEADER, boss):
            self.hands.do(who, "REVIEW-1", "rule", lot=lot.number, ruling=ruling.value)

    @deed(pick=PICK)
    def is_ordered_to_accept_and_refuses_again(self, pick: int) -> None:
        lot = self.offered(pick)
        self.refuse(lot, Reason.DAMAGED)
        self.decide_the_dispute(lot, Ruling.ACCEPT, right=False)
        self.refuse(lot, Reason.DAMAGED)
        if self.hands.handover(lot).ordered:
            giver = self.hands.workers(lot)[0]
            assert not self.hands.do(giver, lot.station, "withdraw", lot=lot.number)

    @deed(pick=PICK, off=st.sampled_from([0, 0, 1]))
    def withdraws_and_offers_again(self, pick: int, off: int) -> None:
        lot = self.offered(pick)
        giver = self.hands.workers(lot)[0]
        self.hands.do(giver, lot.station, "withdraw", lot=lot.number)
        self.hands.do(giver, lot.station, "offer", lot=lot.number, count=lot.quantity + off)

    @deed(pick=PICK)
    def agrees_on_a_difference(self, pick: int) -> None:
        self.agree(self.disputed(pick))

    def agree(self, lot: Lot) -> None:
        if self.hands.handover(lot).state is HandoverState.REFUSED:
            self.decide_the_dispute(lot, Ruling.ACCEPT, right=True)
            for who in range(4):
                self.receive(lot, who, 3)
        target = self.hands.handover(lot).target
        receiver, giver = self.hands.workers(lot, target)[0], self.hands.workers(lot)[0]
        self.hands.do(receiver, PLACES[target], "propose-difference", lot=lot.number)
        self.hands.do(giver, lot.station, "agree-discrepancy", lot=lot.number)
        self.hands.settle_differences()

    @deed(pick=PICK, pin=OFTEN, who=st.sampled_from([SALES, SALES_HEAD, BOSS, QUALITY, PRODUCTION]))
    def closes_a_difference(self, pick: int, who: str, *, pin: bool) -> None:
        if papers := self.hands.differences():
            paper = papers[pick % len(papers)]
            self.hands.do(who, "SALES-1", "close-discrepancy", pin=pin, discrepancy=paper.id,
                          note="已核对")  # fmt: skip

    @deed(pick=PICK, off=st.sampled_from([0, 0, 0, 3]))
    def goes_on_a_cart(self, pick: int, off: int) -> None:
        """Lots of one station leave together and are counted together, or not."""
        lots = [self.offered(pick)]
        lots += [one for one in self.hands.lots() if one.state is LotState.OFFERED
                 and one.station == lots[0].station and one.id != lots[0].id]  # fmt: skip
        target = self.hands.handover(lots[0]).target
        mine = [one for one in lots if self.hands.handover(one).target is target]
        giver, place = self.hands.workers(lots[0])[0], lots[0].station
        numbers = tuple(one.number for one in mine)
        self.hands.do(giver, place, "load-cart", along=tuple(one.number for one in lots))
        for _ in range(2):
            self.hands.do(giver, place, "load-cart", along=numbers[:8])
        self.hands.do(giver, place, "withdraw", lot=lots[0].number)
        answer = self.hands.do(giver, place, "offer-cart", lots={lots[0].number: lots[0].quantity})
        cart = str(answer["cart"]) if answer else "RT-2611-W0001"
        for more in (off, 0):
            self.hands.do(
                self.hands.workers(lots[0], target)[0], PLACES[target], "receive-cart", cart=cart,
                lots={lots[0].number: lots[0].quantity + more}, forms=FORMS, on_time=True,
            )  # fmt: skip
