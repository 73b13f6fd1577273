"""The papers of an act that waits for its signature, by name and number."""

from collections.abc import Mapping

from sqlalchemy import func, select
from sqlalchemy.orm import Session as Db

from domain.access import Act
from domain.findings import RepairRecord
from domain.paperwork import FormHandover
from domain.people import Person
from domain.prevention import Prevention
from domain.weekly import Week
from terminal.site import Site
from terminal.weekly import draft


def paper_facts(site: Site, db: Db, act: str, typed: Mapping[str, str]) -> dict[str, str]:
    """Return what papers an act is about."""
    if act == Act.RECEIVE_FORMS:
        return _forms(db, typed.get("forms", ""))
    if act == Act.JUDGE:
        return _records(db, typed.get("records", ""))
    if act in {Act.NAME_MEASURE, Act.VERIFY_MEASURE}:
        return _measure(db, typed)
    if act == Act.ISSUE_WEEK:
        return _week(site, db, typed.get("week", ""))
    return {}


def _forms(db: Db, typed: str) -> dict[str, str]:
    ids = _ids(typed)
    query = select(FormHandover.number).where(FormHandover.id.in_(ids))
    numbers = list(db.scalars(query.order_by(FormHandover.given_at, FormHandover.id)))
    return {"papers": " · ".join(numbers), "count": str(len(numbers))}


def _records(db: Db, typed: str) -> dict[str, str]:
    ids = _ids(typed)
    pieces = select(func.sum(RepairRecord.quantity)).where(RepairRecord.id.in_(ids))
    return {"count": str(len(ids)), "pieces": str(db.scalar(pieces) or 0)}


def _measure(db: Db, typed: Mapping[str, str]) -> dict[str, str]:
    number = typed.get("prevention", "")
    one = db.get(Prevention, int(number)) if number.isascii() and number.isdecimal() else None
    if one is None:
        return {}
    named = db.scalar(select(Person.name).where(Person.number == typed.get("named", "")))
    measure = typed.get("measure") or one.measure
    return {
        "report": one.report,
        "responsibility": one.responsibility.value,
        "measure": measure,
        "named": named or "—",
    }


def _week(site: Site, db: Db, written: str) -> dict[str, str]:
    content = draft(site, db, Week.read(written))
    open_ones = sum(not one.judged for one in content.repairs)
    return {"pieces": str(content.pieces), "open": str(open_ones)}


def _ids(typed: str) -> list[int]:
    return sorted({int(one) for one in typed.split(",") if one.isascii() and one.isdecimal()})
