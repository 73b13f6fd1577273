"""A service that stops between marking a paper and sending its first byte, to be killed there."""

import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from devices.fonts import find_fonts
from devices.printer import Printer, Printout
from terminal.compose import compose
from terminal.settings import Settings
from terminal.spool import Spool


class Held(Printer):
    """Says that the row is marked, and goes no further."""

    def print(
        self, job_id: int, data: bytes, on_sending: Callable[[], None], *more: Any
    ) -> Printout:
        def mark() -> None:
            on_sending()
            print("marked", flush=True)
            threading.Event().wait()

        return super().print(job_id, data, mark, *more)


def main() -> None:
    """Print the next paper of one printer of the site: `held_spool CONFIG PRINTER`."""
    site = compose(Settings.read(Path(sys.argv[1])))
    address = next(one for one in site.settings.printers if one.code == sys.argv[2])
    printer = Held(address.code, address.url, address.profile, site.now)
    Spool(site, printer, find_fonts()).print_next()


if __name__ == "__main__":
    main()
