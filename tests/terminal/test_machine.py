"""Anybody does anything in any order, and the books are right all the time."""

import os

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, run_state_machine_as_test
from sqlalchemy import func, select

from domain.batch import Batch
from domain.codes import Code, CodeKind, slip
from domain.events import Event
from domain.handover import Handover, Reason, Ruling
from domain.ledger import CUSTOMER, DISCREPANCY, balances
from domain.lot import OPEN_WORK, Lot, LotState
from domain.process import Ending, Step, outcomes_at
from terminal.acts import RECORDED, SIGNED
from terminal.audit import audit
from terminal.desk.scans import scan
from terminal.ratio import not_customers
from tests.copies import Copy
from tests.floor import LEADER, PRODUCTION, QUALITY, SALES, TESTER
from tests.terminal.handovers import ANYBODY, DEEDS, OFTEN, PICK, STATIONS, deed
from tests.terminal.hands import FORMS, PLACES, Reached
from tests.terminal.intake_day import IntakeDay
from tests.terminal.odd_day import OddDay
from tests.terminal.paper_day import PaperDay
from tests.terminal.picture_day import PictureDay
from tests.terminal.print_day import PrintDay
from tests.terminal.register_day import RegisterDay
from tests.terminal.rules import RULES
from tests.terminal.shift_day import ShiftDay

SOAK = os.environ.get("SOAK") == "1"


