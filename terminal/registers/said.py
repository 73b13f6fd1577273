"""What stands in a field of a row, in the reader's words: roles, shifts, blame, yes and no."""

from types import MappingProxyType
from typing import Final

from terminal.words import Locale, Words

# The catalog's family of each field that holds codes.
FAMILIES: Final = MappingProxyType({
    "roles": "role.", "responsibility": "batch.blame.", "shift": "admin.shift.",
    "kind": "register.tab.", "steps": "step.", "language": "admin.language.",
    "value": "figure.value.", "separator": "format.separator.",
})  # fmt: skip
COMMA: Final = "work.comma"


def said(words: Words, locale: Locale, name: str, value: object) -> str:
    """Return a field's value as a person reads it; a code that has no word stays as it is."""
    if isinstance(value, bool):
        value = "yes" if value else "no"
        return words.say(locale, f"figure.value.{value}")
    if isinstance(value, list):
        return words.say(locale, COMMA).join(said(words, locale, name, one) for one in value)
    text = str(value)
    if name == "roles" and " " in text:
        return said(words, locale, name, text.split())
    return words.catalogs[locale].get(FAMILIES.get(name, "") + text, text)
