"""The papers of the floor: lot label, traveler, receipt, refusal slip, OQC and box labels.

A paper is built inside the action that owes it, so that it says exactly what was signed; printers
get it later. Words are those of the station's language.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from devices.paper import QR, Beside, Block, Code128, Cut, Pair, Paper, Rule, Table, Text
from domain.batch import Batch
from domain.codes import Code, CodeKind, slip
from domain.events import short_code
from domain.handover import Handover
from domain.lot import Lot
from domain.printing import Document
from domain.process import Step
from terminal.accessories import accessories_of
from terminal.queries.signatures import Signature, signatures
from terminal.transaction import Transaction
from terminal.words import Locale
from terminal.words.moments import day_month, full, short

LONGEST_BARS = 20
LANGUAGE_OF: dict[str, Locale] = {"zh": "zh_Hans_CN", "en": "en"}


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes papers for one station's printer in the station's language."""

    tx: Transaction
    use: str

    @property
    def locale(self) -> Locale:
        """The language of the station."""
        station = self.tx.site.settings.station(self.tx.station)
        return LANGUAGE_OF[station.language if station else "zh"]

    def say(self, key: str, **facts: object) -> str:
        """Return a word of the catalogs."""
        return self.tx.site.words.say(self.locale, key, **facts)

    def pair(self, key: str, value: object, *, bold: bool = False) -> Pair:
        """Return a line with its label."""
        return Pair(self.say(key), str(value), bold=bold)

    def is_wide(self) -> bool:
        """Whether the printer takes 80 mm paper."""
        code = self.tx.site.settings.printer_for(self.tx.station, self.use)
        printers = {printer.code: printer for printer in self.tx.site.settings.printers}
        return code in printers and printers[code].paper_mm > 58  # noqa: PLR2004

    def bars(self, code: str) -> tuple[Block, ...]:
        """Return a code as bars, where they fit on the paper."""
        # Code128 does not fit 58 mm paper, and not more than 20 characters on 80 mm.
        return (Code128(code),) if self.is_wide() and len(code) <= LONGEST_BARS else ()

    def step(self, step: str) -> str:
        """Return the name of a step."""
        return self.say(f"step.{step}")

    def round(self, lot: Lot) -> str:
        """Return how often the pieces of a lot are being repaired."""
        return self.say("paper.round", number=lot.round + 1)

    def due(self, batch: Batch) -> str:
        """Return the promised day."""
        return batch.promised_on.isoformat() if batch.promised_on else self.say("paper.no-date")

    def declared(self, lot: Lot) -> str:
        """Return the customer's figure and our own, where they may be told."""
        # Until the first receiver has counted, our own count is the one that he has to find.
        seen = lot.step is not Step.INTAKE
        return f"{lot.batch.declared} / {lot.batch.counted}" if seen else "— / —"

    def numbers(self, batch: Batch) -> tuple[Block, ...]:
        """Return the customer's own part number, where he has one."""
        return (self.pair("paper.part-number", batch.part_number),) if batch.part_number else ()

    def along(self, batch: Batch) -> tuple[Block, ...]:
        """Return what came along; how many only when the packer has counted it himself."""
        rows = accessories_of(self.tx.db, batch.id)
        told = (f"{one.name} ×{'—' if one.checked is None else one.here}" for one in rows)
        return (self.pair("paper.accessories", ", ".join(told)),) if rows else ()

    def target(self, lot: Lot) -> tuple[Text, ...]:
        """Return the line that says where a lot goes."""
        goes = f"{self.say('paper.target')} {self.step(lot.target)}" if lot.target else ""
        return (Text(goes, bold=True),) if goes else ()

    def send(
        self,
        document: Document,
        blocks: Sequence[Block],
        lot: Lot | None,
        copy: int = 1,
        about: str = "",
    ) -> None:
        """Owe a paper about a lot, or about the cart or list that `about` names."""
        about = about or (lot.number if lot else "")
        mark = Text(self.say("paper.copy", number=copy), 2, 1, bold=True)
        marked = [mark, *blocks] if copy > 1 else blocks
        title = f"{self.say(f'paper.{document.value}')} {about}"
        paper = Paper(title=title, blocks=(*marked, Cut()))
        number = lot.number if lot else ""
        self.tx.print(document, paper.to_json(), lot=number, use=self.use, copy=copy)


