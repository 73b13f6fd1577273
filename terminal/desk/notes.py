"""What a scan asks for beyond its desk: an act of the open form, or a record."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Note:
    """An act and its fields as typed: a record to be written, or a form whose button is pressed."""

    act: str
    fields: dict[str, str]
