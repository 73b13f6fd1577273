"""Who answers for goods whose last signer has left, and who decides about his lots."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from domain.errors import DomainError
from domain.process import Role


class NotYours(DomainError):
    """Somebody else has this lot since its responsible person left; `name` is who."""

    code = "not-yours"


class StillInHand(DomainError):
    """The responsible person of this lot works here: it changes hands by a hand-over."""

    code = "still-in-hand"


@dataclass(frozen=True, slots=True)
class Colleague:
    """A person as custody sees him: his direct supervisor, and who leads his team."""

    id: int
    name: str
    active: bool
    supervisor: int | None
    leader: int | None
    roles: frozenset[Role]


@dataclass(frozen=True, slots=True)
class Staff:
    """Everybody by id, those who have left included."""

    people: Mapping[int, Colleague]

    def name(self, person: int) -> str:
        """Return a person's name, nothing for nobody."""
        found = self.people.get(person)
        return found.name if found else ""

    def has_left(self, person: int) -> bool:
        """Whether somebody does not work here any more."""
        found = self.people.get(person)
        return found is None or not found.active

    def holder(self, person: int) -> int | None:
        """Return who has what is in a person's name: he himself, or who has it since he left.

        That is his team's leader; where nobody leads it any more, who decides about his people.
        """
        if not self.has_left(person):
            return person
        leader = self.people[person].leader if person in self.people else None
        if leader is not None and not self.has_left(leader):
            return leader
        return min(self.bosses(person), default=None)

    def heir(self, person: int) -> str:
        """Return the name of who has somebody's lots since he left; nothing while he is here."""
        return self.name(self.holder(person) or 0) if self.has_left(person) else ""

    def heirs(self, person: int) -> frozenset[int]:
        """Return who may take over what is in the name of somebody who has left."""
        holder = self.holder(person)
        return self.bosses(person) | ({holder} if holder is not None else frozenset())

    def bosses(self, person: int, parties: Collection[int | None] = ()) -> frozenset[int]:
        """Return who decides about a person's lots: his direct supervisor (K-18).

        One who has left, or who is himself one of the `parties` of a dispute, is skipped for his
        own; where nobody is known it is the production supervisor, and else the general manager.
        """
        for boss in self._upwards(person):
            if not self.has_left(boss) and boss not in parties:
                return frozenset({boss})
        for role in (Role.PRODUCTION_SUPERVISOR, Role.GENERAL_MANAGER):
            found = [one.id for one in self.people.values() if one.active and role in one.roles]
            if others := frozenset(found) - {person, *parties}:
                return others
        return frozenset()

    def _upwards(self, person: int) -> Iterator[int]:
        met = {person}
        at = self.people.get(person)
        while at and at.supervisor is not None and at.supervisor not in met:
            met.add(at.supervisor)
            yield at.supervisor
            at = self.people.get(at.supervisor)
