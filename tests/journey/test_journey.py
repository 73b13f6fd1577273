"""One batch of 200 pieces goes through a real server: reader bytes and HTTP in, paper out."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from sqlalchemy import select

from domain.batch import Batch
from domain.cases import ComplaintNotice, NoticeState
from domain.codes import Code, CodeKind, parse
from domain.events import Event
from domain.findings import AnomalyReport, RepairRecord, Responsibility
from domain.lot import Descent, Lot
from domain.printing import JobState, PrintJob
from terminal.audit import audit
from terminal.compose import compose
from terminal.settings import Settings
from tests.devices.samples import decoded
from tests.floor import PACKER
from tests.journey.crew import Crew
from tests.journey.shop import Shop, a_shop
from tests.journey.story import PIECES, Story

pytestmark = pytest.mark.timeout(300)


@pytest.fixture
def shop(tmp_path: Path, database_url: str) -> Iterator[Shop]:
    with a_shop(tmp_path, database_url) as running:
        yield running


def test_two_hundred_pieces_come_in_and_every_one_goes_out_again(shop: Shop) -> None:
    crew = Crew(shop)
    story = Story(crew)
    story.play()

    held = crew.check_ledger(story.batch, PIECES)
    assert held == {"customer": -PIECES, "shipped": PIECES}
    with crew.observer.reading() as db:
        batch = db.scalars(select(Batch)).one()
        notice = db.scalars(select(ComplaintNotice)).one()
        report = db.scalars(select(AnomalyReport)).one()
        customers = db.scalars(
            select(RepairRecord.quantity).where(
                RepairRecord.responsibility == Responsibility.CUSTOMER
            )
        ).all()
    assert batch.closed_at is not None
    assert batch.tracking_complete_at is not None
    # 118 repaired + 70 reworked + 10 never found; 2 are the customer's own.
    assert (notice.state, notice.pieces) == (NoticeState.ISSUED, 198)
    assert (report.quantity, sum(customers)) == (70, 2)

    said = crew.scan("RECV-1", story.outdated)
    assert said["key"] == "error.outdated-slip"
    check_papers(shop, crew, story)
    assert not the_audit_of(shop)


def check_papers(shop: Shop, crew: Crew, story: Story) -> None:
    """Everything printed on the way decodes, and travelers show every ancestor's signature."""
    with crew.observer.reading() as db:
        jobs = db.scalars(select(PrintJob).order_by(PrintJob.id)).all()
    assert {job.document.value for job in jobs} >= {
        "lot-label", "traveler", "receipt", "refusal", "oqc-label", "box-label",
    }  # fmt: skip
    travelers: set[str] = set()
    for station, printer in shop.printers.items():
        mine = [job for job in jobs if job.printer == station]
        papers = printer.wait_for_papers(len(mine), timeout=60)
        assert len(papers) == len(mine)
        for job, paper in zip(mine, papers, strict=True):
            assert not paper.errors, (job.document, paper.errors)
            codes = decoded(paper.png)
            wanted = job.document.value not in {"receipt", "refusal"}
            assert bool(codes) is wanted, job.document
            assert all(parse(code).payload.startswith(job.lot) for code in codes)
            assert any(letter >= "\u4e00" for line in paper.lines for letter in line)
            if job.document.value == "traveler":
                assert signed_on(paper.lines) == signed_for(crew, job), job.lot
                travelers.add(job.lot)
    with crew.observer.reading() as db:
        assert travelers == set(db.scalars(select(Lot.number)))
    wait_until_printed(crew)


def signed_on(lines: Sequence[str]) -> list[str]:
    """The names in the tracking column, as the paper shows them."""
    return [found[1] for line in lines if (found := re.search(r"(\S+) \d\d/\d\d$", line))]


def signed_for(crew: Crew, job: PrintJob) -> list[str]:
    """Who has signed for the pieces of a lot, in it or in what it came out of, before its paper."""
    found: set[tuple[int, str]] = set()
    with crew.observer.reading() as db:
        waiting = [(db.scalars(select(Lot).where(Lot.number == job.lot)).one(), job.event)]
        while waiting:
            lot, until = waiting.pop()
            signed = select(Event).where(
                Event.lot == lot.number, Event.meaning != "", Event.number <= until
            )
            found |= {(event.number, event.person_name) for event in db.scalars(signed)}
            born = select(Descent).where(Descent.child_id == lot.id, Descent.event <= until)
            waiting += [(one.parent, one.event) for one in db.scalars(born)]
    return [name for _, name in sorted(found)]


def wait_until_printed(crew: Crew) -> None:
    with crew.observer.reading() as db:
        states = {job.state for job in db.scalars(select(PrintJob))}
    assert states <= {JobState.CONFIRMED, JobState.SENT, JobState.SENDING}


def the_audit_of(shop: Shop) -> list[str]:
    site = compose(Settings.read(shop.config))
    try:
        return audit(site)
    finally:
        site.database.dispose()


def test_a_lot_at_the_wrong_station_is_sent_where_it_belongs(shop: Shop) -> None:
    crew = Crew(shop)
    story = Story(crew)
    story.intake()
    crew.sign_on(PACKER, "PACK-1")

    said = crew.scan("PACK-1", str(Code(CodeKind.LOT, story.lots["first"])))

    assert said["key"] == "error.wrong-station"
    assert said["facts"]["go_to"] == "RECV-1"
