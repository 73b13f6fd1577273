"""Who pays for how many pieces of a batch, as its page and its shipping orders tell it (K-14)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session as Db

from domain.payment import PayerResult
from terminal.payment import OPEN, by_payer, results
from terminal.queries.batch import BatchView


@dataclass(frozen=True, slots=True)
class Payers:
    """Pieces by payer, which add up to all of the batch, and every result that was agreed on."""

    pieces: Mapping[str, int]
    results: Sequence[PayerResult]


def payers_of(db: Db, view: BatchView) -> Payers | None:
    """Return the payers of a batch; None where nothing is the customer's doing.

    While a count must stay hidden there is none either.
    """
    if view.received is None or view.sums_hidden:
        return None
    pieces, agreed = by_payer(db, view.batch, view.received), results(db, view.batch.id)
    if not agreed and OPEN not in pieces:
        return None
    return Payers(pieces, agreed)
