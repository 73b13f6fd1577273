"""Reading who works here, who leads whom, and who has left."""

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from domain.custody import Colleague, Staff
from domain.people import Person, PersonRole, Team
from domain.process import Role


def staff(db: Db) -> Staff:
    """Return everybody, as custody and supervision see them."""
    roles: dict[int, set[Role]] = {}
    for person, role in db.execute(select(PersonRole.person_id, PersonRole.role)):
        roles.setdefault(person, set()).add(role)
    query = select(
        Person.id, Person.name, Person.active, Person.supervisor_id, Team.leader_id
    ).outerjoin(Team, Team.id == Person.team_id)
    return Staff(
        {
            number: Colleague(number, name, active, boss, leader, frozenset(roles.get(number, ())))
            for number, name, active, boss, leader in db.execute(query)
        }
    )
