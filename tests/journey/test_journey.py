"""One batch of 200 pieces goes through a real server: reader bytes and HTTP in, paper out."""

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from sqlalchemy import select

from domain.batch import Batch
from domain.cases import ComplaintNotice, NoticeState
from domain.codes import CodeKind, parse
from domain.findings import AnomalyReport, RepairRecord, Responsibility
from domain.printing import JobState, PrintJob
from terminal.audit import audit
from terminal.compose import compose
from terminal.settings import Settings
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
    for station, printer in shop.printers.items():
        mine = [job for job in jobs if job.printer == station]
        papers = printer.wait_for_papers(len(mine), timeout=60)
        assert len(papers) == len(mine)
        for job, paper in zip(mine, papers, strict=True):
            assert not paper.errors, (job.document, paper.errors)
            codes = [one.text for one in zxingcpp.read_barcodes(Image.open(io.BytesIO(paper.png)))]
            wanted = job.document.value not in {"receipt", "refusal"}
            assert bool(codes) is wanted, job.document
            assert all(parse(code).payload.startswith(job.lot) for code in codes)
            assert any(letter >= "\u4e00" for line in paper.lines for letter in line)
    last = [job for job in jobs if job.lot == story.lots["round-2"]]
    texts = [json.loads(job.paper) for job in last if job.document.value == "traveler"]
    column = json.dumps(texts[-1], ensure_ascii=False)
    for name in ("赵婷", "杨丽华", "王小梅", "何军", "刘芳", "黄丽"):
        assert name in column
    assert parse_of(texts[-1]).kind is CodeKind.SLIP
    wait_until_printed(crew)


def parse_of(paper: dict[str, object]):
    blocks = paper["blocks"]
    assert isinstance(blocks, list)
    return next(parse(one["code"]["data"]) for one in blocks if one["kind"] == "beside")


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

    said = crew.scan("PACK-1", f"L{story.lots['first']}" + check(f"L{story.lots['first']}"))

    assert said["key"] == "error.wrong-station"
    assert said["facts"]["go_to"] == "RECV-1"


def check(body: str) -> str:
    from domain.codes import check_character

    return check_character(body)
