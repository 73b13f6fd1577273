"""Papers of what comes in: the sheet that lies on a pallet until it is sorted."""

from devices.paper import QR, Beside, Block, Pair, Rule, Text
from domain.codes import Code, CodeKind
from domain.printing import Document
from domain.receipt import ReturnReceipt
from terminal.papers import LABEL_CODE
from terminal.transaction import Transaction
from terminal.words.moments import day_month, full
from terminal.writing import Writer, zone_of


def print_receipt_sheet(tx: Transaction, receipt: ReturnReceipt) -> None:
    """Owe the sheet of a delivery: whose, how many boxes, who counted.

    The pieces are not on it: where all of them become one batch, the packer would read the figure
    that he has to find himself (K-16).
    """
    write, code = Writer(tx, "slip"), str(Code(CodeKind.RECEIPT, receipt.number))
    head = (
        write.big(receipt.number, LABEL_CODE),
        Text(write.say("paper.receipt-sheet.sort"), bold=True),
    )
    blocks: list[Block] = [
        write.title("paper.return-receipt"),
        Beside(QR(code, module=5), head),
        Rule(double=True),
        write.pair("paper.customer", receipt.customer.name, bold=True),
        Pair(write.say("paper.boxes"), str(receipt.boxes), bold=True, height=2),
        write.pair("paper.carrier", receipt.carrier or "—"),
        write.pair("paper.waybill", receipt.waybill or "—"),
        write.pair("paper.counted-by", f"{receipt.counted_by} {day_month(tx.at, zone_of(tx))}"),
        Rule(),
        Text(write.say("paper.receipt-sheet.how")),
        *write.bars(code),
        Text(full(tx.at, zone_of(tx)), align="center"),
    ]
    write.send(Document.RETURN_RECEIPT, blocks, None, about=receipt.number)
