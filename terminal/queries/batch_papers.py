"""The papers of a batch: hand-overs, records, reports, cases, differences, shipments, prints."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session as Db
from sqlalchemy.orm import selectinload

from domain.batch import Batch
from domain.cases import ComplaintNotice, Discrepancy, Promise, ReviewCase, Shipment
from domain.findings import AnomalyReport, RepairRecord
from domain.handover import Handover, HandoverState
from domain.lot import Lot
from domain.printing import PrintJob
from domain.process import ROUTES
from terminal.queries.batch_blind import Blind
from terminal.queries.steps.places import Board, boards

Names = Mapping[int, str]
COUNTED: Final = frozenset({HandoverState.RECEIVED, HandoverState.DISPUTED})


@dataclass(frozen=True, slots=True)
class HandoverRow:
    """An offer and its answer.

    `counted` is the receiver's own count; `offered` is told only while the two are in dispute.
    """

    number: int
    lot: str
    from_step: str
    target: str
    state: str
    offered_at: datetime
    answered_at: datetime | None
    offered: int | None
    counted: int | None
    giver: str
    receiver: str
    reasons: tuple[str, ...]
    note: str
    ruling: str
    ruled_by: str


@dataclass(frozen=True, slots=True)
class RepairRow:
    """What was found and done; by whom is not everybody's business.

    `board` is the version of the board picture on which its place was tapped, if it was.
    """

    id: int
    lot: str
    round: int
    target: str
    quantity: int | None
    symptom: str
    cause: str
    action: str
    responsibility: str
    judged: bool
    location: str
    board: Board | None
    across: int | None
    down: int | None
    parts: str
    minutes: int
    at: datetime
    is_void: bool


@dataclass(frozen=True, slots=True)
class AnomalyRow:
    """A visible fault that inspection had missed; the inspector's name is for supervisors."""

    number: str
    lot: str
    quantity: int | None
    description: str
    registered_by: str
    registered_at: datetime
    signed_at: datetime | None
    absent_reason: str


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """Where a review has sent some pieces; None while it would tell an open offer's count."""

    target: str
    quantity: int | None
    note: str
    decided_by: str
    decided_at: datetime


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    """Pieces missing (negative) or extra; None while it would tell an open offer's count."""

    lot: str
    quantity: int | None
    state: str
    proposed_by: str
    proposed_at: datetime
    agreed_by: str
    closed_by: str
    closed_at: datetime | None
    note: str


@dataclass(frozen=True, slots=True)
class JobRow:
    """A paper that was owed, and what has become of it."""

    document: str
    lot: str
    printer: str
    copy: int
    state: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Papers:
    """Every paper of a batch, oldest first."""

    handovers: tuple[HandoverRow, ...]
    repairs: tuple[RepairRow, ...]
    anomalies: tuple[AnomalyRow, ...]
    cases: tuple[ReviewCase, ...]
    decisions: Mapping[int, tuple[DecisionRow, ...]]
    differences: tuple[DifferenceRow, ...]
    notice: ComplaintNotice | None
    notice_pieces: int | None
    shipments: tuple[Shipment, ...]
    promises: tuple[Promise, ...]
    jobs: tuple[JobRow, ...]


def papers(
    db: Db, batch: Batch, lots: Sequence[Lot], handovers: Sequence[Handover], veil: Blind
) -> Papers:
    """Read the papers of a batch."""
    names = {lot.id: lot.number for lot in lots}
    notice = db.scalar(select(ComplaintNotice).where(ComplaintNotice.batch_id == batch.id))
    promises = select(Promise).where(Promise.batch_id == batch.id).order_by(Promise.id)
    shipments = select(Shipment).where(Shipment.batch_id == batch.id).order_by(Shipment.id)
    cases = (
        select(ReviewCase)
        .where(ReviewCase.batch_id == batch.id)
        .order_by(ReviewCase.id)
        .options(selectinload(ReviewCase.opinions), selectinload(ReviewCase.decisions))
    )
    found = tuple(db.scalars(cases))
    return Papers(
        handovers=tuple(_handover(one, names[one.lot_id]) for one in handovers),
        repairs=tuple(_repairs(db, batch, names, veil)),
        anomalies=tuple(_anomalies(db, batch, names, veil)),
        cases=found,
        decisions={case.id: tuple(_decisions(case, names, veil)) for case in found},
        differences=tuple(_differences(db, batch, names, veil)),
        notice=notice,
        notice_pieces=notice.pieces if notice and not veil.hides_anything else None,
        shipments=tuple(db.scalars(shipments)),
        promises=tuple(db.scalars(promises)),
        jobs=tuple(_jobs(db, names)),
    )


