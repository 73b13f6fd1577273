"""The one event stream of a page: named events without content; panels fetch themselves again."""

import json
import threading
from collections.abc import Iterator
from http import HTTPStatus

from flask import Blueprint, Response, current_app

from terminal.bus import News
from terminal.settings import Station
from terminal.site import Site
from web.context import site, station_of
from web.looks import server_now

bp = Blueprint("stream", __name__)
PING_SECONDS = 1.0


class Seats:
    """How many streams may be open, so that requests always find a thread."""

    def __init__(self, count: int) -> None:
        self.free = threading.BoundedSemaphore(count)


@bp.record_once
def _seat(state: object) -> None:
    app = getattr(state, "app")  # noqa: B009
    app.extensions["seats"] = Seats(app.extensions["site"].settings.streams)


@bp.get("/station/<code>/events")
def station_events(code: str) -> Response:
    """Stream what concerns one station."""
    station = station_of(code)
    return _stream(_for_station(site(), station))


@bp.get("/board/events")
def board_events() -> Response:
    """Stream that the board has something new."""
    return _stream(_for_board(site()))


@bp.get("/devices/events")
def device_events() -> Response:
    """Stream that something about the devices is new: a state, a scan, a paper."""
    return _stream(_for_devices(site()))


def _stream(events: Iterator[str]) -> Response:
    seats: Seats = current_app.extensions["seats"]
    if not seats.free.acquire(blocking=False):
        return Response(status=HTTPStatus.SERVICE_UNAVAILABLE, headers={"Retry-After": "2"})
    response = Response(events, mimetype="text/event-stream")
    response.headers["X-Accel-Buffering"] = "no"
    response.call_on_close(seats.free.release)
    return response


def _for_station(of: Site, station: Station) -> Iterator[str]:
    settings = of.settings
    mine = {station.code, *station.printers.values()}
    mine |= {scanner.code for scanner in settings.scanners if scanner.station == station.code}
    listening = of.bus.listen(PING_SECONDS)
    yield ping()
    for news in listening:
        told = {one for item in news if (one := _told(item, mine, set(station.steps)))}
        yield "".join(sorted(told)) or ping()


def _told(news: News, mine: set[str], steps: set[str]) -> str | None:
    if news.topic == "resync":
        return event("resync")
    if news.topic == "waiting":
        return event("desk") if news.about in steps else None
    if news.topic in {"scan", "desk", "devices", "printing", "progress"} and news.about in mine:
        return event(news.topic, {"ok": news.ok})
    return None


def _for_board(of: Site) -> Iterator[str]:
    listening = of.bus.listen(PING_SECONDS)
    yield ping()
    for news in listening:
        fresh = any(one.topic in {"board", "devices", "printing", "resync"} for one in news)
        yield event("board") if fresh else ping()


def _for_devices(of: Site) -> Iterator[str]:
    topics = {"devices", "printing", "scan", "resync"}
    listening = of.bus.listen(PING_SECONDS)
    yield ping()
    for news in listening:
        yield event("devices") if any(one.topic in topics for one in news) else ping()


def ping() -> str:
    """Return the sign of life, with the server's time in milliseconds for the page's clock."""
    return event("ping", server_now())


def event(name: str, data: object = None) -> str:
    """Return one server-sent event."""
    return f"event: {name}\ndata: {json.dumps({} if data is None else data)}\n\n"
