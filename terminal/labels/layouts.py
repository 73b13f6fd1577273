"""All layouts of a site: read and checked once at the start, used for every paper.

A site's own folder goes before the shipped one, document by document. Every mistake in every file
is told at once, with file and line, by `BadSettings`.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from devices.profile import Profile
from terminal.labels.documents import DOCUMENTS
from terminal.labels.layout import Layout, read_layout
from terminal.settings import BadSettings
from terminal.words import Words

VARIANT: Final = re.compile(r"[0-9a-z-]{1,20}", re.ASCII)
BY_PRODUCT: Final = ", ".join(name for name, one in DOCUMENTS.items() if one.by_product)
SHIPPED: Final = Path(__file__).parents[2] / "config" / "labels"


@dataclass(frozen=True, slots=True)
class Layouts:
    """The layouts of all documents, by name; variants for products as `box-label.huakang`."""

    by_name: Mapping[str, Layout]

    @classmethod
    def load(
        cls,
        own: Path | None,
        words: Words,
        heads: Mapping[str, Iterable[Profile]] = MappingProxyType({}),
    ) -> "Layouts":
        """Read every layout; raises `BadSettings` with all that is wrong in any of them.

        `heads`: the print heads narrower than their paper, by what is printed with them.
        """
        problems: list[str] = []
        mine = {} if own is None else _files(own, problems)
        found = dict(_shipped())
        for name, path in mine.items():
            document = DOCUMENTS[name.partition(".")[0]]
            narrow = heads.get(document.use, ())
            layout = read_layout(path, document, words, problems, narrow)
            found |= {name: layout} if layout else {}
        if problems:
            raise BadSettings(problems)
        return cls(MappingProxyType(found))

    def of(self, name: str, variant: str = "") -> Layout:
        """Return the layout of a document, that of a variant where there is one."""
        return self.by_name.get(f"{name}.{variant}", self.by_name[name])

    @property
    def variants(self) -> frozenset[str]:
        """The variants that a product may name: `huakang` of `box-label.huakang.toml`."""
        return frozenset(name.partition(".")[2] for name in self.by_name if "." in name)


@cache
def _shipped() -> Mapping[str, Layout]:
    """Return our own layouts, which do not change while a process lives."""
    problems: list[str] = []
    words = Words.load()
    read = (read_layout(SHIPPED / f"{name}.toml", document, words, problems)
            for name, document in DOCUMENTS.items())  # fmt: skip
    found = {layout.document.name: layout for layout in read if layout}
    if problems:
        raise BadSettings(problems)
    return MappingProxyType(found)


def _files(own: Path, problems: list[str]) -> dict[str, Path]:
    if own.resolve() == SHIPPED.resolve():
        return {}
    try:
        files = sorted(path for path in own.iterdir() if path.suffix == ".toml")
    except OSError as error:
        problems.append(f"{own}: cannot be read: {error.strerror}")
        return {}
    known = ", ".join(DOCUMENTS)
    found = {}
    for path in files:
        name, varies, variant = path.stem.partition(".")
        if name not in DOCUMENTS:
            problems.append(f"{path}:1: is no document; there are {known}")
        elif varies and not (DOCUMENTS[name].by_product and VARIANT.fullmatch(variant)):
            problems.append(f"{path}:1: only {BY_PRODUCT} have variants, named 0-9 a-z -")
        else:
            found[path.stem] = path
    return found
