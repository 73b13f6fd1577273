"""What the heads of the A4 forms say: document number, revision, controlled or not (K-01..K-04)."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any, Final

Problem = Callable[[str, str], None]
SECTION: Final = "forms"


@dataclass(frozen=True, slots=True)
class FormHead:
    """One form's document control; a copy is uncontrolled unless the factory says otherwise."""

    number: str
    revision: str = "A-0"
    controlled: bool = False


@dataclass(frozen=True, slots=True)
class FormHeads:
    """What stands at the head of every A4 form; fields that are a `FormHead` are its forms."""

    factory: str = ""
    procedure: str = "QP-TPZ-002 A-2"
    service: FormHead = FormHead("QR-TPZ-002-01")
    tracking: FormHead = FormHead("QR-TPZ-002-02")
    repair: FormHead = FormHead("QR-TPZ-002-03")
    anomaly: FormHead = FormHead("QR-TPZ-002-04")
    notice: FormHead = FormHead("QR-TPZ-002-05")
    shipping: FormHead = FormHead("QR-TPZ-002-06")
    review: FormHead = FormHead("QR-TPZ-002-07")

    weekly: FormHead = FormHead("QR-TPZ-002-08")

    def of(self, form: str) -> FormHead:
        """Return one form's document control."""
        head = getattr(self, form)
        assert isinstance(head, FormHead)  # noqa: S101  (the caller names a form)
        return head


def read_heads(table: object, problem: Problem) -> FormHeads:
    """Read the heads from their table; every mistake goes to `problem` with its key."""
    if not isinstance(table, dict):
        problem(SECTION, "must be written [forms]")
        return FormHeads()
    known = {one.name: one.default for one in fields(FormHeads)}
    values: dict[str, Any] = {}
    for key, value in table.items():
        default = known.get(key)
        if default is None:
            problem(f"{SECTION}.{key}", "is not a form")
        elif isinstance(default, FormHead):
            values[key] = _head(value, f"{SECTION}.{key}", default, problem)
        elif isinstance(value, str):
            values[key] = value
        else:
            problem(f"{SECTION}.{key}", "must be a text")
    return FormHeads(**values)


def _head(value: object, where: str, default: FormHead, problem: Problem) -> FormHead:
    if not isinstance(value, dict):
        problem(where, 'must be written { number = "...", revision = "...", controlled = false }')
        return default
    kinds = {one.name: type(getattr(default, one.name)) for one in fields(FormHead)}
    good = {key: said for key, said in value.items() if kinds.get(key) is type(said)}
    for key in value.keys() - good.keys():
        kind = kinds[key].__name__ if key in kinds else ""
        problem(f"{where}.{key}", f"must be {kind}" if kind else "is not a setting")
    return FormHead(**({"number": default.number} | good))
