"""What lies typed and unsigned at a desk, form by form; a typing slip counts as nothing here."""

import json
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from domain.lot import Lot
from domain.people import Draft
from terminal.forms import WHOLE

Typed = Mapping[str, str]


def drafts(db: Db, station: str, lot: str) -> dict[str, dict[str, str]]:
    """Return the unsigned forms about a lot at a station: act -> field -> text.

    What was typed before the lot came here this time is from another round and does not count.
    """
    query = (
        select(Draft)
        .join(Lot, Lot.number == Draft.lot)
        .where(Draft.station == station, Draft.lot == lot, Draft.saved_at >= Lot.since)
    )
    return {draft.act: dict(json.loads(draft.fields)) for draft in db.scalars(query)}


def whole(typed: Typed, name: str) -> int:
    """Return a typed number of pieces; nothing and nonsense are 0 (the form itself refuses)."""
    return read_whole(typed.get(name, ""))


def read_whole(text: str) -> int:
    """Return a number as it was typed; nothing, nonsense and what nobody counts are 0."""
    text = text.strip()
    return int(text) if WHOLE.fullmatch(text) else 0


def group(typed: Typed, name: str) -> dict[str, int]:
    """Return the typed numbers of a family of fields: `counts.seen` -> seen."""
    start = f"{name}."
    keys = (key for key in typed if key.startswith(start))
    return {key.removeprefix(start): whole(typed, key) for key in keys}


def words(typed: Typed, name: str) -> str:
    """Return a typed text without the space around it."""
    return typed.get(name, "").strip()
