"""A factory without discipline: forms that part from their goods, and who signs for them."""

from hypothesis import strategies as st
from sqlalchemy import select

from domain.batch import Batch
from domain.findings import RepairRecord
from domain.lot import LotState
from domain.paperwork import SIGNS_FOR, Department, FormHandover
from domain.prevention import Prevention
from domain.process import Step
from tests.floor import BOSS, PRODUCTION, QUALITY, SALES, TECHNICAL
from tests.terminal.handovers import OFTEN, PICK, deed
from tests.terminal.office_day import OFFICE, OfficeDay

READERS = {
    Department.SALES: SALES, Department.TECHNICAL: TECHNICAL, Department.QUALITY: QUALITY,
    Department.PRODUCTION: PRODUCTION, Department.MANAGEMENT: BOSS,
}  # fmt: skip
assert READERS.keys() == SIGNS_FOR.keys()


class PaperDay(OfficeDay):
    """Fourteen people, nine stations, no discipline, and forms everywhere."""

    def papers(self) -> list[FormHandover]:
        with self.hands.floor.site.reading() as db:
            return list(db.scalars(select(FormHandover).order_by(FormHandover.id)))

    @deed(pick=PICK, mine=OFTEN)
    def signs_for_forms(self, pick: int, *, mine: bool) -> None:
        """A lot is shipped, and its record is signed for, by the right person or another one."""
        if not self.papers() and (lot := self.bring(Step.SHIP)):
            for _ in range(3):
                if lot.state is not LotState.ENDED:
                    self.advance(lot, 0, [])
                    lot = self.hands.floor.lot(lot.number)
        forms = self.papers()
        if not forms:
            return
        form = forms[pick % len(forms)]
        who = READERS[form.department] if mine else BOSS
        for wanted in (form.id, f"{form.id},999"):
            self.hands.do(who, OFFICE, "receive-forms", forms=wanted)
        self.hands.do(who, OFFICE, "receive-forms", forms=form.id)
        for one in [one for one in forms if one.received_at is None][:1]:
            self.hands.do(READERS[one.department], OFFICE, "receive-forms", forms=one.id)

    @deed()
    def hangs_up_its_command_sheet(self) -> None:
        """Who works at a station prints its sheet; who works elsewhere does not."""
        for who in (QUALITY, SALES):
            self.hands.do(who, OFFICE, "print-commands", sheet=OFFICE)

    def judged(self) -> list[int]:
        with self.hands.floor.site.reading() as db:
            query = select(RepairRecord.id).where(
                RepairRecord.closed_by > 0, RepairRecord.voided_by == 0
            )
            return list(db.scalars(query.order_by(RepairRecord.id)))

    @deed(pick=PICK, said=st.sampled_from(["design", "customer", "as-recorded", "nobody"]))
    def judges_and_issues_the_week(self, pick: int, said: str) -> None:
        """Technical decides about some records and freezes the week; nobody else can."""
        self.hands.do(TECHNICAL, OFFICE, "issue-week", week="2026-W01")
        if not self.judged():
            self.bring(Step.RETEST)
        if found := self.judged():
            some = ",".join(map(str, found[: 1 + pick % 4]))
            for who in (QUALITY, TECHNICAL):
                self.hands.do(who, OFFICE, "judge-records", records=some, responsibility=said)
        for week in ("2026-W47", "2026-W47", "W47"):
            self.hands.do(TECHNICAL, OFFICE, "issue-week", week=week)

    @deed(works=OFTEN, mine=OFTEN)
    def prevents_it(self, *, works: bool, mine: bool) -> None:
        """The supervisor of the responsible step names a measure; somebody verifies it."""
        with self.hands.floor.site.reading() as db:
            found = list(db.scalars(select(Prevention).order_by(Prevention.id)))
        asked = found[-1].id if found else 999
        answers = {"production": PRODUCTION, "inspection": QUALITY, "material": QUALITY}
        who = answers.get(found[-1].responsibility, TECHNICAL) if found and mine else PRODUCTION
        verifier = QUALITY if who == TECHNICAL else TECHNICAL
        proof = {"effective": works, "verification": "已抽查"}
        self.hands.do(verifier, OFFICE, "verify-measure", prevention=asked, **proof)
        for named in ("10120", "", ""):
            self.hands.do(who, OFFICE, "name-measure", prevention=asked, named=named,
                          measure="首件确认")  # fmt: skip
        for _ in range(2):
            self.hands.do(verifier, OFFICE, "verify-measure", prevention=asked, **proof)

    @deed(paid_by=st.sampled_from(["customer", "shared"]), amount=st.sampled_from(["", "9.99"]))
    def settles_who_pays(self, paid_by: str, amount: str) -> None:
        """Sales agrees with the customer about what Technical says that he has broken."""
        self.bring(Step.RETEST)
        with self.hands.floor.site.reading() as db:
            query = select(RepairRecord.id, Batch.number).join(
                Batch, Batch.id == RepairRecord.batch_id
            )
            first = query.where(RepairRecord.round == 0, RepairRecord.voided_by == 0)
            found = db.execute(first.order_by(RepairRecord.id)).all()
        for record, batch in found[-3:]:
            for said in ("design", "customer"):
                self.hands.do(TECHNICAL, OFFICE, "judge-records", records=record,
                              responsibility=said)  # fmt: skip
                self.hands.do(SALES, OFFICE, "settle-payer", batch=batch, paid_by=paid_by,
                              percent=30, amount=amount)  # fmt: skip
