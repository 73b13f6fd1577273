"""Papers of what comes in: the sheet that lies on a pallet until it is sorted."""

from domain.codes import Code, CodeKind
from domain.receipt import ReturnReceipt
from terminal.transaction import Transaction
from terminal.writing import Writer


def print_receipt_sheet(tx: Transaction, receipt: ReturnReceipt) -> None:
    """Owe the sheet of a delivery: whose, how many boxes, who counted.

    The pieces are none of its facts: where all of them become one batch, the packer would read
    the figure that he has to find himself (K-16).
    """
    write = Writer(tx, "return-receipt")
    facts = {
        "code": str(Code(CodeKind.RECEIPT, receipt.number)),
        "number": receipt.number,
        "customer": receipt.customer.name,
        "boxes": str(receipt.boxes),
        "carrier": receipt.carrier,
        "waybill": receipt.waybill,
        "counted_by": receipt.counted_by,
        "day": write.day(tx.at),
    }
    write.send(facts, about=receipt.number)
