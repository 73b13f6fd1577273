"""Drawing the lots of a batch: boxes for stays, lines for moves, curves for splits and merges."""

from dataclasses import dataclass
from typing import Final

from terminal.queries.batch_tree import Edge, Node, Tree

BOX_WIDTH: Final = 128
BOX_HEIGHT: Final = 60
ACROSS: Final = 160
DOWN: Final = 84
MARGIN: Final = 6
LABEL: Final = 44


@dataclass(frozen=True, slots=True)
class Drawn:
    """A stay at a place, in the picture's units."""

    node: Node
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Picture:
    """The picture: its size, boxes, lines (path data and kind), and a label for each row."""

    width: int
    height: int
    boxes: tuple[Drawn, ...]
    lines: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, int], ...]


def picture(tree: Tree) -> Picture:
    """Return what has to be drawn for a tree of lots."""
    boxes = tuple(Drawn(node, *_corner(node)) for node in tree.nodes)
    rows = {node.lot: _corner(node)[1] + BOX_HEIGHT // 2 for node in tree.nodes}
    return Picture(
        width=LABEL + tree.columns * ACROSS - (ACROSS - BOX_WIDTH) + 2 * MARGIN,
        height=tree.rows * DOWN - (DOWN - BOX_HEIGHT) + 2 * MARGIN,
        boxes=boxes,
        lines=tuple((_line(edge), edge.kind) for edge in tree.edges),
        rows=tuple(rows.items()),
    )


def _corner(node: Node) -> tuple[int, int]:
    return LABEL + MARGIN + node.column * ACROSS, MARGIN + node.row * DOWN


def _line(edge: Edge) -> str:
    x, y = _corner(edge.source)
    to_x, to_y = _corner(edge.target)
    y, to_y = y + BOX_HEIGHT // 2, to_y + BOX_HEIGHT // 2
    x += BOX_WIDTH
    if y == to_y:
        return f"M{x} {y}H{to_x}"
    middle = (x + to_x) // 2
    return f"M{x} {y}C{middle} {y} {middle} {to_y} {to_x} {to_y}"