def print_lot(tx: Transaction, lot: Lot, copy: int = 1) -> None:
    """Owe the lot label 标识卡; with blind labels its quantity is left out."""
    write = Writer(tx, "label")
    batch, code = lot.batch, str(Code(CodeKind.LOT, lot.number))
    head = [Text(write.say("paper.lot-label"), bold=True), Text(lot.number, 2, 2, bold=True)]
    if batch.rush:
        head.append(Text(write.say("paper.rush"), 2, 2, bold=True))
    blocks: list[Block] = [
        Beside(QR(code, module=5), tuple(head)),
        Rule(),
        write.pair("paper.customer", batch.customer.name),
        write.pair("paper.product", f"{batch.product.name} {batch.product.code}"),
        write.pair("paper.step", f"{write.step(lot.step)} {write.round(lot) if lot.round else ''}"),
    ]
    if not tx.site.figures.blind_labels:
        blocks.append(Pair(write.say("paper.quantity"), f"{lot.quantity} PCS", bold=True, height=2))
    write.send(Document.LOT_LABEL, [*blocks, *write.bars(code)], lot, copy)


def print_oqc_label(tx: Transaction, lot: Lot) -> None:
    """Owe the label of a lot that passed OQC (K-31)."""
    write = Writer(tx, "label")
    code = str(Code(CodeKind.LOT, lot.number))
    hand = tx.hand
    blocks: list[Block] = [
        Text(write.say("paper.oqc-passed"), 2, 2, bold=True, align="center"),
        Beside(QR(code, module=5), (Text(lot.number, 2, 2, bold=True),)),
        write.pair("paper.product", f"{lot.batch.product.name} {lot.batch.product.code}"),
        Pair(write.say("paper.quantity"), f"{lot.quantity} PCS", bold=True, height=2),
        write.pair("paper.inspector", f"{hand.name} {day_month(hand.at, zone_of(tx))}"),
    ]
    write.send(Document.OQC_LABEL, [*blocks, *write.bars(code)], lot)


def print_boxes(tx: Transaction, lot: Lot, boxes: Sequence[int]) -> None:
    """Owe a label for each box; the customer's own number is on it."""
    write = Writer(tx, "label")
    code = str(Code(CodeKind.LOT, lot.number))
    for number, quantity in enumerate(boxes, 1):
        blocks: list[Block] = [
            Text(write.say("paper.box", number=number, of=len(boxes)), 2, 2, bold=True),
            Beside(QR(code, module=5), (Text(lot.number, 1, 2, bold=True),)),
            write.pair("paper.customer", lot.batch.customer.name),
            write.pair("paper.rma", lot.batch.rma or "—"),
            *write.numbers(lot.batch),
            write.pair("paper.product", f"{lot.batch.product.name} {lot.batch.product.code}"),
            Pair(write.say("paper.quantity"), f"{quantity} PCS", bold=True, height=2),
        ]
        write.send(Document.BOX_LABEL, blocks, lot)


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
        Text(lot.number, 2, 2, bold=True),
        *write.target(lot),
        Text(f"{write.say('paper.handover')} {lot.last_handover}"),
        Text(write.round(lot)),
    )
    blocks: list[Block] = [
        Text(write.say("paper.traveler"), 2, 2, bold=True, align="center"),
        Beside(QR(code, module=4), head_lines),
        Rule(double=True),
        write.pair("paper.customer", batch.customer.name),
        write.pair("paper.product", f"{batch.product.name} {batch.product.code}"),
        write.pair("paper.complaint", batch.complaint),
        write.pair("paper.demand", batch.demand or "—"),
        *([write.pair("paper.rma", batch.rma)] if batch.rma else []),
        *write.numbers(batch),
        *write.along(batch),
        write.pair("paper.declared", write.declared(lot)),
        write.pair("paper.due", write.due(batch)),
        Rule(),
        _tracking_column(tx, write, lot),
        Rule(),
        *write.bars(code),
        Text(f"{full(tx.at, zone_of(tx))}  {_head_of_log(tx)}", align="center"),
    ]
    write.send(Document.TRAVELER, blocks, lot, copy)


