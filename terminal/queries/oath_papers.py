"""The papers of an act that waits for its signature, by name and number."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from domain.access import Act
from domain.paperwork import FormHandover


def paper_facts(db: Db, act: str, typed: Mapping[str, str]) -> dict[str, str]:
    """Return what papers an act is about."""
    if act == Act.RECEIVE_FORMS:
        return _forms(db, typed.get("forms", ""))
    return {}


def _forms(db: Db, typed: str) -> dict[str, str]:
    ids = [int(one) for one in typed.split(",") if one.isascii() and one.isdecimal()]
    query = select(FormHandover.number).where(FormHandover.id.in_(ids))
    numbers = list(db.scalars(query.order_by(FormHandover.given_at, FormHandover.id)))
    return {"papers": " · ".join(numbers), "count": str(len(numbers))}
