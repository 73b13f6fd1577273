"""What each step asks for before its verdict may be signed, beyond counts that balance."""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from domain import accessory, verdict
from domain.errors import BadField, QuantityMismatch
from domain.events import Event
from domain.findings import AnomalyReport, RepairRecord, Term, TermKind
from domain.lot import Lot
from domain.process import Outcome, Step
from terminal import trays
from terminal.accessories import accessories_of
from terminal.reviews import case_of
from terminal.transaction import Transaction, required

if TYPE_CHECKING:
    from terminal.actions.decide import Decide


@dataclass(frozen=True, slots=True)
class _Asked:
    """A verdict that is about to be signed."""

    tx: Transaction
    lot: Lot
    told: dict[Outcome, int]
    form: "Decide"
    along: dict[str, int] = field(default_factory=dict)


def check(tx: Transaction, lot: Lot, told: dict[Outcome, int], form: "Decide") -> dict[str, int]:
    """Raise the step's own refusal when something is missing; close what the verdict uses up.

    Returns the accessories that were asked for, by name, with how many were told.
    """
    for defect in form.defects:
        term = select(Term).where(Term.kind == TermKind.DEFECT, Term.code == defect)
        required(tx.db.scalar(term), "defect", defect)
    asked = _Asked(tx, lot, told, form)
    if wanted := NEEDS.get(lot.step):
        wanted(asked)
    return asked.along


def _register(asked: _Asked) -> None:
    # K-15: only a batch problem that the quality supervisor has confirmed skips the screening.
    if Outcome.BATCH_PROBLEM in asked.told and not asked.lot.batch.batch_problem:
        raise verdict.NotConfirmed(lot=asked.lot.number)
    rows = accessories_of(asked.tx.db, asked.lot.batch_id)
    _keep_along(asked, accessory.check(rows, asked.form.accessories))


def _screening(asked: _Asked) -> None:
    trays.use_up(asked.tx, asked.lot, asked.told, asked.form.defects)
    # K-24: registered before the pieces leave.
    query = select(AnomalyReport).where(
        AnomalyReport.lot_id == asked.lot.id, AnomalyReport.closed_by == 0
    )
    reports = list(asked.tx.db.scalars(query))
    needed, registered = verdict.needs_anomaly(asked.told), sum(r.quantity for r in reports)
    if needed != registered:
        raise verdict.AnomalyMissing(needed=needed, registered=registered, lot=asked.lot.number)
    for report in reports:
        report.closed_by = asked.tx.next_event


def _repair(asked: _Asked) -> None:
    # K-29: repair and rework end with a count and the repair record attached.
    query = select(RepairRecord).where(
        RepairRecord.lot_id == asked.lot.id, RepairRecord.closed_by == 0
    )
    records = list(asked.tx.db.scalars(query))
    for outcome in verdict.REPAIRS:
        recorded = sum(record.quantity for record in records if record.outcome is outcome)
        if recorded != asked.told.get(outcome, 0):
            raise verdict.RecordsMismatch(
                recorded=recorded, counted=asked.told.get(outcome, 0), outcome=outcome.value
            )
    for record in records:
        record.closed_by = asked.tx.next_event


def _oqc(asked: _Asked) -> None:
    # K-30: test and inspection are two people's.
    if asked.tx.hand.person_id in last_testers(asked.tx.db, asked.lot):
        raise verdict.TestedByYou(lot=asked.lot.number)


def last_testers(db: Db, lot: Lot, until: float = math.inf) -> set[int | None]:
    """Return who tested these pieces last, before they split off or were merged in."""
    query = select(Event.number, Event.person_id).where(
        Event.lot == lot.number,
        Event.kind == "lot:decided",
        Event.from_step == Step.RETEST.value,
    )
    if until < math.inf:
        query = query.where(Event.number <= until)
    last = db.execute(query.order_by(Event.number.desc()).limit(1)).first()
    since, found = (last.number, {last.person_id}) if last else (0, set())
    for descent in lot.came_from:
        if since < descent.event <= until:
            found |= last_testers(db, descent.parent, descent.event)
    return found


def _review(asked: _Asked) -> None:
    # K-02, K-38: pieces move only by a decision with its reason; consent is recorded by Sales.
    if not asked.form.note or (Outcome.TO_RETEST in asked.told and not asked.form.conditions):
        raise verdict.ConditionsMissing(lot=asked.lot.number)
    case = case_of(asked.tx.db, asked.lot.id)
    ends = {Outcome.AS_IS, Outcome.SCRAP} & set(asked.told)
    if ends and (case is None or not case.consent):
        raise verdict.ConsentMissing(lot=asked.lot.number)


def _pack(asked: _Asked) -> None:
    # K-32: boxes add up to what is packed; then the tracking is complete.
    if not asked.form.boxes or not all(
        box.isascii() and box.isdecimal() for box in asked.form.boxes
    ):
        raise BadField(field="boxes", value=",".join(asked.form.boxes)[:40])
    boxed = sum(int(box) for box in asked.form.boxes)
    if boxed != sum(asked.told.values()) or 0 in map(int, asked.form.boxes):
        raise QuantityMismatch(held=sum(asked.told.values()), counted=boxed)
    # What came must go back: each is told, how many are in these boxes.
    rows = accessories_of(asked.tx.db, asked.lot.batch_id)
    _keep_along(asked, accessory.pack(rows, asked.form.accessories))
    asked.lot.batch.tracking_complete_at = asked.tx.at


def _keep_along(asked: _Asked, counted: Iterable[accessory.Accessory]) -> None:
    asked.along.update({row.name: asked.form.accessories[row.name] for row in counted})


NEEDS: Final = MappingProxyType[Step, Callable[[_Asked], None]](
    {
        Step.REGISTER: _register,
        Step.SCREENING: _screening,
        Step.REPAIR: _repair,
        Step.REWORK: _repair,
        Step.OQC: _oqc,
        Step.REVIEW: _review,
        Step.PACK: _pack,
    }
)
