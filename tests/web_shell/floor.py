"""A small shop floor: one Flask app that shows the sample desks and speaks through one stream."""

import json
import queue
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import jinja2
from flask import Flask, Response, abort, g, render_template, request
from jinja2_fragments.flask import render_block
from werkzeug.serving import make_server

from terminal.words import Locale, Words
from tests.web_shell.samples import (
    DEFECTS,
    MORE_DEFECTS,
    NOW,
    SAMPLES,
    Aids,
    Sample,
    route,
)
from web.looks import Look, Theme, register

HERE = Path(__file__).parent
WEB = HERE.parents[1] / "web"
CSP = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'"
)
PING = 1.0
WORDS = Words.load()
COUNTS = {"review": 104, "repair": 5, "rework-gap": 2, "rework": 6, "untestable": 1}


@dataclass
class Floor:
    """What the test decides and what the pages have sent."""

    sample: str = "screening"
    locale: Locale = "zh_Hans_CN"
    theme: Theme = "light"
    silent: bool = False
    full: bool = False
    sign_status: int = 200
    panel_status: int = 200
    posts: queue.Queue[tuple[str, dict[str, str], str]] = field(default_factory=queue.Queue)
    listeners: list[queue.Queue[str]] = field(default_factory=list)
    connected: threading.Event = field(default_factory=threading.Event)
    counts: dict[str, int] = field(default_factory=lambda: dict(COUNTS))
    lot: str = "RT-2611-0427.1/4"

    def publish(self, event: str, data: object = "") -> None:
        text = data if isinstance(data, str) else json.dumps(data)
        for listener in list(self.listeners):
            listener.put(f"event: {event}\ndata: {text}\n\n")

    def stream(self) -> Iterator[str]:
        inbox: queue.Queue[str] = queue.Queue()
        self.listeners.append(inbox)
        self.connected.set()
        try:
            yield f"event: ping\ndata: {milliseconds()}\n\n"
            while True:
                try:
                    message = inbox.get(timeout=PING)
                except queue.Empty:
                    message = f"event: ping\ndata: {milliseconds()}\n\n"
                if message == "cut":
                    return
                if not self.silent:
                    yield message
        finally:
            self.listeners.remove(inbox)

    def cut(self) -> None:
        for listener in list(self.listeners):
            listener.put("cut")


def milliseconds() -> int:
    return int(NOW.timestamp() * 1000)


def create_floor_app(floor: Floor) -> Flask:
    app = Flask("shell", template_folder=str(WEB / "templates"), static_folder=str(WEB / "static"))
    app.jinja_env.loader = jinja2.FileSystemLoader([WEB / "templates", HERE / "templates"])
    app.jinja_env.undefined = jinja2.StrictUndefined
    app.jinja_env.globals["csrf_token"] = lambda: "token-of-this-page"
    register(app, WORDS, now=milliseconds)

    @app.before_request
    def see() -> None:
        g.look = Look(floor.locale, floor.theme)

    @app.after_request
    def protect(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = CSP
        return response

    routes(app, floor)
    return app


def sample_of(floor: Floor) -> Sample:
    return SAMPLES[floor.sample]


def facts(floor: Floor) -> dict[str, Any]:
    sample = sample_of(floor)
    say = partial(WORDS.say, floor.locale)
    return {
        "station": sample.station,
        "devices": sample.devices,
        "person": sample.person,
        "strip": sample.strip(say) if sample.strip else None,
        "slip": None,
        "now": NOW,
        "evening": datetime(2026, 11, 20, 10, tzinfo=UTC),
        "route": route(sample.station.step),
        "counts": floor.counts,
        "chosen": "rework",
        "defects": DEFECTS,
        "more_defects": MORE_DEFECTS,
        "aids": Aids("4", "50", "12", "", "4"),
        "lot": floor.lot,
        **sample.facts,
    }


def routes(app: Flask, floor: Floor) -> None:
    @app.get("/")
    def page() -> str:
        return render_template(sample_of(floor).template, **facts(floor))

    @app.get("/station/<code>/<any(bar, strip, desk):part>")
    def fragment(code: str, part: str) -> str:
        if floor.panel_status != 200:
            abort(floor.panel_status)
        template = SAMPLES[floor.sample].template
        return render_block(
            template if part == "desk" else "station/shell.html", part, **facts(floor)
        )

    @app.get("/station/<code>/events")
    def events(code: str) -> Response:
        if floor.full:
            return Response("full", 503, {"Retry-After": "2"})
        return Response(floor.stream(), mimetype="text/event-stream")

    @app.post("/<path:path>")
    def post(path: str) -> tuple[str, int, dict[str, str]]:
        token = request.headers.get("X-CSRFToken", "")
        floor.posts.put((path, request.form.to_dict(), token))
        if path.endswith("/look/theme/dark"):
            floor.theme = "dark"
            return "", 204, {"HX-Refresh": "true"}
        return "", floor.sign_status if path == "sign" and floor.sign_status != 200 else 204, {}


@dataclass
class Served:
    """A running floor: its address, and the power switch."""

    floor: Floor
    port: int = 0

    def start(self) -> "Served":
        self.server = make_server(
            "127.0.0.1", self.port, create_floor_app(self.floor), threaded=True
        )
        self.server.daemon_threads = True
        self.port = self.server.server_port
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()
        return self

    def stop(self) -> None:
        self.server.shutdown()
        self.floor.cut()
        self.server.server_close()
        self.thread.join(10)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"
