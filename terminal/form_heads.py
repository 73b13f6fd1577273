"""What the heads of the A4 forms say: document number, revision, controlled or not (K-01..K-04)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from typing import Any, Final

Problem = Callable[[str, str], None]
SECTION: Final = "forms"
KNOWN: Final = frozenset({"department", "copies"})
MOST_COPIES: Final = 99


@dataclass(frozen=True, slots=True)
class FormHead:
    """One form's document control; a copy is uncontrolled unless the factory says otherwise."""

    number: str
    revision: str = "A-0"
    controlled: bool = False


@dataclass(frozen=True, slots=True)
class Recipient:
    """A department that gets so many controlled copies; none where the factory has not said."""

    department: str
    copies: int = 0


# The procedure suggests these nine; how many copies each gets cannot be read from it (K-04).
NINE: Final = (
    "总经办", "业务部", "财务部", "行政部", "技术部", "品质部", "生产部", "采购部", "物控部",
)  # fmt: skip
SUGGESTED: Final = tuple(map(Recipient, NINE))


@dataclass(frozen=True, slots=True)
class FormHeads:
    """What stands at the head of every A4 form; fields that are a `FormHead` are its forms.

    `distribution` says who gets a controlled copy; it is printed on controlled forms.
    """

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
    distribution: tuple[Recipient, ...] = SUGGESTED

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
        elif isinstance(default, tuple):
            values[key] = tuple(_recipients(value, f"{SECTION}.{key}", problem))
        elif isinstance(value, str):
            values[key] = value
        else:
            problem(f"{SECTION}.{key}", "must be a text")
    return FormHeads(**values)


def _recipients(rows: object, where: str, problem: Problem) -> Iterator[Recipient]:
    if not isinstance(rows, list):
        problem(where, 'must be written [{ department = "...", copies = 1 }]')
        return
    for number, row in enumerate(rows, 1):
        told = row if isinstance(row, dict) else {}
        department, copies = told.get("department"), told.get("copies", 0)
        if not isinstance(department, str) or not department or told.keys() - KNOWN:
            problem(f"{where}[{number}]", 'must be { department = "...", copies = 1 }')
        elif type(copies) is not int or not 0 <= copies <= MOST_COPIES:
            problem(f"{where}[{number}].copies", f"must be 0 to {MOST_COPIES}")
        else:
            yield Recipient(department, copies)


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
