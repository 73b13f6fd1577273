"""The receiver counts without seeing the giver's count, and signs for what he has."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from domain import handing
from domain.access import Act
from domain.batch import DetailsMissing
from domain.cases import Discrepancy, DiscrepancyState, ReviewCase
from domain.errors import BadField, DomainError
from domain.handover import Handover, HandoverState, Reason
from domain.process import Step
from terminal import papers, pieces, repairs
from terminal.lookup import elsewhere, open_handover
from terminal.paperwork import came_with_goods, was_repaired
from terminal.ratio import draft_notice
from terminal.transaction import Answer, Transaction


class FormsMissing(DomainError):
    """Goods without a signed form are not received; refuse them (K-17)."""

    code = "forms-missing"


ANSWERS_ON_TIME = frozenset({Step.REPAIR, Step.REWORK})


def required_forms(db: Db, handover: Handover) -> tuple[str, ...]:
    """Return the forms that the receiver must have seen.

    The repair record comes along after repair and goes to Sales with the service form (K-29, K-32).
    """
    repaired = handover.from_step in {Step.REPAIR, Step.REWORK}
    if repaired or (handover.target is Step.SHIP and was_repaired(db, handover.lot)):
        return ("service-form", "repair-record", "signed")
    return ("service-form", "signed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Receive:
    """Receive an offered lot: own count, forms seen, on-time answer, all in one signature.

    A first wrong count is stored and asks for a recount; a second one makes the hand-over
    disputed (process.md, Hand-over). `on_time` is the repairer's answer (K-27).
    """

    act: ClassVar[str] = Act.RECEIVE
    lot: str
    version: int
    count: int
    forms: tuple[str, ...] = ()
    counting: str = ""
    on_time: bool | None = None

    def perform(self, tx: Transaction) -> Answer:
        """Return `result`: received, count-again or disputed."""
        lot = tx.lock_lot(self.lot, self.version)
        handover = open_handover(tx.db, lot)
        tx.sign(Act.RECEIVE, handover.target, handover.route)
        here(tx, handover)
        check_forms(tx.db, handover, self.forms, on_time=self.on_time)
        handover.counting = self.counting
        limit = tx.site.figures.largest_quantity
        if not handing.count(handover, self.count, limit=limit):
            return counted_wrong(tx, handover, self.count)
        take_over(
            tx, handover, self.forms, on_time=self.on_time, details={"counting": self.counting}
        )
        papers.print_receipt(tx, handover)
        return {"result": "received", "lot": lot.number, "quantity": self.count}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivePart:
    """Take the undisputed part as a lot of its own; the rest is refused with reasons."""

    act: ClassVar[str] = "receive-part"
    lot: str
    version: int
    count: int
    reasons: tuple[str, ...]
    forms: tuple[str, ...] = ()
    note: str = ""
    on_time: bool | None = None

    def perform(self, tx: Transaction) -> Answer:
        """Return the numbers of the received part and of the lot that stays behind."""
        lot = tx.lock_lot(self.lot, self.version)
        handover = open_handover(tx.db, lot)
        tx.sign(Act.RECEIVE, handover.target, handover.route)
        here(tx, handover)
        check_forms(tx.db, handover, self.forms, on_time=self.on_time)
        pieces.go_whole(tx.db, lot)
        reasons = coded(self.reasons)
        if handover.state is HandoverState.OPEN and self.count >= handover.quantity:
            # Told as a count that differs: a refusal would tell how many are on offer.
            handing.count(handover, self.count, limit=tx.site.figures.largest_quantity)
            return counted_wrong(tx, handover, self.count)
        taken = handing.accept_part(handover, self.count, reasons, self.note, tx.hand)
        taken.lot.on_time = self.on_time
        drop_proposed(tx, handover)
        tx.db.add(taken)
        tx.flush()
        repairs.take_along(tx.db, handover, taken.lot)
        arrived(tx, taken)
        self._record(tx, handover, taken, reasons)
        draft_notice(tx, lot.batch)
        papers.print_lot(tx, taken.lot)
        papers.print_receipt(tx, taken)
        papers.print_refusal(tx, handover)
        tell_both(tx, handover)
        return {"result": "received", "lot": taken.lot.number, "left": lot.number}

    def _record(
        self, tx: Transaction, handover: Handover, taken: Handover, reasons: tuple[Reason, ...]
    ) -> None:
        tx.record(
            "handover:received-in-part",
            lot=taken.lot,
            changed=[handover.lot],
            from_step=handover.from_step,
            to_step=handover.target,
            quantity=self.count,
            meaning="received",
            details={
                "handover": taken.number,
                "part_of": handover.lot.number,
                "refused": handover.number,
                "reasons": [reason.value for reason in reasons],
                "on_time": self.on_time,
            },
        )


def take_over(
    tx: Transaction,
    handover: Handover,
    forms: tuple[str, ...],
    *,
    on_time: bool | None,
    details: Mapping[str, object],
) -> None:
    """Take a lot whose count is the offered one into custody, with its event."""
    lot = handover.lot
    handing.accept(handover, tx.hand)
    lot.on_time = on_time
    tx.record(
        "handover:received",
        lot=lot,
        from_step=handover.from_step,
        to_step=handover.target,
        quantity=handover.last_count,
        meaning="received",
        details={
            "handover": handover.number,
            "forms": sorted(forms),
            "on_time": on_time,
            **details,
        },
    )
    tx.flush()
    arrived(tx, handover)
    draft_notice(tx, lot.batch)
    tell_both(tx, handover)


def counted_wrong(tx: Transaction, handover: Handover, count: int) -> Answer:
    """Keep a count that is not the offered one; the second makes the hand-over disputed."""
    disputed = handover.state is HandoverState.DISPUTED
    if disputed:
        hand = tx.hand
        handover.receiver_id, handover.receiver_name = hand.person_id, hand.name
        handover.to_station = hand.station
    tx.record(
        "handover:disputed" if disputed else "handover:counted",
        lot=handover.lot,
        from_step=handover.from_step,
        to_step=handover.target,
        quantity=count,
        details={"handover": handover.number},
    )
    tell_both(tx, handover)
    return {"result": "disputed" if disputed else "count-again", "lot": handover.lot.number}


def check_forms(db: Db, handover: Handover, seen: tuple[str, ...], *, on_time: bool | None) -> None:
    """Raise `FormsMissing`, or `BadField` when the on-time answer is missing (K-17, K-27).

    Raises `DetailsMissing` while Sales waits for the customer's paper (K-20).
    """
    if handover.batch.awaits_paper:
        raise DetailsMissing(lot=handover.lot.number, go_to=handover.from_station)
    missing = sorted(set(required_forms(db, handover)) - set(seen))
    if missing:
        raise FormsMissing(lot=handover.lot.number, missing=" ".join(missing))
    if handover.target in ANSWERS_ON_TIME and on_time is None:
        raise BadField(field="on_time", value="")


def coded(reasons: tuple[str, ...]) -> tuple[Reason, ...]:
    """Read coded reasons; raises `BadField` for one that is not in the list (K-17)."""
    unknown = [reason for reason in reasons if reason not in set(Reason)]
    if unknown:
        raise BadField(field="reasons", value=unknown[0][:40])
    return tuple(Reason(reason) for reason in reasons)


def here(tx: Transaction, handover: Handover) -> None:
    """Raise `WrongStation` unless this station works on the step that the lot is offered to."""
    station = tx.site.settings.station(tx.station)
    if station is None or handover.target not in station.steps:
        raise elsewhere(tx.site.settings, handover.lot, handover.target)


def arrived(tx: Transaction, handover: Handover) -> None:
    """Pieces at a review open a case (K-02); at Sales, their forms have been handed over (K-32)."""
    came_with_goods(tx, handover)
    if handover.target is not Step.REVIEW:
        return
    series = f"{handover.batch.number}-Q"
    tx.db.add(
        ReviewCase(
            number=f"{series}{tx.next_in(series)}",
            batch_id=handover.batch.id,
            lot_id=handover.lot.id,
            origin=handover.route,
            quantity=handover.lot.quantity,
            round=handover.lot.round,
            opened_at=tx.at,
        )
    )
    tx.flush()


def drop_proposed(tx: Transaction, handover: Handover) -> None:
    """Drop a proposed difference: its dispute has ended in another way."""
    query = select(Discrepancy).where(
        Discrepancy.handover_id == handover.id, Discrepancy.state == DiscrepancyState.PROPOSED
    )
    for paper in tx.db.scalars(query):
        paper.state = DiscrepancyState.DROPPED


def tell_both(tx: Transaction, handover: Handover) -> None:
    """Refresh the giver's and the receivers' screens."""
    tx.tell("desk", handover.from_station)
    tx.tell("desk", tx.station)
    tx.tell("waiting", handover.target)
