"""Reading who works here and who has left, and signing for what one has since."""

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from domain.access import Act, asks_pin
from domain.custody import Colleague, Staff
from domain.errors import NotPermitted
from domain.lot import Lot
from domain.people import Person, PersonRole, PinNeeded, Team
from domain.process import Outcome, Role
from terminal.transaction import Transaction


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


def sign_as_holder(tx: Transaction, act: Act, lot: Lot, came_by: Outcome | None = None) -> Person:
    """Sign for a lot in a role of its step, or because one has it (process.md, Refusal).

    It is in his name, or in that of somebody of his team who has left. Raises as
    `Transaction.sign` does.
    """
    try:
        return tx.sign(act, lot.step, came_by)
    except NotPermitted:
        if tx.person is None or not has_it(tx, lot):
            raise
        person = tx.sign(Act.TAKE_OVER)
        if asks_pin(act, lot.step) and not (tx.signer and tx.signer.pin):
            raise PinNeeded(act=act.value) from None
        return person


def has_it(tx: Transaction, lot: Lot) -> bool:
    """Whether the signer, or somebody whom he stands in for, has a lot now."""
    mine = {tx.person.id if tx.person else 0, *(other.person for other in tx.stand_ins)}
    return staff(tx.db).holder(lot.person_id) in mine
