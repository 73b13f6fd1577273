"""A factory without discipline: people at the printers, and what they do to papers that wait."""

from hypothesis import strategies as st
from sqlalchemy import select

from domain.printing import Document, JobState, PrintJob
from tests.floor import PACKER, QUALITY, SALES
from tests.terminal.handovers import OFTEN, PICK, Handovers, deed
from tests.terminal.presses import owe

LABEL, SLIP, NARROW, PLACE = "sales-1-label", "sales-1-slip", "recv-1-label", "SALES-1"
ASKED = (JobState.QUEUED, JobState.FAILED, JobState.SENDING, JobState.UNCERTAIN, JobState.SENT)


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
        with self.hands.floor.site.reading() as db:
            tests = select(PrintJob.id).where(PrintJob.document == Document.TEST_PAGE)
            test = db.scalars(tests.order_by(PrintJob.id.desc()).limit(1)).one()
        self.hands.do(SALES, PLACE, "move-print", job=test, printer=SLIP)

    @deed(pick=PICK, act=st.sampled_from(["cancel-print", "move-print", "retry-print"]))
    def tends_papers_that_wait(self, pick: int, act: str) -> None:
        """In each state each act is tried; what was sent, or may have been, is left alone."""
        floor = self.hands.floor
        for place in range(len(ASKED)):
            for one in (act, "cancel-print", "move-print", "retry-print"):
                number = owe(floor, LABEL)
                with floor.site.writing() as db:
                    db.get_one(PrintJob, number).state = ASKED[(pick + place) % len(ASKED)]
                more = {"cancel-print": {"reason": "重复"}, "move-print": {"printer": SLIP}}
                self.hands.do(SALES, PLACE, one, job=number, **more.get(one, {}))
        self.hands.do(SALES, PLACE, "move-print", job=owe(floor, LABEL), printer=NARROW)
        for _ in range(2):
            self.hands.do(SALES, PLACE, "move-prints", of=LABEL, printer=SLIP)
