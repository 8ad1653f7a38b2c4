"""The shapes of the sample datasets as signed distances: negative inside, zero on the edge, in pixels.

The distance gives a smooth edge without drawing at a higher resolution: coverage = 1/2 - distance, cut to [0, 1].
Coordinates are centred on the shape; ``radius`` is that of the circle around it.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Field = NDArray[np.floating]
Distance = Callable[[Field, Field, float], Field]


def circle(x: Field, y: Field, radius: float) -> Field:
    """A filled disc, a little smaller than its circle so that all shapes cover about the same area."""
    return np.hypot(x, y) - radius * 0.86


def cross(x: Field, y: Field, radius: float) -> Field:
    """Two bars at right angles."""
    across, along = np.abs(x), np.abs(y)
    arm = radius * 0.34
    upright = np.maximum(across - arm, along - radius)
    level = np.maximum(across - radius, along - arm)
    return np.minimum(upright, level)


def ring(x: Field, y: Field, radius: float) -> Field:
    """A circle with a hole."""
    return np.abs(np.hypot(x, y) - radius * 0.7) - radius * 0.24


def square(x: Field, y: Field, radius: float) -> Field:
    """A square with barely rounded corners."""
    rounding = radius * 0.06
    half = radius * 0.76 - rounding
    across, along = np.abs(x) - half, np.abs(y) - half
    outside = np.hypot(np.maximum(across, 0), np.maximum(along, 0))
    return outside + np.minimum(np.maximum(across, along), 0) - rounding


def star(x: Field, y: Field, radius: float) -> Field:
    """Five points; by folding the plane into half of one point, the edge becomes a single line."""
    slice_angle = np.pi / 5
    angle = np.mod(np.arctan2(y, x) + slice_angle, 2 * slice_angle) - slice_angle
    distance = np.hypot(x, y)
    along, across = distance * np.cos(angle), np.abs(distance * np.sin(angle))
    notch = radius * 0.46
    edge_x, edge_y = notch * np.cos(slice_angle) - radius, notch * np.sin(slice_angle)
    length = np.hypot(edge_x, edge_y)
    return ((along - radius) * edge_y - across * edge_x) / length


def triangle(x: Field, y: Field, radius: float) -> Field:
    """Three equal sides."""
    slope = np.sqrt(3) / 2
    return np.maximum(y, np.abs(x) * slope - y / 2) - radius / 2


SHAPES: dict[str, Distance] = {
    "circle": circle,
    "cross": cross,
    "ring": ring,
    "square": square,
    "star": star,
    "triangle": triangle,
}
