"""On which line of the factory's files something is written, so that a page can say where."""

import re
from pathlib import Path
from typing import Final

KEY: Final = re.compile(r"([a-z_]+)\s*=")
CODE: Final = re.compile(r"""code\s*=\s*["']([^"']+)["']""")


def origins(site: Path, process: Path) -> dict[str, str]:
    """Return file and line of each station (`station.<code>`) and figure (`figure.<key>`)."""
    found: dict[str, str] = {}
    section, opened = "", 0
    for number, line in enumerate(_lines(site), 1):
        if line.startswith("["):
            section, opened = line.strip("[] \t").partition("]")[0], number
        elif section == "station" and (code := CODE.match(line)):
            found.setdefault(f"station.{code[1]}", f"{site.name}:{opened}")
    for number, line in enumerate(_lines(process), 1):
        if line.startswith("["):
            break
        if key := KEY.match(line):
            found.setdefault(f"figure.{key[1]}", f"{process.name}:{number}")
    return found


def _lines(path: Path) -> list[str]:
    try:
        return [line.strip() for line in path.read_text(encoding="utf-8").splitlines()]
    except OSError:
        return []
