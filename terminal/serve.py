"""Serving: one process, many threads; the machines run beside the pages.

A second process watches over it and starts it again if it dies. It needs none of what serving
needs, so that is loaded after the fork (memory: 15 MiB beside the worker, not 50).
"""

from __future__ import annotations

import ctypes
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from gunicorn.app.base import BaseApplication

if TYPE_CHECKING:
    from collections.abc import Callable

    from terminal.machines import Machines
    from terminal.settings import Settings
    from terminal.site import Site

THREADS_FOR_REQUESTS: Final = 32
MOST_HEAPS: Final = -8  # M_ARENA_MAX of malloc.h


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
        from terminal.machines import Machines  # noqa: PLC0415  (after the fork)
        from terminal.opening import opened  # noqa: PLC0415

        share_heaps()
        site = opened(self.settings)
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


def share_heaps() -> None:
    """Let all threads share two heaps; glibc would give them sixteen that never shrink."""
    with suppress(AttributeError):  # another C library has its own way
        ctypes.CDLL(None).mallopt(MOST_HEAPS, 2)
