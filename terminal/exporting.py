"""Writing a factory's people, customers, products and coded words in the form that is imported.

No secret leaves: neither badge nor PIN is in the file. Who has left is not in it either.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from sqlalchemy.orm import Session as Db

from terminal.registers.register import REGISTERS
from terminal.registers.staff import people, teams
from terminal.site import Site

HEAD: Final = (
    "# People, customers, products and coded words; `terminal import` reads the same form.\n"
)


def export_file(site: Site, path: Path) -> dict[str, int]:
    """Write everything that can be imported into a new file; return how many rows of each kind."""
    with site.reading() as db:
        rows = list(_rows(db))
    text = HEAD + "".join(_written(kind, row) for kind, row in rows)
    with path.open("x", encoding="utf-8") as file:
        file.write(text)
    kinds = [kind for kind, _ in rows]
    return {kind: kinds.count(kind) for kind in dict.fromkeys(kinds)}


def _rows(db: Db) -> Iterator[tuple[str, Any]]:
    for kind, every in (("team", teams), ("person", people)):
        yield from ((kind, row) for row in every(db))
    for kind, register in REGISTERS.items():
        yield from ((kind, row) for row in register.every(db))


def _written(kind: str, row: Any) -> str:
    told = {name: value for name, value in asdict(row).items() if value not in ("", False)}
    lines = [f"{name} = {_value(value)}" for name, value in told.items()]
    return "\n".join((f"\n[[{kind}]]", *lines, ""))


def _value(value: object) -> str:
    # A TOML string may hold whatever a JSON string may, but for DEL, which JSON leaves as it is.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
