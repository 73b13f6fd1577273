"""How a page speaks: its language, its colours, its numbers, its dates."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal, cast
from zoneinfo import ZoneInfo

from flask import Flask, g
from markupsafe import Markup

from terminal.words import Locale, Words, moments

Theme = Literal["light", "dark"]
LANG: dict[Locale, str] = {"zh_Hans_CN": "zh-CN", "en": "en"}
LOOK = "look"


@dataclass(frozen=True, slots=True)
class Look:
    """The language, the colours and the time zone that this reader sees; set as `g.look`."""

    locale: Locale = "zh_Hans_CN"
    theme: Theme = "light"
    timezone: str = "Asia/Shanghai"

    @property
    def lang(self) -> str:
        """The language as HTML names it: zh-CN, en."""
        return LANG[self.locale]

    @property
    def other_locale(self) -> Locale:
        """The language that the button in the bar offers."""
        return "en" if self.locale == "zh_Hans_CN" else "zh_Hans_CN"

    @property
    def other_lang(self) -> str:
        """The offered language as HTML names it."""
        return LANG[self.other_locale]

    @property
    def other_theme(self) -> Theme:
        """The colours that the button in the bar offers."""
        return "dark" if self.theme == "light" else "light"

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of the site."""
        return ZoneInfo(self.timezone)


def look() -> Look:
    """Return the look of this request; Chinese, light and Shanghai before it is known."""
    return cast("Look", g.get(LOOK, Look()))


@dataclass(frozen=True, slots=True)
class Speech:
    """What templates may say; every method reads the look of the request."""

    words: Words

    def t(self, key: str, **facts: object) -> str:
        """Say the words of a key; a fact that is markup makes the sentence markup."""
        locale = look().locale
        if not any(isinstance(fact, Markup) for fact in facts.values()):
            return self.words.say(locale, key, **facts)
        spoken = {name: self.words.fact(locale, fact) for name, fact in facts.items()}
        return Markup(self.words.sentence(locale, key, facts)).format(**spoken)  # noqa: S704

    def number(self, number: int) -> str:
        """Write a whole number."""
        return self.words.number(look().locale, number)

    def pieces(self, quantity: int) -> str:
        """Write a number of pieces with its unit."""
        return self.words.quantity(look().locale, quantity)

    def ago(self, span: timedelta) -> str:
        """Write how long something has taken or waited."""
        return self.words.duration(look().locale, span)

    def stamp(self, person: str, at: datetime) -> str:
        """Write a signature, 姓名 18/7 (K-16)."""
        return self.words.stamp(person, at, look().zone)

    def due(self, at: datetime, now: datetime) -> str:
        """Write a due time by its day."""
        return self.words.due(look().locale, at, now, look().zone)

    def clock(self, at: datetime) -> str:
        """Write the local time of day."""
        return moments.clock(at, look().zone)

    def seconds(self, at: datetime) -> str:
        """Write the local time of day with seconds."""
        return moments.clock_seconds(at, look().zone)

    def short(self, at: datetime) -> str:
        """Write local day and time."""
        return moments.short(at, look().zone)

    def full(self, at: datetime) -> str:
        """Write the full local date and time."""
        return moments.full(at, look().zone)


def strong(text: str) -> Markup:
    """Set one fact of a sentence in bold."""
    return Markup("<b>{}</b>").format(text)


def slot(attribute: str) -> Markup:
    """Leave a place in a sentence that the page itself fills in."""
    return Markup("<span {}>0</span>").format(attribute)


def server_now() -> int:
    """Return the server's time in milliseconds for the page's clock."""
    return int(datetime.now(UTC).timestamp() * 1000)


def register(app: Flask, words: Words, now: Callable[[], int] = server_now) -> None:
    """Give every template its words: functions, and the filters of the same name."""
    speech = Speech(words)
    spoken: dict[str, Callable[..., Any]] = {
        name: getattr(speech, name)
        for name in ("number", "pieces", "ago", "stamp", "due", "clock", "seconds", "short", "full")
    }
    app.jinja_env.globals.update(
        spoken, t=speech.t, look=look, strong=strong, slot=slot, server_now=now
    )
    app.jinja_env.filters.update(spoken)
