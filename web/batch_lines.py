"""Telling a batch's events in words: what happened, to which lot, how many, signed by whom."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Final

from domain.process import ROUTES, Ending, Outcome
from terminal.queries.batch import Line
from terminal.words.moments import short
from web.context import site
from web.looks import look

Terms = Mapping[tuple[str, str], str]
NO_TERMS: Final[Terms] = MappingProxyType({})
FACTS: Final = (
    "report", "case", "order", "waybill", "recipient", "notice", "due", "promised", "difference",
    "reason", "other", "conditions", "consent", "correction", "absent", "about", "until", "note",
)  # fmt: skip
TONES: Final = {
    "handover:refused": "bad", "handover:disputed": "bad", "lot:held": "hold",
    "lot:overdue-decided": "warn",
    "discrepancy:proposed": "warn", "anomaly:registered": "warn", "notice:drafted": "warn",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ToldLine:
    """One event in words; `quantity` is "—" while hidden, empty where there is none."""

    number: int
    at: datetime
    title: str
    lot: str
    quantity: str
    name: str
    role: str
    station: str
    details: tuple[str, ...]
    tone: str
    signed: bool


def told(line: Line, terms: Terms = NO_TERMS) -> ToldLine:
    """Return an event in the reader's words; `terms` are the factory's by kind and code."""
    quantity = "—" if line.hidden else ""
    if line.quantity is not None:
        quantity = site().words.quantity(look().locale, line.quantity)
    return ToldLine(
        number=line.number,
        at=line.at,
        title=f"{_title(line)} {_say('late.mark')}" if line.stated_at else _title(line),
        lot=line.lot.rpartition(".")[2],
        quantity=quantity,
        name=line.name,
        role=_say(f"role.{line.role}") if line.role and line.name else "",
        station=line.station,
        details=(*_late(line), *_details(line.facts, terms)),
        tone=TONES.get(line.kind, ""),
        signed=bool(line.meaning),
    )


def _say(key: str, **facts: object) -> str:
    return site().words.say(look().locale, key, **facts)


def _title(line: Line) -> str:
    step = line.to_step if line.kind.startswith("handover:received") else line.step
    place = _say(f"step.{step}") if step and line.lot else ""
    if line.meaning:
        return f"{place} {_known(f'meaning.{line.meaning}')}".strip()
    return f"{place} {_known('batch.event.' + line.kind.replace(':', '-'))}".strip()


def _known(key: str) -> str:
    """Say a word; an event that is newer than the catalogs is told as one."""
    return _say(key if key in site().words.catalogs[look().locale] else "batch.event.other")


def _late(line: Line) -> Iterator[str]:
    late = line.facts.get("late")
    if line.stated_at and isinstance(late, dict):
        at = short(line.stated_at, look().zone)
        yield _say("late.told", slip=late["slip"], at=at, by=late["by"])


def _details(facts: Mapping[str, object], terms: Terms) -> Iterator[str]:
    parts = facts.get("parts")
    for part in parts if isinstance(parts, list) else []:
        yield _part(part)
    reasons = facts.get("reasons")
    for reason in reasons if isinstance(reasons, list) else []:
        yield _say(f"refusal.{reason}")
    if delay := str(facts.get("delay", "")):
        yield _say("batch.fact.reason", value=terms.get(("delay", delay), delay))
    if form := facts.get("form"):
        yield f"{_say(f'form.{form}')} {facts['number']}"
    for name in FACTS:
        if facts.get(name):
            yield _say(f"batch.fact.{name}", value=facts[name])


def _part(part: Mapping[str, object]) -> str:
    quantity = part.get("quantity")
    pieces = site().words.quantity(look().locale, quantity) if isinstance(quantity, int) else "—"
    lot = str(part["lot"]).rpartition(".")[2]
    return f"→ {place_of(str(part['outcome']))} {pieces} (.{lot})"


def place_of(outcome: str) -> str:
    """Say where a verdict leads."""
    target = ROUTES[Outcome(outcome)].target
    return _say(f"batch.place.{target}" if isinstance(target, Ending) else f"step.{target}")
