"""A factory without discipline: its administrator at work, and people who come and go."""

from hypothesis import strategies as st
from sqlalchemy import func, select, update

from domain.lot import Lot
from domain.people import Person
from domain.staff import Appointment
from terminal.actions.badges import TAPPED
from terminal.desk import drafts
from terminal.desk.cards import card_token
from terminal.desk.desks import at_desk
from tests.floor import ADMIN, BOSS, LEADER, PRODUCTION, QUALITY, TESTER
from tests.terminal.factory import Factory
from tests.terminal.handovers import OFTEN, PICK, deed

OFFICE = "REVIEW-1"


class OfficeDay(Factory):
    """Fourteen people, nine stations, no discipline."""

    def administer(self, act: str, **fields: object) -> None:
        self.hands.do(ADMIN, OFFICE, act, **fields)

    def newcomer(self) -> str:
        with self.hands.floor.site.reading() as db:
            return f"3{db.scalar(select(func.count(Person.id))):04d}"

    def appointment(self) -> int:
        with self.hands.floor.site.reading() as db:
            return db.scalar(select(func.max(Appointment.id))) or 0

    def registers_a_card(self, number: str, card: str) -> None:
        """The administrator holds a card to his reader and registers it for somebody."""
        site = self.hands.floor.site
        with at_desk(site, OFFICE) as (tx, _):
            laid = {"person": number, "token": card_token(site, card)}
            drafts.write(tx, OFFICE, "", TAPPED, laid)
        self.administer("register-card", number=number)

    @deed(roles=st.sampled_from(["", "tester,oqc"]), agreed=OFTEN)
    def a_newcomer_comes_and_goes(self, roles: str, *, agreed: bool) -> None:
        number = self.newcomer()
        self.administer("issue-badge", number=number)
        for _ in range(2):
            self.administer("hire", number=number, name="钱进", roles=roles, supervisor=QUALITY)
        self.administer("change-person", number=number, name="钱小进", team="qc-day")
        self.administer("revoke-badge", number=number)
        self.administer("issue-badge", number=number)
        self.administer("issue-pin", number=number)
        for who in (number, LEADER):
            self.administer("register-card", number=who)
            self.registers_a_card(who, f"04{number}")
        self.administer("propose-roles", number=number, roles="packer")
        for who in (ADMIN, BOSS, BOSS):
            self.hands.do(who, OFFICE, "appoint", appointment=self.appointment(), agreed=agreed)
        self.administer("revoke-badge", number=number)
        self.administer("come-back", number=number)
        for _ in range(2):
            self.administer("leave", number=number)
        self.administer("come-back", number=number)
        self.administer("leave", number=ADMIN)

    @deed(pick=PICK, agreed=OFTEN)
    def a_deputy_decides(self, pick: int, *, agreed: bool) -> None:
        """Somebody stands in for the quality supervisor today, or was not agreed to."""
        lot = self.disputed(pick)
        self.administer("name-deputy", number=QUALITY, deputy=PRODUCTION,
                        from_on="2026-11-20", until_on="2026-11-20")  # fmt: skip
        deputy = self.appointment()
        self.hands.do(BOSS, OFFICE, "appoint", appointment=deputy, agreed=agreed)
        self.hands.do(PRODUCTION, OFFICE, "rule", lot=lot.number, ruling="send-back")
        for _ in range(2):
            self.administer("end-deputy", appointment=deputy)

    @deed(pick=PICK, who=st.sampled_from([TESTER, LEADER]))
    def somebody_left_a_lot_behind(self, pick: int, who: str) -> None:
        """Nobody of the crew leaves, or the day would end: the lot is in a newcomer's name."""
        number = self.newcomer()
        lot = self.hands.lot(pick) or self.hands.floor.lot(self.book_in(5))
        self.hands.do(LEADER, "SCREEN-1", "take-over", lot=lot.number)
        self.administer("hire", number=number, name="钱进", supervisor=QUALITY, team="qc-day")
        with self.hands.floor.site.writing() as db:
            gone = db.scalars(select(Person.id).where(Person.number == number)).one()
            db.execute(update(Lot).where(Lot.id == lot.id).values(person_id=gone))
        self.administer("leave", number=number)
        for one in (TESTER, who, LEADER):
            self.hands.do(one, "SCREEN-1", "take-over", lot=lot.number)

    @deed(pick=PICK, way=st.sampled_from(["push", "help", "new-date"]))
    def somebody_is_late(self, pick: int, way: str) -> None:
        """The due date was yesterday; the direct supervisor decides once, and not twice."""
        lot = self.hands.lot(pick) or self.hands.floor.lot(self.book_in(5))
        boss = self.hands.supervisor_of(lot.person_id)
        late = {"cause": "due", "way": way, "reason": "staff", "until_on": "2026-11-23"}
        batch = lot.number.partition(".")[0]
        self.hands.do(PRODUCTION, OFFICE, "promise", batch=batch, production_on="2026-11-19",
                      reason="staff", told_customer="已电话")  # fmt: skip
        for who in (boss, boss):
            self.hands.do(who, OFFICE, "decide-overdue", lot=lot.number, **late)

    @deed(leader=st.sampled_from([LEADER, ""]))
    def a_team_is_formed(self, leader: str) -> None:
        for code in ("night-1", "Night 1"):
            self.administer("save-team", code=code, name="夜班", shift="night", leader=leader)
