"""Every word that people read on a page or on paper, in Chinese first and in English."""

from terminal.words.catalog import LOCALES, Locale, MissingWordError, Words
from terminal.words.families import FAMILIES

__all__ = ["FAMILIES", "LOCALES", "Locale", "MissingWordError", "Words"]
