"""The stations' panels of the week: what a browser posts and a reader types, and what is kept."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

from flask import Flask
from flask.testing import FlaskClient

from domain.codes import Code, CodeKind, slip
from domain.events import Submission
from domain.lot import Lot
from terminal.acts import RECORDED
from terminal.transaction import Answer
from tests.floor import Floor
from tests.journey.crew import Refused, form, text_of
from web.app import create_app

TOKEN = re.compile(r'csrf-token" content="([^"]+)"')
KNOWN_FOR = timedelta(minutes=4)


@dataclass
class Panel:
    """One browser in front of a station; it knows who is signed on and since when he rests."""

    client: FlaskClient
    station: str
    token: str = ""
    person: str = ""
    used_at: datetime | None = None

    def post(self, what: str, **fields: str) -> tuple[int, str]:
        """Press something; returns the status and what came back."""
        if not self.token:
            page = self.client.get(f"/station/{self.station}").get_data(as_text=True)
            self.token = TOKEN.findall(page)[0]
        headers = {"X-CSRFToken": self.token, "HX-Request": "true"}
        path = f"/station/{self.station}/{what}"
        answer = self.client.post(path, data=fields, headers=headers)
        assert answer.status_code < 500, answer.get_data(as_text=True)
        return answer.status_code, answer.get_data(as_text=True)


@dataclass
class Panels:
    """All panels of a factory in one process, whose clock the test moves."""

    floor: Floor
    pins: Mapping[str, str]
    open: dict[str, Panel] = field(default_factory=dict)
    badges: dict[str, str] = field(default_factory=dict)
    keys: "count[int]" = field(default_factory=lambda: count(1))
    acts: int = 0

    def __post_init__(self) -> None:
        self.app: Flask = create_app(self.floor.site)

    def at(self, station: str) -> Panel:
        return self.open.setdefault(station, Panel(self.app.test_client(), station))

    def look(self, path: str) -> str:
        """Return a page that anybody may see."""
        answer = self.app.test_client().get(path)
        assert answer.status_code == 200, path
        return answer.get_data(as_text=True)

    def scan(self, station: str, code: str) -> None:
        self.at(station).post("scan", code=code)

    def badge(self, person: str) -> str:
        if person not in self.badges:
            self.badges[person] = self.floor.badge(person)
        return self.badges[person]

    def sign_on(self, person: str, station: str) -> None:
        """Badge and PIN, unless this person has only just been at work here."""
        panel, now = self.at(station), self.floor.clock()
        fresh = panel.used_at is not None and now - panel.used_at < KNOWN_FOR
        if panel.person != person or not fresh:
            panel.post("change-person")
            self.scan(station, self.badge(person))
            status, page = panel.post("pin", pin=self.pins[person])
            if status != 204:
                raise Refused(text_of(page))
        panel.person, panel.used_at = person, now

    def lay(self, lot: Lot, station: str) -> None:
        """Hold a lot's slip, or its label, to the reader."""
        offered = slip(lot.number, lot.last_handover) if lot.last_handover else None
        self.scan(station, str(offered or Code(CodeKind.LOT, lot.number)))

    def act(
        self, person: str, station: str, act: str, *, pin: bool = False, **fields: object
    ) -> Answer:
        """Send a form, and sign it where it asks for a signature; returns what was done."""
        self.sign_on(person, station)
        panel, key, typed = self.at(station), f"week-{next(self.keys)}", form(fields)
        if "lot" in typed:
            typed["version"] = str(self.floor.lot(typed["lot"]).version)
        records = act in RECORDED
        status, page = panel.post("record" if records else "prepare", act=act, nonce=key, **typed)
        if status != 204:
            raise Refused(f"{person} {act} {typed}: {text_of(page)}")
        if not records:
            self.scan(station, self.badge(person))
        if pin:
            panel.post("pin", **{"for": "act", "pin": self.pins[person]})
        self.acts += 1
        return self.answer(key, f"{person} {act} {typed}")

    def answer(self, key: str, what: str) -> Answer:
        """Return what the service has stored as the answer to a form."""
        with self.floor.site.reading() as db:
            row = db.get(Submission, key)
            if row is None:
                raise Refused(what)
            return dict(json.loads(row.answer))
