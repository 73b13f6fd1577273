"""Where a supervisor's work comes from: one small query for each kind of decision."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

from sqlalchemy import select

from domain.access import Act
from domain.batch import Batch
from domain.cases import (
    ComplaintNotice,
    Discrepancy,
    DiscrepancyState,
    NoticeState,
    ReviewCase,
)
from domain.findings import AnomalyReport
from domain.handover import CONTESTED, Handover
from domain.lot import Lot, LotState
from domain.overdue import OverdueDecision, Way
from domain.people import Person
from domain.process import Step
from terminal.payment import unsettled
from terminal.queries.batch_blind import ON_THEIR_WAY
from terminal.queries.supervise_items import Decided, Eyes, Item

BEFORE_SCREENING: Final = frozenset({Step.INTAKE, Step.REGISTER})


def contested(eyes: Eyes) -> Iterator[Item]:
    """Refused and disputed hand-overs of my people (K-18)."""
    query = (
        select(Handover, Lot)
        .join(Lot, Lot.id == Handover.lot_id)
        .where(Handover.state.in_(CONTESTED), Handover.number == Lot.last_handover)
        .order_by(Handover.id)
    )
    for handover, lot in eyes.db.execute(query) if eyes.may(Act.RULE) else ():
        if not eyes.decides_for(handover.giver_id, (handover.receiver_id,)):
            continue
        seen = handover.second_count is not None
        facts: dict[str, str | int] = {
            "giver": handover.giver_name,
            "has": eyes.staff.heir(lot.person_id),
            "receiver": handover.receiver_name,
            "from": handover.from_step.value,
            "target": handover.target.value,
            "state": handover.state.value,
            "note": handover.note,
        }
        if seen:
            facts |= {"offered": handover.quantity, "counted": handover.last_count or 0}
        yield Item(
            kind="rule",
            act="rule",
            key=f"rule:{lot.number}:{handover.number}",
            lot=lot.number,
            batch=handover.batch.number,
            waited=eyes.since(handover.answered_at or handover.offered_at),
            facts=facts,
            fields={"lot": lot.number, "version": lot.version},
            codes=tuple(reason.value for reason in handover.reason_codes),
        )


def differences(eyes: Eyes) -> Iterator[Item]:
    """Differences that both sides have signed; a customer's declared figure is for Sales."""
    query = (
        select(Discrepancy, Lot, Batch)
        .join(Lot, Lot.id == Discrepancy.lot_id)
        .join(Batch, Batch.id == Discrepancy.batch_id)
        .where(Discrepancy.state.in_((DiscrepancyState.AGREED, DiscrepancyState.DECLARED)))
    )
    for paper, lot, batch in eyes.db.execute(query):
        declared = paper.state is DiscrepancyState.DECLARED
        if not (eyes.may(Act.SETTLE) if declared else _is_mine(eyes, paper)):
            continue
        facts: dict[str, str | int] = {
            "difference": paper.quantity,
            "proposed_by": paper.proposed_by,
            "agreed_by": paper.agreed_by,
            "customer": batch.customer.name,
        }
        if declared:
            facts["declared"] = batch.declared
        yield Item(
            kind="settle" if declared else "close-discrepancy",
            act="close-discrepancy",
            key=f"difference:{paper.id}",
            lot="",
            batch=batch.number,
            waited=eyes.since(paper.proposed_at),
            facts=facts | {"number": lot.number},
            fields={"discrepancy": paper.id},
        )


def _is_mine(eyes: Eyes, paper: Discrepancy) -> bool:
    parties = (paper.proposer_id, paper.agreer_id)
    mine = paper.agreer_id is not None and eyes.decides_for(paper.agreer_id, parties)
    return mine and eyes.may(Act.CLOSE_DISCREPANCY)


def anomalies(eyes: Eyes) -> Iterator[Item]:
    """Anomaly reports without the inspector's signature (K-24)."""
    query = select(AnomalyReport, Lot).join(Lot, Lot.id == AnomalyReport.lot_id)
    for report, lot in eyes.db.execute(query.where(AnomalyReport.signed_at.is_(None))):
        inspector = eyes.db.get_one(Person, report.inspector_id)
        mine = inspector.id == eyes.person and eyes.may(Act.SIGN_ANOMALY)
        absent = eyes.decides_for(inspector.id) and eyes.may(Act.SIGN_ABSENT)
        if mine or absent:
            yield Item(
                kind="sign-anomaly" if mine else "sign-absent",
                act="sign-anomaly",
                key=f"anomaly:{report.number}",
                lot="",
                batch=report.number,
                waited=eyes.since(report.registered_at),
                facts={
                    "report": report.number,
                    "number": lot.number,
                    "quantity": report.quantity,
                    "description": report.description,
                    "inspector": inspector.name,
                    "registered_by": report.registered_by,
                },
                fields={"report": report.number},
            )


def cases(eyes: Eyes) -> Iterator[Item]:
    """Reviews that are open: an opinion, the customer's consent, or the closing (K-02, K-38)."""
    query = (
        select(ReviewCase, Lot)
        .join(Lot, Lot.id == ReviewCase.lot_id)
        .where(ReviewCase.closed_at.is_(None))
    )
    for case, lot in eyes.db.execute(query):
        act = _case_act(eyes, case)
        if not act:
            continue
        last = case.opinions[-1] if case.opinions else None
        yield Item(
            kind=act,
            act=act,
            key=f"case:{case.number}",
            lot="",
            batch=case.number,
            waited=eyes.since(case.opened_at),
            facts={
                "case": case.number,
                "number": lot.number,
                "origin": case.origin.value,
                "quantity": case.quantity,
                "consent": case.consent,
                "opinions": len(case.opinions),
                "last": f"{last.person_name}：{last.text}" if last else "",
            },
            fields={"case": case.number},
            decided=tuple(_decided(eyes, case)),
        )


