"""The papers of the floor: lot label, traveler, receipt, refusal slip, OQC and box labels.

A paper is built inside the action that owes it, so that it says exactly what was signed; printers
get it later. Words are those of the station's language.
"""

from collections.abc import Sequence

from devices.paper import QR, Beside, Block, Cut, Pair, Paper, Rule, Table, Text
from domain.codes import Code, CodeKind, slip
from domain.events import short_code
from domain.handover import Handover
from domain.lot import Lot
from domain.people import Badge, Person
from domain.printing import Document
from terminal.queries.signatures import Signature, signatures
from terminal.transaction import Transaction
from terminal.words.moments import day_month, full, short
from terminal.writing import Writer, zone_of

# Cells that a code takes with the blank after it.
LABEL_CODE, SLIP_CODE, BADGE_CODE = 14, 12, 16


def print_lot(tx: Transaction, lot: Lot, copy: int = 1) -> None:
    """Owe the lot label 标识卡; with blind labels its quantity is left out."""
    write = Writer(tx, "label")
    batch, code = lot.batch, str(Code(CodeKind.LOT, lot.number))
    again = [write.round(lot)] if lot.round else []
    head = [Text(write.say("paper.lot-label"), bold=True), write.big(lot.number, LABEL_CODE)]
    if batch.rush:
        head.append(Text(write.say("paper.rush"), 2, 2, bold=True))
    blocks: list[Block] = [
        Beside(QR(code, module=5), tuple(head)),
        Rule(),
        write.pair("paper.customer", batch.customer.name),
        write.goods(batch),
        write.pair("paper.step", " ".join([write.step(lot.step), *again])),
    ]
    if not tx.site.figures.blind_labels:
        blocks.append(write.pieces(lot.quantity))
    write.send(Document.LOT_LABEL, [*blocks, *write.bars(code)], lot, copy)


def print_oqc_label(tx: Transaction, lot: Lot) -> None:
    """Owe the label of a lot that passed OQC (K-31)."""
    write = Writer(tx, "label")
    code = str(Code(CodeKind.LOT, lot.number))
    hand = tx.hand
    blocks: list[Block] = [
        write.title("paper.oqc-passed"),
        Beside(QR(code, module=5), (write.big(lot.number, LABEL_CODE),)),
        write.goods(lot.batch),
        write.pieces(lot.quantity),
        write.pair("paper.inspector", f"{hand.name} {day_month(hand.at, zone_of(tx))}"),
    ]
    write.send(Document.OQC_LABEL, [*blocks, *write.bars(code)], lot)


def print_boxes(tx: Transaction, lot: Lot, boxes: Sequence[int]) -> None:
    """Owe a label for each box; the customer's own number is on it."""
    write = Writer(tx, "label")
    code = str(Code(CodeKind.LOT, lot.number))
    for number, quantity in enumerate(boxes, 1):
        blocks: list[Block] = [
            Text(
                write.say("paper.box", number=number, of=len(boxes)),
                2,
                2,
                bold=True,
                align="center",
            ),
            Beside(QR(code, module=5), (write.big(lot.number, LABEL_CODE),)),
            write.pair("paper.customer", lot.batch.customer.name),
            write.pair("paper.rma", lot.batch.rma or "—", bold=True),
            *write.numbers(lot.batch),
            write.goods(lot.batch),
            write.pieces(quantity),
        ]
        write.send(Document.BOX_LABEL, blocks, lot)


def print_badge(tx: Transaction, person: Person, badge: Badge) -> None:
    """Owe a badge: code, name, number, to be cut out and put into its cover."""
    write = Writer(tx, "label")
    code = str(Code(CodeKind.BADGE, badge.token))
    lines = (write.big(person.name, BADGE_CODE), write.big(person.number, BADGE_CODE))
    blocks: list[Block] = [
        Text(write.say("paper.badge"), bold=True, align="center"),
        Rule(),
        Beside(QR(code, module=6), lines),
        *write.bars(code),
        Rule(),
        Text(write.say("paper.badge.void"), align="center"),
        Text(write.say("paper.badge.printed", at=full(tx.at, zone_of(tx))), align="center"),
        Cut(),
    ]
    title = f"{write.say('paper.badge')} {person.number} {person.name}"
    paper = Paper(title=title, blocks=tuple(blocks))
    tx.print(Document.BADGE, paper.to_json(), use=write.use)


