"""Layers of a drawing: which item stands how deep, in which order, and where lanes of long wires pass. No Qt.

The method of Sugiyama, Tagawa, Toda (1981): wires that close a cycle are turned round, every item stands below all
that it reads, a wire over several layers gets a place in each of them, medians of neighbours reduce crossings.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

SWEEPS = 4

Role = Literal["item", "entry", "exit", "lane"]


class Piece(NamedTuple):
    """A wire among the items of one drawing: the result it carries, and the items it joins."""

    net: str
    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that has a place in a layer.

    Attributes:
        key: unique in the drawing.
        role: an item; where wires enter or leave the drawing; or the lane of a wire that passes.
        width: in pixels.
        height: in pixels.
        ins: where wires enter at the top, from the left edge, by the result they carry; the middle where it is not.
        outs: the same for wires that leave at the bottom.
    """

    key: str
    role: Role = "item"
    width: float = 0.0
    height: float = 0.0
    ins: Mapping[str, float] = field(default_factory=dict)
    outs: Mapping[str, float] = field(default_factory=dict)

    @property
    def is_lane(self) -> bool:
        """Whether it only marks where a wire passes."""
        return self.role == "lane"

    def in_offset(self, net: str) -> float:
        """Where a wire enters, from the left edge."""
        return self.ins.get(net, self.width / 2)

    def out_offset(self, net: str) -> float:
        """Where a wire leaves, from the left edge."""
        return self.outs.get(net, self.width / 2)


class Link(NamedTuple):
    """A wire from one layer to the next."""

    net: str
    upper: str
    lower: str


@dataclass(slots=True)
class Layers:
    """Layers from top to bottom, each from left to right.

    Attributes:
        parts: everything that has a place, lanes included, by its key.
        rows: keys of the parts of each layer, in order.
        links: wires from each layer to the next one.
        paths: for every piece the keys of the parts it runs through, from its source to its target; for a piece
            that runs upwards the lanes from bottom to top.
        upward: pieces that close a cycle.
    """

    parts: dict[str, Part]
    rows: list[list[str]]
    links: list[list[Link]]
    paths: dict[Piece, tuple[str, ...]]
    upward: set[Piece]

    def wire_of(self, piece: Piece) -> str:
        """Return what pieces that share their lanes have in common: one result that leaves one part downwards."""
        return f"{piece.net}/>{piece.target}" if piece in self.upward else f"{piece.source}/{piece.net}"


def arrange(parts: Sequence[Part], pieces: Sequence[Piece]) -> Layers:
    """Return the parts in layers, in an order with few crossings."""
    upward = _closing_pieces(parts, pieces)
    depth = _depths(parts, [piece for piece in pieces if piece not in upward])
    rows: list[list[str]] = [[] for _ in range(max(depth.values(), default=-1) + 1)]
    layers = Layers({part.key: part for part in parts}, rows, [], {}, upward)
    for part in parts:
        layers.rows[depth[part.key]].append(part.key)
    links: list[dict[Link, None]] = [{} for _ in layers.rows[1:]]
    for piece in pieces:
        _add_lanes(layers, links, piece, depth)
    layers.links = [list(found) for found in links]
    _reduce_crossings(layers)
    return layers


def _closing_pieces(parts: Sequence[Part], pieces: Sequence[Piece]) -> set[Piece]:
    """Return the pieces that lead back to where a depth-first walk came from; without them there is no cycle."""
    leaving: dict[str, list[Piece]] = {part.key: [] for part in parts}
    for piece in pieces:
        leaving[piece.source].append(piece)
    closing: set[Piece] = set()
    is_open: dict[str, bool] = {}
    for part in parts:
        if part.key in is_open:
            continue
        is_open[part.key] = True
        stack = [(part.key, iter(leaving[part.key]))]
        while stack:
            key, following = stack[-1]
            current = next(following, None)
            if current is None:
                is_open[key] = False
                stack.pop()
            elif is_open.get(current.target):
                closing.add(current)
            elif current.target not in is_open:
                is_open[current.target] = True
                stack.append((current.target, iter(leaving[current.target])))
    return closing


def _depths(parts: Sequence[Part], pieces: Sequence[Piece]) -> dict[str, int]:
    """Return the layer of every part: the longest way from the top; what reads nothing stands above its reader."""
    entries = {part.key for part in parts if part.role == "entry"}
    order = _topological([part.key for part in parts], pieces)
    sources: dict[str, list[str]] = {part.key: [] for part in parts}
    targets: dict[str, list[str]] = {part.key: [] for part in parts}
    for piece in pieces:
        sources[piece.target].append(piece.source)
        targets[piece.source].append(piece.target)
    depth: dict[str, int] = {}
    first = 1 if entries else 0
    for key in order:
        depth[key] = 0 if key in entries else max([first, *(depth[source] + 1 for source in sources[key])])
    for key in reversed(order):
        if not sources[key] and targets[key] and key not in entries:
            depth[key] = min(depth[target] for target in targets[key]) - 1
    exits = [part.key for part in parts if part.role == "exit"]
    last = max((depth[key] for key in order if key not in exits), default=0) + 1
    return depth | dict.fromkeys(exits, last)


