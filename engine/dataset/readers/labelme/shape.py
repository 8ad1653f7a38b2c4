"""Reads one shape of a LabelMe file.

Coordinates are pixels from the upper left corner of the picture, continuous and 0-based, as inside.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from engine.contract.annotations import Annotation, Box, Geometry, Point, Polygon
from engine.contract.dataset import ProblemCode
from engine.dataset.outlines import polygon_of
from engine.dataset.readers.documents import finite, short
from engine.dataset.readers.outline_shapes import ellipse
from engine.dataset.readers.shape_fault import ShapeFault

_POLYGON, _RECTANGLE, _CIRCLE = "polygon", "rectangle", "circle"
_GROUP = "group_id"


def read_geometry(shape: Mapping[str, Any]) -> Geometry:
    """Where a shape is.

    Raises:
        ShapeFault: it is of another kind, or damaged.
    """
    kind = shape.get("shape_type") or _POLYGON
    if kind not in (_POLYGON, _RECTANGLE, _CIRCLE, "rotation"):
        words = f"is of the kind {short(kind)}, which is not read"
        raise ShapeFault(ProblemCode.UNSUPPORTED_SHAPE, words)
    points = _read_points(shape.get("points"))
    if kind == _CIRCLE:
        return _circle(points)
    if kind == _RECTANGLE and len(points) != 4:
        return _rectangle(points)
    return Polygon((points,))


def attributes_of(shape: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """What else a shape says: its group, its description, and the flags that are set."""
    named = ((name, shape.get(name)) for name in (_GROUP, "description"))
    said = [(name, short(value)) for name, value in named if value is not None and value != ""]
    flags = shape.get("flags")
    said += [(short(name), "true") for name, value in flags.items() if value is True] if isinstance(flags, dict) else []
    return tuple(said)


def join_groups(annotations: Iterable[Annotation]) -> list[Annotation]:
    """Shapes of one class and one group are parts of one object: one outline with several rings."""
    joined: dict[object, Annotation] = {}
    for number, annotation in enumerate(annotations):
        group = dict(annotation.attributes).get(_GROUP)
        key = number if group is None else (group, annotation.label)
        first = joined.get(key)
        joined[key] = annotation if first is None else _with_part(first, annotation)
    return list(joined.values())


def _with_part(whole: Annotation, part: Annotation) -> Annotation:
    return replace(whole, geometry=Polygon((*_as_polygon(whole.geometry).rings, *_as_polygon(part.geometry).rings)))


def _as_polygon(geometry: Geometry) -> Polygon:
    if isinstance(geometry, Box):
        return polygon_of(geometry)
    if isinstance(geometry, Polygon):
        return geometry
    raise TypeError(f"Shapes of LabelMe are boxes and polygons. Received: {geometry!r}.")


def _read_points(value: object) -> tuple[Point, ...]:
    if not isinstance(value, list):
        raise ShapeFault(ProblemCode.BAD_ANNOTATION, f"has no list of points ({short(value)})")
    points = []
    for entry in value:
        x, y = map(finite, entry) if isinstance(entry, list) and len(entry) == 2 else (None, None)
        if x is None or y is None:
            raise ShapeFault(ProblemCode.BAD_ANNOTATION, f"has a point that is no two numbers ({short(entry)})")
        points.append((x, y))
    return tuple(points)


def _rectangle(points: tuple[Point, ...]) -> Box:
    """A box from two opposite corners, whichever was drawn first."""
    if len(points) != 2:
        raise ShapeFault(ProblemCode.BAD_ANNOTATION, f"is a rectangle with {len(points)} corners in place of two")
    (x_min, x_max), (y_min, y_max) = map(sorted, zip(*points, strict=True))
    return Box(x_min, y_min, x_max, y_max)


def _circle(points: tuple[Point, ...]) -> Polygon:
    """A circle from its centre and a point on it."""
    if len(points) != 2:
        raise ShapeFault(ProblemCode.BAD_ANNOTATION, f"is a circle with {len(points)} points in place of two")
    radius = math.dist(*points)
    return Polygon((ellipse(points[0], (radius, radius)),))
