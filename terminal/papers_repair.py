"""The repair tag 维修标签: what is to be repaired, and afterwards what was found and done."""

from collections.abc import Mapping

from sqlalchemy import select

from domain.codes import Code, CodeKind
from domain.findings import RepairRecord, Term, TermKind
from domain.lot import Lot
from domain.process import ROUTES, Outcome, Step, another_round
from domain.verdict import NAMED_BY_DEFECT
from terminal.transaction import Transaction
from terminal.writing import Writer

FIXED = frozenset({Outcome.REPAIRED, Outcome.REWORKED})
BENCHES = frozenset({Step.REPAIR, Step.REWORK})


def print_repair_tag(tx: Transaction, part: Lot, defects: Mapping[str, int], note: str) -> None:
    """Owe the tag of pieces that a verdict sends to repair or rework, or that come from there.

    It goes with the pieces, so that the next one knows where to look. No figure is on it: the
    receiver has not counted yet (process.md, Independent count).
    """
    write = Writer(tx, "repair-tag")
    if part.route is None:
        return
    if part.route in FIXED:
        _send(write, part, _done(write, part), "")
    elif ROUTES[part.route].target in BENCHES:
        seen = sorted(code for code, told in defects.items() if told)
        seen = seen if part.route in NAMED_BY_DEFECT else []
        found = [_fault(_term(write, TermKind.DEFECT, code)) for code in seen]
        _send(write, part, found, note)


def _send(write: Writer, part: Lot, faults: list[dict[str, str]], note: str) -> None:
    hand = write.tx.hand
    # The round is counted up at the receipt, and the tag is for who works on it then.
    number = part.round + 1 + (part.route is not None and another_round(part.route, part.came_by))
    said = write.say(f"outcome.said.{part.route}")
    facts = write.batch(part.batch) | {
        "code": str(Code(CodeKind.LOT, part.number)),
        "lot": part.number,
        "done": part.route in FIXED,
        "round": write.round(number),
        "verdict": said[:1].upper() + said[1:],
        "told": bool(faults or note),
        "faults": faults,
        "note": note,
        "giver_step": write.step(part.step),
        "giver": write.stamp(hand.name, hand.at),
    }
    write.send(facts, part)


def _fault(what: str, where: str = "") -> dict[str, str]:
    return {"what": what, "where": where}


def _done(write: Writer, part: Lot) -> list[dict[str, str]]:
    """Tell each kind of fault once, with where it was and what was done; the newest are ours."""
    query = select(RepairRecord).where(
        RepairRecord.lot_id == part.id,
        RepairRecord.round == part.round,
        RepairRecord.outcome == part.route,
        RepairRecord.voided_by == 0,
    )
    said: dict[tuple[str, str], None] = {}
    for record in write.tx.db.scalars(query.order_by(RepairRecord.id)):
        cause = _term(write, TermKind.CAUSE, record.cause)
        cure = _term(write, TermKind.ACTION, record.action)
        place = record.location or _spot(write, record)
        said[f"{cause} · {cure}", " ".join(filter(None, (place, record.parts)))] = None
    return [_fault(*one) for one in said]


def _spot(write: Writer, record: RepairRecord) -> str:
    """Tell where on the board picture a place without a name was tapped, in per cent."""
    if record.across is None or record.down is None:
        return ""
    return write.say("places.spot", across=record.across // 10, down=record.down // 10)


def _term(write: Writer, kind: TermKind, code: str) -> str:
    term = write.tx.db.scalar(select(Term).where(Term.kind == kind, Term.code == code))
    return (term.en if write.locale == "en" else term.zh) if term else code