def _topological(keys: Sequence[str], pieces: Iterable[Piece]) -> list[str]:
    missing = dict.fromkeys(keys, 0)
    targets: dict[str, list[str]] = {key: [] for key in keys}
    for piece in pieces:
        missing[piece.target] += 1
        targets[piece.source].append(piece.target)
    order = [key for key in keys if not missing[key]]
    for key in order:  # grows while it is walked
        for target in targets[key]:
            missing[target] -= 1
            if not missing[target]:
                order.append(target)
    return order


def _add_lanes(layers: Layers, links: list[dict[Link, None]], piece: Piece, depth: Mapping[str, int]) -> None:
    """Give a piece a lane in every layer that it passes; wires that carry one result share their lanes."""
    if piece in layers.upward:
        rows = range(depth[piece.source], depth[piece.target] - 1, -1)
        path = [_lane(layers, layers.wire_of(piece), row) for row in rows]
        for row, lower, upper in zip(rows, path, path[1:], strict=False):
            links[row - 1][Link(piece.net, upper, lower)] = None
        layers.paths[piece] = (piece.source, *path, piece.target)
        return
    rows = range(depth[piece.source] + 1, depth[piece.target])
    path = [piece.source, *(_lane(layers, layers.wire_of(piece), row) for row in rows), piece.target]
    for row, upper, lower in zip(range(depth[piece.source], depth[piece.target]), path, path[1:], strict=False):
        links[row][Link(piece.net, upper, lower)] = None
    layers.paths[piece] = tuple(path)


def _lane(layers: Layers, wire: str, row: int) -> str:
    key = f"/lane/{row}/{wire}"
    if key not in layers.parts:
        layers.parts[key] = Part(key, "lane")
        layers.rows[row].append(key)
    return key


def _reduce_crossings(layers: Layers) -> None:
    best, fewest = [list(row) for row in layers.rows], _crossings(layers)
    for sweep in range(SWEEPS if fewest else 0):
        if sweep % 2 == 0:
            for row in range(1, len(layers.rows)):
                _sort_by_medians(layers, row, layers.links[row - 1], is_downward=True)
        else:
            for row in range(len(layers.rows) - 2, -1, -1):
                _sort_by_medians(layers, row, layers.links[row], is_downward=False)
        crossings = _crossings(layers)
        if crossings < fewest:
            best, fewest = [list(one) for one in layers.rows], crossings
    layers.rows = best


def _sort_by_medians(layers: Layers, row: int, links: Sequence[Link], *, is_downward: bool) -> None:
    if len(layers.rows[row]) < 2:
        return
    other = layers.rows[row - 1] if is_downward else layers.rows[row + 1]
    places = {key: place for place, key in enumerate(other)}
    seen: dict[str, list[float]] = {}
    for link in links:
        own, far = (link.lower, link.upper) if is_downward else (link.upper, link.lower)
        seen.setdefault(own, []).append(places[far] + _fraction(layers.parts[far], link.net, is_upper=is_downward))
    keys = {key: _median(seen[key]) if key in seen else float(place) for place, key in enumerate(layers.rows[row])}
    layers.rows[row].sort(key=keys.__getitem__)


def _fraction(part: Part, net: str, *, is_upper: bool) -> float:
    """Return where on a part the wire begins or ends, in [0, 1): frames have several such places."""
    if not part.width:
        return 0.45
    return 0.9 * (part.out_offset(net) if is_upper else part.in_offset(net)) / part.width


def _median(values: list[float]) -> float:
    values.sort()
    middle = len(values) // 2
    return values[middle] if len(values) % 2 else (values[middle - 1] + values[middle]) / 2


def _crossings(layers: Layers) -> int:
    total = 0
    for upper_row, lower_row, links in zip(layers.rows, layers.rows[1:], layers.links, strict=False):
        if len(links) < 2:
            continue
        upper = {key: place for place, key in enumerate(upper_row)}
        lower = {key: place for place, key in enumerate(lower_row)}
        ends = sorted(
            (
                upper[link.upper] + _fraction(layers.parts[link.upper], link.net, is_upper=True),
                lower[link.lower] + _fraction(layers.parts[link.lower], link.net, is_upper=False),
            )
            for link in links
        )
        total += _inversions([end for _, end in ends])
    return total


def _inversions(values: Sequence[float]) -> int:
    return sum(before > value for place, value in enumerate(values) for before in values[:place])
