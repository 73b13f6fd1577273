"""A text with places: `{customer}` is a fact of the document, `{paper.customer}` a catalog's word.

What is put into a place is data: braces in it mean nothing.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from terminal.labels.fields import Facts
from terminal.words import Locale

PLACE: Final = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")
Part = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Template:
    """A text by language: pairs of what stands there and the fact that follows it."""

    parts: Mapping[Locale, tuple[Part, ...]]

    def say(self, locale: Locale, facts: Facts) -> str:
        """Return the text with its facts; what is missing is empty, blanks at the end fall off."""
        said = "".join([f"{text}{facts.get(name, '')}" for text, name in self.parts[locale]])
        return said.rstrip(" ")

    @property
    def fields(self) -> frozenset[str]:
        """The facts that it tells in every language."""
        told = [{name for _, name in parts if name} for parts in self.parts.values()]
        return frozenset(set.intersection(*told))

    @property
    def only(self) -> str:
        """The fact that is all it tells, if there is one."""
        (first, *more) = next(iter(self.parts.values()))
        bare = len(set(self.parts.values())) == 1 and not more and not first[0]
        return first[1] if bare else ""


def split(text: str) -> tuple[list[Part], list[str]]:
    """Return what stands before each place and the place's name, and what is wrong with it."""
    parts: list[Part] = []
    wrong: list[str] = []
    before, start = "", 0
    for found in PLACE.finditer(text):
        before += text[start : found.start()]
        start = found.end()
        if found[0] in {"{{", "}}"}:
            before += found[0][0]
        elif found[1] is None:
            wrong.append(f"a lone {found[0]} (write {found[0] * 2} for a brace)")
        else:
            parts.append((before, found[1]))
            before = ""
    last = before + text[start:]
    return ([*parts, (last, "")] if last or not parts else parts), wrong
