"""What every view may ask for: the site, the station whose browser this is, the reader's look."""

from ipaddress import ip_address
from typing import Final, cast

from flask import abort, current_app, g, request

from domain.errors import DomainError
from terminal.desk.desks import look_of
from terminal.enrolment import is_enrolled
from terminal.settings import Station
from terminal.site import Site
from terminal.words import Locale
from web.looks import LOOK, Look, Theme

SITE: Final = "site"
CREDENTIAL: Final = "station"
LOCALES: Final[dict[str, Locale]] = {"zh": "zh_Hans_CN", "en": "en"}


class NotEnrolled(DomainError):
    """This browser has not proved to be the station whose page it asks for."""

    code = "not-enrolled"


def site() -> Site:
    """Return the site that this app serves."""
    return cast("Site", current_app.extensions[SITE])


def station_of(code: str) -> Station:
    """Return the station of this address, once the browser has proved to be it.

    In the demo a browser on this very machine is every station. Raises `NotEnrolled`; an unknown
    station is 404.
    """
    station = site().settings.station(code)
    if station is None:
        abort(404)
    set_look(station)
    if not _is_demo_browser() and not is_enrolled(
        site(), code, request.cookies.get(CREDENTIAL, "")
    ):
        raise NotEnrolled(station=code)
    return station


def set_look(station: Station | None = None) -> None:
    """Choose language and colours: the reader's cookie, else the station's desk, else its own."""
    language = station.language if station else "zh"
    theme = station.theme if station else "light"
    if station:
        kept = look_of(site(), station.code)
        language, theme = kept[0] or language, kept[1] or theme
    else:
        language = request.cookies.get("language", language)
        theme = request.cookies.get("theme", theme)
    setattr(
        g,
        LOOK,
        Look(
            LOCALES.get(language, "zh_Hans_CN"),
            cast("Theme", theme if theme in {"light", "dark"} else "light"),
            site().settings.timezone.key,
        ),
    )


def _is_demo_browser() -> bool:
    return site().settings.demo and ip_address(request.remote_addr or "0.0.0.0").is_loopback  # noqa: S104
