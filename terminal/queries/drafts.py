"""What somebody has typed at a station and not yet signed."""

import json

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from domain.people import Draft


def draft_of(db: Db, station: str, act: str, lot: str = "") -> dict[str, str]:
    """Return the typed fields of one form, by name; nothing when none was typed."""
    query = select(Draft).where(Draft.station == station, Draft.lot == lot, Draft.act == act)
    draft = db.scalar(query)
    return dict(json.loads(draft.fields)) if draft else {}
