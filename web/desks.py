"""What the page on a desk shows."""

import json
from dataclasses import dataclass
from datetime import timedelta
from secrets import token_urlsafe

from domain.process import Step
from terminal.desk.late import slip_of
from terminal.queries.desk import DeskView
from terminal.queries.device_rows import device_rows
from terminal.queries.extras import extras
from terminal.queries.facing import facing_of
from terminal.queries.work import Work
from terminal.settings import Station
from web.context import LOCALES, site
from web.looks import look
from web.strips import spoken

LANGUAGES = {locale: language for language, locale in LOCALES.items()}


@dataclass(frozen=True, slots=True)
class ShownStation:
    """A station as the bar shows it; without a `step` of its own it is called by its name."""

    code: str
    step: str
    line: str
    name: str


def desk_context(station: Station) -> dict[str, object]:
    """Return everything that a station's page needs; `template` names the page on the desk."""
    with site().reading() as db:
        facing = facing_of(site(), db, station)
        view, work, page = facing.view, facing.work, facing.page
        slip = slip_of(db, station.code)
        more = extras(facing)
        devices = device_rows(site(), db, station)
    shown = ShownStation(
        station.code,
        _step(station, view, work),
        station.line,
        station.called(LANGUAGES[look().locale]),
    )
    return {
        "template": f"station/desk/{page}.html",
        "page": page,
        "station": shown,
        "devices": devices,
        "person": view.who,
        "now": site().now(),
        "strip": spoken(view.strip) if view.strip else None,
        "view": view,
        "slip": slip,
        "work": work,
        "act_fields": json.loads(view.act_fields),
        "nonce": token_urlsafe(12),
        "home": f"/station/{station.code}",
        "span": lambda seconds: timedelta(seconds=seconds),
        **more,
    }


def _step(station: Station, view: DeskView, work: Work | None) -> str:
    """Return the step of what lies on the desk; a station of several has none while it is idle."""
    if len(station.steps) == 1:
        return station.steps[0].value
    if view.view == Step.INTAKE:
        return Step.INTAKE.value
    return work.step if work and work.step in station.steps else ""
