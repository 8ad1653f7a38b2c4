"""Items that the user put somewhere: frames grow around them, their wires find a way. No Qt."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from gui.builder.boxes import BORDER_PX, TITLE_PX, Box, Layout, Point, Route
from gui.builder.drawing import simplified
from gui.builder.folding import Folded

STUB_PX = 8.0
"""How far a wire leaves and enters an item straight."""
LANE_PX = 16.0
"""Room between a wire and the items that it goes around."""


def with_moved(layout: Layout, folded: Folded, moved: Mapping[str, Point]) -> Layout:
    """Return the layout with some items elsewhere.

    Wires of moved items, and wires that a moved item would cover, get a new way around the boxes where there is one.

    Args:
        layout: where everything stands by itself.
        folded: what is shown.
        moved: upper left corners by key; keys that are not shown are passed over.
    """
    known = {key: corner for key, corner in moved.items() if key in layout.boxes}
    if not known:
        return layout
    boxes = dict(layout.boxes)
    for key, (x, y) in known.items():
        boxes[key] = boxes[key]._replace(x=x, y=y)
    routes = tuple(_moved_route(route, layout.boxes, boxes, known) for route in layout.routes)
    return replace(layout, boxes=boxes, frames=_frames(layout, folded, boxes, known), routes=routes)


def _frames(layout: Layout, folded: Folded, boxes: Mapping[str, Box], moved: Collection[str]) -> dict[str, Box]:
    """Return the frames, those of moved items drawn anew around all that they hold."""
    frames = dict(layout.frames)
    held: dict[str, list[str]] = {frame.path: [] for frame in folded.frames}
    inner: dict[str, list[str]] = {frame.path: [] for frame in folded.frames}
    for item in folded.items:
        if item.frame:
            held[item.frame].append(item.key)
    for frame in folded.frames:
        if frame.frame:
            inner[frame.frame].append(frame.path)
    changed: set[str] = set()
    for path in sorted(held, key=lambda one: -one.count("/")):
        if changed.intersection(inner[path]) or not set(moved).isdisjoint(held[path]):
            changed.add(path)
            frames[path] = _around([boxes[key] for key in held[path]] + [frames[one] for one in inner[path]])
    return frames


def _around(boxes: Sequence[Box]) -> Box:
    left, top = min(box.x for box in boxes) - BORDER_PX, min(box.y for box in boxes) - TITLE_PX
    right, bottom = max(box.right for box in boxes) + BORDER_PX, max(box.bottom for box in boxes) + BORDER_PX
    return Box(left, top, right - left, bottom - top)


def _moved_route(
    route: Route, before: Mapping[str, Box], boxes: Mapping[str, Box], moved: Mapping[str, Point]
) -> Route:
    source, target = route.edge.source, route.edge.target
    is_own = source in moved or target in moved
    if not is_own and not _crossings(route.points, [boxes[key] for key in moved]):
        return route
    start, end = route.points[0], route.points[-1]
    new_start = (start[0] - before[source].x + boxes[source].x, start[1] - before[source].y + boxes[source].y)
    new_end = (end[0] - before[target].x + boxes[target].x, end[1] - before[target].y + boxes[target].y)
    return replace(route, points=find_way(new_start, new_end, tuple(boxes.values())))


def find_way(start: Point, end: Point, boxes: Collection[Box]) -> tuple[Point, ...]:
    """Return a way of horizontal and vertical lines from a port down and into another one from above.

    Args:
        start: port at the bottom of an item.
        end: port at the top of an item.
        boxes: what should not be crossed; where that is not possible, the way that crosses the fewest.
    """
    best: tuple[Point, ...] = ()
    fewest = len(boxes) + 1
    for way in _ways(start, end, boxes):
        crossed = _crossings(way, boxes)
        if crossed < fewest:
            best, fewest = way, crossed
        if not crossed:
            break
    return best


def _ways(start: Point, end: Point, boxes: Collection[Box]) -> Iterable[tuple[Point, ...]]:
    """Return ways to try, the plain ones first."""
    leave, enter = start[1] + STUB_PX, end[1] - STUB_PX
    if leave <= enter:
        for y in ((leave + enter) / 2, leave, enter):
            yield simplified((start, (start[0], y), (end[0], y), end))
    middle = (start[0] + end[0]) / 2
    edges = {box.x - LANE_PX for box in boxes} | {box.right + LANE_PX for box in boxes}
    for x in sorted(edges, key=lambda edge: abs(edge - middle)):
        yield simplified((start, (start[0], leave), (x, leave), (x, enter), (end[0], enter), end))


def _crossings(points: Sequence[Point], boxes: Iterable[Box]) -> int:
    lines = list(pairwise(points))
    return sum(any(box.is_crossed_by(first, second) for first, second in lines) for box in boxes)
