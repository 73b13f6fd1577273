"""A long list, a page at a time."""

from collections.abc import Sequence
from typing import Final, TypeVar

T = TypeVar("T")
ON_A_PAGE: Final = 4


def page_of(found: Sequence[T], wanted: str) -> tuple[tuple[int, int], Sequence[T]]:
    """Return which page of how many this is, and its rows."""
    page, pages = page_number(len(found), wanted)
    start = (page - 1) * ON_A_PAGE
    return (page, pages), found[start : start + ON_A_PAGE]


def page_number(count: int, wanted: str) -> tuple[int, int]:
    """Return the page that was asked for, as far as there is one, and how many there are."""
    pages = max(1, -(-count // ON_A_PAGE))
    page = min(int(wanted), pages) if wanted.isascii() and wanted.isdecimal() else 1
    return max(1, page), pages
