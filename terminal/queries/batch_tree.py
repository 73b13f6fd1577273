"""The lots of a batch as a picture: where each was, where it split off, where it was merged."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from domain.events import Event
from domain.handover import Handover, HandoverState
from domain.lot import Lot, LotState
from domain.process import ROUTES, Ending, Step
from terminal.queries.batch_blind import RECEIPTS, Blind, Kin

NOT_YET: Final = 1 << 62


@dataclass(frozen=True, slots=True)
class Node:
    """A lot's stay at a place; `column` and `row` count from 0.

    `mark` is past, here, coming (offered, not yet received) or end. `quantity` is what was
    received there, None while it must not be told.
    """

    lot: str
    place: str
    column: int
    row: int
    quantity: int | None
    mark: str
    state: str = ""


@dataclass(frozen=True, slots=True)
class Edge:
    """Pieces that went from one node to another; `kind` is along, split or merge."""

    source: Node
    target: Node
    kind: str


@dataclass(frozen=True, slots=True)
class Tree:
    """The whole picture, `columns` wide and `rows` high."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    columns: int
    rows: int


@dataclass(slots=True)
class _Path:
    """One lot's nodes, with the event in which each began."""

    nodes: list[tuple[int, Node]] = field(default_factory=list)

    def at(self, event: int) -> tuple[int, Node]:
        """Return where the lot was just before an event."""
        before = [stay for stay in self.nodes if stay[0] < event]
        return before[-1] if before else self.nodes[0]


def tree(
    lots: Sequence[Lot],
    kin: Sequence[Kin],
    handovers: Sequence[Handover],
    events: Sequence[Event],
    veil: Blind,
) -> Tree:
    """Lay out the lots: one row for each, a column further with every move."""
    began = _receipts(events)
    paths: dict[int, _Path] = {}
    edges: list[Edge] = []
    for row, lot in enumerate(lots):
        mine = [one for one in handovers if one.lot_id == lot.id]
        births = [one for one in kin if one.child == lot.id and one.parent in paths]
        birth = births[0] if births and row else None
        paths[lot.id] = path = _Path()
        if birth is None:
            first = Node(lot.number, "intake", 0, row, _first(mine, veil), "past")
            path.nodes.append((0, first))
            source, column = None, 0
        else:
            source = paths[birth.parent].at(birth.event)[1]
            column = source.column
        for one in mine:
            if one.state is HandoverState.RECEIVED:
                column += 1
                node = Node(lot.number, one.target.value, column, row, one.last_count, "past")
                path.nodes.append((began.get(one.number, birth.event if birth else 0), node))
        _finish(lot, path, column, row, birth.event if birth else 0)
        edges += _along(path, source)
    edges += _merges(lots, kin, paths)
    nodes = tuple(node for path in paths.values() for _, node in path.nodes)
    width = max((node.column for node in nodes), default=0) + 1
    return Tree(nodes, tuple(edges), width, len(lots))


def _receipts(events: Sequence[Event]) -> dict[int, int]:
    """Return the event of each hand-over's receipt."""
    found = {}
    for event in events:
        number = event.facts.get("handover")
        if event.kind in RECEIPTS and isinstance(number, int):
            found[number] = event.number
    return found


def _first(mine: Sequence[Handover], veil: Blind) -> int | None:
    """Return what Sales counted, once the packer has counted it too."""
    received = [one for one in mine if one.state is HandoverState.RECEIVED]
    return received[0].quantity if received and not veil.hides_total else None


def _finish(lot: Lot, path: _Path, column: int, row: int, born: int) -> None:
    """Mark where a lot is now, and add where it is going or how it ended."""
    going = ROUTES[lot.route].target if lot.route else None
    if lot.state is LotState.ENDED:
        _end(lot, path, column, row, born)
        return
    if path.nodes:
        event, last = path.nodes[-1]
        here = Node(last.lot, last.place, last.column, row, last.quantity, "here", lot.state.value)
        path.nodes[-1] = (event, here)
    if going is not None and lot.state is not LotState.WORKING:
        coming = Node(lot.number, going.value, column + 1, row, None, "coming", lot.state.value)
        path.nodes.append((NOT_YET, coming))
    elif not path.nodes:
        here = Node(lot.number, lot.step.value, column + 1, row, lot.quantity, "here")
        path.nodes.append((born, here))


def _end(lot: Lot, path: _Path, column: int, row: int, born: int) -> None:
    going = ROUTES[lot.route].target if lot.route else None
    if isinstance(going, Ending) or lot.step is Step.SHIP:
        place = going if isinstance(going, Ending) else lot.ending
        when = NOT_YET if path.nodes else born
        path.nodes.append((when, Node(lot.number, place.value, column + 1, row, None, "end")))
    elif not path.nodes:  # it went into another lot before it had moved
        path.nodes.append((born, Node(lot.number, lot.step.value, column + 1, row, None, "past")))


def _along(path: _Path, source: Node | None) -> list[Edge]:
    nodes = [node for _, node in path.nodes]
    edges = [Edge(one, other, "along") for one, other in pairwise(nodes)]
    if source and nodes:
        edges.insert(0, Edge(source, nodes[0], "split"))
    return edges


def _merges(lots: Sequence[Lot], kin: Sequence[Kin], paths: Mapping[int, _Path]) -> list[Edge]:
    rows = {lot.id: row for row, lot in enumerate(lots)}
    born: set[int] = set()
    edges = []
    for one in kin:
        later = rows[one.parent] > rows[one.child] or one.child in born or rows[one.child] == 0
        born.add(one.child)
        if later and paths[one.parent].nodes and paths[one.child].nodes:
            source = paths[one.parent].at(one.event)[1]
            edges.append(Edge(source, paths[one.child].at(one.event)[1], "merge"))
    return edges
