"""Somebody at a panel whose every scan, tap and key sequence is counted."""

import json
import re
from collections import Counter
from dataclasses import dataclass
from html import unescape

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from terminal.desk.sessions import sign_on
from tests.floor import PINS, Floor
from tests.web.steps import ATTRIBUTE, INPUT, can_be_pressed

FORM = re.compile(r'<form\b[^>]*\bid="work"[^>]*>')
# A camera beside the form sends only its own picture.
BESIDE = re.compile(r'<form\b(?![^>]*\bid="(?:work|pick)")[^>]*>.*?</form>', re.DOTALL)
GOES_TO = re.compile(r'hx-post="([^"]+)"')
ADDS = re.compile(r'hx-vals="([^"]+)"')


@dataclass
class Operator:
    """One person at one station; `acts` are counted by kind, pages that are only read are not."""

    floor: Floor
    client: FlaskClient
    station: str
    person: str
    acts: Counter[str]
    shown: str = ""

    def page(self) -> str:
        """What the panel shows; it is drawn anew when something has happened."""
        if not self.shown:
            answer = self.client.get(f"/station/{self.station}/desk")
            assert answer.status_code == 200
            self.shown = answer.get_data(as_text=True)
        return self.shown

    def form(self, page: str) -> dict[str, str]:
        """What the open form sends as it stands; several boxes of one name with commas."""
        sent: dict[str, str] = {}
        for tag in INPUT.findall(BESIDE.sub("", page)):
            told = dict(ATTRIBUTE.findall(tag))
            name = told.get("name", "")
            if name and (told.get("type") not in {"radio", "checkbox"} or "checked" in told):
                value = unescape(told.get("value", ""))
                sent[name] = f"{sent[name]},{value}" if name in sent else value
        return sent

    def post(self, kind: str, where: str, /, **fields: str) -> TestResponse:
        """Do one act."""
        self.acts[kind] += 1
        answer = self.client.post(
            f"/station/{self.station}/{where}", data=fields, headers={"HX-Request": "true"}
        )
        assert answer.status_code in {200, 204}, answer.get_data(as_text=True)
        self.shown = answer.get_data(as_text=True)
        return answer

    # What a hand does.

    def arrive(self) -> None:
        """Badge, PIN, and the key that ends it."""
        self.scan(self.floor.badge(self.person))
        self.acts["key sequence"] += 1
        self.acts["tap"] += 1
        sign_on(self.floor.site, self.station, PINS[self.person])

    def scan(self, code: str) -> None:
        self.post("scan", "scan", code=code)

    def open(self, what: str) -> None:
        self.post("tap", what, **self.form(self.page()))

    def choose(self, name: str, value: str) -> None:
        """Tap a choice; of several boxes one more."""
        sent = self.form(self.page())
        several = name in {"forms", "along"} and sent.get(name)
        sent[name] = f"{sent[name]},{value}" if several else value
        self.post("tap", "draft", **sent)

    def add(self, chip: str) -> None:
        """Tap a chip: one more piece."""
        sent = self.form(self.page())
        sent[chip] = str(int(sent.get(chip) or 0) + 1)
        self.post("tap", "draft", **sent)

    def key_in(self, name: str, number: int) -> None:
        """Tap a tile, unless it is open, and key a number into it."""
        sent = self.form(self.page())
        if sent.get("field") != name and "field" in sent:
            self.acts["tap"] += 1
        self.post("key sequence", "draft", **(sent | {"field": name, name: str(number)}))

    def press(self) -> None:
        """Press the main button."""
        page = self.page()
        assert can_be_pressed(page), page[-600:]
        form = FORM.search(page)
        assert form
        more = ADDS.search(form[0])
        sent = self.form(page) | (json.loads(unescape(more[1])) if more else {})
        where = GOES_TO.search(form[0])
        assert where
        self.post("tap", where[1].rpartition("/")[2], **sent)

    def press_and_sign(self) -> None:
        self.press()
        self.scan(self.floor.badge(self.person))