def _decided(eyes: Eyes, case: ReviewCase) -> Iterator[Decided]:
    for one in case.decisions:
        waits = eyes.db.get_one(Lot, one.lot_id).state in ON_THEIR_WAY
        if one.quantity:
            yield Decided(one.outcome.value, None if waits else one.quantity, one.note)


def _case_act(eyes: Eyes, case: ReviewCase) -> str:
    if case.decided_at and eyes.may(Act.CLOSE_CASE):
        return "close-case"
    if not case.consent and not case.decided_at and eyes.may(Act.SETTLE):
        return "consent"
    return "opinion" if not case.decided_at and eyes.may(Act.OPINION) else ""


def notices(eyes: Eyes) -> Iterator[Item]:
    """Complaint notices that the 0.5 % rule has drafted (K-34)."""
    query = (
        select(ComplaintNotice, Batch)
        .join(Batch, Batch.id == ComplaintNotice.batch_id)
        .where(ComplaintNotice.state == NoticeState.DRAFT)
    )
    for notice, batch in eyes.db.execute(query) if eyes.may(Act.ISSUE_NOTICE) else ():
        yield Item(
            kind="issue-notice",
            act="issue-notice",
            key=f"notice:{notice.number}",
            lot="",
            batch=batch.number,
            waited=eyes.since(notice.drafted_at),
            facts={
                "notice": notice.number,
                "pieces": notice.pieces,
                "base": notice.delivered or notice.received,
                "customer": batch.customer.name,
                "per_mille": eyes.site.figures.notice_per_mille,
            },
            fields={"notice": notice.number},
        )


def payers(eyes: Eyes) -> Iterator[Item]:
    """Batches with pieces of the customer's doing, until Sales has recorded who pays (K-14)."""
    if not eyes.may(Act.SETTLE_PAYER):
        return
    for number, theirs in unsettled(eyes.db).items():
        batch = eyes.db.get_one(Batch, number)
        item = _of_batch(eyes, batch, "settle-payer", "settle-payer")
        yield replace(item, facts=item.facts | {"quantity": theirs})


def batch_problems(eyes: Eyes) -> Iterator[Item]:
    """Batches that are not screened yet, for the quality supervisor to confirm (K-15)."""
    if not eyes.may(Act.CONFIRM_BATCH_PROBLEM):
        return
    for batch in eyes.db.scalars(select(Batch).where(Batch.closed_at.is_(None))):
        if batch.batch_problem or not any(lot.step in BEFORE_SCREENING for lot in batch.lots):
            continue
        yield _of_batch(eyes, batch, "confirm-batch-problem", "confirm-batch-problem")


def promises(eyes: Eyes) -> Iterator[Item]:
    """Batches without a date, and those that need another one (K-11, K-18, K-27).

    Their repairer said that it cannot be met, or a supervisor asks for it: they are overdue.
    """
    if not eyes.may(Act.PROMISE):
        return
    asked = select(OverdueDecision.batch_id).where(
        OverdueDecision.way == Way.NEW_DATE, OverdueDecision.due_on == Batch.due_on
    )
    query = select(Batch, Batch.id.in_(asked.correlate(Batch))).where(Batch.closed_at.is_(None))
    for batch, is_asked in eyes.db.execute(query.order_by(Batch.id)):
        late = is_asked or any(
            lot.on_time is False and lot.state is not LotState.ENDED for lot in batch.lots
        )
        if late or batch.promised_on is None:
            yield _of_batch(eyes, batch, "promise-late" if late else "promise", "promise")


def _of_batch(eyes: Eyes, batch: Batch, kind: str, act: str) -> Item:
    return Item(
        kind=kind,
        act=act,
        key=f"{act}:{batch.number}",
        lot="",
        batch=batch.number,
        waited=eyes.since(batch.booked_at),
        facts={
            "customer": batch.customer.name,
            "product": batch.product.name,
            "complaint": batch.complaint,
            "wanted": batch.wanted_on.isoformat() if batch.wanted_on else "",
            "promised": batch.promised_on.isoformat() if batch.promised_on else "",
            "lots": len([lot for lot in batch.lots if lot.state is not LotState.ENDED]),
        },
        fields={"batch": batch.number},
    )


def holds(eyes: Eyes) -> Iterator[Item]:
    """Lots on hold that a supervisor or leader may release."""
    query = select(Lot).where(Lot.hold_reason != "", Lot.state != LotState.ENDED)
    for lot in eyes.db.scalars(query) if eyes.may(Act.RELEASE) else ():
        yield Item(
            kind="release",
            act="release",
            key=f"release:{lot.number}",
            lot=lot.number,
            batch=lot.batch.number,
            waited=eyes.since(lot.since),
            facts={
                "reason": lot.hold_reason,
                "step": lot.step.value,
                "station": lot.station,
                "customer": lot.batch.customer.name,
            },
            fields={"lot": lot.number, "version": lot.version},
        )


Source = Callable[[Eyes], Iterator[Item]]
SOURCES: Final[tuple[Source, ...]] = (
    contested, differences, anomalies, cases, notices, payers, batch_problems, promises, holds,
)  # fmt: skip
