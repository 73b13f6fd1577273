"""The giver's direct supervisor decides a refused or disputed hand-over."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import ClassVar

from domain import handing
from domain.access import Act, permit_deputy
from domain.errors import DomainError
from domain.handover import Ruling, SamePerson
from domain.people import Person
from terminal import accessories, repairs, reviews
from terminal.actions.receive import drop_proposed, tell_both
from terminal.custody import staff
from terminal.lookup import contested_handover
from terminal.ratio import draft_notice
from terminal.transaction import Answer, Transaction


class NotYourPeople(DomainError):
    """Only the giver's direct supervisor decides here; `supervisor` names him."""

    code = "not-your-people"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Decide: recount, accept, or send back (K-18); nobody available means that it waits."""

    act: ClassVar[str] = Act.RULE
    lot: str
    version: int
    ruling: Ruling
    note: str = ""

    def perform(self, tx: Transaction) -> Answer:
        """Return what was decided."""
        lot = tx.lock_lot(self.lot, self.version)
        person = tx.sign(Act.RULE)
        handover = contested_handover(tx.db, lot)
        expect_supervisor(tx, person, handover.giver_id, (handover.receiver_id,))
        if tx.stands_for and person.id == handover.receiver_id:
            raise SamePerson(name=person.name)
        handing.rule(handover, self.ruling, by=tx.signed_name, at=tx.at)
        drop_proposed(tx, handover)
        opened = repairs.reopen(tx, handover)
        reviews.take_back(tx, handover)
        accessories.take_back(tx.db, handover)
        tx.record(
            "handover:ruled",
            lot=lot,
            quantity=handover.quantity,
            meaning=f"ruled-{self.ruling.value}",
            details={"handover": handover.number, "note": self.note, "records": opened},
        )
        draft_notice(tx, lot.batch)
        tell_both(tx, handover)
        return {"result": self.ruling.value, "lot": lot.number}


def expect_supervisor(
    tx: Transaction, person: Person, of: int, parties: Collection[int | None] = ()
) -> None:
    """Raise `NotYourPeople` unless a person is the direct supervisor of another, or his deputy.

    Where the direct supervisor has left, is not known or is one of the `parties` of the dispute
    himself, `Staff.bosses` says who it is.
    """
    known = staff(tx.db)
    bosses = known.bosses(of, parties)
    if person.id in bosses:
        return
    deputy = next((one for one in tx.stand_ins if one.person in bosses), None)
    if deputy is None:
        names = " ".join(known.name(one) for one in sorted(bosses))
        raise NotYourPeople(giver=known.name(of), supervisor=names)
    if person.id == of:
        raise SamePerson(name=person.name)
    tx.role, tx.stands_for = permit_deputy((deputy,), Act.RULE, None)
