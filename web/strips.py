"""Saying a strip: its sentence with the facts in the reader's words."""

from dataclasses import dataclass

from terminal.desk.strip import Strip
from terminal.registers.said import said as said_value
from web.context import site
from web.looks import look

FAMILY_OF = {
    "step": "step.", "target": "step.", "state": "state.", "field": "field.", "outcome": "outcome.",
    "flaw": "log.flaw.", "figure": "figure.", "way": "way.", "fault": "serial.why.",
    "picture": "picture.why.", "beside": "figure.", "condition": "condition.",
    "mistake": "format.why.", "why": "scan.why.",
}  # fmt: skip
# Several of a family, with blanks between them.
LISTS = {"roles": "role.", "replaced": "field."}


@dataclass(frozen=True, slots=True)
class Spoken:
    """A strip as the page shows it; a new `key` is a new event, `told` is the key of its words."""

    kind: str
    title: str
    detail: str
    key: str
    icon: str = ""
    action: None = None
    told: str = ""


def spoken(strip: Strip) -> Spoken:
    """Return a strip in the reader's language."""
    words, locale = site().words, look().locale
    facts = {name: _fact(name, value) for name, value in strip.facts.items()}
    if "need" in facts:
        facts["need"] = words.say(locale, f"need.{facts['need']}", **facts)
    at = strip.at.astimezone(look().zone)
    detail = words.say(locale, f"{strip.key}.detail", **facts)
    return Spoken(
        kind=strip.tone,
        title=words.say(locale, strip.key, **facts),
        detail=f"{at:%H:%M:%S} · {detail}",
        key=f"{at:%H%M%S%f}",
        told=strip.key,
    )


def _fact(name: str, value: str | int) -> str | int:
    words, locale = site().words, look().locale
    if name in KEYS and isinstance(value, str):
        return KEYS[name](value)
    if name in LISTS and isinstance(value, str):
        said = (words.say(locale, LISTS[name] + one) for one in value.split())
        return words.say(locale, "work.comma").join(said)
    if name == "value" and isinstance(value, str):
        return said_value(words, locale, name, value)
    if name == "sent" and isinstance(value, str):
        return words.say(locale, "work.comma").join(map(_sent, value.split())) or "—"
    if name in FAMILY_OF and isinstance(value, str) and value:
        return words.say(locale, FAMILY_OF[name] + value)
    return value


def _listed(keys: str) -> str:
    words, locale = site().words, look().locale
    return words.say(locale, "work.comma").join(words.say(locale, key) for key in keys.split())


def _tile(told: str) -> str:
    """Return the name of a field: by its key, or as the factory has named it in both languages."""
    zh, data, en = told.partition("\t")
    locale = look().locale
    said = (en if locale == "en" else zh) if data else str(site().words.say(locale, zh))
    return said[:1].upper() + said[1:]


KEYS = {"codes": _listed, "tile": _tile}


def _sent(part: str) -> str:
    lot, _, step = part.rpartition(":")
    return f".{lot.rpartition('.')[2]} → {site().words.say(look().locale, f'step.{step}')}"
