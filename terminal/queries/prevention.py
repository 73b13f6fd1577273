"""What an issued week asks supervisors for: the measure, and its verification (K-37)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from domain.access import Act
from domain.people import Person
from domain.prevention import ANSWERS_FOR, Prevention
from domain.process import Role
from domain.weekly import Week
from terminal.prevention import is_under
from terminal.queries.supervise_items import Eyes, Item

TEAM = 8


def measures(eyes: Eyes) -> Iterator[Item]:
    """Measures that I am to write, and those of others that I am to verify."""
    query = select(Prevention).where(Prevention.verified_at.is_(None)).order_by(Prevention.id)
    for one in eyes.db.scalars(query):
        if not one.is_open:
            continue
        answers = {role.value for role in ANSWERS_FOR[one.responsibility]}
        if one.answered_at is None and eyes.roles & answers:
            yield _item(eyes, one, Act.NAME_MEASURE, _team(eyes))
        elif one.answered_at and one.answerer_id != eyes.person and eyes.may(Act.VERIFY_MEASURE):
            yield _item(eyes, one, Act.VERIFY_MEASURE)


def _item(eyes: Eyes, one: Prevention, act: Act, people: Sequence[tuple[str, str]] = ()) -> Item:
    facts: dict[str, str | int] = {
        "blame": one.responsibility.value,
        "report": one.report,
        "quantity": one.pieces,
        "measure": one.measure,
        "answered_by": one.answered_by,
        "note": one.verification if act is Act.NAME_MEASURE else "",
    }
    if one.person_id and sees_name(eyes, one.person_id):
        named = eyes.db.get_one(Person, one.person_id)
        facts |= {"named": named.name, "performance": one.performance}
    return Item(
        kind=act.value,
        act=act.value,
        key=f"{act.value}:{one.id}",
        lot="",
        batch=one.report,
        waited=eyes.since(one.answered_at or one.opened_at),
        facts=facts,
        fields={"prevention": one.id},
        people=people,
    )


def sees_name(eyes: Eyes, person: int) -> bool:
    """Whether a name may be told: to the direct supervisor and to Technical (process.md, Names)."""
    direct = eyes.db.get_one(Person, person).supervisor_id in eyes.bosses
    return direct or Role.TECHNICAL_SUPERVISOR.value in eyes.roles


def _team(eyes: Eyes) -> list[tuple[str, str]]:
    people = eyes.db.scalars(select(Person).where(Person.active).order_by(Person.number))
    mine = [one for one in people if is_under(eyes.db, one, eyes.bosses)]
    return [(one.number, one.name) for one in mine[:TEAM]]


def measures_of(db: Db, week: Week) -> Sequence[Prevention]:
    """Return what a week's report has led to, for its form; no name is taken from it."""
    query = select(Prevention).where(Prevention.year == week.year, Prevention.week == week.week)
    return [one for one in db.scalars(query.order_by(Prevention.id)) if one.pieces]
