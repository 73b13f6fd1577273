"""Teams and people as rows: what a file tells and the log keeps of them; never a secret."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from domain.people import Person, Team
from terminal.registers.rows import PersonRow, TeamRow


def teams(db: Db) -> Iterator[TeamRow]:
    """Yield every team, by code; who has left leads none."""
    here = {one.id: one.number for one in db.scalars(select(Person).where(Person.active))}
    for team in db.scalars(select(Team).order_by(Team.code)):
        yield TeamRow(team.code, team.name, team.shift, here.get(team.leader_id or 0, ""))


def people(db: Db) -> Iterator[PersonRow]:
    """Yield everybody who works here, by number."""
    found = list(db.scalars(select(Person).where(Person.active).order_by(Person.number)))
    here = {one.id: one.number for one in found}
    own = {team.id: team.code for team in db.scalars(select(Team))}
    for person in found:
        yield PersonRow(
            number=person.number,
            name=person.name,
            roles=[role.value for role in person.roles],
            team=own.get(person.team_id or 0, ""),
            supervisor=here.get(person.supervisor_id or 0, ""),
            language=person.language,
        )
