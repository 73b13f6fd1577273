"""Everybody's hands at once: any act by anyone anywhere, with a memory of what was reached."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count

from sqlalchemy import func, select

from domain.cases import ComplaintNotice, Discrepancy, DiscrepancyState, ReviewCase
from domain.errors import DomainError
from domain.events import Event, Head
from domain.findings import AnomalyReport, RepairRecord
from domain.handover import Handover, HandoverState
from domain.late import Late
from domain.lot import Lot, LotState
from domain.people import Badge, Person, Session
from domain.process import ROUTES, Outcome, Step, outcomes_at
from domain.verdict import NAMED_BY_DEFECT, REPAIRS
from terminal.acts import RECORDED, SIGNED
from terminal.forms import read
from terminal.perform import perform
from terminal.queries.today import today
from terminal.queries.work import work_view
from terminal.transaction import Answer, Signer
from tests.floor import (
    ADMIN,
    BOSS,
    ENGINEER,
    INSPECTOR,
    LEADER,
    LINE,
    PACKER,
    PRODUCTION,
    QUALITY,
    REPAIRER,
    SALES,
    SALES_HEAD,
    TECHNICAL,
    TESTER,
    Floor,
)

BOTH = "20777"
PEOPLE = (
    BOSS, ENGINEER, INSPECTOR, LEADER, LINE, PACKER, PRODUCTION, QUALITY, REPAIRER, SALES,
    SALES_HEAD, TESTER, BOTH, ADMIN, TECHNICAL,
)  # fmt: skip
WORKERS: dict[Step, tuple[str, ...]] = {
    Step.INTAKE: (SALES, SALES_HEAD),
    Step.REGISTER: (PACKER,),
    Step.SCREENING: (LEADER,),
    Step.REWORK: (LINE,),
    Step.REPAIR: (ENGINEER, REPAIRER),
    Step.REVIEW: (QUALITY, PRODUCTION),
    Step.RETEST: (TESTER, BOTH),
    Step.OQC: (INSPECTOR, BOTH),
    Step.PACK: (PACKER,),
    Step.SHIP: (SALES,),
}
PLACES: dict[Step, str] = {
    Step.INTAKE: "SALES-1", Step.REGISTER: "RECV-1", Step.SCREENING: "SCREEN-1",
    Step.REWORK: "REWORK-1", Step.REPAIR: "REPAIR-1", Step.REVIEW: "REVIEW-1",
    Step.RETEST: "RETEST-1", Step.OQC: "OQC-1", Step.PACK: "PACK-1", Step.SHIP: "SALES-1",
}  # fmt: skip
FORMS = "service-form,repair-record,signed"


@dataclass
class Reached:
    """Which acts were done and which rules said no, over all machines of a run."""

    acts: set[str] = field(default_factory=set)
    codes: set[str] = field(default_factory=set)
    steps: int = 0


def sign_everybody_on(floor: Floor) -> None:
    """An open session for each person at each station; the tests' clock stands still."""
    with floor.site.writing() as db:
        people = {person.number: person.id for person in db.scalars(select(Person))}
        badges = {badge.person_id: badge.id for badge in db.scalars(select(Badge))}
        for number in PEOPLE:
            for station in set(PLACES.values()):
                person = people[number]
                db.add(
                    Session(
                        id=f"{number}@{station}",
                        person_id=person,
                        badge_id=badges[person],
                        station=station,
                        started_at=floor.clock(),
                        active_at=floor.clock(),
                    )
                )


