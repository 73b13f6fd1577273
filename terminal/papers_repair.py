"""The repair tag 维修标签: what is to be repaired, and afterwards what was found and done."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from devices.paper import QR, Beside, Block, Rule, Text
from domain.codes import Code, CodeKind
from domain.findings import RepairRecord, Term, TermKind
from domain.lot import Lot
from domain.printing import Document
from domain.process import ROUTES, Outcome, Step, another_round
from domain.verdict import NAMED_BY_DEFECT
from terminal.papers import LABEL_CODE
from terminal.transaction import Transaction
from terminal.writing import Writer

FIXED = frozenset({Outcome.REPAIRED, Outcome.REWORKED})
BENCHES = frozenset({Step.REPAIR, Step.REWORK})


def print_repair_tag(tx: Transaction, part: Lot, defects: Mapping[str, int], note: str) -> None:
    """Owe the tag of pieces that a verdict sends to repair or rework, or that come from there.

    It goes with the pieces, so that the next one knows where to look. No figure is on it: the
    receiver has not counted yet (process.md, Independent count).
    """
    if part.route is None:
        return
    if part.route in FIXED:
        _send(tx, part, _done(tx, part))
    elif ROUTES[part.route].target in BENCHES:
        seen = sorted(code for code, told in defects.items() if told)
        seen = seen if part.route in NAMED_BY_DEFECT else []
        _send(tx, part, _found(tx, seen, note))


def _send(tx: Transaction, part: Lot, lines: Sequence[Block]) -> None:
    write, hand = Writer(tx, "label"), tx.hand
    code = str(Code(CodeKind.LOT, part.number))
    state = "paper.repair-done" if part.route in FIXED else "paper.repair-wanted"
    # The round is counted up at the receipt, and the tag is for who works on it then.
    number = part.round + 1 + (part.route is not None and another_round(part.route, part.came_by))
    said = write.say(f"outcome.said.{part.route}")
    head = [write.big(part.number, LABEL_CODE), Text(write.say(state), 2, 2, bold=True)]
    if part.batch.rush:
        head.append(Text(write.say("paper.rush"), bold=True))
    blocks: list[Block] = [
        write.title("paper.repair-tag"),
        Beside(QR(code, module=5), (*head, Text(write.say("paper.round", number=number)))),
        write.goods(part.batch),
        Text(said[:1].upper() + said[1:], bold=True),
        Rule(),
        *lines,
        *([Rule()] if lines else []),
        *write.signed("paper.given", part.step, hand.name, hand.at),
    ]
    write.send(Document.REPAIR_TAG, blocks, part)


def _found(tx: Transaction, defects: Sequence[str], note: str) -> list[Block]:
    write = Writer(tx, "label")
    lines = [Text(f"■ {_term(tx, write, TermKind.DEFECT, code)}") for code in defects]
    return [*lines, *([Text(note)] if note else [])]


def _done(tx: Transaction, part: Lot) -> list[Block]:
    """Tell each kind of fault once, with where it was and what was done; the newest are ours."""
    query = select(RepairRecord).where(
        RepairRecord.lot_id == part.id,
        RepairRecord.round == part.round,
        RepairRecord.outcome == part.route,
        RepairRecord.voided_by == 0,
    )
    write = Writer(tx, "label")
    said: dict[tuple[str, str], None] = {}
    for record in tx.db.scalars(query.order_by(RepairRecord.id)):
        cause = _term(tx, write, TermKind.CAUSE, record.cause)
        cure = _term(tx, write, TermKind.ACTION, record.action)
        place = record.location or _spot(write, record)
        said[f"■ {cause} · {cure}", " ".join(filter(None, (place, record.parts)))] = None
    lines: list[Block] = []
    for what, where in said:
        lines += [Text(what), *([Text(f"  {where}")] if where else [])]
    return lines


def _spot(write: Writer, record: RepairRecord) -> str:
    """Tell where on the board picture a place without a name was tapped, in per cent."""
    if record.across is None or record.down is None:
        return ""
    return write.say("places.spot", across=record.across // 10, down=record.down // 10)


def _term(tx: Transaction, write: Writer, kind: TermKind, code: str) -> str:
    term = tx.db.scalar(select(Term).where(Term.kind == kind, Term.code == code))
    return (term.en if write.locale == "en" else term.zh) if term else code
