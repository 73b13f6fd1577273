"""Papers for what is odd: the tag of a piece without a readable serial, the slips of an outage."""

from devices.paper import QR, Beside, Block, Cut, Pair, Paper, Rule, Text
from domain.codes import Code, CodeKind
from domain.lot import Lot
from domain.printing import Document
from terminal.papers import Writer
from terminal.transaction import Transaction
from terminal.words.moments import day_month

SLIP_ACTS = ("receive", "decide", "offer", "refuse", "other")
SLIP_LINES = (
    "paper.lot", "paper.step", "paper.quantity", "paper.slip-time", "paper.slip-name",
)  # fmt: skip


def print_tag(tx: Transaction, lot: Lot, number: str, reason: str) -> None:
    """Owe the tag that is tied on a piece whose serial cannot be read (补码)."""
    write = Writer(tx, "label")
    day = day_month(tx.at, tx.site.settings.timezone)
    lines = (Text(number.rpartition("-")[2], 2, 2, bold=True), Text(number, bold=True))
    blocks: list[Block] = [
        Text(write.say("paper.piece-tag"), 2, 2, bold=True, align="center"),
        Beside(QR(number, module=5), lines),
        write.pair("paper.product", f"{lot.batch.product.name} {lot.batch.product.code}"),
        write.pair("paper.tag-reason", reason),
        Text(write.say("paper.tag-unchecked")),
        write.pair("paper.signature-date", f"{tx.hand.name} {day}"),
    ]
    write.send(Document.PIECE_TAG, [*blocks, *write.bars(number)], lot)


def print_slip(tx: Transaction, number: str) -> None:
    """Owe one numbered blank slip of a book: what is done on paper while nothing else works."""
    write = Writer(tx, "slip")
    head = (Text(number, 2, 2, bold=True), Text(write.say("paper.slip-once")))
    acts = "  ".join(f"□ {write.say(f'paper.slip.{act}')}" for act in SLIP_ACTS)
    blocks: list[Block] = [
        Text(write.say("paper.blank-slip"), 2, 2, bold=True, align="center"),
        Beside(QR(str(Code(CodeKind.BLANK, number)), module=4), head),
        Rule(),
        Text(acts),
        *(
            Pair(write.say(key), "_" * (30 if write.is_wide() else 16), height=2)
            for key in SLIP_LINES
        ),
        Rule(),
        Text(write.say("paper.slip-how")),
        Cut(),
    ]
    paper = Paper(title=f"{write.say('paper.blank-slip')} {number}", blocks=tuple(blocks))
    tx.print(Document.BLANK_SLIP, paper.to_json(), use=write.use)
