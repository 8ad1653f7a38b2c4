"""Where the parts of layers stand from left to right, so that chains and long wires are straight. No Qt."""

from collections.abc import Sequence
from itertools import pairwise

from gui.builder.layered import Layers, Link, Part

ITEM_GAP_PX = 32.0
LANE_GAP_PX = 20.0
LANES_GAP_PX = 12.0
LINE_END_PX = 300.0
ROUNDS = 3
_LANE_WEIGHT, _ITEM_WEIGHT, _MIXED_WEIGHT = 8.0, 4.0, 2.0
_MAIN_WEIGHT = 4.0
"""How much more wires of the longest ways count: the trunk is straight, what is short stands beside it."""

Wish = tuple[float, float]
"""Where a part wants to stand, and how much."""


def place(layers: Layers) -> dict[str, float]:
    """Return the left edge of every part; no two parts of a layer come closer than the gaps say.

    Each layer in turn takes the places that its neighbours wish, as near as order and gaps allow: an isotonic
    regression with weighted medians, which keeps what can be straight exactly straight.
    """
    middles = {}
    for row in layers.rows:
        for key, middle in zip(row, _packed([layers.parts[key] for key in row]), strict=True):
            middles[key] = middle
    above, below = _neighbours(layers)
    down, up = range(len(layers.rows)), range(len(layers.rows) - 1, -1, -1)
    for _ in range(ROUNDS):
        _settle(layers, middles, down, (above,))
        _settle(layers, middles, up, (below,))
    _settle(layers, middles, down, (above, below))
    _settle(layers, middles, down, (above,))
    lefts = {key: round(middle - layers.parts[key].width / 2) for key, middle in middles.items()}
    origin = min(lefts.values(), default=0)
    return {key: float(left - origin) for key, left in lefts.items()}


def gap(left: Part, right: Part) -> float:
    """Return the room between two neighbours of a layer."""
    small = (left.role != "item") + (right.role != "item")
    return (ITEM_GAP_PX, LANE_GAP_PX, LANES_GAP_PX)[small]


Neighbours = dict[str, list[tuple[str, float, float]]]
"""For every part: its neighbour in the layer above or below, how far it wants to stand from it, and how much."""


def _neighbours(layers: Layers) -> tuple[Neighbours, Neighbours]:
    above: Neighbours = {}
    below: Neighbours = {}
    behind, before = _longest_ways(layers)
    for links in layers.links:
        for link in links:
            is_main = behind[link.upper] == behind[link.lower] + _steps(layers, link.lower) and before[
                link.lower
            ] == before[link.upper] + _steps(layers, link.upper)
            shift, weight = _shift(layers, link), _weight(layers, link) * (_MAIN_WEIGHT if is_main else 1.0)
            above.setdefault(link.lower, []).append((link.upper, shift, weight))
            below.setdefault(link.upper, []).append((link.lower, -shift, weight))
    return above, below


def _longest_ways(layers: Layers) -> tuple[dict[str, int], dict[str, int]]:
    """Return how many items follow each part on the longest way down, and on the longest way up."""
    behind, before = dict.fromkeys(layers.parts, 0), dict.fromkeys(layers.parts, 0)
    for links in layers.links:
        for link in links:
            before[link.lower] = max(before[link.lower], before[link.upper] + _steps(layers, link.upper))
    for links in reversed(layers.links):
        for link in links:
            behind[link.upper] = max(behind[link.upper], behind[link.lower] + _steps(layers, link.lower))
    return behind, before


def _steps(layers: Layers, key: str) -> int:
    return 0 if layers.parts[key].is_lane else 1


def _shift(layers: Layers, link: Link) -> float:
    """Return how far the lower part's middle is right of the upper one's when the wire is straight.

    Behind a frame of several columns, which is left far at the right, a part begins again at the left.
    """
    upper, lower = layers.parts[link.upper], layers.parts[link.lower]
    if upper.out_offset(link.net) - upper.width / 2 > LINE_END_PX:
        return (lower.width - upper.width) / 2
    return (upper.out_offset(link.net) - upper.width / 2) - (lower.in_offset(link.net) - lower.width / 2)


def _weight(layers: Layers, link: Link) -> float:
    lanes = layers.parts[link.upper].is_lane + layers.parts[link.lower].is_lane
    return (_ITEM_WEIGHT, _MIXED_WEIGHT, _LANE_WEIGHT)[lanes]


def _settle(layers: Layers, middles: dict[str, float], order: Sequence[int], sides: Sequence[Neighbours]) -> None:
    for number in order:
        row = layers.rows[number]
        wishes = []
        for key in row:
            wanted = [(middles[one] + shift, weight) for side in sides for one, shift, weight in side.get(key, ())]
            weight = sum(weight for _, weight in wanted)
            wishes.append((_weighted_median(wanted), weight) if wanted else (middles[key], 0.1))
        parts = [layers.parts[key] for key in row]
        for key, middle in zip(row, spread(wishes, _distances(parts)), strict=True):
            middles[key] = middle


def _distances(parts: Sequence[Part]) -> list[float]:
    """Return how far the middles of neighbours are apart at least."""
    return [(left.width + right.width) / 2 + gap(left, right) for left, right in pairwise(parts)]


def _packed(parts: Sequence[Part]) -> list[float]:
    middles = [0.0] * bool(parts)
    for distance in _distances(parts):
        middles.append(middles[-1] + distance)
    return [middle - middles[-1] / 2 for middle in middles]


def spread(wishes: Sequence[Wish], distances: Sequence[float]) -> list[float]:
    """Return places as near to the wishes as their order and distances allow.

    Args:
        wishes: wanted place and weight of each.
        distances: least distance of each to the next one.
    """
    offsets = [0.0] * bool(wishes)
    for distance in distances:
        offsets.append(offsets[-1] + distance)
    groups: list[tuple[float, list[Wish]]] = []
    for (wish, weight), offset in zip(wishes, offsets, strict=True):
        members = [(wish - offset, weight)]
        value = wish - offset
        while groups and groups[-1][0] > value:
            members = groups.pop()[1] + members
            value = _weighted_median(members)
        groups.append((value, members))
    values = [value for value, members in groups for _ in members]
    return [value + offset for value, offset in zip(values, offsets, strict=True)]


def _weighted_median(wishes: Sequence[Wish]) -> float:
    if len(wishes) == 1:
        return wishes[0][0]
    ordered = sorted(wishes)
    half, reached = sum(weight for _, weight in wishes) / 2, 0.0
    for place, (value, weight) in enumerate(ordered):
        reached += weight
        if abs(reached - half) < 1e-9 and place + 1 < len(ordered):
            return (value + ordered[place + 1][0]) / 2
        if reached > half:
            return value
    return ordered[-1][0]