def _tracking_column(tx: Transaction, write: Writer, lot: Lot) -> Table:
    return Table(
        columns=(14, 5, 14),
        head=(write.say("paper.tracking"), "PCS", write.say("paper.signature-date")),
        rows=tuple(
            (
                f"{write.step(row.step)} {write.say(f'meaning.{row.meaning}')}",
                "—" if row.quantity is None else str(row.quantity),
                _signed(tx, write, row),
            )
            for row in signatures(tx.db, lot)
        ),
        align=("left", "right", "left"),
    )


def _signed(tx: Transaction, write: Writer, row: Signature) -> str:
    stamp = f"{row.name} {day_month(row.at, zone_of(tx))}"
    if row.stated_at is None:
        return stamp
    return (
        f"{stamp} {write.say('paper.late', at=short(row.stated_at, zone_of(tx)), by=row.stated_by)}"
    )


def _head_of_log(tx: Transaction) -> str:
    # Paper outside the database: a log whose tail was cut off does not reach this number.
    return f"#{tx.events[-1].number} {short_code(tx.events[-1].seal)}" if tx.events else ""


def print_receipt(tx: Transaction, handover: Handover) -> None:
    """Owe the hand-over receipt: who gave, who received, how many, when."""
    write = Writer(tx, "slip")
    lot = handover.lot
    zone = zone_of(tx)
    count = handover.last_count or 0
    blocks: list[Block] = [
        Text(write.say("paper.receipt"), 2, 2, bold=True, align="center"),
        write.pair("paper.lot", lot.number, bold=True),
        write.pair("paper.handover", handover.number),
        write.pair("paper.product", f"{lot.batch.product.name} {lot.batch.product.code}"),
        Rule(),
        write.pair(
            "paper.given",
            f"{write.step(handover.from_step)} {handover.giver_name} "
            f"{day_month(handover.offered_at, zone)}",
        ),
        write.pair(
            "paper.received",
            f"{write.step(handover.target)} {handover.receiver_name} {day_month(tx.at, zone)}",
        ),
        Pair(write.say("paper.quantity"), f"{count} PCS", bold=True, height=2),
    ]
    if count != handover.quantity:
        blocks.append(write.pair("paper.difference", f"{count - handover.quantity:+d} PCS"))
    write.send(Document.RECEIPT, [*blocks, Text(full(tx.at, zone), align="center")], lot)


def print_refusal(tx: Transaction, handover: Handover) -> None:
    """Owe the refusal slip with its coded reasons (K-17)."""
    write = Writer(tx, "slip")
    lot, zone = handover.lot, zone_of(tx)
    reasons = [Text(f"■ {write.say(f'refusal.{r.value}')}") for r in handover.reason_codes]
    blocks: list[Block] = [
        Text(write.say("paper.refusal"), 2, 2, bold=True, align="center"),
        write.pair("paper.lot", lot.number, bold=True),
        write.pair("paper.handover", handover.number),
        *reasons,
        *([Text(handover.note)] if handover.note else []),
        Rule(),
        write.pair("paper.given", f"{write.step(handover.from_step)} {handover.giver_name}"),
        write.pair(
            "paper.refused-by",
            f"{write.step(handover.target)} {handover.receiver_name} {day_month(tx.at, zone)}",
        ),
        Text(write.say("paper.stays-with-giver")),
        Text(full(tx.at, zone), align="center"),
    ]
    write.send(Document.REFUSAL, blocks, lot)


def zone_of(tx: Transaction) -> ZoneInfo:
    """Return the time zone in which papers tell the time."""
    return tx.site.settings.timezone
