"""The papers of the floor: lot label, traveler, receipt, refusal slip, OQC and box labels.

A paper is built inside the action that owes it, so that it says exactly what was signed; printers
get it later. Here are its facts; how it looks is its layout (docs/labels.md). Words are those of
the station's language.
"""

from collections.abc import Sequence

from domain.batch import Batch
from domain.codes import Code, CodeKind, slip
from domain.events import short_code
from domain.handover import Handover
from domain.lot import Lot
from domain.people import Badge, Person
from domain.process import Step
from terminal.accessories import accessories_of
from terminal.labels.fields import Value
from terminal.queries.signatures import Signature, signatures
from terminal.transaction import Transaction
from terminal.words.moments import full, short
from terminal.writing import Writer


def print_lot(tx: Transaction, lot: Lot, copy: int = 1) -> None:
    """Owe the lot label 标识卡; with blind labels its quantity is none of its facts."""
    write = Writer(tx, "lot-label")
    facts = _lot(lot) | write.batch(lot.batch) | {
        "step": write.step(lot.step),
        "round": write.round(lot.round + 1) if lot.round else "",
    }  # fmt: skip
    if not tx.site.figures.blind_labels:
        facts["quantity"] = str(lot.quantity)
    write.send(facts, lot, copy)


def _lot(lot: Lot) -> dict[str, Value]:
    return {"code": str(Code(CodeKind.LOT, lot.number)), "lot": lot.number}


def print_oqc_label(tx: Transaction, lot: Lot) -> None:
    """Owe the label of a lot that passed OQC (K-31)."""
    write = Writer(tx, "oqc-label")
    inspector, day = write.hand
    signed: dict[str, Value] = {"inspector": inspector, "day": day, "quantity": str(lot.quantity)}
    write.send(_lot(lot) | write.batch(lot.batch) | signed, lot)


def print_boxes(tx: Transaction, lot: Lot, boxes: Sequence[int]) -> None:
    """Owe a label for each box; the customer's own number is on it."""
    write = Writer(tx, "box-label")
    facts = _lot(lot) | write.batch(lot.batch) | {"boxes": str(len(boxes))}
    for number, quantity in enumerate(boxes, 1):
        box = write.say("paper.box", number=number, of=len(boxes))
        write.send({**facts, "box": box, "number": str(number), "quantity": str(quantity)}, lot)


def print_badge(tx: Transaction, person: Person, badge: Badge) -> None:
    """Owe a badge: code, name, number, to be cut out and put into its cover."""
    write = Writer(tx, "badge")
    facts = {
        "code": str(Code(CodeKind.BADGE, badge.token)),
        "name": person.name,
        "number": person.number,
        "printed": write.say("paper.badge.printed", at=full(tx.at, write.zone)),
    }
    write.send(facts, about=f"{person.number} {person.name}")


def print_traveler(tx: Transaction, lot: Lot, copy: int = 1) -> None:
    """Owe the service form 售后服务表 of a lot, with every signature of its pieces so far.

    The count of the offer that it travels with is not on it (process.md, Independent count). Its
    code carries the number of the last hand-over; an older slip is refused as outdated. There is
    none before the customer's paper is here and Sales has told what it says (K-20).
    """
    batch = lot.batch
    if batch.awaits_paper:
        return
    tx.flush()
    write = Writer(tx, "traveler")
    facts = write.batch(batch) | {
        "code": str(slip(lot.number, lot.last_handover)),
        "lot": lot.number,
        "target": write.step(lot.target) if lot.target else "",
        "handover": str(lot.last_handover),
        "round": write.round(lot.round + 1),
        "demand": batch.demand,
        "accessories": _along(tx, batch),
        "declared": _declared(lot),
        "signatures": [_signature(write, row) for row in signatures(tx.db, lot)],
        "log": _head_of_log(tx),
    }
    write.send(facts, lot, copy)


def _along(tx: Transaction, batch: Batch) -> str:
    """Return what came along; how many only when the packer has counted it himself."""
    rows = accessories_of(tx.db, batch.id)
    return ", ".join(f"{one.name} ×{'—' if one.checked is None else one.here}" for one in rows)


def _declared(lot: Lot) -> str:
    # Until the first receiver has counted, our own count is the one that he has to find.
    seen = lot.step is not Step.INTAKE
    return f"{lot.batch.declared} / {lot.batch.counted}" if seen else "— / —"


def _signature(write: Writer, row: Signature) -> dict[str, str]:
    signed = write.stamp(row.name, row.at)
    if row.stated_at is not None:
        late = write.say("paper.late", at=short(row.stated_at, write.zone), by=row.stated_by)
        signed = f"{signed} {late}"
    return {
        "said": f"{write.step(row.step)} {write.say(f'meaning.{row.meaning}')}",
        "count": "—" if row.quantity is None else str(row.quantity),
        "signed": signed,
    }


def _head_of_log(tx: Transaction) -> str:
    # Paper outside the database: a log whose tail was cut off does not reach this number.
    return "".join(f"#{one.number} {short_code(one.seal)}" for one in tx.events[-1:])


def print_receipt(tx: Transaction, handover: Handover) -> None:
    """Owe the hand-over receipt: who gave, who received, how many, when."""
    write = Writer(tx, "receipt")
    count = handover.last_count or 0
    facts = _handed(write, handover) | {
        "receiver": write.stamp(handover.receiver_name, tx.at),
        "quantity": str(count),
        "difference": f"{count - handover.quantity:+d}" if count != handover.quantity else "",
    }
    write.send(facts, handover.lot)


def _handed(write: Writer, handover: Handover) -> dict[str, Value]:
    return write.batch(handover.lot.batch) | {
        "lot": handover.lot.number,
        "handover": str(handover.number),
        "giver_step": write.step(handover.from_step),
        "giver": write.stamp(handover.giver_name, handover.offered_at),
        "receiver_step": write.step(handover.target),
    }


def print_refusal(tx: Transaction, handover: Handover) -> None:
    """Owe the refusal slip with its coded reasons (K-17)."""
    write = Writer(tx, "refusal")
    reasons = [{"reason": write.say(f"refusal.{one.value}")} for one in handover.reason_codes]
    facts = _handed(write, handover) | {
        "reasons": reasons,
        "note": handover.note,
        "receiver": write.stamp(handover.receiver_name, tx.at),
    }
    write.send(facts, handover.lot)
