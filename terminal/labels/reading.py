"""Reads one layout's file strictly: what every option takes, and where each mistake stands."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final, Literal

from devices.paper import BadPaper, Image
from devices.picture import LARGEST_LOGO, black_and_white
from terminal.labels.fields import Field, Kind
from terminal.labels.places import Places
from terminal.labels.template import Part, Template, split
from terminal.settings import LANGUAGES
from terminal.words import LOCALES, Locale, Words
from terminal.words.catalog import facts_of

LANGUAGE: Final[Mapping[Locale, str]] = dict(zip(LOCALES, LANGUAGES, strict=True))
Size = Literal[1, 2, "fit"]


class Wrong(Exception):
    """An option's value cannot be; `near` are pieces of the line where it stands."""

    def __init__(self, why: str, *near: str) -> None:
        super().__init__(why)
        self.why = why
        self.near = near


@dataclass(frozen=True, slots=True)
class Scope:
    """Where something is read: the file and block, and the fields that may be named there."""

    path: Path
    places: Places
    words: Words
    fields: Mapping[str, Field]
    problems: list[str]
    block: int = -1
    rows: Mapping[str, Field] = field(default_factory=dict)
    said: str = ""

    def problem(self, why: str, *near: str) -> None:
        """Note a mistake with its file and line."""
        line = self.places.line(self.block, *near)
        before = f"{self.said}: " if self.said else ""
        self.problems.append(f"{self.path}:{line}: {before}{why}")

    def at(self, block: int) -> "Scope":
        """Return the scope of a block of the file, counted from 0."""
        return replace(self, block=block)

    def within(self, rows: object) -> "Scope":
        """Return the scope of what is repeated for each row of a field."""
        known = self.fields.get(rows) if isinstance(rows, str) else None
        return replace(self, rows=known.columns) if known else self

    def field(self, name: str, *kinds: Kind) -> None:
        """Raise `Wrong` unless a field of this kind may be named here."""
        known = {**self.fields, **self.rows}
        if name not in known:
            fit = sorted(one for one, what in known.items() if what.kind in kinds)
            raise Wrong(f"{name!r} is no field here; there are {', '.join(fit)}", name)
        if known[name].kind not in kinds:
            raise Wrong(f"{name!r} is {known[name].kind}, needed is {' or '.join(kinds)}", name)


Reader = Callable[[Scope, Any], Any]


def yes(_: Scope, value: Any) -> bool:
    """Read true or false."""
    if not isinstance(value, bool):
        raise Wrong("must be true or false")
    return value


def whole(_: Scope, value: Any) -> int:
    """Read a whole number; how large it may be says the block."""
    if type(value) is not int:
        raise Wrong("must be a whole number")
    return value


def wholes(scope: Scope, value: Any) -> tuple[int, ...]:
    """Read a list of whole numbers."""
    return tuple(whole(scope, one) for one in listed(value))


def one_of(*choices: object) -> Reader:
    """Read one of a few values."""

    def read(_: Scope, value: Any) -> Any:
        if not any(value == one and type(value) is type(one) for one in choices):
            raise Wrong(f"must be one of {', '.join(map(toml, choices))}")
        return value

    return read


def toml(value: object) -> str:
    """Return a plain value as it stands in a file."""
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if isinstance(value, str) else str(value)


def each(reader: Reader) -> Reader:
    """Read a list of something."""

    def read(scope: Scope, value: Any) -> tuple[Any, ...]:
        found: list[Any] = []
        wrongs: list[Wrong] = []
        for one in listed(value):
            try:
                found.append(reader(scope, one))
            except Wrong as wrong:
                wrongs.append(wrong)
        for more in wrongs[1:]:
            scope.problem(more.why, *more.near)
        if wrongs:
            raise wrongs[0]
        return tuple(found)

    return read


def listed(value: Any) -> list[Any]:
    """Return a list, or say that it must be one."""
    if not isinstance(value, list):
        raise Wrong("must be a list: [...]")
    return value


def template(scope: Scope, value: Any) -> Template:
    """Read a text with places, or one for each language: `{ zh = "...", en = "..." }`."""
    by_language = value if isinstance(value, dict) else dict.fromkeys(LANGUAGES, value)
    if set(by_language) != set(LANGUAGES):
        raise Wrong('must be a text, or { zh = "...", en = "..." }')
    parts = {locale: _parts(scope, by_language[LANGUAGE[locale]], locale) for locale in LOCALES}
    return Template(parts)


def _parts(scope: Scope, text: object, locale: Locale) -> tuple[Part, ...]:
    if not isinstance(text, str):
        raise Wrong("must be a text")
    found, wrong = split(text)
    if wrong:
        raise Wrong(f"{wrong[0]} in {text!r}", text)
    parts: list[Part] = []
    said = ""
    for before, name in found:
        said += before
        if "." in name:
            said += _word(scope, name, locale)
            continue
        if name or said:
            if name:
                _told(scope, name)
            parts.append((said, name))
            said = ""
    return tuple([*parts, (said, "")] if said or not parts else parts)


def _told(scope: Scope, name: str) -> None:
    try:
        scope.field(name, Kind.TEXT, Kind.CODE)
    except Wrong as wrong:
        raise Wrong(wrong.why, f"{{{name}}}") from None


def _word(scope: Scope, key: str, locale: Locale) -> str:
    word = scope.words.catalogs[locale].get(key)
    if word is None:
        raise Wrong(f"there is no word {key!r}", f"{{{key}}}")
    if needed := facts_of(word):
        raise Wrong(f"the word {key!r} needs {', '.join(sorted(needed))}", f"{{{key}}}")
    return word


def rows_field(scope: Scope, value: Any) -> str:
    """Read the name of a field of rows."""
    return _named(scope, value, Kind.ROWS)


def condition(scope: Scope, value: Any) -> str:
    """Read the name of any field: it holds where the field is yes, or not empty."""
    return _named(scope, value, *Kind)


def _named(scope: Scope, value: Any, *kinds: Kind) -> str:
    if not isinstance(value, str):
        raise Wrong("must be the name of a field")
    scope.field(value, *kinds)
    return value


def picture(scope: Scope, value: Any) -> Image:
    """Read a PNG that lies beside the layout."""
    if not isinstance(value, str) or Path(value).name != value or "\0" in value:
        raise Wrong("must be the name of a PNG beside this file")
    try:
        return black_and_white((scope.path.parent / value).read_bytes())
    except OSError as error:
        raise Wrong(f"{value!r} cannot be read: {error.strerror}", value) from error
    except BadPaper as error:
        raise Wrong(f"{value!r}: {error} ({LARGEST_LOGO})", value) from error
