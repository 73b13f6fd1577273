"""A station's browser without a screen: it fetches pages and presses buttons."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from terminal.site import Site
from web.app import create_app

TOKEN = re.compile(r'<meta name="csrf-token" content="([^"]+)"')
FORM = re.compile(r'<form [^>]*id="work"[^>]*>(.*?)</form>', re.DOTALL)
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
TAGS = re.compile(r"<[^>]+>")


@dataclass
class Browser:
    """One panel in front of one station; `seen` is everything the server has ever sent to it."""

    client: FlaskClient
    station: str
    seen: list[str] = field(default_factory=list)

    @property
    def home(self) -> str:
        return f"/station/{self.station}"

    def page(self) -> str:
        """Load the whole page."""
        return self._kept(self.client.get(self.home)).get_data(as_text=True)

    def panel(self, name: str) -> str:
        """Fetch one panel again, as the page does when the stream says so."""
        return self._kept(self.client.get(f"{self.home}/{name}")).get_data(as_text=True)

    def words(self) -> str:
        """What somebody reads on the page, without its markup."""
        return " ".join(unescape(TAGS.sub(" ", self.page())).split())

    def form(self) -> dict[str, str]:
        """The hidden fields of the form that lies on the desk: act, lot, version, nonce."""
        found = FORM.search(self.page())
        assert found, "no form on this page"
        return {name: unescape(value) for name, value in HIDDEN.findall(found.group(1)) if value}

    def post(self, what: str, **fields: str | list[str]) -> TestResponse:
        """Press something: the token of the page goes with it, as the shell's script does."""
        token = TOKEN.search(self.page())
        assert token, "the page has no token"
        headers = {"X-CSRFToken": token.group(1), "HX-Request": "true"}
        path = f"{self.home}/{what}"
        return self._kept(self.client.post(path, data=fields, headers=headers))

    def fill_in(self, what: str = "prepare", **fields: str | list[str]) -> TestResponse:
        """Send the form that lies on the desk with these fields filled in."""
        return self.post(what, **(dict(self.form()) | fields))

    def scan(self, code: str) -> TestResponse:
        """Let a keyboard-wedge reader type a code."""
        return self.post("scan", code=code)

    def _kept(self, response: TestResponse) -> TestResponse:
        assert response.status_code < 500, response.get_data(as_text=True)
        self.seen.append(response.get_data(as_text=True))
        return response


@contextmanager
def a_browser(site: Site) -> Iterator["Panels"]:
    """Serve a site in memory; its panels are opened by station."""
    yield Panels(create_app(site))


@dataclass
class Panels:
    """The panels of a factory, all served by one app."""

    app: Flask
    open: dict[str, Browser] = field(default_factory=dict)

    def at(self, station: str) -> Browser:
        """Return the panel in front of a station."""
        if station not in self.open:
            self.open[station] = Browser(self.app.test_client(), station)
        return self.open[station]

    def everything_seen(self, *stations: str) -> str:
        """Return all that the server has ever sent to these panels."""
        return "\n".join(text for one in stations for text in self.at(one).seen)
