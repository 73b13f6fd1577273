"""Serving: one process, many threads; the machines run beside the pages."""

import logging
from collections.abc import Callable
from typing import Any, Final

from gunicorn.app.base import BaseApplication

from terminal.compose import compose
from terminal.machines import Machines
from terminal.settings import Settings
from terminal.site import Site

THREADS_FOR_REQUESTS: Final = 32
log = logging.getLogger(__name__)


class Service(BaseApplication):  # type: ignore[misc]
    """The embedded gunicorn: streams can never starve requests, and a stop takes 2 s at most."""

    def __init__(self, settings: Settings, make_app: Callable[[Site], Any]) -> None:
        self.settings = settings
        self.make_app = make_app
        self.machines: Machines | None = None
        super().__init__()

    def load_config(self) -> None:
        """Set what gunicorn needs; nothing is read from its own files or the environment."""
        for key, value in {
            "bind": f"{self.settings.host}:{self.settings.port}",
            "workers": 1,
            "worker_class": "gthread",
            "threads": self.settings.streams + THREADS_FOR_REQUESTS,
            "graceful_timeout": 2,
            "timeout": 60,
            "keepalive": 15,
            "limit_request_line": 4094,
            "accesslog": None,
            "loglevel": "warning",
            "control_socket_disable": True,
            "worker_exit": self._stop,
            "worker_int": self._interrupt,
        }.items():
            if key in self.cfg.settings:
                self.cfg.set(key, value)

    def load(self) -> Any:
        """Open the site in the worker that serves it, start its machines, return the pages."""
        site = compose(self.settings)
        self.machines = Machines(site)
        self.machines.start()
        return self.make_app(site)

    def _interrupt(self, worker: object) -> None:
        del worker
        if self.machines:
            self.machines.site.bus.close()

    def _stop(self, server: object, worker: object) -> None:
        del server, worker
        if self.machines:
            self.machines.stop()
            self.machines.site.database.dispose()
