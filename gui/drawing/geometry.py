"""What a hand does to boxes and outlines: pure functions in pixels of the picture, which nothing leaves. Free of Qt."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from engine.contract.annotations import Box, Point, Polygon, Ring
from engine.dataset.outlines import enclosed_area, extent

Geometry = Box | Polygon
SMALLEST_SIDE: Final = 1.0
FEWEST_POINTS: Final = 3
_DIGITS: Final = 1
"""A corner of an outline is put to a tenth of a pixel, an edge of a box to a whole one."""


@dataclass(frozen=True, slots=True)
class Canvas:
    """The picture that is drawn on, in pixels."""

    width: int
    height: int


class Handle(NamedTuple):
    """One of the eight places by which a box is resized: -1 left or upper, 0 the middle, 1 right or lower."""

    across: int
    down: int


HANDLES: Final = tuple(Handle(across, down) for down in (-1, 0, 1) for across in (-1, 0, 1) if across or down)


class Corner(NamedTuple):
    """A point of an outline: which ring, and which point in it."""

    ring: int
    point: int


Grip = Handle | Corner
"""What is dragged: a handle of a box, or a point of an outline."""


def extent_of(geometry: Geometry) -> Box:
    """The smallest box around a geometry."""
    return geometry if isinstance(geometry, Box) else extent(geometry.rings)


def moved(geometry: Geometry, dx: float, dy: float, canvas: Canvas) -> Geometry:
    """A geometry that was dragged by a distance, as far as the border of the picture allows."""
    box = extent_of(geometry)
    dx = _within(dx, low=min(-box.x_min, 0.0), high=max(canvas.width - box.x_max, 0.0))
    dy = _within(dy, low=min(-box.y_min, 0.0), high=max(canvas.height - box.y_max, 0.0))
    if isinstance(geometry, Box):
        return Box(box.x_min + dx, box.y_min + dy, box.x_max + dx, box.y_max + dy)
    return Polygon(tuple(tuple((x + dx, y + dy) for x, y in ring) for ring in geometry.rings))


def resized(box: Box, handle: Handle, point: Point, canvas: Canvas) -> Box:
    """A box of which a handle was dragged to a point; dragged beyond the opposite side, it turns over.

    An edge comes to lie on a whole pixel; edges that are not dragged stay where they are.
    """
    x, y = _on_pixel(point[0], canvas.width), _on_pixel(point[1], canvas.height)
    x_min, x_max = _edges((box.x_min, box.x_max), handle.across, x, canvas.width)
    y_min, y_max = _edges((box.y_min, box.y_max), handle.down, y, canvas.height)
    return Box(x_min, y_min, x_max, y_max)


def box_between(first: Point, second: Point, canvas: Canvas) -> Box | None:
    """The box that is drawn from one point to another one, on whole pixels; None where it covers nothing."""
    x_min, x_max = sorted(_on_pixel(point[0], canvas.width) for point in (first, second))
    y_min, y_max = sorted(_on_pixel(point[1], canvas.height) for point in (first, second))
    is_large = x_max - x_min >= SMALLEST_SIDE and y_max - y_min >= SMALLEST_SIDE
    return Box(x_min, y_min, x_max, y_max) if is_large else None


def with_corner(polygon: Polygon, corner: Corner, point: Point, canvas: Canvas) -> Polygon:
    """An outline of which one point was dragged elsewhere; one that would cover nothing stays as it was."""
    ring = list(polygon.rings[corner.ring])
    ring[corner.point] = point_on(point, canvas)
    return _with_ring(polygon, corner.ring, tuple(ring)) if enclosed_area(tuple(ring)) > 0 else polygon


def without_corner(polygon: Polygon, corner: Corner) -> Polygon:
    """An outline without one of its points; it stays as it was where it would cover nothing."""
    ring = polygon.rings[corner.ring]
    left = polygon_through([point for place, point in enumerate(ring) if place != corner.point])
    return polygon if left is None else _with_ring(polygon, corner.ring, left.rings[0])


def with_new_corner(polygon: Polygon, point: Point, *, reach: float) -> Polygon:
    """An outline with one more point, where another one lies on its line; as it was where none does.

    Args:
        polygon: the outline.
        point: near its line.
        reach: how far from the line a point may lie, in pixels of the picture.
    """
    nearest = min(
        (_distance(point, start, end), number, place)
        for number, ring in enumerate(polygon.rings)
        for place, (start, end) in enumerate(zip(ring, (*ring[1:], ring[0]), strict=True))
    )
    distance, number, place = nearest
    if distance > reach:
        return polygon
    ring = polygon.rings[number]
    new = (round(point[0], _DIGITS), round(point[1], _DIGITS))
    return _with_ring(polygon, number, (*ring[: place + 1], new, *ring[place + 1 :]))


def polygon_through(points: Sequence[Point]) -> Polygon | None:
    """The outline through points; None where it covers nothing."""
    ring: Ring = tuple(point for number, point in enumerate(points) if number == 0 or point != points[number - 1])
    return Polygon((ring,)) if len(ring) >= FEWEST_POINTS and enclosed_area(ring) > 0 else None


def corners_of(polygon: Polygon) -> Iterator[tuple[Corner, Point]]:
    """Every point of an outline with its name."""
    for number, ring in enumerate(polygon.rings):
        yield from ((Corner(number, place), point) for place, point in enumerate(ring))


def point_on(point: Point, canvas: Canvas) -> Point:
    """A point where a corner of an outline may lie."""
    x, y = _within(point[0], low=0.0, high=canvas.width), _within(point[1], low=0.0, high=canvas.height)
    return round(x, _DIGITS), round(y, _DIGITS)


def _with_ring(polygon: Polygon, number: int, ring: Ring) -> Polygon:
    return Polygon((*polygon.rings[:number], ring, *polygon.rings[number + 1 :]))


def _distance(point: Point, start: Point, end: Point) -> float:
    """From a point to a line between two others."""
    across, down = end[0] - start[0], end[1] - start[1]
    squared = across**2 + down**2
    share = ((point[0] - start[0]) * across + (point[1] - start[1]) * down) / squared if squared else 0.0
    share = _within(share, low=0.0, high=1.0)
    return math.hypot(point[0] - start[0] - share * across, point[1] - start[1] - share * down)


def _edges(edges: tuple[float, float], side: int, value: float, limit: float) -> tuple[float, float]:
    """Both edges along one axis after one of them was dragged."""
    if side == 0:
        return edges
    fixed = edges[1] if side < 0 else edges[0]
    low, high = sorted((fixed, value))
    if high - low >= SMALLEST_SIDE:
        return low, high
    grown = fixed - SMALLEST_SIDE if side < 0 else fixed + SMALLEST_SIDE
    return (min(fixed, grown), max(fixed, grown)) if 0 <= grown <= limit else edges


def _on_pixel(value: float, limit: float) -> float:
    return float(round(_within(value, low=0.0, high=limit)))


def _within(value: float, *, low: float, high: float) -> float:
    return min(max(value, low), high)
