"""Layouts as a factory writes them, and a look at the facts that papers are written from."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from devices.paper import Block
from devices.profile import Profile
from terminal.labels.fields import Facts
from terminal.labels.layout import Layout
from terminal.labels.layouts import Layouts
from terminal.settings import BadSettings
from terminal.words import Locale, Words
from tests.floor import Floor

WORDS = Words.load()
CODE = '[[block]]\nkind = "qr"\ndata = "{code}"\n'
LOT = '[[block]]\nkind = "text"\ntext = "{lot}"\n'


def a_folder(folder: Path, **files: str) -> Path:
    """A factory's own layouts: `lot_label="..."` is lot-label.toml."""
    for name, text in files.items():
        (folder / f"{name.replace('_', '-')}.toml").write_text(text, encoding="utf-8")
    return folder


def a_layout(folder: Path, name: str, text: str) -> Layout:
    """One layout of a factory's own."""
    return Layouts.load(a_folder(folder, **{name: text}), WORDS).of(name)


def problems(folder: Path, **files: str) -> list[str]:
    """What is wrong with a factory's own layouts, without their folder."""
    with pytest.raises(BadSettings) as refusal:
        Layouts.load(a_folder(folder, **files), WORDS)
    return [one.removeprefix(f"{folder}/") for one in refusal.value.problems]


@dataclass(frozen=True, slots=True)
class Watched(Layouts):
    """Layouts that remember which facts papers were written from."""

    seen: list[tuple[str, Facts]] = field(default_factory=list)

    def of(self, name: str, variant: str = "") -> Layout:
        found = Layouts.of(self, name, variant)
        return WatchedLayout(found.document, found.source, found.blocks, self.seen)


@dataclass(frozen=True, slots=True)
class WatchedLayout(Layout):
    seen: list[tuple[str, Facts]] = field(default_factory=list)

    def lay(self, facts: Facts, locale: Locale, printer: Profile) -> Iterator[Block]:
        self.seen.append((self.document.name, facts))
        return Layout.lay(self, facts, locale, printer)


def watched(floor: Floor) -> tuple[Floor, list[tuple[str, Facts]]]:
    """The same floor, and the facts of every paper that it owes from now on."""
    labels = Watched(floor.site.labels.by_name)
    return replace(floor, site=replace(floor.site, labels=labels)), labels.seen
