"""Outlines as numbers: extent, area, the part inside a picture, and turning with the picture."""

from collections.abc import Callable, Iterable

from engine.contract.annotations import Box, Point, Polygon, Ring


def extent(rings: Iterable[Ring]) -> Box:
    """The smallest box around all points."""
    points = [point for ring in rings for point in ring]
    across, down = [x for x, _ in points], [y for _, y in points]
    return Box(min(across), min(down), max(across), max(down))


def enclosed_area(ring: Ring) -> float:
    """Area inside a ring by the shoelace formula, whichever way it runs."""
    following = (*ring[1:], *ring[:1])
    twice = sum(x * next_y - next_x * y for (x, y), (next_x, next_y) in zip(ring, following, strict=True))
    return abs(twice) / 2


def clip_box(box: Box, width: float, height: float) -> Box:
    """The part of a box inside a picture; it is empty or inverted where there is none."""
    return Box(max(box.x_min, 0.0), max(box.y_min, 0.0), min(box.x_max, width), min(box.y_max, height))


def clip_ring(ring: Ring, width: float, height: float) -> Ring:
    """The part of a ring inside a picture (Sutherland and Hodgman 1974); empty where there is none.

    Parts that a border separates stay joined along that border, where they enclose nothing.
    """
    for axis, limit, sign in ((0, 0.0, 1.0), (0, width, -1.0), (1, 0.0, 1.0), (1, height, -1.0)):
        ring = _clip_half(ring, axis, limit, sign)
    return ring


def _clip_half(ring: Ring, axis: int, limit: float, sign: float) -> Ring:
    kept: list[Point] = []
    for before, point in zip((*ring[-1:], *ring[:-1]), ring, strict=True):
        was_inside, is_inside = sign * (before[axis] - limit) >= 0, sign * (point[axis] - limit) >= 0
        if was_inside != is_inside:
            share = (limit - before[axis]) / (point[axis] - before[axis])
            crossing = [before[side] + share * (point[side] - before[side]) for side in (0, 1)]
            crossing[axis] = limit
            kept.append((crossing[0], crossing[1]))
        if is_inside:
            kept.append(point)
    return tuple(kept)


def scaled(ring: Ring, width: float, height: float) -> Ring:
    """Shares of a picture as pixels."""
    return tuple((x * width, y * height) for x, y in ring)


def turning(orientation: int, width: float, height: float) -> Callable[[Point], Point]:
    """How a point of the stored picture moves when it is turned upright.

    Args:
        orientation: EXIF, 1 to 8.
        width: of the upright picture.
        height: of the upright picture.
    """
    if orientation in (5, 6, 7, 8):
        width, height = height, width
    moves: dict[int, Callable[[Point], Point]] = {
        2: lambda point: (width - point[0], point[1]),
        3: lambda point: (width - point[0], height - point[1]),
        4: lambda point: (point[0], height - point[1]),
        5: lambda point: (point[1], point[0]),
        6: lambda point: (height - point[1], point[0]),
        7: lambda point: (height - point[1], width - point[0]),
        8: lambda point: (point[1], width - point[0]),
    }
    return moves.get(orientation, lambda point: point)


def polygon_of(box: Box) -> Polygon:
    """The four corners of a box."""
    corners = ((box.x_min, box.y_min), (box.x_max, box.y_min), (box.x_max, box.y_max), (box.x_min, box.y_max))
    return Polygon((corners,))
