"""What happens to papers that a printer cannot print: `retry` for ever, or `divert` to another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from terminal.settings import PrinterAddress

RETRY: Final = "retry"
DIVERT: Final = "divert"
SHORTEST, LONGEST = 5, 86_400


def policy_faults(printers: Sequence[PrinterAddress]) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the error policies of a settings file, as key and why."""
    known = {one.code: one for one in printers}
    for one in printers:
        key = f"printer {one.code}"
        if one.on_failure not in {RETRY, DIVERT}:
            yield f"{key}.on_failure", "must be retry or divert"
        if not SHORTEST <= one.divert_seconds <= LONGEST:
            yield f"{key}.divert_seconds", f"must be {SHORTEST} to {LONGEST}"
        if one.on_failure == DIVERT and not one.fallback:
            yield f"{key}.fallback", "must name a printer, for on_failure is divert"
        elif one.fallback and (one.fallback == one.code or one.fallback not in known):
            yield f"{key}.fallback", f"no other printer {one.fallback!r}"
        elif one.fallback and known[one.fallback].paper_mm < one.paper_mm:
            yield f"{key}.fallback", f"{one.fallback!r} has narrower paper"
