"""Who works in the factory's week: three shifts, people who are away, and their supervisors."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from random import Random

from tests.floor import BOSS, PINS, PRODUCTION, QUALITY, SALES_HEAD

SHIFTS = {"early": (6, 14, "早班"), "late": (14, 22, "中班"), "night": (22, 6, "夜班")}
AWAY = 0.08


@dataclass(frozen=True)
class Post:
    """What somebody does in every shift: the code of the role and who leads him."""

    name: str
    roles: tuple[str, ...]
    supervisor: str


POSTS = {
    "sales": Post("业务", ("sales",), SALES_HEAD),
    "packer": Post("包装", ("packer",), QUALITY),
    "leader": Post("组长", ("qc-leader", "tester"), QUALITY),
    "tester": Post("测试", ("tester",), QUALITY),
    "oqc": Post("全检", ("oqc",), QUALITY),
    "repairer": Post("维修", ("repairer",), PRODUCTION),
    "engineer": Post("工程师", ("repair-engineer", "repairer"), PRODUCTION),
    "line": Post("拉长", ("line-leader",), PRODUCTION),
}
NUMBERS = {
    (shift, post): f"3{row}{place:02}1"
    for row, shift in enumerate(SHIFTS, 1)
    for place, post in enumerate(POSTS, 1)
}
WEEK_PINS = PINS | {number: f"58{number[1:]}" for number in NUMBERS.values()}


def write_people(path: Path) -> Path:
    """Write the three shifts as an administrator would hand them in."""
    path.write_text("\n".join(_rows()), encoding="utf-8")
    return path


def _rows() -> Iterator[str]:
    for shift, (_, _, name) in SHIFTS.items():
        yield f'[[team]]\ncode = "{shift}"\nname = "{name}"\nshift = "{shift}"\n'
    for (shift, post), number in NUMBERS.items():
        one = POSTS[post]
        roles = ", ".join(f'"{role}"' for role in one.roles)
        yield (
            f'[[person]]\nnumber = "{number}"\nname = "{SHIFTS[shift][2]}{one.name}"\n'
            f'roles = [{roles}]\nsupervisor = "{one.supervisor}"\nteam = "{shift}"\n'
            f'pin = "{WEEK_PINS[number]}"\n'
        )


@dataclass
class Roster:
    """Who is here now. Who is away is replaced by the one of the shift before, who stays on."""

    dice: Random
    shift: str = ""
    away: set[str] = field(default_factory=set)
    deputies: dict[str, str] = field(default_factory=dict)
    absences: int = 0

    def turn_up(self, now: datetime) -> bool:
        """Start the shift of an hour; returns whether it is a new one."""
        shift = shift_at(now.hour)
        if shift == self.shift:
            return False
        self.shift = shift
        here = [number for (own, _), number in NUMBERS.items() if own == shift]
        self.away = {number for number in here if self.dice.random() < AWAY}
        self.absences += len(self.away)
        return True

    def at(self, post: str) -> str:
        """Who does this now."""
        number = NUMBERS[self.shift, post]
        if number not in self.away:
            return number
        shifts = list(SHIFTS)
        return NUMBERS[shifts[shifts.index(self.shift) - 1], post]

    def decider(self, supervisor: str) -> str:
        """Who decides in his place today."""
        return self.deputies.get(supervisor, supervisor)

    def judge_of(self, person: str, other: str) -> str | None:
        """Who decides about somebody's dispute with another today; nobody may in his own."""
        supervisor = leads(person)
        if supervisor == other:
            supervisor = leads(supervisor)
        judge = self.decider(supervisor)
        return None if judge in {person, other} else judge

    @property
    def supervisors_are_here(self) -> bool:
        """They work by day; what needs them waits until then."""
        return self.shift == "early"


def shift_at(hour: int) -> str:
    """Return whose hour it is."""
    return next((name for name, (start, end, _) in SHIFTS.items() if start <= hour < end), "night")


def leads(number: str) -> str:
    """Return the direct supervisor of somebody."""
    posts = {own: POSTS[post].supervisor for (_, post), own in NUMBERS.items()}
    return posts.get(number, BOSS)
