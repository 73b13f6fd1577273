"""A factory at work, with a panel in front of each station."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ENGINES
from tests.copies import Copy
from tests.floor import Floor
from tests.web.browser import Panels, a_browser

# Pages whose queries are their point run on both databases. The others show what acts and queries
# gave, and those run on both in tests/terminal and in the journeys.
ON_BOTH = frozenset(
    {
        "test_batch_page",
        "test_batch_tree",
        "test_blind_count",
        "test_board",
        "test_board_kept",
        "test_finding",
        "test_handover_pages",
        "test_week_page",
        "test_what_sales_sees",
    }
)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Choose the databases of each page's factory, where its test has not chosen itself."""
    if "floor" not in metafunc.fixturenames:
        return
    marks = metafunc.definition.iter_markers("parametrize")
    if any("floor" in mark.args[0] for mark in marks):
        return
    both = metafunc.module.__name__.rpartition(".")[2] in ON_BOTH
    metafunc.parametrize("floor", ENGINES if both else ENGINES[:1], indirect=True)


@pytest.fixture
def floor(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Floor]:
    """A factory at work on the database that was chosen."""
    copy: Copy = request.getfixturevalue(f"{request.param}_copy")
    with copy(tmp_path) as working:
        yield working


@pytest.fixture
def panels(floor: Floor) -> Iterator[Panels]:
    """Panels on the same factory, on each kind of database."""
    with a_browser(floor.site) as served:
        yield served
