"""How the testers of a factory write their logs: which column says what (`config/testers.toml`)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

Problem = Callable[[str, str], None]
TEXTS: Final = ("code", "serial", "result")


@dataclass(frozen=True, slots=True)
class Tester:
    """One tester: its columns by their heads, its words, its codes for visible faults."""

    code: str
    name: dict[str, str]
    serial: str
    result: str
    passed: tuple[str, ...]
    failed: tuple[str, ...]
    defect: str = ""
    defects: dict[str, str] = field(default_factory=dict)

    def called(self, language: str) -> str:
        """Return the tester's name in a language, or in the first one it has."""
        return self.name.get(language) or next(iter(self.name.values()))


def read_testers(tables: object, problem: Problem) -> tuple[Tester, ...]:
    """Read the testers from their tables; every mistake goes to `problem` with its key."""
    if not isinstance(tables, list):
        problem("tester", "must be written [[tester]]")
        return ()
    found = [_tester(table, f"tester[{n}]", problem) for n, table in enumerate(tables, 1)]
    return tuple(one for one in found if one)


def _tester(table: object, where: str, problem: Problem) -> Tester | None:
    if not isinstance(table, dict):
        problem(where, "must be a table")
        return None
    wrong = [
        *((key, "must be a text") for key in TEXTS if not _text(table.get(key))),
        *((key, "must list texts") for key in ("passed", "failed") if not _texts(table.get(key))),
        *((key, "is not a setting") for key in table.keys() - Tester.__dataclass_fields__.keys()),
    ]
    if not _named(table.get("name")):
        wrong.append(("name", 'must be written { zh = "...", en = "..." }'))
    if not isinstance(table.get("defect", ""), str):
        wrong.append(("defect", "must be a text"))
    if table.get("defects") and not _named(table["defects"]):
        wrong.append(("defects", "must name one of our defects for each code"))
    for key, why in wrong:
        problem(f"{where}.{key}", why)
    if wrong:
        return None
    values: dict[str, Any] = table | {key: tuple(table[key]) for key in ("passed", "failed")}
    return Tester(**values)


def _text(value: object) -> bool:
    return isinstance(value, str) and bool(value)


def _texts(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(map(_text, value))


def _named(value: object) -> bool:
    return isinstance(value, dict) and bool(value) and all(map(_text, value.values()))
