"""A factory without discipline: work in any order, by nearly anybody."""

from hypothesis import strategies as st

from domain.handover import Ruling
from domain.lot import OPEN_WORK, Lot, LotState
from domain.people import Person
from domain.printing import Document, JobState, PrintJob
from domain.process import Outcome, Step, outcomes_at
from domain.verdict import REPAIRS
from tests.floor import BOSS, INSPECTOR, LEADER, PACKER, QUALITY, SALES, TESTER
from tests.terminal.handovers import (
    BAD,
    GOOD,
    JUDGED,
    OFTEN,
    PICK,
    STATIONS,
    WEIGHTS,
    Handovers,
    deed,
)
from tests.terminal.hands import BOTH, FORMS


class Factory(Handovers):
    """Thirteen people, nine stations, no discipline."""

    # Work.

    @deed(pick=PICK, who=PICK, weights=WEIGHTS, careful=OFTEN)
    def judges(self, pick: int, who: int, weights: list[int], *, careful: bool) -> None:
        if lot := self.hands.lot(pick, *OPEN_WORK):
            self.judge(lot, who, weights, careful=careful)

    def judge(self, lot: Lot, who: int, weights: list[int], *, careful: bool) -> None:
        if lot.step in {Step.INTAKE, Step.SHIP}:
            return
        told = self.hands.shares(lot, weights)
        if careful and not lot.hold_reason:
            told = self.hands.make_ready(lot, told)
        people = self.hands.workers(lot)
        self.hands.do(people[who % len(people)], lot.station, "decide", lot=lot.number,
                      **self.hands.verdict(told))  # fmt: skip

    # A lot goes its way: most of what happens on a floor.

    def bring(self, step: Step) -> Lot | None:
        """A lot that is worked on at a step: one that is there, or one that is brought there."""
        there = [
            lot
            for lot in self.hands.lots()
            if lot.step is step and lot.state in OPEN_WORK and not lot.hold_reason
        ]
        if there:
            return there[0]
        number = self.book_in(6)
        weights = {Step.REVIEW: [6, 0, 0, 0, 0], Step.REWORK: [0, 6, 0, 0, 0]}
        for _ in range(16):
            lot = self.hands.floor.lot(number)
            if lot.step is step and lot.state in OPEN_WORK:
                return lot
            self.advance(lot, 0, weights.get(step, [0, 0, 0, 6, 0]))
        return None

    def advance(self, lot: Lot, who: int, weights: list[int]) -> None:
        """The next act that a lot waits for, as it should be."""
        if lot.hold_reason:
            self.hands.do(BOSS, "REVIEW-1", "release", lot=lot.number)
        elif lot.state is LotState.OFFERED:
            self.receive(lot, who)
        elif lot.state is LotState.DECIDED:
            self.hands.do(self.hands.workers(lot)[0], lot.station, "offer", lot=lot.number,
                          count=lot.quantity)  # fmt: skip
        elif lot.state is LotState.DISPUTED:
            self.decide_the_dispute(lot, Ruling.SEND_BACK, right=who % 3 > 0)
            if self.hands.floor.lot(lot.number).state is LotState.DISPUTED:
                self.agree(lot)
        elif lot.step is Step.SHIP:
            self.hands.do(SALES, "SALES-1", "ship", lot=lot.number, waybill="SF1",
                          quantity=max(1, lot.quantity - who % 2), recipient="华康")  # fmt: skip
        else:
            self.judge(lot, who, weights, careful=True)

    def go_on(self, pick: int, who: int, weights: list[int], acts: int) -> None:
        """One lot is received, judged, offered or shipped as it should be, some acts long."""
        lot = self.hands.lot(pick)
        for _ in range(acts):
            if lot is None or lot.state is LotState.ENDED:
                return
            self.advance(lot, who, weights)
            self.hands.work_on_cases(said=who % 3 > 0)
            lot = self.hands.floor.lot(lot.number)

    goes_on = deed(pick=PICK, who=PICK, weights=WEIGHTS, acts=st.integers(1, 16))(go_on)
    goes_to_the_customer = deed(pick=PICK, who=PICK, weights=GOOD, acts=st.just(17))(go_on)
    goes_to_review = deed(pick=PICK, who=PICK, weights=BAD, acts=st.just(12))(go_on)
    goes_back_and_forth = deed(pick=PICK, who=PICK, weights=WEIGHTS, acts=st.just(20))(go_on)

    @deed()
    def is_split_and_meets_again(self) -> None:
        lot = self.bring(Step.REGISTER)
        if lot is None or lot.quantity < 2:
            return
        met = []
        for pieces in (1, lot.quantity - 1):
            answer = self.hands.do(PACKER, "RECV-1", "decide", lot=lot.number,
                                   counts={"counted": pieces})  # fmt: skip
            parts = answer["parts"] if answer else []
            assert isinstance(parts, list)
            met += [part["lot"] for part in parts]
            for part in parts:
                self.hands.do(LEADER, "SCREEN-1", "receive", lot=part["lot"], count=pieces,
                              forms=FORMS)  # fmt: skip
        if len(met) > 1:
            self.hands.do(LEADER, "SCREEN-1", "merge", lot=lot.number, other=met[0])

    @deed(pieces=st.sampled_from([1, -1, 50]))
    def judges_wildly_everywhere(self, pieces: int) -> None:
        for step in JUDGED:
            self.judge_wildly(step, pieces)
            self.judge_wildly(step, 1)

    def judge_wildly(self, step: Step, pieces: int) -> None:
        """Verdicts without their reports, reasons and names, and one of another step."""
        for outcome in (*outcomes_at(step), Outcome.SCRAP, Outcome.OQC_LIMIT):
            for more in ({}, self.hands.verdict({outcome: pieces})):
                if lot := self.bring(step):
                    counts = {"counts": {outcome.value: pieces}}
                    self.hands.do(self.hands.workers(lot)[0], lot.station, "decide",
                                  **{"lot": lot.number, **more, **counts})  # fmt: skip

    @deed(
        step=st.sampled_from([Step.REPAIR, Step.REWORK, Step.OQC]),
        outcome=st.sampled_from(sorted(REPAIRS)),
        pieces=st.integers(1, 5),
    )
    def records_a_repair(self, step: Step, outcome: Outcome, pieces: int) -> None:
        if lot := self.bring(step):
            self.hands.do(self.hands.workers(lot)[0], lot.station, "record-repair",
                          lot=lot.number, outcome=outcome.value, quantity=pieces,
                          cause="misuse", repair="clean")  # fmt: skip

    @deed(pick=PICK, absent=st.booleans())
    def signs_an_anomaly(self, pick: int, *, absent: bool) -> None:
        if reports := self.hands.reports():
            report = reports[pick % len(reports)]
            who = QUALITY if absent else self.hands.inspector_of(report)
            self.hands.do(who, "SCREEN-1", "sign-anomaly", report=report,
                          absent_reason="请假" if absent else "")  # fmt: skip

    @deed(pick=PICK, pieces=st.integers(-1, 50), place=STATIONS)
    def registers_an_anomaly(self, pick: int, pieces: int, place: str) -> None:
        if lot := self.hands.lot(pick):
            self.hands.do(LEADER, place, "register-anomaly", lot=lot.number, quantity=pieces,
                          inspector=INSPECTOR, description="虚焊")  # fmt: skip

    @deed()
    def tests_and_wants_to_inspect(self) -> None:
        """One who tested a lot wants to receive it, and to inspect what another received."""
        if (lot := self.bring(Step.RETEST)) is None:
            return
        passed = self.hands.verdict({Outcome.RETEST_PASSED: lot.quantity})
        self.hands.do(BOTH, "RETEST-1", "decide", lot=lot.number, **passed)
        for who in (BOTH, INSPECTOR):
            self.hands.do(who, "OQC-1", "receive", lot=lot.number, count=lot.quantity, forms=FORMS)
        passed = self.hands.verdict({Outcome.OQC_PASSED: lot.quantity})
        self.hands.do(BOTH, "OQC-1", "decide", lot=lot.number, **passed)

    @deed(pick=PICK, place=OFTEN, back=OFTEN)
    def holds(self, pick: int, *, place: bool, back: bool) -> None:
        lot = self.hands.lot(pick) or self.offered(pick)
        self.hands.do(self.hands.workers(lot)[0], lot.station if place else "SHELF", "hold",
                      lot=lot.number, reason="隔离待判")  # fmt: skip
        held = self.hands.floor.lot(lot.number)
        if held.state is LotState.OFFERED:
            self.receive(held, 0)
        elif held.state in OPEN_WORK:
            self.judge(held, 0, [1], careful=False)
        if back:
            self.hands.do(BOSS, "REVIEW-1", "release", lot=lot.number)

    @deed(pick=PICK, printed=st.booleans())
    def asks_for_papers_again(self, pick: int, *, printed: bool) -> None:
        lot = self.hands.lot(pick, *OPEN_WORK) or self.bring(Step.REGISTER)
        if lot is None:
            return
        worker = self.hands.workers(lot)[0]
        self.hands.do(worker, lot.station, "relabel", lot=lot.number)
        for state, act, more in (
            (JobState.SENT, "reprint", {}),
            (JobState.UNCERTAIN, "answer-print", {"printed": printed}),
        ):
            with self.hands.floor.site.writing() as db:
                jobs = db.query(PrintJob).filter_by(lot=lot.number, document=Document.LOT_LABEL)
                mine = [job for job in jobs if job.printer.startswith(lot.station.lower())]
                for job in mine:
                    job.state = state
                numbers = [job.id for job in mine]
            if numbers:
                self.hands.do(worker, lot.station, act, job=numbers[-1], **more)

    @deed(who=st.sampled_from([TESTER, QUALITY]))
    def is_locked_and_unlocked(self, who: str) -> None:
        """Ten wrong PINs leave a person so; the boss lets him sign again."""
        with self.hands.floor.site.writing() as db:
            db.query(Person).filter_by(number=who).one().blocked = True
        self.hands.do(BOSS, "REVIEW-1", "unlock", number=who)

    @deed(pick=PICK)
    def releases(self, pick: int) -> None:
        held = [lot for lot in self.hands.lots() if lot.hold_reason]
        if lot := held[pick % len(held)] if held else self.hands.lot(pick):
            self.hands.do(BOSS, "REVIEW-1", "release", lot=lot.number)

    @deed(pick=PICK, alike=OFTEN)
    def merges(self, pick: int, *, alike: bool) -> None:
        lots = self.hands.lots()
        pairs = [
            (one, other)
            for one in lots
            for other in lots
            if one.id != other.id
            and {one.state, other.state} <= OPEN_WORK
            and (one.batch_id, one.step, one.came_by) == (other.batch_id, other.step, other.came_by)
        ]
        if alike and pairs:
            one, other = pairs[pick % len(pairs)]
        elif lots:
            one, other = lots[0], lots[pick % len(lots)]
        else:
            return
        self.hands.do(self.hands.workers(one)[0], one.station, "merge", lot=one.number,
                      other=other.number)  # fmt: skip

    @deed(bad=st.sampled_from([0, 0, 1, 9]), looks=OFTEN)
    def tells_trays(self, bad: int, *, looks: bool) -> None:
        """Trays are told, taken back, judged wrongly and then as they were told."""
        if (lot := self.bring(Step.SCREENING)) is None:
            return
        do, place = self.hands.do, lot.station
        for size in (lot.quantity + 1, lot.quantity):
            do(TESTER, place, "tell-tray", lot=lot.number, tray=size, bad={"unseen": bad})
        do(LEADER, place, "decide", lot=lot.number, counts={"untestable": 1})
        for _ in range(2):
            do(TESTER, place, "undo-tray", lot=lot.number)
        do(TESTER, place, "tell-tray", lot=lot.number, tray=1)
        do(LEADER, place, "decide", lot=lot.number, counts={"no-fault": 1})
        if looks:
            for note in ("", "几个人同时检"):
                do(QUALITY, "REVIEW-1", "note-speed", lot=lot.number, note=note)
