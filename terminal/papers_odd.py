"""Papers for what is odd: the tag of a piece without a readable serial, the slips of an outage."""

from domain.codes import Code, CodeKind
from domain.lot import Lot
from terminal.transaction import Transaction
from terminal.writing import Writer


def print_tag(tx: Transaction, lot: Lot, number: str, reason: str) -> None:
    """Owe the tag that is tied on a piece whose serial cannot be read (补码)."""
    write = Writer(tx, "piece-tag")
    facts = write.batch(lot.batch) | {
        "code": number,
        "number": number,
        "short": number.rpartition("-")[2],
        "reason": reason,
        "signer": tx.hand.name,
        "day": write.day(tx.at),
    }
    write.send(facts, lot)


def print_slip(tx: Transaction, number: str) -> None:
    """Owe one numbered blank slip of a book: what is done on paper while nothing else works."""
    facts = {"code": str(Code(CodeKind.BLANK, number)), "number": number}
    Writer(tx, "blank-slip").send(facts, about=number)
