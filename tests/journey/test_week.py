"""A week of the factory through the pages: every piece that came in is accounted for at its end."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import select

from domain.batch import Batch
from domain.ledger import Movement, balances
from domain.paperwork import FormHandover
from domain.weekly import WeeklyReport
from terminal.audit import audit
from terminal.importing import import_file
from tests.floor import Floor
from tests.journey.week.panels import Panels
from tests.journey.week.people import WEEK_PINS, write_people
from tests.journey.week.week import Week

SOAK = os.environ.get("SOAK") == "1"
BATCHES, PIECES = (300, 30_000) if SOAK else (4, 200)
MONDAY = datetime(2026, 11, 22, 22, 30, tzinfo=UTC)

pytestmark = [
    pytest.mark.timeout(3600 if SOAK else 240),
    # The other journeys show PostgreSQL; this one is long.
    pytest.mark.parametrize("floor", ["sqlite"], indirect=True),
]


@pytest.fixture
def panels(floor: Floor, tmp_path: Path) -> Panels:
    import_file(floor.site, write_people(tmp_path / "people.toml"))
    floor.clock.at = MONDAY
    return Panels(floor, WEEK_PINS)


def test_a_week_of_returns_ends_with_every_piece_accounted_for(
    floor: Floor, panels: Panels, capsys: pytest.CaptureFixture[str]
) -> None:
    week = Week(floor, panels, Random(20_261_123), BATCHES, PIECES)

    week.play()

    gone = dict(week.books.gone)
    assert not +week.books.trays
    assert sum(gone.values()) == PIECES
    gone["discrepancy"] = gone.pop("lost", 0)
    with floor.site.reading() as db:
        held = balances(db.scalars(select(Movement)))
        batches = db.scalars(select(Batch)).all()
    assert {account: n for account, n in held.items() if n} == {
        "customer": -PIECES,
        **{account: n for account, n in gone.items() if n},
    }
    assert len(batches) == BATCHES
    assert all(batch.closed_at for batch in batches)
    assert not audit(floor.site)
    check_papers(floor, week)
    with capsys.disabled():
        print(f"\n{week.report()}")


def check_papers(floor: Floor, week: Week) -> None:
    """Every form has its second signature, and the reports hold every repair once."""
    with floor.site.reading() as db:
        open_forms = db.scalars(select(FormHandover).where(FormHandover.received_at.is_(None)))
        reports = db.scalars(select(WeeklyReport)).all()
        assert not open_forms.all()
    repairs = [one for report in reports for one in json.loads(report.content)["repairs"]]
    assert sum(one["quantity"] for one in repairs) == week.told["pieces repaired"]
    assert all(one["judged"] for one in repairs)
