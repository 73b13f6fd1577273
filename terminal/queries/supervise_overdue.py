"""What is overdue among a supervisor's people, and what is in the name of who has left."""

from collections import Counter
from collections.abc import Iterator

from sqlalchemy import select

from domain.access import Act
from domain.lot import Lot, LotState
from domain.overdue import WAYS, Cause
from domain.people import Person
from terminal.overdue import Overdue, overdue
from terminal.queries.supervise_items import Eyes, Item


def overdue_lots(eyes: Eyes) -> Iterator[Item]:
    """Lots past their due date and offers that wait too long, of my people (K-09, K-18)."""
    for one in overdue(eyes.site, eyes.db) if eyes.may(Act.DECIDE_OVERDUE) else ():
        if not eyes.decides_for(one.lot.person_id):
            continue
        yield Item(
            kind=f"overdue-{one.cause.value}",
            act=Act.DECIDE_OVERDUE.value,
            key=f"overdue:{one.cause.value}:{one.lot.number}",
            lot=one.lot.number,
            batch=one.lot.batch.number,
            waited=eyes.since(one.since),
            facts=_facts(eyes, one),
            fields={"lot": one.lot.number, "cause": one.cause.value},
            ways=tuple(way.value for way in WAYS[one.cause]),
        )


def left_behind(eyes: Eyes) -> Iterator[Item]:
    """Lots in the name of somebody who has left: for his team's leader, and who decides for him."""
    query = select(Lot).join(Person, Person.id == Lot.person_id)
    query = query.where(Person.active.is_(False), Lot.state != LotState.ENDED).order_by(Lot.id)
    lots = list(eyes.db.scalars(query)) if eyes.may(Act.TAKE_OVER) else []
    names = Counter(lot.person_id for lot in lots)
    for lot in lots:
        if not eyes.bosses & eyes.staff.heirs(lot.person_id):
            continue
        yield Item(
            kind="take-over",
            act=Act.TAKE_OVER.value,
            key=f"take-over:{lot.number}",
            lot=lot.number,
            batch=lot.batch.number,
            waited=eyes.since(lot.since),
            facts={
                "customer": lot.batch.customer.name,
                "step": lot.step.value,
                "station": lot.station,
                "in_name": in_name(eyes, lot.person_id),
                "all_of_them": names[lot.person_id],
            },
            fields={"lot": lot.number, "version": lot.version},
        )


def in_name(eyes: Eyes, person: int) -> str:
    """Return in whose name a lot is, and who has it since he left."""
    name = eyes.staff.name(person)
    if not eyes.staff.has_left(person):
        return name
    return f"{name} → {eyes.staff.name(eyes.staff.holder(person) or 0)}"


def _facts(eyes: Eyes, one: Overdue) -> dict[str, str | int]:
    lot = one.lot
    facts: dict[str, str | int] = {
        "customer": lot.batch.customer.name,
        "step": lot.step.value,
        "station": lot.station,
        "in_name": in_name(eyes, lot.person_id),
    }
    if one.cause is Cause.DUE and lot.batch.due_on:
        return facts | {"due": lot.batch.due_on.isoformat()}
    if one.handover:
        facts["shelf"] = one.handover.target.value
    return facts
