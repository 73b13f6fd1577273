"""What an issued week asks the responsible supervisors for, and who may see whose name (K-37)."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from domain.people import Person
from domain.prevention import ANSWERS_FOR, Prevention
from domain.weekly import Week, shares
from terminal.transaction import Transaction
from terminal.weekly import Content

HIGHEST = 20


def ask(tx: Transaction, week: Week, report: str, content: Content) -> None:
    """Open one answer for each responsible department; a later version corrects the figures."""
    query = select(Prevention).where(Prevention.year == week.year, Prevention.week == week.week)
    known = {one.responsibility: one for one in tx.db.scalars(query)}
    pieces = {one.code: one.pieces for one in shares(content.repairs, "responsibility")}
    for responsibility in ANSWERS_FOR:
        count = pieces.get(responsibility.value, 0)
        if one := known.get(responsibility):
            one.report, one.pieces = report, count
        elif count:
            opened = Prevention(
                year=week.year,
                week=week.week,
                report=report,
                responsibility=responsibility,
                pieces=count,
                opened_at=tx.at,
            )
            tx.db.add(opened)


def is_under(db: Db, person: Person, bosses: Collection[int]) -> bool:
    """Whether one of these people leads a person, directly or through others."""
    for _ in range(HIGHEST):
        if person.supervisor_id is None:
            return False
        if person.supervisor_id in bosses:
            return True
        person = db.get_one(Person, person.supervisor_id)
    return False
