"""Papers for what is odd: the tag of a piece without a readable serial, the slips of an outage."""

from devices.paper import QR, Beside, Block, Cut, Pair, Paper, Rule, Table, Text
from domain.codes import Code, CodeKind
from domain.lot import Lot
from domain.printing import Document
from terminal.transaction import Transaction
from terminal.words.moments import day_month
from terminal.writing import Writer

SLIP_ACTS = ("receive", "decide", "offer", "refuse", "other")
SLIP_LINES = (
    "paper.lot", "paper.step", "paper.quantity", "paper.slip-time", "paper.slip-name",
    "paper.slip-note",
)  # fmt: skip


def print_tag(tx: Transaction, lot: Lot, number: str, reason: str) -> None:
    """Owe the tag that is tied on a piece whose serial cannot be read (补码)."""
    write = Writer(tx, "label")
    day = day_month(tx.at, tx.site.settings.timezone)
    lines = (Text(number.rpartition("-")[2], 2, 2, bold=True), Text(number, bold=True))
    blocks: list[Block] = [
        write.title("paper.piece-tag"),
        Beside(QR(number, module=5), lines),
        write.goods(lot.batch),
        write.pair("paper.tag-reason", reason),
        Text(write.say("paper.tag-unchecked"), bold=True),
        write.pair("paper.signature-date", f"{tx.hand.name} {day}"),
    ]
    write.send(Document.PIECE_TAG, [*blocks, *write.bars(number)], lot)


def print_slip(tx: Transaction, number: str) -> None:
    """Owe one numbered blank slip of a book: what is done on paper while nothing else works."""
    write = Writer(tx, "slip")
    head = (Text(number, 2, 2, bold=True), Text(write.say("paper.slip-once")))
    acts = [f"□ {write.say(f'paper.slip.{act}')}" for act in SLIP_ACTS]
    blocks: list[Block] = [
        write.title("paper.blank-slip"),
        Beside(QR(str(Code(CodeKind.BLANK, number)), module=4), head),
        Rule(),
        Table((1, 1), tuple(zip(acts[::2], (*acts[1::2], ""), strict=False))),
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
