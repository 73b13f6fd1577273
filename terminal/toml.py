"""Reads a TOML file that people write, with whatever editor and whatever mistake."""

import re
import tomllib
from pathlib import Path
from typing import Any, Final

_DIGITS: Final = re.compile(r"[0-9a-fA-F_]{1000,}")


def read_text(path: Path) -> str:
    """Return a file's text without the mark that Windows puts before it.

    Raises `OSError` and `UnicodeDecodeError`.
    """
    return path.read_text(encoding="utf-8-sig")


def read_toml(text: str) -> dict[str, Any]:
    """Return the tables of a text; raises nothing but `tomllib.TOMLDecodeError`, with the line."""
    try:
        table = tomllib.loads(text)
        repr(table)  # a number too long to be told would break the telling of mistakes
    except tomllib.TOMLDecodeError:
        raise
    except RecursionError as error:
        raise tomllib.TOMLDecodeError("Nested too deeply (at line 1, column 1)") from error
    except ValueError as error:
        found = _DIGITS.search(text)
        line = text.count("\n", 0, found.start()) + 1 if found else 1
        raise tomllib.TOMLDecodeError(f"Number too long (at line {line}, column 1)") from error
    return table
