"""A panel in the workshop: Chromium with touch, Chinese, Shanghai, and a floor to show."""

from collections.abc import Iterator

import pytest

from tests.web_shell.floor import Floor, Served


@pytest.fixture
def served() -> Iterator[Served]:
    running = Served(Floor()).start()
    yield running
    running.stop()
