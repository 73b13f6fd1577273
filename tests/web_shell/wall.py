"""What hangs on the wall of the rework line that afternoon."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from tests.web_shell.samples import Card, Todo

FLOW = [
    ("intake", 12, 1, "0:10"),
    ("register", 36, 2, "0:25"),
    ("screening", 120, 4, "1:10"),
    ("repair", 214, 9, "5:20"),
    ("retest", 58, 3, "0:40"),
    ("oqc", 44, 2, "0:30"),
    ("pack", 75, 3, "0:55"),
    ("ship", 30, 1, "0:20"),
]
BARS = [(8, 49), (9, 61), (10, 66), (11, 58), (12, 31), (13, 70), (14, 77)]
RUNNING = [
    ("RECV-1", "register", "RT-2611-0431.1", 23, 36),
    ("SCREEN-1", "screening", "RT-2611-0427.1", 118, 120),
    ("REPAIR-1", "repair", "RT-2611-0398.2", 11, 24),
    ("REPAIR-3", "repair", "RT-2611-0412.1", 17, 24),
    ("RETEST-1", "retest", "RT-2611-0409.1", 41, 50),
    ("OQC-1", "oqc", "RT-2611-0405.1", 96, 120),
    ("PACK-1", "pack", "RT-2611-0384.1", 22, 60),
]


def minutes(count: int) -> timedelta:
    return timedelta(minutes=count)


def wall(say: Callable[..., str]) -> dict[str, Any]:
    run = say("board.run")
    running = [
        Card(code, "run", run, step, lot, done, total) for code, step, lot, done, total in RUNNING
    ]
    stopped = Card("SCREEN-3", "bad", say("board.stop"), age=minutes(12), why="夹具故障 · 找设备组")
    waiting = Card("REPAIR-2", "warn", say("board.no-material"), age=minutes(32), why="等 U7")
    review = Card("OQC-2", "hold", say("board.review"), age=minutes(45), why="0377.1")
    idle = Card("SCREEN-2", "idle", say("board.idle"), age=minutes(8))
    rows = [
        Todo("bad", f"0406.1 {say('receive.refuse')}", "缺维修记录表", minutes(18)),
        Todo("bad", f"0398.2 {say('board.overdue')}", "还在维修", timedelta(days=1)),
        Todo("hold", f"0377.1 {say('step.review')}", "检测不出 4 片", minutes(45)),
        Todo("warn", "0390.1", "合格标识 12 张", minutes(6)),
    ]
    off = Card("REPAIR-4", "off", say("board.off"))
    cards = [*running[:2], idle, stopped, running[2], waiting, running[3], off]
    cards += [running[4], running[5], review, running[6]]
    age = timedelta(seconds=2)
    return {"flow": FLOW, "bars": BARS, "cards": cards, "rows": rows, "age": age}
