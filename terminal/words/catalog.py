"""The two catalogs in memory, and the one way to say something in either language."""

import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from functools import cache
from pathlib import Path
from string import Formatter
from types import MappingProxyType
from typing import Literal, get_args

from babel.messages.pofile import read_po

from terminal.words import moments

log = logging.getLogger(__name__)

Locale = Literal["zh_Hans_CN", "en"]
LOCALES: tuple[Locale, ...] = get_args(Locale)
# As the locale data of both languages says; a test compares them, the service need not load it.
GROUPED: Mapping[Locale, str] = {"zh_Hans_CN": ",d", "en": ",d"}
HERE = Path(__file__).parent
MARKUP = re.compile(r"[<>&]")
# `{lots:lot|lots}`: a number with its noun, which English writes in two ways.
COUNTED = re.compile(r"\{(\w+):([^|{}]+)\|([^|{}]+)\}")


class MissingWordError(LookupError):
    """A catalog lacks a key that the other one has, or a sentence that a page uses."""


@dataclass(frozen=True, slots=True)
class Words:
    """Both catalogs, read once: locale -> key -> sentence with `{facts}`."""

    catalogs: Mapping[Locale, Mapping[str, str]]

    @classmethod
    def load(cls, folder: Path = HERE) -> "Words":
        """Read `<locale>.po` of every locale, once in a process; OSError if one is not there."""
        return cls(_catalogs(folder))

    def pattern(self, locale: Locale, key: str) -> str:
        """Return the sentence with its `{facts}` still open; `[key]` if nobody wrote it."""
        sentence = self.catalogs[locale].get(key)
        if sentence is None:
            log.error("no word for %s in %s", key, locale)
            return f"[{key}]"
        return sentence

    def sentence(self, locale: Locale, key: str, facts: Mapping[str, object]) -> str:
        """Return the pattern with the nouns that its numbers ask for: 1 lot, 3 lots."""

        def counted(found: re.Match[str]) -> str:
            name, one, many = found.groups()
            return f"{{{name}}} {one if str(facts.get(name)) == '1' else many}"

        return COUNTED.sub(counted, self.pattern(locale, key))

    def say(self, locale: Locale, key: str, **facts: object) -> str:
        """Say the sentence of that key with its facts; whole numbers follow the locale."""
        return self.sentence(locale, key, facts).format_map(
            Facts({name: self.fact(locale, fact) for name, fact in facts.items()}, key)
        )

    def fact(self, locale: Locale, fact: object) -> object:
        """Write a whole number as people write it; leave everything else alone."""
        if isinstance(fact, int) and not isinstance(fact, bool):
            return self.number(locale, fact)
        return fact

    def number(self, locale: Locale, number: int) -> str:
        """Write 12000 as 12,000 and a negative number with a true minus sign."""
        return f"{number:{GROUPED[locale]}}".replace("-", "−")

    def quantity(self, locale: Locale, quantity: int) -> str:
        """Write a number of pieces: 240 片, 240 pcs."""
        return self.say(locale, "unit.pieces", quantity=quantity)

    def stamp(self, name: str, at: datetime, zone: tzinfo = moments.SHANGHAI) -> str:
        """Write a signature as rule K-16 wants it on paper: 姓名 18/7."""
        return f"{name} {moments.day_month(at, zone)}"

    def duration(self, locale: Locale, span: timedelta) -> str:
        """Write a waiting time in its largest useful unit: 38 秒, 26 分, 3 小时 28 分, 1 天."""
        key, facts = moments.parts(span)
        return self.say(locale, key, **facts)

    def due(
        self, locale: Locale, at: datetime, now: datetime, zone: tzinfo = moments.SHANGHAI
    ) -> str:
        """Write a moment near today by its day: 今天 18:00; another day as 20/11 18:00."""
        key = moments.day_word(at, now, zone)
        if key is None:
            return moments.short(at, zone)
        return self.say(locale, key, clock=moments.clock(at, zone))

    def check(self) -> None:
        """Raise MissingWordError unless both catalogs have the same keys with the same facts."""
        faults = sorted(self.faults())
        if faults:
            raise MissingWordError("; ".join(faults))

    def faults(self) -> Iterator[str]:
        """Name each key that one catalog lacks, leaves empty, or gives other facts."""
        first, *others = LOCALES
        for other in others:
            ours, theirs = self.catalogs[first], self.catalogs[other]
            yield from (f"{key}: only in one catalog" for key in ours.keys() ^ theirs.keys())
            for key in ours.keys() & theirs.keys():
                if not ours[key] or not theirs[key]:
                    yield f"{key}: empty"
                if facts_of(ours[key]) != facts_of(theirs[key]):
                    yield f"{key}: other facts"
                if MARKUP.search(ours[key] + theirs[key]):
                    yield f"{key}: markup"


class Facts(dict[str, object]):
    """The facts of one sentence; one that was not given shows as its name, and is logged."""

    def __init__(self, facts: Mapping[str, object], key: str) -> None:
        super().__init__(facts)
        self.key = key

    def __missing__(self, name: str) -> str:
        """Log the forgotten fact and let its name stand in the sentence."""
        log.error("%s was said without %s", self.key, name)
        return f"[{name}]"


def facts_of(sentence: str) -> set[str]:
    """Return the names in braces: `{lot} {step}` -> lot, step."""
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


@cache
def _catalogs(folder: Path) -> Mapping[Locale, Mapping[str, str]]:
    return MappingProxyType(
        {locale: MappingProxyType(read_catalog(folder / f"{locale}.po")) for locale in LOCALES}
    )


def read_catalog(path: Path) -> dict[str, str]:
    """Read one gettext file; its keys are symbolic (`idle.call`)."""
    with path.open("rb") as file:
        catalog = read_po(file, abort_invalid=True)
    return {str(entry.id): str(entry.string) for entry in catalog if entry.id}
