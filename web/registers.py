"""Registers in the reader's words."""

from flask import Flask

from terminal.registers.said import said
from web.context import site
from web.looks import look


def teach(app: Flask) -> None:
    """Let templates say what stands in a field of a row, and how its column is called."""
    app.jinja_env.globals.update(said_value=_said, column_word=_column)


def _said(name: str, value: object) -> str:
    return said(site().words, look().locale, name, value)


def _column(name: str) -> str:
    return site().words.catalogs[look().locale].get(f"column.{name}", name)
