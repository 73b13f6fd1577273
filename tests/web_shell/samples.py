"""What lies on the desks of a quiet afternoon, 20 November, 14:32."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from devices.state import FINE

NOW = datetime(2026, 11, 20, 6, 32, tzinfo=UTC)
Say = Callable[..., str]
STEPS = ("intake", "register", "screening", "repair", "retest", "oqc", "pack", "ship")


@dataclass(frozen=True, slots=True)
class Station:
    code: str
    step: str
    line: str = "返修一线"


@dataclass(frozen=True, slots=True)
class Device:
    kind: str
    condition: str = "ready"
    age: timedelta | None = None
    name: str | None = None
    by: str = ""

    @property
    def fine(self) -> bool:
        return self.condition in FINE


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    initials: str
    number: str
    shift: str = "day"


@dataclass(frozen=True, slots=True)
class Action:
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Strip:
    kind: str
    title: str
    detail: str
    icon: str | None = None
    key: str | None = None
    action: Action | None = None


@dataclass(frozen=True, slots=True)
class Signature:
    step: str
    person: str
    quantity: int
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Aids:
    box: str = ""
    standard: str = ""
    rest: str = ""
    panel: str = ""
    up: str = ""


@dataclass(frozen=True, slots=True)
class Sample:
    template: str
    station: Station
    person: Person | None
    strip: Callable[[Say], Strip] | None = None
    devices: tuple[Device, ...] = (Device("scanner"), Device("printer"))
    facts: dict[str, Any] = field(default_factory=dict)


def route(now: str) -> list[tuple[str, str]]:
    place = STEPS.index(now)
    return [
        (step, "done" if at < place else "now" if at == place else "next")
        for at, step in enumerate(STEPS)
    ]


WANG = Person("王小梅", "王", "10482")
LIU = Person("刘芳", "刘", "10307")
HUANG = Person("黄丽", "黄", "10211")
SCREEN = Station("SCREEN-1", "screening")
RETEST = Station("RETEST-1", "retest")
OQC = Station("OQC-1", "oqc")


def scanned(say: Say) -> Strip:
    undo = Action(say("scan.not-this"), "/nothing")
    detail = say("scan.due-here", clock="14:31:07")
    return Strip("ok", say("scan.lot", lot="RT-2611-0427.1"), detail, key="7", action=undo)


def wrong(say: Say) -> Strip:
    title = say("scan.elsewhere", lot="RT-2611-0431.1", step=say("step.register"))
    detail = say("scan.elsewhere.detail", station="RECV-1", current="RT-2611-0427.1")
    return Strip("bad", title, detail, action=Action(say("generic.leader"), "/nothing"))


def incoming(say: Say) -> Strip:
    title = say("receive.call", step=say("step.repair"))
    detail = say("receive.call.detail", wait=say("duration.minutes", minutes=26))
    return Strip("ask", title, detail, action=Action(say("receive.later"), "/nothing"))


def critical(say: Say) -> Strip:
    title = say("pin.critical", act=say("verdict.difference"))
    detail = say("pin.critical.detail", clock="14:31:58", person="黄丽", seconds=60)
    return Strip("warn", title, detail, action=Action(say("signon.not-me"), "/nothing"))


OUT_OF_PAPER = (Device("scanner"), Device("printer", "paper-out", timedelta(minutes=3)))
SIGNED = [
    Signature("repair", "何军", 240, datetime(2026, 11, 20, 1, 48, tzinfo=UTC)),
    Signature("retest", "刘芳", 240, datetime(2026, 11, 20, 5, 5, tzinfo=UTC)),
    Signature("oqc", "黄丽", 240),
]
RECEIVE = {"refusing": False, "mine": "212"}
SAMPLES = {
    "screening": Sample("screening.html", SCREEN, WANG, scanned),
    "wrong": Sample("screening.html", SCREEN, WANG, wrong, OUT_OF_PAPER),
    "receive": Sample("receive.html", RETEST, LIU, incoming, facts=RECEIVE),
    "fresh": Sample("receive.html", RETEST, LIU, incoming, facts={**RECEIVE, "mine": ""}),
    "pin": Sample("verdict.html", OQC, HUANG, critical, facts={"signed": SIGNED, "pin": True}),
}
DEFECTS = (("bridge", "连锡", 3), ("cold", "虚焊", 2), ("missing", "缺件", 1))

MORE_DEFECTS = (("shift", "偏移"), ("tombstone", "立碑"), ("reversed", "反向"), ("damaged", "损件"))
