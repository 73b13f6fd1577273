"""Reading a form strictly: a typing slip is an error, never a zero, and all slips are told."""

import re
import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from datetime import date
from typing import Any, Final, TypeVar, get_args, get_origin, get_type_hints

from domain.errors import BadField, BadQuantity

A = TypeVar("A")
LONGEST_TEXT: Final = 2000
HIDDEN: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
WHOLE: Final = re.compile(r"[0-9]{1,7}", re.ASCII)


class BadForm(BadField):
    """Several fields of a form cannot be read; `problems` holds one refusal for each."""

    def __init__(self, problems: list[BadField | BadQuantity]) -> None:
        super().__init__(**problems[0].facts)
        self.code = problems[0].code  # type: ignore[misc]
        self.problems = problems


def read(kind: type[A], typed: Mapping[str, str]) -> A:
    """Build an action from what was typed, by the types of its fields.

    A `dict[str, int]` field named `counts` gathers the fields `counts.<name>`, a `dict[str, str]`
    their texts; a tuple is typed with commas. Raises `BadForm` with every field that is unreadable.
    """
    hints = get_type_hints(kind)
    values: dict[str, Any] = {}
    problems: list[BadField | BadQuantity] = []
    for wanted in fields(kind):  # type: ignore[arg-type]
        hint = hints[wanted.name]
        try:
            if get_origin(hint) is dict and (found := _gather(wanted.name, typed, hint)):
                values[wanted.name] = found
            elif typed.get(wanted.name, "").strip():
                values[wanted.name] = _value(wanted.name, typed[wanted.name], hint)
            elif wanted.default is MISSING and wanted.default_factory is MISSING:
                problems.append(BadField(field=wanted.name, value=""))
        except (BadField, BadQuantity) as problem:
            problems.append(problem)
    if problems:
        raise BadForm(problems)
    return kind(**values)


def quantity(name: str, typed: str) -> int:
    """Read a whole number of pieces; letters, signs and fractions are refused."""
    digits = typed.strip()
    if not WHOLE.fullmatch(digits):
        raise BadQuantity(quantity=digits[:20], field=name)
    return int(digits)  # int() itself does not strip every control character that strip() does


def text(name: str, typed: str) -> str:
    """Read a text: no control or direction characters, at most 2,000 characters."""
    if HIDDEN.search(typed) or len(typed) > LONGEST_TEXT:
        raise BadField(field=name, value=HIDDEN.sub("�", typed)[:40])
    return typed.strip()


def _gather(name: str, typed: Mapping[str, str], hint: object) -> dict[str, object]:
    start, reader = name + ".", READERS[get_args(hint)[1]]
    return {
        text(name, key.removeprefix(start)): reader(key, value)
        for key, value in typed.items()
        if key.startswith(start) and value.strip()
    }


def _date(name: str, typed: str) -> date:
    try:
        return date.fromisoformat(typed.strip())
    except ValueError:
        raise BadField(field=name, value=typed[:40]) from None


def _flag(name: str, typed: str) -> bool:
    try:
        return {"yes": True, "no": False}[typed.strip()]
    except KeyError:
        raise BadField(field=name, value=typed[:40]) from None


def _several(name: str, typed: str) -> tuple[str, ...]:
    return tuple(part for part in text(name, typed).split(",") if part)


READERS: Final[dict[object, Callable[[str, str], object]]] = {
    int: quantity,
    str: text,
    date: _date,
    bool: _flag,
    tuple: _several,
}


def _value(name: str, typed: str, hint: object) -> object:
    kinds = get_args(hint) if isinstance(hint, types.UnionType) else (get_origin(hint) or hint,)
    kind = next(kind for kind in kinds if kind is not types.NoneType)
    if reader := READERS.get(kind):
        return reader(name, typed)
    try:
        return kind(typed.strip())
    except ValueError:
        raise BadField(field=name, value=typed[:40]) from None