def _handover(one: Handover, lot: str) -> HandoverRow:
    return HandoverRow(
        number=one.number,
        lot=lot,
        from_step=one.from_step.value,
        target=one.target.value,
        state=one.state.value,
        offered_at=one.offered_at,
        answered_at=one.answered_at,
        offered=one.quantity if one.state is HandoverState.DISPUTED else None,
        counted=one.last_count if one.state in COUNTED else None,
        giver=one.giver_name,
        receiver=one.receiver_name,
        reasons=tuple(reason.value for reason in one.reason_codes),
        note=one.note,
        ruling=one.ruling.value if one.ruling else "",
        ruled_by=one.ruled_by,
    )


def _repairs(db: Db, batch: Batch, names: Names, veil: Blind) -> Iterator[RepairRow]:
    query = select(RepairRecord).where(RepairRecord.batch_id == batch.id)
    records = db.scalars(query.order_by(RepairRecord.id)).all()
    pictures = boards(db, (one.picture_id for one in records if one.picture_id))
    for one in records:
        lot = names[one.lot_id]
        hidden = one.closed_by > 0 and veil.hides(lot, one.closed_by)
        yield RepairRow(
            id=one.id,
            lot=lot,
            round=one.round,
            target=ROUTES[one.outcome].target.value,
            quantity=None if hidden else one.quantity,
            symptom=one.symptom,
            cause=one.cause,
            action=one.action,
            responsibility=one.blame.value,
            judged=one.judged is not None,
            location=one.location,
            board=pictures.get(one.picture_id or 0),
            across=one.across,
            down=one.down,
            parts=one.parts,
            minutes=one.minutes,
            at=one.recorded_at,
            is_void=one.voided_by > 0,
        )


def _anomalies(db: Db, batch: Batch, names: Names, veil: Blind) -> Iterator[AnomalyRow]:
    query = select(AnomalyReport).where(AnomalyReport.batch_id == batch.id)
    for one in db.scalars(query.order_by(AnomalyReport.id)):
        lot = names[one.lot_id]
        hidden = one.closed_by > 0 and veil.hides(lot, one.closed_by)
        yield AnomalyRow(
            number=one.number,
            lot=lot,
            quantity=None if hidden else one.quantity,
            description=one.description,
            registered_by=one.registered_by,
            registered_at=one.registered_at,
            signed_at=one.signed_at,
            absent_reason=one.absent_reason,
        )


def _decisions(case: ReviewCase, names: Names, veil: Blind) -> Iterator[DecisionRow]:
    for one in case.decisions:
        hidden = veil.hides(names[one.lot_id], one.event)
        if one.quantity:
            yield DecisionRow(
                target=ROUTES[one.outcome].target.value,
                quantity=None if hidden else one.quantity,
                note=one.note,
                decided_by=one.decided_by,
                decided_at=one.decided_at,
            )


def _differences(db: Db, batch: Batch, names: Names, veil: Blind) -> Iterator[DifferenceRow]:
    query = select(Discrepancy).where(Discrepancy.batch_id == batch.id)
    for one in db.scalars(query.order_by(Discrepancy.id)):
        # What the customer's paper says less the difference would tell Sales' own count.
        yield DifferenceRow(
            lot=names[one.lot_id],
            quantity=None if veil.hides_total else one.quantity,
            state=one.state.value,
            proposed_by=one.proposed_by,
            proposed_at=one.proposed_at,
            agreed_by=one.agreed_by,
            closed_by=one.closed_by,
            closed_at=one.closed_at,
            note=one.note,
        )


def _jobs(db: Db, names: Names) -> Iterator[JobRow]:
    # Not the papers themselves: they are long, and the page does not show them.
    query = select(
        PrintJob.document, PrintJob.lot, PrintJob.printer, PrintJob.copy, PrintJob.state,
        PrintJob.queued_at, PrintJob.changed_at,
    ).where(PrintJob.lot.in_(names.values()))  # fmt: skip
    for document, lot, printer, copy, state, queued_at, changed_at in db.execute(
        query.order_by(PrintJob.id)
    ):
        yield JobRow(document.value, lot, printer, copy, state.value, changed_at or queued_at)