@dataclass
class Hands:
    """Who does what, and what became of it."""

    floor: Floor
    reached: Reached
    keys: "count[int]" = field(default_factory=lambda: count(1))
    last: tuple[str, str, str, dict[str, str], str, Answer] | None = None

    def do(
        self,
        person: str,
        station: str,
        act: str,
        *,
        pin: bool = True,
        key: str = "",
        session: str = "",
        late: Late | None = None,
        **fields: object,
    ) -> Answer | None:
        """Do an act; nothing when a rule said no, and then the log is as long as before."""
        typed = self.floor.typed(fields)
        key = key or f"machine-{next(self.keys)}"
        before = self.log_length()
        self.reached.steps += 1
        try:
            action = read((SIGNED | RECORDED)[act], typed)
            signer = Signer(session or f"{person}@{station}", station, pin=pin, late=late)
            answer = perform(self.floor.site, action, key=key, signer=signer)
        except DomainError as refusal:
            self.reached.codes.add(refusal.code)
            assert self.log_length() == before, "a refused act has left something behind"
            return None
        self.reached.acts.add(act)
        self.last = (person, station, act, typed, key, answer)
        return answer

    def log_length(self) -> int:
        with self.floor.site.reading() as db:
            return db.scalars(select(Head.number)).one()

    # What is where.

    def lots(self) -> list[Lot]:
        """Lots that hold pieces, those that were touched longest ago first."""
        with self.floor.site.reading() as db:
            query = select(Lot).where(Lot.state != LotState.ENDED).order_by(Lot.version, Lot.id)
            return list(db.scalars(query))

    def lot(self, pick: int, *states: LotState) -> Lot | None:
        found = [lot for lot in self.lots() if not states or lot.state in states]
        return found[pick % len(found)] if found else None

    def handover(self, lot: Lot) -> Handover:
        return self.floor.handover(lot.number)

    def batches(self) -> list[str]:
        return sorted({lot.number.partition(".")[0] for lot in self.lots()})

    def cases(self) -> list[ReviewCase]:
        with self.floor.site.reading() as db:
            return list(db.scalars(select(ReviewCase).order_by(ReviewCase.id)))

    def notices(self) -> list[str]:
        with self.floor.site.reading() as db:
            return list(db.scalars(select(ComplaintNotice.number)))

    def differences(self) -> list[Discrepancy]:
        with self.floor.site.reading() as db:
            return list(db.scalars(select(Discrepancy).order_by(Discrepancy.id)))

    def reports(self) -> list[str]:
        with self.floor.site.reading() as db:
            return list(db.scalars(select(AnomalyReport.number).order_by(AnomalyReport.id)))

    def inspector_of(self, report: str) -> str:
        with self.floor.site.reading() as db:
            query = select(Person.number).join(
                AnomalyReport, AnomalyReport.inspector_id == Person.id
            )
            return db.scalars(query.where(AnomalyReport.number == report)).one()

    def supervisor_of(self, person_id: int) -> str:
        with self.floor.site.reading() as db:
            boss = db.get_one(Person, person_id).supervisor_id
            return db.get_one(Person, boss).number if boss else BOSS

    def registered(self, lot: Lot) -> int:
        return self._sum(AnomalyReport, lot)

    def recorded(self, lot: Lot) -> dict[Outcome, int]:
        return {outcome: self._sum(RepairRecord, lot, outcome) for outcome in REPAIRS}

    def open_records(self, lot: Lot) -> list[int]:
        with self.floor.site.reading() as db:
            query = select(RepairRecord.id).where(
                RepairRecord.lot_id == lot.id, RepairRecord.closed_by == 0
            )
            return list(db.scalars(query.order_by(RepairRecord.id)))

    def _sum(
        self, kind: type[AnomalyReport] | type[RepairRecord], lot: Lot, outcome: object = None
    ) -> int:
        query = select(func.sum(kind.quantity)).where(kind.lot_id == lot.id, kind.closed_by == 0)
        if outcome is not None:
            query = query.where(RepairRecord.outcome == outcome)
        with self.floor.site.reading() as db:
            return int(db.scalar(query) or 0)

    def workers(self, lot: Lot, step: Step | None = None) -> tuple[str, ...]:
        return WORKERS[step or lot.step]

    # What a verdict needs, so that most of them are signed.

    def shares(self, lot: Lot, weights: Sequence[int]) -> dict[Outcome, int]:
        """Share pieces out among the verdicts of a step; some may stay behind.

        Where the weights say nothing of a step, all pieces get its first verdict.
        """
        left, told = lot.quantity, {}
        for outcome, weight in zip(outcomes_at(lot.step), weights, strict=False):
            told[outcome] = min(left, weight)
            left -= told[outcome]
        told = {outcome: pieces for outcome, pieces in told.items() if pieces}
        return told or dict.fromkeys(outcomes_at(lot.step)[:1], lot.quantity)

    def make_ready(self, lot: Lot, told: dict[Outcome, int]) -> dict[Outcome, int]:
        """Write the reports and records that a verdict needs; return it as it can be signed."""
        place, person = PLACES[lot.step], self.workers(lot)[0]
        if lot.step is Step.SCREENING:
            missing = sum(told.get(o, 0) for o in told if ROUTES[o].anomaly) - self.registered(lot)
            if missing > 0:
                self.do(LEADER, place, "register-anomaly", lot=lot.number, quantity=missing,
                        inspector=INSPECTOR, description="连锡")  # fmt: skip
        if lot.step in {Step.REPAIR, Step.REWORK}:
            before = self.recorded(lot)
            for outcome, pieces in told.items():
                if pieces > before[outcome]:
                    self.do(person, place, "record-repair", lot=lot.number, outcome=outcome.value,
                            quantity=pieces - before[outcome], cause="open",
                            repair="resolder")  # fmt: skip
            now = self.recorded(lot)
            return {outcome: pieces for outcome, pieces in now.items() if pieces}
        if lot.step is Step.REVIEW and {Outcome.AS_IS, Outcome.SCRAP} & set(told):
            for case in self.cases():
                if case.lot_id == lot.id and not case.consent:
                    self.do(SALES, "SALES-1", "consent", case=case.number, consent="邮件同意")
        return told

    def verdict(self, told: dict[Outcome, int]) -> dict[str, object]:
        """The fields of a verdict that names its defects, reasons and boxes."""
        failed = sum(pieces for outcome, pieces in told.items() if outcome in NAMED_BY_DEFECT)
        packed = told.get(Outcome.PACKED, 0)
        return {
            "counts": {outcome.value: pieces for outcome, pieces in told.items()},
            "defects": {"bridge": failed} if failed else {},
            "note": "会审决定",
            "conditions": "24V，固件 3.1",
            "boxes": (packed,) if packed else (),
            "accessories": {"电源线": 1},
        }

    def settle_differences(self) -> None:
        """Who has to, signs the differences that both sides have agreed on."""
        for paper in self.differences():
            who = SALES
            if paper.state is DiscrepancyState.AGREED:
                who = self.supervisor_of(paper.agreer_id or 0)
            elif paper.state is not DiscrepancyState.DECLARED:
                continue
            self.do(who, "REVIEW-1", "close-discrepancy", discrepancy=paper.id, note="已核对")

    def work_on_cases(self, *, said: bool) -> None:
        """Somebody has an opinion on a case that is open, and somebody wants to close it."""
        for case in [one for one in self.cases() if one.closed_at is None][:1]:
            self.do(PRODUCTION, "REVIEW-1", "opinion", case=case.number, text="看电源")
            if said or case.decided_at is None:
                self.do(QUALITY, "REVIEW-1", "close-case", case=case.number, correction="已培训")

    # What nobody may see.

    def nobody_sees_an_open_count(self, lot: Lot) -> None:
        """Until the receiver has counted, no page tells the offered figure."""
        handover = self.handover(lot)
        if handover.state is not HandoverState.OPEN:
            return
        with self.floor.site.reading() as db:
            query = select(func.max(Event.number)).where(
                Event.lot == lot.number, Event.kind.like("handover:received%")
            )
            received = db.scalar(query) or 0
            for place in {PLACES[handover.target], lot.station}:
                station = self.floor.site.settings.station(place)
                view = station and work_view(self.floor.site, db, station, lot.number)
                assert view, place
                assert view.quantity is None
                late = [row for row in view.track if row.number > received]
                own = [row for row in late if row.meaning != "received"]
                assert not [row for row in own[-1:] if row.quantity is not None], own
                if view.incoming:
                    assert view.incoming.offered is view.incoming.last_count is None
            here = {row.lot: row.quantity for row in today(self.floor.site, db, lot.station)}
            assert here[lot.number] is None
