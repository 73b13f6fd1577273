"""What is overdue among a supervisor's people: which lot, where, why, and in whose name."""

from collections.abc import Iterator

from domain.access import Act
from domain.overdue import WAYS, Cause
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


def _facts(eyes: Eyes, one: Overdue) -> dict[str, str | int]:
    lot = one.lot
    facts: dict[str, str | int] = {
        "customer": lot.batch.customer.name,
        "product": lot.batch.product.name,
        "step": lot.step.value,
        "station": lot.station,
        "in_name": eyes.staff.name(lot.person_id),
    }
    if one.cause is Cause.DUE and lot.batch.due_on:
        return facts | {"due": lot.batch.due_on.isoformat()}
    if one.handover:
        facts["shelf"] = one.handover.target.value
    return facts
