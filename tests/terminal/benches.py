"""What people do at the change of a shift, and what is seen of it."""

from sqlalchemy import select

from devices.paper import Paper
from domain.people import Person
from domain.printing import Document, PrintJob
from terminal.queries.supervise import decisions, eyes_of
from terminal.shifts import lots_here
from tests.floor import ENGINEER, PRODUCTION, REPAIRER, Floor

AT = "REPAIR-1"


def bench(floor: Floor) -> tuple[str, str]:
    """An opened lot and one that nobody has touched, both in the repairer's name."""
    opened, fresh = floor.at_repair(50), floor.at_repair(20)
    floor.repair(opened, 5)
    return opened, fresh


def give(floor: Floor, *scanned: str, who: str = REPAIRER, station: str = AT, **trays: int) -> str:
    with floor.site.reading() as db:
        shown = len(lots_here(db, station))
    answer = floor.act(
        who, station, "give-shift", shown=shown, scanned=scanned, trays=lots_of(trays)
    )
    return str(answer["list"])


def take(
    floor: Floor, shift: str, *scanned: str, who: str = ENGINEER, station: str = AT, **trays: int
) -> str:
    answer = floor.act(
        who, station, "take-shift", shift=shift, scanned=scanned, trays=lots_of(trays)
    )
    return str(answer["result"])


def warned(floor: Floor, person: str) -> list[str]:
    """The lists that nobody has taken over, as a supervisor sees them."""
    with floor.site.reading() as db:
        number = db.scalars(select(Person.id).where(Person.number == person)).one()
        items = decisions(eyes_of(floor.site, db, number))
        return [item.batch for item in items if item.kind == "note-shift"]


def lots_of(trays: dict[str, int]) -> dict[str, int]:
    """b1=50 is 50 pieces of the first batch's only lot."""
    return {f"RT-2611-000{name[1:]}.1": pieces for name, pieces in trays.items()}


def in_name_of(floor: Floor, lot: str) -> str:
    with floor.site.reading() as db:
        return db.get_one(Person, floor.lot(lot).person_id).number


def todo(floor: Floor, person: str) -> dict[str, dict[str, str | int]]:
    with floor.site.reading() as db:
        number = db.scalars(select(Person.id).where(Person.number == person)).one()
        items = decisions(eyes_of(floor.site, db, number))
        return {item.lot: item.fields for item in items if item.act == "settle-shift"}


def settle(floor: Floor, lot: str, fate: str, *, who: str = PRODUCTION) -> None:
    line = todo(floor, PRODUCTION)[lot]["line"]
    floor.act(who, "REVIEW-1", "settle-shift", pin=True, line=line, fate=fate, note="已核对")


def paper_of(floor: Floor) -> Paper:
    with floor.site.reading() as db:
        query = select(PrintJob.paper).where(PrintJob.document == Document.SHIFT_LIST)
        return Paper.from_json(db.scalars(query).one())
