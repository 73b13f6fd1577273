"""kill -9 of the server at random moments of the journey: nothing is lost, nothing doubled."""

import os
import random
import threading
from pathlib import Path

import pytest
from sqlalchemy import select

from domain.batch import Batch
from domain.cases import Shipment
from domain.events import Event
from domain.handover import Handover
from domain.printing import JobState, PrintJob
from tests.journey.crew import Crew
from tests.journey.shop import Shop, a_shop
from tests.journey.story import PIECES, Story
from tests.journey.test_journey import the_audit_of

SOAK = bool(os.environ.get("SOAK"))
# The short form is 30 rounds (reliability.md) on SQLite, where a start is quick, and ten more.
KILLS = {"sqlite": 300 if SOAK else 20, "postgresql": 300 if SOAK else 10}
SEED = 20261120

pytestmark = pytest.mark.timeout(600)


class Killer:
    """Kills the server at random moments and starts it again, until it has done so often enough."""

    def __init__(self, shop: Shop, kills: int) -> None:
        self.shop, self.left = shop, kills
        self.dice = random.Random(SEED)
        self.alive = threading.Event()
        self.alive.set()
        self.done = threading.Event()
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.trouble: BaseException | None = None

    def _run(self) -> None:
        try:
            while self.left and not self.done.wait(self.dice.uniform(0.05, 1.6)):
                self.alive.clear()
                self.shop.kill()
                self.shop.start()
                self.left -= 1
                self.alive.set()
            # The last server dies with the thread that started it (see Shop.start).
            self.done.wait()
        except BaseException as error:  # noqa: BLE001  (told by the test)
            self.trouble = error
            self.alive.set()

    def wait_for_the_server(self) -> None:
        threading.Event().wait(0.05)
        assert self.alive.wait(60), "the server did not come back"
        assert self.trouble is None, self.trouble


def test_kills_lose_nothing_and_double_nothing(tmp_path: Path, database_url: str) -> None:
    with a_shop(tmp_path, database_url) as shop:
        killer = Killer(shop, KILLS[database_url.partition("+")[0].partition(":")[0]])
        crew = Crew(shop, on_lost=killer.wait_for_the_server)
        killer.thread.start()
        batches = []
        while killer.left or not batches:
            story = Story(crew)
            story.play()
            batches.append(story.batch)
        killer.done.set()
        killer.thread.join()
        assert killer.trouble is None, killer.trouble
        assert killer.left == 0

        for batch in batches:
            held = crew.check_ledger(batch, PIECES)
            assert held == {"customer": -PIECES, "shipped": PIECES}
        check_counts(crew, batches)
        assert not the_audit_of(shop)


def check_counts(crew: Crew, batches: list[str]) -> None:
    """What was acknowledged is there, and each deed is there once."""
    assert all(crew.answer(key) for key in crew.acknowledged)
    with crew.observer.reading() as db:
        assert db.scalars(select(Batch.number).order_by(Batch.number)).all() == batches
        kinds = [event.kind for event in db.scalars(select(Event))]
        assert kinds.count("batch:booked-in") == len(batches)
        assert kinds.count("lot:shipped") == len(db.scalars(select(Shipment)).all())
        assert kinds.count("lot:shipped") == 8 * len(batches)
        assert kinds.count("handover:refused") == len(batches)
        numbers = [(one.batch_id, one.number) for one in db.scalars(select(Handover))]
        assert len(numbers) == len(set(numbers))
        states = {job.state for job in db.scalars(select(PrintJob))}
    assert JobState.FAILED not in states
