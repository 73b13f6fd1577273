"""The trays of a lot that no verdict has used yet."""

import re
from collections.abc import Mapping
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session as Db

from domain.errors import BadField
from domain.lot import Lot
from domain.process import Outcome
from domain.tray import LogTwice, Tray, check_verdict
from terminal.transaction import Transaction

MARK: Final = re.compile(r"[0-9a-f]{16}")


def open_trays(db: Db, lot_id: int) -> list[Tray]:
    """Return the trays that count for the next verdict, the first one first."""
    query = select(Tray).where(Tray.lot_id == lot_id, Tray.closed_by == 0, Tray.voided_by == 0)
    return list(db.scalars(query.order_by(Tray.id)))


def use_up(
    tx: Transaction, lot: Lot, told: Mapping[Outcome, int], defects: Mapping[str, int]
) -> None:
    """Let a verdict use the trays: it must be what they say, where there are any (K-22)."""
    if trays := open_trays(tx.db, lot.id):
        check_verdict(trays, told, defects)
        for tray in trays:
            tray.closed_by = tx.next_event


def seconds_since(tx: Transaction, lot: Lot) -> int:
    """Return how long the signer can have inspected a tray: since his last one, or the receipt."""
    query = select(func.max(Tray.told_at)).where(
        Tray.person_id == tx.hand.person_id, Tray.voided_by == 0
    )
    last = tx.db.scalar(query)
    start = max(lot.since, last) if last else lot.since
    return max(0, int((tx.at - start).total_seconds()))


def check_log(tx: Transaction, mark: str) -> None:
    """Raise `LogTwice` when a tester's log has filled a tray that still counts."""
    if not mark:
        return
    if not MARK.fullmatch(mark):
        raise BadField(field="log", value=mark[:40])
    query = (
        select(Lot.number)
        .join(Tray, Tray.lot_id == Lot.id)
        .where(Tray.log == mark, Tray.voided_by == 0)
    )
    if found := tx.db.scalar(query):
        raise LogTwice(lot=found)
