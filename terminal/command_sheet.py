"""The command sheet 操作码表 of a station: all codes that fill in its forms, group by group."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from domain.codes import Code, CodeKind
from domain.findings import Term, TermKind
from domain.process import Step
from terminal.command_table import COMMANDS, REASONS, code_of, commands_of, word_of
from terminal.settings import Station
from terminal.words import Locale, Words

DIGITS: Final = "1234567890"
JUDGING: Final = frozenset({Step.SCREENING, Step.RETEST, Step.OQC})
MENDING: Final = frozenset({Step.REPAIR, Step.REWORK})
WORDS_AT: Final[Mapping[TermKind, frozenset[Step]]] = MappingProxyType(
    {TermKind.DEFECT: JUDGING, TermKind.CAUSE: MENDING, TermKind.ACTION: MENDING}
)
GROUPS: Final = (
    "digits", "sign", "receive", "result", "defect", "cause", "action", "refuse", "pages",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """One code: its name and what it does, as keys of the catalogs; data is named in both.

    `zh` and `en` are empty where `word` says it, `detail` where the name says everything.
    """

    code: str
    word: str
    detail: str
    zh: str = ""
    en: str = ""

    def called(self, words: Words, locale: Locale) -> str:
        """Return the name in a language."""
        return (self.en if locale == "en" else self.zh) or words.say(locale, self.word)


@dataclass(frozen=True, slots=True)
class Group:
    """Codes that belong together; `name` is the last part of `command.group.<name>`."""

    name: str
    entries: tuple[Entry, ...]


def sheet_of(db: Db, station: Station) -> tuple[Group, ...]:
    """Return the groups of a station's sheet that have codes, in order."""
    found: dict[str, list[Entry]] = {name: [] for name in GROUPS}
    for command in commands_of(station):
        found[COMMANDS[command].group].append(_entry(command))
    if found["digits"]:
        found["digits"][:0] = _digits()
    for kind, steps in WORDS_AT.items():
        if steps & frozenset(station.steps):
            found[kind.value] += _terms(db, kind)
    return tuple(Group(name, tuple(entries)) for name, entries in found.items() if entries)


def _entry(command: str) -> Entry:
    if reason := REASONS.get(command):
        return Entry(code_of(command), f"refusal.{reason.value}", "command.reason.detail")
    word = word_of(command)
    return Entry(code_of(command), word, f"{word}.detail")


def _digits() -> list[Entry]:
    rows = ((str(Code(CodeKind.DIGIT, digit)), digit) for digit in DIGITS)
    return [Entry(code, "", "", digit, digit) for code, digit in rows]


def _terms(db: Db, kind: TermKind) -> Iterator[Entry]:
    query = select(Term).where(Term.kind == kind, Term.retired.is_(False))
    for term in db.scalars(query.order_by(Term.position, Term.id)):
        code = str(Code(CodeKind.TERM, str(term.id)))
        yield Entry(code, "", f"command.{kind.value}.detail", term.zh, term.en)
