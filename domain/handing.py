"""What may be done with an offer: count, receive, receive in part, refuse, withdraw, rule."""

import json
from datetime import datetime

from domain.errors import BadField, BadQuantity, QuantityMismatch, WrongState
from domain.handover import (
    CONTESTED,
    Hand,
    Handover,
    HandoverState,
    OrderedToAccept,
    Reason,
    Ruling,
    SamePerson,
)
from domain.ledger import DISCREPANCY
from domain.lot import Lot, LotState
from domain.process import ROUTES, Ending, Outcome, Step, another_round, outcomes_at


def offer(lot: Lot, quantity: int, giver: Hand) -> Handover:
    """Offer a decided lot to the step that its route leads to; custody stays where it is.

    Raises `QuantityMismatch` unless the giver's count is what the ledger holds.
    """
    lot.expect_state(LotState.DECIDED)
    if quantity != lot.quantity:
        raise QuantityMismatch(held=lot.quantity, counted=quantity)
    if lot.route is None or isinstance(target := ROUTES[lot.route].target, Ending):
        raise WrongState(lot=lot.number, state=lot.state.value, step=lot.step.value)
    lot.state = LotState.OFFERED
    lot.last_handover = lot.batch.next_handover()
    return Handover(
        batch=lot.batch,
        lot=lot,
        number=lot.last_handover,
        giver_id=giver.person_id,
        giver_name=giver.name,
        from_step=lot.step,
        from_station=lot.station,
        target=target,
        route=lot.route,
        quantity=quantity,
        offered_at=giver.at,
        round=lot.round,
    )


def count(handover: Handover, counted: int, *, limit: int) -> bool:
    """Store the receiver's own count; return whether it is the offered one.

    The first wrong count asks for one recount, the second makes the hand-over disputed. Nothing
    tells the offered figure before that.
    """
    handover.expect(HandoverState.OPEN)
    if not 0 < counted <= limit:
        raise BadQuantity(quantity=counted)
    if handover.first_count is None:
        handover.first_count = counted
    else:
        handover.second_count = counted
    if counted == handover.quantity:
        return True
    if handover.second_count is not None:
        handover.state = HandoverState.DISPUTED
        handover.lot.state = LotState.DISPUTED
    return False


def accept(handover: Handover, receiver: Hand) -> None:
    """Move the whole lot into the receiver's custody."""
    _answer(handover, HandoverState.RECEIVED, receiver)
    _arrive(handover, receiver)


def accept_part(
    handover: Handover, part: int, reasons: tuple[Reason, ...], note: str, receiver: Hand
) -> Handover:
    """Receive the undisputed part as a lot of its own; the rest is refused and stays behind.

    Returns the hand-over of the part, which has its own number.
    """
    handover.expect(HandoverState.OPEN, HandoverState.DISPUTED)
    child = handover.batch.split(handover.lot, part)
    handover.quantity -= part  # what is still on offer, should the rest be accepted later
    child.state, child.route = LotState.DECIDED, handover.route
    giver = Hand(handover.giver_id, handover.giver_name, handover.from_station, handover.offered_at)
    taken = offer(child, part, giver)
    taken.first_count = part
    accept(taken, receiver)
    refuse(handover, reasons, note, receiver)
    return taken


def refuse(handover: Handover, reasons: tuple[Reason, ...], note: str, receiver: Hand) -> None:
    """Decline an offer with coded reasons; the lot stays in the giver's custody (K-17)."""
    handover.expect(HandoverState.OPEN, HandoverState.DISPUTED)
    if not reasons:
        raise BadField(field="reasons", value="")
    if Reason.OTHER in reasons and not note.strip():
        raise BadField(field="note", value="")
    if set(reasons) <= set(handover.overruled_codes):
        raise OrderedToAccept(lot=handover.lot.number, by=handover.ruled_by)
    _answer(handover, HandoverState.REFUSED, receiver)
    handover.reasons = json.dumps(sorted(reason.value for reason in reasons))
    handover.note = note.strip()
    handover.ordered, handover.ruling = False, None
    handover.lot.state = LotState.DISPUTED


def withdraw(handover: Handover, at: datetime) -> None:
    """Take back an offer that nobody has answered; the lot can be offered again.

    An order to accept stays until it is carried out: the giver cannot take the lot out of it.
    """
    handover.expect(HandoverState.OPEN)
    if handover.ordered:
        raise OrderedToAccept(lot=handover.lot.number, by=handover.ruled_by)
    if handover.first_count is not None:
        raise WrongState(lot=handover.lot.number, state="counted", step=handover.target.value)
    handover.state, handover.answered_at = HandoverState.WITHDRAWN, at
    handover.lot.state = LotState.DECIDED


def rule(handover: Handover, ruling: Ruling, *, by: str, at: datetime) -> None:
    """Decide a refused or disputed hand-over: recount, accept, or send back (K-18).

    A step that gives no verdict (intake) has nothing to judge anew: it offers the lot again.
    """
    handover.expect(*CONTESTED)
    handover.ruling, handover.ruled_by, handover.ruled_at = ruling, by, at
    lot = handover.lot
    if ruling is Ruling.ACCEPT:
        handover.state, handover.ordered = HandoverState.OPEN, True
        overruled = {*handover.overruled_codes, *handover.reason_codes}
        handover.overruled = json.dumps(sorted(reason.value for reason in overruled))
        handover.first_count = handover.second_count = None
        lot.state = LotState.OFFERED
        return
    handover.state = HandoverState.SETTLED
    if ruling is Ruling.RECOUNT or not outcomes_at(lot.step):
        lot.state = LotState.DECIDED
    else:
        lot.state, lot.route = LotState.WORKING, None


def settle_difference(handover: Handover, receiver: Hand) -> int:
    """Receive what the receiver counted and book the rest to the discrepancy account.

    Both sides have signed. Returns the difference (negative: pieces are missing).
    """
    handover.expect(HandoverState.DISPUTED)
    lot = handover.lot
    difference = (handover.last_count or 0) - handover.quantity
    if difference < 0:
        lot.batch.move(lot.account, DISCREPANCY, -difference)
    else:
        lot.batch.move(DISCREPANCY, lot.account, difference)
    _answer(handover, HandoverState.RECEIVED, receiver)
    _arrive(handover, receiver)
    return difference


def _answer(handover: Handover, state: HandoverState, receiver: Hand) -> None:
    handover.expect(HandoverState.OPEN, HandoverState.DISPUTED)
    if receiver.person_id == handover.giver_id:
        raise SamePerson(name=receiver.name)
    handover.state = state
    handover.receiver_id, handover.receiver_name = receiver.person_id, receiver.name
    handover.to_station, handover.answered_at = receiver.station, receiver.at


def _arrive(handover: Handover, receiver: Hand) -> None:
    lot = handover.lot
    if handover.target is Step.SHIP:
        lot.goods_at = lot.station  # the boxes wait at PACK, the forms go to Sales
    lot.batch.carry(
        lot,
        handover.target,
        station=receiver.station,
        person_id=receiver.person_id,
        at=receiver.at,
    )
    lot.state, lot.on_time = LotState.RECEIVED, None
    if another_round(handover.route, lot.came_by):
        lot.round += 1
    lot.route, lot.came_by = None, handover.route
    if handover.route is Outcome.AS_IS:
        lot.ending = Ending.RETURNED_AS_IS