class Machine(PaperDay, OddDay, ShiftDay, RegisterDay, IntakeDay, PictureDay, PrintDay):
    """The factory with its papers, its scans and its cheats, and what must always hold."""

    @initialize(order=st.permutations(range(80)), data=st.data())
    def a_whole_day(self, order: list[int], data: st.DataObject) -> None:
        """Everything that people do here, once, in any order."""
        for place in (place for place in order if place < len(DEEDS)):
            work, given = DEEDS[place]
            work(self, **{name: data.draw(strategy) for name, strategy in given.items()})
            self.the_books_agree()

    # Papers.

    @deed(pick=PICK)
    def works_on_a_case(self, pick: int) -> None:
        self.bring(Step.REVIEW)
        cases = self.hands.cases()
        case = cases[-1 - pick % min(2, len(cases))].number if cases else "RT-2611-0001-Q9"
        for said in (" ", "已说明"):
            self.hands.do(PRODUCTION, "REVIEW-1", "opinion", case=case, text=said)
            self.hands.do(SALES, "REVIEW-1", "consent", case=case, consent=said)
            self.hands.do(QUALITY, "REVIEW-1", "close-case", case=case, correction=said)

    @deed(pick=PICK, again=OFTEN)
    def voids_a_repair_record(self, pick: int, *, again: bool) -> None:
        for step in (Step.REPAIR, Step.REWORK):
            if not (lot := self.bring(step)):
                continue
            person = self.hands.workers(lot)[0]
            self.hands.make_ready(lot, {outcomes_at(step)[pick % 3]: 1})
            for record in [*self.hands.open_records(lot)[-1:], 999]:
                self.hands.do(person, lot.station, "void-repair", lot=lot.number, record=record)
            if again:
                self.judge(lot, 0, [lot.quantity], careful=True)

    @deed(pick=PICK)
    def is_sent_back_to_repair(self, pick: int) -> None:
        lot = self.bring((Step.REPAIR, Step.REWORK)[pick % 2])
        if lot is None:
            return
        self.judge(lot, 0, [lot.quantity], careful=True)
        if self.hands.floor.lot(lot.number).state is LotState.OFFERED:
            self.refuse(lot, Reason.DAMAGED)
            self.decide_the_dispute(lot, Ruling.SEND_BACK, right=True)
            for _ in range(1 + pick % 4):
                self.advance(self.hands.floor.lot(lot.number), 0, [lot.quantity])

    @deed(pick=PICK)
    def confirms_a_batch_problem(self, pick: int) -> None:
        batches = [*self.hands.batches(), "RT-2611-9999"]
        for batch in (batches[pick % len(batches)], "RT-2611-9999"):
            self.hands.do(
                QUALITY, "REVIEW-1", "confirm-batch-problem", batch=batch, note="整批虚焊"
            )

    @deed(pick=PICK, day=st.integers(21, 29))
    def promises(self, pick: int, day: int) -> None:
        batches = self.hands.batches() or ["RT-2611-9999"]
        for reason in ({}, {"reason": "很忙"}, {"reason": "material", "told_customer": "已电话"}):
            self.hands.do(PRODUCTION, "REVIEW-1", "promise", batch=batches[pick % len(batches)],
                          production_on=f"2026-11-{day}", **reason)  # fmt: skip

    @deed(pick=PICK, pieces=st.integers(0, 60), waybill=OFTEN)
    def ships(self, pick: int, pieces: int, *, waybill: bool) -> None:
        lot = self.bring(Step.SHIP) if pick % 3 else self.hands.lot(pick)
        for pin in (False, True) if lot else ():
            self.hands.do(SALES, "SALES-1", "ship", pin=pin, lot=lot.number,
                          quantity=min(pieces, lot.quantity), waybill="SF1" if waybill else " ",
                          recipient="华康")  # fmt: skip

    @deed(pick=PICK)
    def issues_a_notice(self, pick: int) -> None:
        notices = self.hands.notices() or ["RT-2611-0001-C1"]
        self.hands.do(SALES, "SALES-1", "issue-notice", notice=notices[pick % len(notices)])

    # Scans and cheats.

    @deed(pick=PICK, place=STATIONS, back=st.integers(0, 2))
    def scans_anything_anywhere(self, pick: int, place: str, back: int) -> None:
        lot = self.hands.lot(pick)
        last = lot.last_handover if lot else 0
        number = lot.number if lot and back < 2 else "RT-2611-9999.1"
        for code in (
            str(Code(CodeKind.LOT, number)),
            str(slip(number, max(0, last - back))),
            str(slip(number, max(0, last - 1))),
            str(slip(number, last + 1)),
            str(Code(CodeKind.BADGE, "AAAAAAAA")),
            str(Code(CodeKind.STATION, place)),
            f"\ud800{number}",
        ):
            if not scan(self.hands.floor.site, place, code):
                self.note_the_last_rejection()

    def note_the_last_rejection(self) -> None:
        with self.hands.floor.site.reading() as db:
            event = db.scalars(select(Event).order_by(Event.number.desc()).limit(1)).one()
            assert event.kind == "scan:rejected"
            self.hands.reached.codes.add(str(event.facts["code"]))

    @deed()
    def sends_a_form_twice(self) -> None:
        if self.hands.last:
            person, station, act, typed, key, answer = self.hands.last
            before = self.hands.log_length()
            assert self.hands.do(person, station, act, key=key, **typed) == answer
            assert self.hands.log_length() == before

    @deed()
    def uses_a_key_for_another_form(self) -> None:
        if self.hands.last:
            person, station, _, _, key, _ = self.hands.last
            assert self.hands.do(person, station, "issue-notice", key=key, notice="x") is None

    @deed(pick=PICK, who=ANYBODY, ahead=st.sampled_from([-1, 1, 9_000_000]))
    def sends_a_stale_or_forged_page(self, pick: int, who: str, ahead: int) -> None:
        if lot := self.hands.lot(pick):
            assert not self.hands.do(
                who, lot.station, "hold",
                lot=lot.number, version=max(0, lot.version + ahead), reason="x",
            )  # fmt: skip

    @deed(pick=PICK, session=st.sampled_from(["", "nobody", "10307@OQC-1", "10999@RETEST-1"]))
    def signs_without_a_session(self, pick: int, session: str) -> None:
        if lot := self.hands.lot(pick):
            session = session or f"{LEADER}@{lot.station}x"
            assert not self.hands.do(TESTER, "RETEST-1", "hold", session=session,
                                     lot=lot.number, reason="x")  # fmt: skip

    @deed(pick=PICK, who=ANYBODY, place=STATIONS)
    def receives_anything_anywhere(self, pick: int, who: str, place: str) -> None:
        if lot := self.hands.lot(pick, LotState.OFFERED):
            handover = self.hands.handover(lot)
            done = self.hands.do(
                who, place, "receive",
                lot=lot.number, on_time=True, count=handover.quantity, forms=FORMS,
            )  # fmt: skip
            assert not done or place == PLACES[handover.target]

    @deed(number=st.sampled_from(["RT-2611-9999.1", "x", "RT-2611-0001.99"]))
    def asks_for_what_is_not_there(self, number: str) -> None:
        do = self.hands.do
        assert not do(LEADER, "SCREEN-1", "hold", lot=number, version=0, reason="x")
        assert not do(QUALITY, "REVIEW-1", "confirm-batch-problem", batch=number, note="x")
        assert not do(SALES, "SALES-1", "issue-notice", notice=number)

    # What must always hold.

    def pieces_are_conserved(self) -> None:
        with self.hands.floor.site.reading() as db:
            for batch in db.scalars(select(Batch)):
                held = balances(batch.movements)
                assert sum(held.values()) == 0
                assert held[CUSTOMER] == -batch.counted
                lots = sum(lot.quantity for lot in batch.lots)
                ended = sum(batch.ended(ending) for ending in Ending)
                assert lots + ended + held.get(DISCREPANCY, 0) == batch.counted

    def each_piece_counts_once_in_the_ratio(self) -> None:
        with self.hands.floor.site.reading() as db:
            for batch in db.scalars(select(Batch)):
                # A signed surplus, and boards that were found again: more than were counted.
                extra = sum(one.quantity for one in batch.movements if one.source == DISCREPANCY)
                assert not_customers(db, batch) <= batch.counted + extra

    def each_lot_is_in_one_custody_that_a_receipt_gave(self) -> None:
        with self.hands.floor.site.reading() as db:
            for lot in db.scalars(select(Lot).where(Lot.state != LotState.ENDED)):
                assert lot.station == PLACES[lot.step]
                assert lot.step is Step.INTAKE or lot.came_by is not None
                offers = select(func.count(Handover.id)).where(
                    Handover.lot_id == lot.id, Handover.state == "open"
                )
                assert db.scalar(offers) == int(lot.state is LotState.OFFERED)
                assert lot.state not in OPEN_WORK or lot.route is None
                assert lot.quantity > 0

    def no_open_count_is_seen(self) -> None:
        for lot in self.hands.lots()[-2:]:
            if lot.last_handover:
                self.hands.nobody_sees_an_open_count(lot)

    @invariant()
    def the_books_agree(self) -> None:
        length = self.hands.log_length()
        if length == self.length:
            return
        self.length, self.steps = length, self.steps + 1
        self.pieces_are_conserved()
        self.each_lot_is_in_one_custody_that_a_receipt_gave()
        self.each_piece_counts_once_in_the_ratio()
        self.no_open_count_is_seen()
        if self.steps % 10 == 0:
            assert audit(self.hands.floor.site) == []
            self.every_signature_has_its_session_and_every_version_one_event()

    def every_signature_has_its_session_and_every_version_one_event(self) -> None:
        with self.hands.floor.site.reading() as db:
            events = list(db.scalars(select(Event)))
        assert not [one for one in events if one.meaning and not (one.session and one.person_id)]
        versions = [(one.batch, one.batch_version) for one in events if one.batch]
        assert len(set(versions)) == len(versions)


def run(copy: Copy, examples: int, steps: int) -> Reached:
    reached = Reached()
    kind = type("Run", (Machine,), {"copy": staticmethod(copy), "reached": reached})
    run_state_machine_as_test(
        kind,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            database=None,
            derandomize=not SOAK,
            phases=[Phase.generate, Phase.shrink] if SOAK else [Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
    return reached


@pytest.mark.timeout(7200 if SOAK else 900)
def test_whatever_people_do_the_books_are_right_and_every_rule_was_tried(
    crowded_sqlite: Copy,
) -> None:
    reached = run(crowded_sqlite, *((30, 60) if SOAK else (4, 15)))
    missing = sorted(set(SIGNED | RECORDED) - reached.acts), sorted(RULES - reached.codes)
    assert missing == ([], []), f"acts nobody did, rules nobody broke: {missing}"


@pytest.mark.timeout(7200 if SOAK else 900)
def test_whatever_people_do_the_books_are_right_on_postgresql(crowded_postgresql: Copy) -> None:
    reached = run(crowded_postgresql, *((10, 60) if SOAK else (1, 5)))
    assert reached.acts