def print_traveler(tx: Transaction, lot: Lot, copy: int = 1) -> None:
    """Owe the service form 售后服务表 of a lot, with every signature of its pieces so far.

    The count of the offer that it travels with is not on it (process.md, Independent count). Its
    code carries the number of the last hand-over; an older slip is refused as outdated. There is
    none before the customer's paper is here and Sales has told what it says (K-20).
    """
    if lot.batch.awaits_paper:
        return
    tx.flush()
    write = Writer(tx, "slip")
    batch, code = lot.batch, str(slip(lot.number, lot.last_handover))
    head_lines = (
        write.big(lot.number, SLIP_CODE),
        *write.target(lot),
        Text(f"{write.say('paper.handover')} {lot.last_handover}"),
        Text(write.round(lot)),
    )
    blocks: list[Block] = [
        write.title("paper.traveler"),
        Beside(QR(code, module=4), head_lines),
        Rule(double=True),
        write.pair("paper.customer", batch.customer.name),
        write.goods(batch),
        write.pair("paper.complaint", batch.complaint),
        write.pair("paper.demand", batch.demand or "—"),
        *([write.pair("paper.rma", batch.rma)] if batch.rma else []),
        *write.numbers(batch),
        *write.along(batch),
        write.pair("paper.declared", write.declared(lot)),
        write.pair("paper.due", write.due(batch)),
        Rule(),
        *_tracking_column(tx, write, lot),
        Rule(),
        *write.bars(code),
        Text(full(tx.at, zone_of(tx)), align="center"),
        *(Text(mark, align="center") for mark in _head_of_log(tx)),
    ]
    write.send(Document.TRAVELER, blocks, lot, copy)


def _tracking_column(tx: Transaction, write: Writer, lot: Lot) -> list[Block]:
    """Write a line for each signature; on narrow paper the signature stands under what it says."""
    rows = [
        (
            f"{write.step(row.step)} {write.say(f'meaning.{row.meaning}')}",
            "—" if row.quantity is None else str(row.quantity),
            _signed(tx, write, row),
        )
        for row in signatures(tx.db, lot)
    ]
    title, stamp = write.say("paper.tracking"), write.say("paper.signature-date")
    if write.is_wide():
        head = (title, "PCS", stamp)
        return [Table((16, 4, 18), tuple(rows), head, ("left", "right", "left"))]
    lines: list[Block] = [Text(f"{title}  PCS / {stamp}", bold=True)]
    for said, quantity, signed in rows:
        lines += [Pair(said, quantity), Text(signed, align="right")]
    return lines


def _signed(tx: Transaction, write: Writer, row: Signature) -> str:
    stamp = f"{row.name} {day_month(row.at, zone_of(tx))}"
    if row.stated_at is None:
        return stamp
    return (
        f"{stamp} {write.say('paper.late', at=short(row.stated_at, zone_of(tx)), by=row.stated_by)}"
    )


def _head_of_log(tx: Transaction) -> list[str]:
    # Paper outside the database: a log whose tail was cut off does not reach this number.
    return [f"#{one.number} {short_code(one.seal)}" for one in tx.events[-1:]]


def print_receipt(tx: Transaction, handover: Handover) -> None:
    """Owe the hand-over receipt: who gave, who received, how many, when."""
    write = Writer(tx, "slip")
    lot, count = handover.lot, handover.last_count or 0
    blocks: list[Block] = [
        write.title("paper.receipt"),
        write.pair("paper.lot", lot.number, bold=True),
        write.pair("paper.handover", handover.number),
        write.goods(lot.batch),
        Rule(),
        *write.signed("paper.given", handover.from_step, handover.giver_name, handover.offered_at),
        *write.signed("paper.received", handover.target, handover.receiver_name, tx.at),
        write.pieces(count),
    ]
    if count != handover.quantity:
        blocks.append(write.pair("paper.difference", f"{count - handover.quantity:+d} PCS"))
    write.send(Document.RECEIPT, [*blocks, Text(full(tx.at, zone_of(tx)), align="center")], lot)


def print_refusal(tx: Transaction, handover: Handover) -> None:
    """Owe the refusal slip with its coded reasons (K-17)."""
    write = Writer(tx, "slip")
    lot = handover.lot
    reasons = [Text(f"■ {write.say(f'refusal.{r.value}')}") for r in handover.reason_codes]
    blocks: list[Block] = [
        write.title("paper.refusal"),
        write.pair("paper.lot", lot.number, bold=True),
        write.pair("paper.handover", handover.number),
        write.goods(lot.batch),
        Rule(),
        *reasons,
        *([Text(handover.note)] if handover.note else []),
        Rule(),
        *write.signed("paper.given", handover.from_step, handover.giver_name, handover.offered_at),
        *write.signed("paper.refused-by", handover.target, handover.receiver_name, tx.at),
        Rule(),
        Text(write.say("paper.stays-with-giver")),
        Text(full(tx.at, zone_of(tx)), align="center"),
    ]
    write.send(Document.REFUSAL, blocks, lot)
