"""What happens to papers that a printer cannot print: `retry` for ever, or `divert` to another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from terminal.printers import PrinterAddress

RETRY: Final = "retry"
DIVERT: Final = "divert"
SHORTEST, LONGEST = 5, 86_400


@dataclass(frozen=True, slots=True)
class Policy:
    """`retry` (for ever) or `divert`: after `divert_seconds` to the printer `fallback`."""

    on_failure: str = RETRY
    fallback: str = ""
    divert_seconds: int = 60


KEYS: Final = {"on_failure": str, "fallback": str, "divert_seconds": int}


def take_policy(table: dict[str, Any], where: str, problem: Callable[[str, str], None]) -> Policy:
    """Take a printer's error policy out of its table; every mistake goes to `problem`."""
    said = {key: table.pop(key) for key in KEYS if key in table}
    wrong = [key for key, value in said.items() if type(value) is not KEYS[key]]
    for key in wrong:
        problem(f"{where}.{key}", f"is {said.pop(key)!r}")
    if said.get("on_failure", RETRY) == RETRY:
        for key in ("fallback", "divert_seconds"):
            if key in said:
                problem(f"{where}.{key}", 'does nothing without on_failure = "divert"')
    return Policy(**said)


def policy_faults(printers: Sequence[PrinterAddress]) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the error policies of a settings file, as key and why."""
    known = {one.code: one for one in printers}
    for one in printers:
        key, policy = f"printer {one.code}", one.policy
        if policy.on_failure not in {RETRY, DIVERT}:
            yield f"{key}.on_failure", "must be retry or divert"
        if not SHORTEST <= policy.divert_seconds <= LONGEST:
            yield f"{key}.divert_seconds", f"must be {SHORTEST} to {LONGEST}"
        if policy.on_failure == DIVERT and not policy.fallback:
            yield f"{key}.fallback", "must name a printer, for on_failure is divert"
        elif policy.fallback and (policy.fallback == one.code or policy.fallback not in known):
            yield f"{key}.fallback", f"no other printer {policy.fallback!r}"
        elif policy.fallback and known[policy.fallback].paper_mm < one.paper_mm:
            yield f"{key}.fallback", f"{policy.fallback!r} has narrower paper"
        elif policy.fallback and _other_labels(one, known[policy.fallback]):
            yield f"{key}.fallback", f"{policy.fallback!r} has other labels"


def _other_labels(one: PrinterAddress, other: PrinterAddress) -> bool:
    labels = other.profile.label_mm
    return labels is not None and labels != one.profile.label_mm
