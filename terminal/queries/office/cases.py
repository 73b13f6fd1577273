"""The forms of single cases: anomaly report, complaint notice, review report, shipping order."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select

from domain.cases import ComplaintNotice, Opinion, ReviewCase, Shipment
from domain.findings import AnomalyReport, Finding
from domain.process import Role
from terminal.queries.batch import Line
from terminal.queries.batch_papers import AnomalyRow, DecisionRow, RepairRow
from terminal.queries.office.source import Source
from terminal.queries.payers import Payers, payers_of

# Who is to speak in a review (K-02): quality, repair engineer, production, technical, Sales.
PARTICIPANTS: Final = (
    Role.QUALITY_SUPERVISOR, Role.REPAIR_ENGINEER, Role.PRODUCTION_SUPERVISOR,
    Role.TECHNICAL_SUPERVISOR, Role.SALES,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class AnomalyForm:
    """One anomaly report 品质检验异常反馈表; its defects are told with its quantity (K-24)."""

    number: str
    report: AnomalyRow
    defects: tuple[tuple[str, int], ...]
    registered: tuple[Line, ...]
    confirmed: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class NoticeForm:
    """The complaint notice 客户投诉通知书 with its arithmetic (K-34).

    `repairs` are the first-round records by cause and responsibility.
    """

    number: str
    notice: ComplaintNotice
    pieces: int | None
    received: int | None
    per_mille: int
    repairs: tuple[RepairRow, ...]
    cases: tuple[tuple[ReviewCase, tuple[DecisionRow, ...]], ...]
    issued: tuple[Line, ...]
    arrived: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class ReviewForm:
    """One review 疑难会审报告: who thinks what, what was decided, and how it was corrected."""

    number: str
    lot: str
    case: ReviewCase
    opinions: tuple[tuple[str, tuple[Opinion, ...]], ...]
    ways: tuple[DecisionRow, ...]
    conditions: tuple[str, ...]
    consented: tuple[Line, ...]
    decided: tuple[Line, ...]
    closed: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class ShippingForm:
    """One shipping order 出货单; `boxes` are (pieces in a box, boxes) as they were packed."""

    number: str
    lot: str
    order: Shipment
    ending: str
    boxes: tuple[tuple[int, int], ...]
    payers: Payers | None
    inspected: tuple[Line, ...]
    packed: tuple[Line, ...]
    shipped: tuple[Line, ...]


def anomaly(source: Source) -> Iterator[AnomalyForm]:
    """Return each wanted anomaly report."""
    for row in source.view.papers.anomalies:
        if source.wants(row.number):
            yield AnomalyForm(
                number=row.number,
                report=row,
                defects=tuple(_defects(source, row)),
                registered=source.signed("anomaly:registered", report=row.number),
                confirmed=source.signed("anomaly:signed", report=row.number),
            )


def _defects(source: Source, row: AnomalyRow) -> Iterator[tuple[str, int]]:
    if row.quantity is None:
        return
    query = (
        select(Finding.defect, Finding.quantity)
        .join(AnomalyReport, AnomalyReport.closed_by == Finding.event)
        .where(AnomalyReport.number == row.number, AnomalyReport.closed_by > 0)
    )
    found = source.db.execute(query.order_by(Finding.id))
    yield from ((defect, quantity) for defect, quantity in found)


def notice(source: Source) -> Iterator[NoticeForm]:
    """Return the complaint notice of a batch that has one."""
    papers = source.view.papers
    if papers.notice and source.wants(papers.notice.number):
        told = source.view.received is not None
        yield NoticeForm(
            number=papers.notice.number,
            notice=papers.notice,
            pieces=papers.notice_pieces,
            received=papers.notice.received if told else None,
            per_mille=source.site.figures.notice_per_mille,
            repairs=tuple(row for row in papers.repairs if row.round == 0),
            cases=tuple((case, papers.decisions[case.id]) for case in papers.cases),
            issued=source.signed("notice:issued", notice=papers.notice.number),
            arrived=source.signed("form:received", number=papers.notice.number),
        )


def review(source: Source) -> Iterator[ReviewForm]:
    """Return the report of each wanted review."""
    lots = {lot.id: lot.number for lot in source.view.batch.lots}
    for case in source.view.papers.cases:
        if source.wants(case.number):
            verdicts = {one.event for one in case.decisions}
            decided = tuple(line for line in source.view.lines if line.number in verdicts)
            conditions = [str(line.facts.get("conditions") or "") for line in decided]
            yield ReviewForm(
                number=case.number,
                lot=lots[case.lot_id],
                case=case,
                opinions=tuple(_opinions(case)),
                ways=source.view.papers.decisions[case.id],
                conditions=tuple(filter(None, conditions)),
                consented=source.signed("case:consent", case=case.number)[-1:],
                decided=decided,
                closed=source.signed("case:closed", case=case.number),
            )


def _opinions(case: ReviewCase) -> Iterator[tuple[str, tuple[Opinion, ...]]]:
    """Return the opinions by role: those who are to speak first, whether they have or not."""
    others = sorted({one.role for one in case.opinions} - {role.value for role in PARTICIPANTS})
    for role in (*(role.value for role in PARTICIPANTS), *others):
        yield role, tuple(one for one in case.opinions if one.role == role)


def shipping(source: Source) -> Iterator[ShippingForm]:
    """Return each wanted shipping order."""
    lots = {lot.id: lot for lot in source.view.batch.lots}
    for order in source.view.papers.shipments:
        if source.wants(order.number):
            lot = lots[order.lot_id]
            track = source.track(lot)
            packed = [line for line in track if line.meaning == "decided-pack"][-1:]
            yield ShippingForm(
                number=order.number,
                lot=lot.number,
                order=order,
                ending=lot.ending.value,
                boxes=tuple(_boxes(packed)),
                payers=payers_of(source.db, source.view),
                inspected=tuple(line for line in track if line.meaning == "decided-oqc")[-1:],
                packed=tuple(packed),
                shipped=source.signed("lot:shipped", order=order.number),
            )


def _boxes(packed: list[Line]) -> Iterator[tuple[int, int]]:
    for line in packed:
        boxes = line.facts.get("boxes")
        sizes = [int(box) for box in boxes] if isinstance(boxes, list) else []
        for size in sorted(set(sizes), reverse=True):
            yield size, sizes.count(size)
