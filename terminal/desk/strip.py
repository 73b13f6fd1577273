"""The last-scan strip: what the last scan or signature came to, until the next one."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Self

from domain.errors import DomainError
from domain.events import canonical_json

Tone = Literal["ok", "bad", "warn", "ask"]


@dataclass(frozen=True, slots=True)
class Strip:
    """A sentence of the catalogs and its facts; `key` is said, `<key>.detail` below it."""

    tone: Tone
    key: str
    at: datetime
    facts: Mapping[str, str | int] = field(default_factory=dict)

    @classmethod
    def refusal(cls, error: DomainError, at: datetime) -> Self:
        """Return the strip of a rule that said no."""
        return cls("bad", f"error.{error.code}", at, error.facts)

    def to_json(self) -> str:
        """Return the strip as it is kept with the desk."""
        return canonical_json(
            {"tone": self.tone, "key": self.key, "at": self.at.isoformat(), "facts": self.facts}
        )

    @classmethod
    def from_json(cls, text: str) -> Self | None:
        """Return a kept strip; nothing for an empty text."""
        if not text:
            return None
        kept = json.loads(text)
        return cls(kept["tone"], kept["key"], datetime.fromisoformat(kept["at"]), kept["facts"])
