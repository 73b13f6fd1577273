"""Batches that one act locks: in one order for everybody, so that no two wait for each other."""

from collections.abc import Iterable
from typing import Final

from sqlalchemy import select

from domain.batch import Batch
from domain.errors import BadField
from domain.findings import RepairRecord
from domain.paperwork import FormHandover
from terminal.transaction import Transaction

LONGEST_ID: Final = 15


def lock_batches(tx: Transaction, numbers: Iterable[str]) -> list[Batch]:
    """Lock the batches with these numbers, each once."""
    return [tx.lock_batch(number) for number in sorted(set(numbers))]


def lock_batches_of(
    tx: Transaction, kind: type[RepairRecord | FormHandover], ids: list[int]
) -> dict[int, Batch]:
    """Lock the batches of several records and return them by their ids, in their numbers' order."""
    query = select(Batch.number).join(kind, kind.batch_id == Batch.id).where(kind.id.in_(ids))
    return {batch.id: batch for batch in lock_batches(tx, tx.db.scalars(query))}


def read_ids(field: str, given: tuple[str, ...]) -> list[int]:
    """Return the ids that a form names, each once; raises `BadField`."""
    if not all(one.isascii() and one.isdecimal() and len(one) <= LONGEST_ID for one in given):
        raise BadField(field=field, value=",".join(given)[:40])
    return sorted({int(one) for one in given})
