"""Teams: who works together, on which shift, and who leads them."""

from dataclasses import dataclass
from typing import ClassVar, Final

from sqlalchemy import select

from domain.access import Act
from domain.errors import BadField
from domain.people import SHIFTS, Person, Team
from terminal.lookup import known_person
from terminal.registers.rows import TEAM
from terminal.transaction import Answer, Transaction

LONGEST_NAME: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveTeam:
    """Form a team, or give it another name, shift or leader."""

    act: ClassVar[str] = Act.SAVE_TEAM
    code: str
    name: str
    shift: str = ""
    leader: str = ""

    def perform(self, tx: Transaction) -> Answer:
        """Return code and name."""
        tx.sign(Act.SAVE_TEAM)
        if not TEAM.fullmatch(self.code):
            raise BadField(field="code", value=self.code[:40])
        if not 0 < len(self.name) <= LONGEST_NAME:
            raise BadField(field="name", value=self.name[:40])
        if self.shift not in SHIFTS:
            raise BadField(field="shift", value=self.shift[:40])
        leader = known_person(tx.db, self.leader) if self.leader else None
        query = select(Team).where(Team.code == self.code).with_for_update()
        team = tx.db.scalar(query.execution_options(populate_existing=True))
        before = _facts(tx, team) if team else {}
        team = team or Team(code=self.code, name=self.name)
        team.name, team.shift = self.name, self.shift
        team.leader_id = leader.id if leader else None
        tx.db.add(team)
        tx.db.flush()
        tx.record("team:saved", meaning="team-saved", details={
            "team": team.code, "before": before, "after": _facts(tx, team),
        })  # fmt: skip
        tx.tell("desk", tx.station)
        return {"result": "team-saved", "code": team.code, "name": team.name}


def _facts(tx: Transaction, team: Team) -> dict[str, str]:
    leader = tx.db.get(Person, team.leader_id) if team.leader_id else None
    return {"name": team.name, "shift": team.shift, "leader": leader.number if leader else ""}
