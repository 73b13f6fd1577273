"""The administrator's page: people to find, and one person or team with what can be done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session as Db

from domain.access import SUPERVISORS
from domain.people import Person, Team
from domain.process import Role
from terminal.queries.admin_person import Card, person_card
from terminal.queries.drafts import draft_of
from terminal.queries.intake import Day
from terminal.queries.paging import page_of

if TYPE_CHECKING:
    from terminal.queries.extras import Facing

ON_A_PAGE: Final = 5
CHOICES: Final = 7
A_ROW: Final = 3
EIGHT: Final = 8
LENGTHS: Final = (0, 1, 2, 4, 6, 13, 20, 27)
TABS: Final = ("details", "roles", "badge", "deputy", "leave")
LEADING: Final = SUPERVISORS | {Role.QC_LEADER, Role.LINE_LEADER}


@dataclass(frozen=True, slots=True)
class Row:
    """One person in the list; `state` is a catalog code, empty when all is well."""

    number: str
    name: str
    roles: tuple[str, ...]
    state: str


@dataclass(frozen=True, slots=True)
class Choice:
    """Somebody who can be chosen."""

    code: str
    name: str


def admin(facing: Facing) -> dict[str, object]:
    """Return the list, the chosen card, and what was typed; nothing to who is no administrator."""
    who = facing.view.who
    if who is None or Role.ADMINISTRATOR not in who.roles:
        return {"is_admin": False}
    db, picked = facing.db, draft_of(facing.db, facing.station.code, "admin")
    pages, rows = _people(db, picked, facing.site.now())
    tab = picked.get("tab", "")
    card = person_card(facing, picked.get("person", ""), tab if tab in TABS else TABS[0])
    typed = _typed(facing, picked, card)
    first, last = _days(facing.site.today(), typed)
    bosses = _bosses(db, typed)
    many = len(bosses) > CHOICES or typed.get("find-boss", "") != ""
    teams = list(db.scalars(select(Team).order_by(Team.code)))
    return {
        "is_admin": True,
        "pick": picked,
        "pages": pages,
        "people": rows,
        "card": card,
        "tabs": TABS,
        "typed": typed,
        "teams": teams,
        "team": next((team for team in teams if team.code == picked.get("squad")), None),
        "bosses": bosses[: A_ROW if many else CHOICES],
        "many_bosses": many,
        "found": _found(db, typed, card),
        "all_roles": [role.value for role in Role],
        "first_days": first,
        "last_days": last,
        "night_until": f"{facing.site.figures.day_shift_from}:00",
    }


def _typed(facing: Facing, picked: Mapping[str, str], card: Card | None) -> dict[str, str]:
    """Return what was typed into the open form, or else what is known already."""
    team = picked.get("squad", "")
    act, key, known = "hire", "hire", dict[str, str]()
    if card:
        act, key, known = card.act, card.key, dict(card.known)
    elif picked.get("person") == "teams":
        act, key, known = "save-team", f"team:{team}", _team_facts(facing.db, team)
    typed = draft_of(facing.db, facing.station.code, act)
    return typed if typed.get("item") == key else known


def _team_facts(db: Db, code: str) -> dict[str, str]:
    team = db.scalar(select(Team).where(Team.code == code))
    if team is None:
        return {}
    leader = db.get(Person, team.leader_id) if team.leader_id else None
    number = leader.number if leader else ""
    return {"code": team.code, "name": team.name, "shift": team.shift, "leader": number}


def _days(today: date, typed: dict[str, str]) -> tuple[list[Day], list[Day]]:
    """Return first days to choose from, and last days that follow the one that is chosen."""
    first = [_day(today + timedelta(days=ahead)) for ahead in range(EIGHT)]
    chosen = typed.get("from_on", "")
    start = date.fromisoformat(chosen) if chosen in {one.iso for one in first} else today
    last = [_day(start + timedelta(days=ahead)) for ahead in LENGTHS]
    if typed.get("until_on") not in {one.iso for one in last}:
        typed.pop("until_on", None)
    return first, last


def _day(one: date) -> Day:
    return Day(one.isoformat(), one.day, one.month, one.isoweekday())


def _people(
    db: Db, picked: Mapping[str, str], now: datetime
) -> tuple[tuple[int, int], Sequence[Row]]:
    """Return which page of how many this is, and its rows."""
    query = select(Person).where(Person.active.is_(picked.get("gone") != "yes"))
    if find := picked.get("find", "").strip():
        query = query.where(_like(find))
    found = list(db.scalars(query.order_by(Person.number)))
    pages, rows = page_of(found, picked.get("page", "1"), ON_A_PAGE)
    return pages, [_row(db, person, now) for person in rows]


def _like(find: str) -> ColumnElement[bool]:
    return or_(Person.name.contains(find, autoescape=True), Person.number.startswith(find))


def _row(db: Db, person: Person, now: datetime) -> Row:
    state = ""
    if person.blocked or (person.locked_until and person.locked_until > now):
        state = "locked"
    elif person.active and person.supervisor_id:
        boss = db.get(Person, person.supervisor_id)
        state = "" if boss and boss.active else "no-boss"
    roles = tuple(role.value for role in person.roles)
    return Row(person.number, person.name, roles, state if person.active else "gone")


def _bosses(db: Db, typed: Mapping[str, str]) -> list[Choice]:
    """Return those who can lead others, by name or number; the chosen one comes first."""
    chosen = typed.get("supervisor") or typed.get("leader")
    query = select(Person).where(Person.active)
    if find := typed.get("find-boss", "").strip():
        query = query.where(or_(_like(find), Person.number == chosen))
    people = list(db.scalars(query.order_by(Person.number)))
    leads = [one for one in people if LEADING & set(one.roles) or one.number == chosen]
    if len(leads) > CHOICES:
        leads.sort(key=lambda one: one.number != chosen)
    return [Choice(one.number, one.name) for one in leads]


def _found(db: Db, typed: Mapping[str, str], card: Card | None) -> list[Choice]:
    """Return whom a deputy is chosen from: by name or number, leaders first."""
    if card is None:
        return []
    query = select(Person).where(Person.active, Person.number != card.number)
    if find := typed.get("find-deputy", "").strip():
        query = query.where(_like(find))
    people = list(db.scalars(query.order_by(Person.number)))
    people.sort(key=lambda one: (one.number != typed.get("deputy"), not LEADING & set(one.roles)))
    return [Choice(one.number, one.name) for one in people[:4]]
