"""A long list, a page at a time."""

from collections.abc import Sequence
from typing import Final, TypeVar

from terminal.queries.steps.typed import read_whole

T = TypeVar("T")
ON_A_PAGE: Final = 4


def page_of(
    found: Sequence[T], wanted: str, on_a_page: int = ON_A_PAGE
) -> tuple[tuple[int, int], Sequence[T]]:
    """Return which page of how many this is, and its rows."""
    page, pages = page_number(len(found), wanted, on_a_page)
    start = (page - 1) * on_a_page
    return (page, pages), found[start : start + on_a_page]


def page_number(count: int, wanted: str, on_a_page: int = ON_A_PAGE) -> tuple[int, int]:
    """Return the page that was asked for, as far as there is one, and how many there are."""
    pages = max(1, -(-count // on_a_page))
    return max(1, min(read_whole(wanted), pages)), pages
