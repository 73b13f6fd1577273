"""A factory without discipline: people at the printers, and what they do to papers that wait."""

from hypothesis import strategies as st

from domain.printing import Document, JobState, PrintJob
from tests.floor import PACKER, QUALITY, SALES
from tests.terminal.handovers import OFTEN, Handovers, deed
from tests.terminal.presses import owe

LABEL, SLIP, NARROW, PLACE = "sales-1-label", "sales-1-slip", "recv-1-label", "SALES-1"
ASKED = (JobState.QUEUED, JobState.FAILED, JobState.SENDING, JobState.UNCERTAIN, JobState.SENT)
MORE: dict[str, dict[str, str]] = {
    "cancel-print": {"reason": "重复"}, "move-print": {"printer": SLIP}, "retry-print": {},
}  # fmt: skip


class PrintDay(Handovers):
    """Everybody may press anything at a printer, in any state of its papers."""

    @deed(mine=OFTEN, again=OFTEN)
    def pauses_a_printer(self, *, mine: bool, again: bool) -> None:
        for who in (SALES if mine else PACKER, QUALITY):
            place = PLACE if who != QUALITY else "REVIEW-1"
            for act in ("pause-printer", "resume-printer")[: 1 + again]:
                for _ in range(2):
                    self.hands.do(who, place, act, printer=LABEL)
        for act in ("pause-printer", "resume-printer", "resume-printer"):
            self.hands.do(SALES, PLACE, act, printer=LABEL)
        self.hands.do(SALES, PLACE, "print-test", printer=LABEL)
        for across in ("560", "561"):
            self.hands.do(SALES, PLACE, "calibrate-printer", printer=LABEL, across=across,
                          darkness="-1")  # fmt: skip
        test = owe(self.hands.floor, LABEL)
        with self.hands.floor.site.writing() as db:
            db.get_one(PrintJob, test).document = Document.TEST_PAGE
        self.hands.do(SALES, PLACE, "move-print", job=test, printer=SLIP)

    @deed(act=st.sampled_from(sorted(MORE)))
    def tends_papers_that_wait(self, act: str) -> None:
        """In each state an act is tried; what was sent, or may have been, is left alone."""
        tried = [(state, act) for state in ASKED] + [(JobState.FAILED, one) for one in MORE]
        for state, one in tried:
            number = owe(self.hands.floor, LABEL)
            with self.hands.floor.site.writing() as db:
                db.get_one(PrintJob, number).state = state
            self.hands.do(SALES, PLACE, one, job=number, **MORE[one])
        wide = owe(self.hands.floor, LABEL)
        self.hands.do(SALES, PLACE, "move-print", job=wide, printer=NARROW)
        for _ in range(2):
            self.hands.do(SALES, PLACE, "move-prints", of=LABEL, printer=SLIP)
