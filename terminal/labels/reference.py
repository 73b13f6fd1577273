"""The reference of all blocks and facts, as docs/labels.md has it: `terminal labels reference`."""

from collections.abc import Iterator
from dataclasses import MISSING, fields
from typing import Any

from terminal.labels.base import Laid
from terminal.labels.documents import DOCUMENTS
from terminal.labels.fields import Declaration, Field, Kind
from terminal.labels.kinds import KINDS, options
from terminal.labels.reading import toml


def reference() -> str:
    """Return the reference in Markdown."""
    return "\n".join([*_blocks(), *_documents()]).rstrip()


def _blocks() -> Iterator[str]:
    shared = {one.name for one in fields(Laid)}
    yield from ("### Blocks", "", "Every block may have:", "")
    yield from _options(Laid, frozenset())
    for kind in KINDS.values():
        yield from (f"#### `{kind.kind}`", "", (kind.__doc__ or "").strip(), "")
        yield from _options(kind, frozenset(shared))


def _options(kind: type[Any], without: frozenset[str]) -> Iterator[str]:
    rows = [
        f"| `{name}` | {one.means} | {_default(default)} |"
        for name, (one, default) in options(kind).items()
        if name not in without
    ]
    if rows:
        yield from ("| option | what it is | without it |", "|---|---|---|", *rows, "")


def _default(default: object) -> str:
    if default is MISSING:
        return "needed"
    return "" if default in {"", None, ()} else f"`{toml(default)}`"


def _documents() -> Iterator[str]:
    yield from ("### Documents", "")
    for document in DOCUMENTS.values():
        yield from (f"#### `{document.name}`", "", _about(document), "")
        yield from ("| field | kind | what it is |", "|---|---|---|")
        for name, one in document.fields.items():
            yield _field(name, one)
            yield from (_field(f"{name} → {column}", of) for column, of in one.columns.items())
        yield ""


def _about(document: Declaration) -> str:
    must = ", ".join(
        f"`{name}`{' (as a code)' if document.is_code(name) else ''}" for name in document.must
    )
    about = document.about[:1].upper() + document.about[1:]
    return f"{about}. Comes out on the {document.use} printer. Must be on it: {must}."


def _field(name: str, one: Field) -> str:
    kind = "" if one.kind is Kind.TEXT else one.kind.value
    names = " → ".join(f"`{part}`" for part in name.split(" → "))
    return f"| {names} | {kind} | {one.means} |"
