"""What lies on the desks of a quiet afternoon, 20 November, 14:32."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

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
class Row:
    number: str
    note: str
    tone: str
    state: str
    shape: str | None = None
    url: str = "/nothing"
    title: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    count: int
    longest: timedelta
    url: str = "/nothing"


@dataclass(frozen=True, slots=True)
class Signature:
    step: str
    person: str
    quantity: int
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Part:
    name: str
    x: int
    y: int
    width: int
    height: int
    times: int


@dataclass(frozen=True, slots=True)
class Card:
    code: str
    state: str
    title: str
    step: str = "screening"
    lot: str = ""
    done: int = 0
    total: int = 0
    age: timedelta | None = None
    why: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Todo:
    tone: str
    title: str
    note: str
    age: timedelta


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
    rows: Callable[[Say], list[Row]] | None = None


def route(now: str) -> list[tuple[str, str]]:
    place = STEPS.index(now)
    return [
        (step, "done" if at < place else "now" if at == place else "next")
        for at, step in enumerate(STEPS)
    ]


WANG = Person("王小梅", "王", "10482")
LIU = Person("刘芳", "刘", "10307")
HE = Person("何军", "何", "10155")
HUANG = Person("黄丽", "黄", "10211")
SCREEN = Station("SCREEN-1", "screening")
RETEST = Station("RETEST-1", "retest")
REPAIR = Station("REPAIR-1", "repair")
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


def in_time(say: Say) -> Strip:
    due = say("day.today", clock="18:00")
    detail = say("repair.ask.detail", due=due, quantity=24)
    return Strip("ask", say("repair.ask"), detail, icon="time")


def critical(say: Say) -> Strip:
    title = say("pin.critical", act=say("verdict.difference"))
    detail = say("pin.critical.detail", clock="14:31:58", person="黄丽", seconds=60)
    return Strip("warn", title, detail, action=Action(say("signon.not-me"), "/nothing"))


def today(say: Say) -> list[Row]:
    lots = (("0424.1", "96", "13:58"), ("0419.2", "48", "13:10"), ("0416.1", "120", "11:42"))
    return [
        Row("RT-2611-0425.1", "华康电子 · 60", "hold", say("idle.paused", missing=38)),
        *(
            Row(f"RT-2611-{lot}", f"明锐科技 · {count}", "ok", say("idle.signed", clock=clock))
            for lot, count, clock in lots
        ),
    ]


def cures(say: Say) -> list[Row]:
    good, again = say("repair.history.good"), say("repair.history.again", count=1)
    return [
        Row("", "18/11 · 0377.1 · 8", "ok", good, title="U7 虚焊 → 换元件"),
        Row("", "12/11 · 0341.1 · 3", "warn", again, title="U7 虚焊 → 重焊"),
        Row("", "05/11 · 0322.2 · 5", "ok", good, title="U3 元件坏 → 换元件"),
    ]


OUT_OF_PAPER = (Device("scanner"), Device("printer", "paper-out", timedelta(minutes=3)))
SIGNED = [
    Signature("repair", "何军", 240, datetime(2026, 11, 20, 1, 48, tzinfo=UTC)),
    Signature("retest", "刘芳", 240, datetime(2026, 11, 20, 5, 5, tzinfo=UTC)),
    Signature("oqc", "黄丽", 240),
]
WAITING = {"today": (7, 486), "waiting": Waiting(2, timedelta(minutes=18))}
NOTHING = {"today": None, "waiting": None}
RECEIVE = {"refusing": False, "mine": "212"}
SAMPLES = {
    "idle": Sample("idle.html", SCREEN, WANG, facts=WAITING, rows=today),
    "quiet": Sample("idle.html", SCREEN, None, facts=NOTHING),
    "screening": Sample("screening.html", SCREEN, WANG, scanned),
    "wrong": Sample("screening.html", SCREEN, WANG, wrong, OUT_OF_PAPER),
    "receive": Sample("receive.html", RETEST, LIU, incoming, facts=RECEIVE),
    "fresh": Sample("receive.html", RETEST, LIU, incoming, facts={**RECEIVE, "mine": ""}),
    "refuse": Sample("receive.html", RETEST, LIU, incoming, facts={**RECEIVE, "refusing": True}),
    "repair": Sample("repair.html", REPAIR, HE, in_time, rows=cures),
    "tap": Sample("verdict.html", OQC, HUANG, facts={"signed": SIGNED, "pin": False}),
    "pin": Sample("verdict.html", OQC, HUANG, critical, facts={"signed": SIGNED, "pin": True}),
}
BOARD = Sample("wall_sample.html", SCREEN, None)
DEFECTS = (("bridge", "连锡", 3), ("cold", "虚焊", 2), ("missing", "缺件", 1))

MORE_DEFECTS = (("shift", "偏移"), ("tombstone", "立碑"), ("reversed", "反向"), ("damaged", "损件"))
PARTS = [
    Part(*line)
    for line in (
        ("J1", 22, 44, 54, 60, 0),
        ("J2", 22, 126, 54, 64, 0),
        ("U3", 298, 34, 74, 56, 5),
        ("L1", 298, 98, 56, 48, 0),
        ("D3", 298, 156, 74, 48, 2),
        ("Y1", 116, 14, 74, 42, 0),
        ("C12", 202, 14, 62, 42, 0),
        ("R5", 116, 184, 66, 40, 0),
        ("S1", 194, 184, 70, 40, 1),
        ("U7", 150, 72, 88, 84, 9),
    )
]
