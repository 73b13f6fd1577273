"""On which line of a layout's file something is written; `tomllib` tells it for syntax alone."""

import re
from dataclasses import dataclass
from typing import Final

HEAD: Final = re.compile(r"\s*\[\[\s*block\s*\]\]")
COMMENT: Final = re.compile(r"\s*(#|$)")


@dataclass(frozen=True, slots=True)
class Places:
    """The lines of a file and where each `[[block]]` begins."""

    lines: tuple[str, ...]
    heads: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> "Places":
        """Count the heads of the blocks."""
        lines = tuple(text.splitlines())
        return cls(lines, tuple(n for n, line in enumerate(lines) if HEAD.match(line)))

    def line(self, block: int, *near: str) -> int:
        """Return the line in a block (from 0) that has all of `near`, else the first of them.

        `near` are keys (`text =`) or pieces of text, as they stand in the file; a comment has
        none. Where nothing is found it is the line on which the block begins.
        """
        start, end = self._range(block)
        for pieces in (near, near[:1]):
            for number in range(start, end) if near else ():
                line = self.lines[number]
                if not COMMENT.match(line) and all(_has(line, one) for one in pieces):
                    return number + 1
        return start + 1

    def _range(self, block: int) -> tuple[int, int]:
        if not 0 <= block < len(self.heads):  # the whole file; `block = [...]` has no heads
            return 0, len(self.lines)
        ends = (*self.heads[1:], len(self.lines))
        return self.heads[block], ends[block]


def _has(line: str, piece: str) -> bool:
    if piece.endswith(" ="):
        return re.search(rf"(?<![\w-]){re.escape(piece[:-2])}\s*=", line) is not None
    return piece in line
