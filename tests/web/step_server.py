"""The real service under a browser: pages, readers and printers of a floor, on one port."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from werkzeug.serving import make_server

from terminal.compose import compose
from terminal.importing import import_file
from terminal.machines import Machines
from tests.floor import ROOT, Clock, Floor, settings_for
from web.app import create_app


@contextmanager
def serving(folder: Path, port: int = 0) -> Iterator[tuple[Floor, str]]:
    """Serve a demo factory; yield its floor and its address."""
    site = compose(settings_for(folder, f"sqlite:///{folder}/floor.db"))
    import_file(site, ROOT / "config" / "demo-factory.toml")
    machines = Machines(site)
    machines.start()
    server = make_server("127.0.0.1", port, create_app(site), threaded=True)
    server.daemon_threads = True
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield Floor(site, Clock(site.now())), f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        machines.stop()
        server.server_close()
        thread.join(10)
        site.database.dispose()
