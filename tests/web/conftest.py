"""A factory at work, with a panel in front of each station."""

from collections.abc import Iterator

import pytest

from tests.floor import Floor
from tests.web.browser import Panels, a_browser


@pytest.fixture
def panels(floor: Floor) -> Iterator[Panels]:
    """Panels on the same factory, on each kind of database."""
    with a_browser(floor.site) as served:
        yield served
