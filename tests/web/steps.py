"""Lots at every work step, and what a page of that step shows and sends."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape
from typing import Final

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from terminal.desk.scans import lay_by_hand
from terminal.desk.signing import sign_with_pin, tap
from terminal.transaction import Answer
from tests.floor import (
    INSPECTOR,
    LEADER,
    LINE,
    PACKER,
    PINS,
    QUALITY,
    REPAIRER,
    SALES,
    TESTER,
    Floor,
)
from web.app import create_app

INPUT = re.compile(r"<(?:input|textarea)\b[^>]*>")
ATTRIBUTE = re.compile(r'\b(name|value|type|checked)(?:="([^"]*)")?')
NOT_SENT: Final = {"csrf_token", ""}


@dataclass
class Bench:
    """One station's page, as its browser sees it."""

    floor: Floor
    client: FlaskClient
    station: str
    lot: str

    @property
    def home(self) -> str:
        return f"/station/{self.station}"

    def page(self) -> str:
        answer = self.client.get(f"{self.home}/desk")
        assert answer.status_code == 200
        return unescape(answer.get_data(as_text=True))

    def form(self) -> dict[str, str]:
        """What the open form would send, as the page stands."""
        return fields_of(self.page())

    def type(self, **fields: object) -> str:
        """Type into the open form; returns the page that the server answers with."""
        return self.keep("draft", fields)

    def open(self, panel: str) -> str:
        """Open another form about the lot."""
        return self.keep(f"panel/{panel}", {})

    def keep(self, where: str, fields: dict[str, object]) -> str:
        answer = self.client.post(f"{self.home}/{where}", data=self.form() | spelled(fields))
        assert answer.status_code == 200
        return unescape(answer.get_data(as_text=True))

    def press(self, where: str = "prepare", **more: object) -> TestResponse:
        """Send the open form as the page stands."""
        headers = {"HX-Request": "true"}
        data = self.form() | spelled(more)
        return self.client.post(f"{self.home}/{where}", data=data, headers=headers)

    def sign(self) -> Answer:
        """Press the main button and tap the badge; give the PIN where the page then asks it."""
        answer = self.press()
        assert answer.status_code == 204, answer.get_data(as_text=True)
        signed = tap(self.floor.site, self.station)
        return signed or sign_with_pin(self.floor.site, self.station, PINS[self.person])

    @property
    def person(self) -> str:
        """Who is signed on here."""
        return self.floor.at[self.station]


def spelled(fields: dict[str, object]) -> dict[str, str]:
    """Names as Python can write them: counts__no_fault is counts.no-fault."""
    return {
        name.replace("__", ".").replace("_", "-") if "__" in name else name: str(value)
        for name, value in fields.items()
    }


def fields_of(html: str) -> dict[str, str]:
    """Return the fields of a page's form by name, as a browser sends them."""
    found: dict[str, str] = {}
    for tag in INPUT.findall(html):
        told = dict(ATTRIBUTE.findall(tag))
        chosen = told.get("type") not in {"radio", "checkbox"} or "checked" in told
        if chosen and told.get("name", "") not in NOT_SENT:
            found[told["name"]] = told.get("value", "")
    return found | dict(re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>([^<]*)<', html))


def bench(floor: Floor, station: str, lot: str, person: str) -> Bench:
    """Put a lot on a station's desk with a person signed on."""
    app = create_app(floor.site)
    app.config["WTF_CSRF_ENABLED"] = False
    floor.sign_on(person, station)
    assert lay_by_hand(floor.site, station, lot)
    return Bench(floor, app.test_client(), station, lot)


def at_register(floor: Floor, pieces: int = 50, **more: object) -> str:
    lot = floor.book_in(pieces, **more)
    floor.receive(PACKER, "RECV-1", lot, pieces)
    return lot


def at_rework(floor: Floor, pieces: int = 50, **more: object) -> str:
    lot = floor.at_screening(pieces, **more)
    register_anomaly(floor, lot, pieces)
    floor.decide(LEADER, "SCREEN-1", lot, counts={"seen": pieces}, defects={"bridge": pieces})
    floor.receive(LINE, "REWORK-1", lot, pieces, on_time=True)
    return lot


def register_anomaly(floor: Floor, lot: str, pieces: int) -> None:
    floor.act(
        LEADER, "SCREEN-1", "register-anomaly",
        lot=lot, quantity=pieces, inspector=INSPECTOR, description="连锡",
    )  # fmt: skip


def at_review(floor: Floor, pieces: int = 50, **more: object) -> str:
    lot = floor.at_screening(pieces, **more)
    floor.decide(LEADER, "SCREEN-1", lot, counts={"no-fault": pieces})
    floor.receive(QUALITY, "REVIEW-1", lot, pieces)
    return lot


def at_pack(floor: Floor, pieces: int = 50, **more: object) -> str:
    lot = floor.at_oqc(pieces, **more)
    floor.decide(INSPECTOR, "OQC-1", lot, counts={"oqc-passed": pieces})
    floor.receive(PACKER, "PACK-1", lot, pieces)
    return lot


def at_ship(floor: Floor, pieces: int = 50, **more: object) -> str:
    lot = at_pack(floor, pieces, **more)
    floor.decide(PACKER, "PACK-1", lot, counts={"packed": pieces}, boxes=(pieces,))
    floor.receive(SALES, "SALES-1", lot, pieces)
    return lot


Laid = tuple[Callable[[Floor, int], str], str, str]
STEPS: Final[dict[str, Laid]] = {
    "register": (at_register, "RECV-1", PACKER),
    "screening": (Floor.at_screening, "SCREEN-1", LEADER),
    "rework": (at_rework, "REWORK-1", LINE),
    "repair": (Floor.at_repair, "REPAIR-1", REPAIRER),
    "review": (at_review, "REVIEW-1", QUALITY),
    "retest": (Floor.at_retest, "RETEST-1", TESTER),
    "oqc": (Floor.at_oqc, "OQC-1", INSPECTOR),
    "pack": (at_pack, "PACK-1", PACKER),
    "ship": (at_ship, "SALES-1", SALES),
}


def at(floor: Floor, step: str, pieces: int = 50) -> Bench:
    """A lot on the desk of a step, with the person who decides there signed on."""
    bring, station, person = STEPS[step]
    return bench(floor, station, bring(floor, pieces), person)


WHY = re.compile(r"data-why>(.*?)</span>", re.DOTALL)


def why(page: str) -> str:
    """What the main button says below its effect."""
    return re.sub(r"<[^>]+>", "", WHY.findall(page)[0])


def effect(page: str) -> str:
    """What the main button says that it does."""
    found = re.findall(r'class="btn main[^"]*".*?<span>(.*?)<small', page, re.DOTALL)
    return str(found[0])


def can_be_pressed(page: str) -> bool:
    return "aria-disabled" not in re.findall(r'<button type="submit"[^>]*>', page)[0]
