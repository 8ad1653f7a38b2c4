"""Outlines of shapes that are neither boxes nor polygons: turned boxes, circles, ellipses."""

import math

from engine.contract.annotations import Box, Point, Ring

# An arc between two of them departs from the circle by 0.12 % of the radius.
CURVE_POINTS = 64


def turned_box(box: Box, degrees: float) -> Ring:
    """The corners of a box after a turn around its centre, clockwise on the screen."""
    centre = ((box.x_min + box.x_max) / 2, (box.y_min + box.y_max) / 2)
    right, down = box.width / 2, box.height / 2
    corners = ((-right, -down), (right, -down), (right, down), (-right, down))
    return tuple(_turned(corner, centre, degrees) for corner in corners)


def ellipse(centre: Point, radii: Point, degrees: float = 0.0) -> Ring:
    """Points on an ellipse, which is turned around its centre, clockwise on the screen."""
    angles = (2 * math.pi * step / CURVE_POINTS for step in range(CURVE_POINTS))
    points = ((radii[0] * math.cos(angle), radii[1] * math.sin(angle)) for angle in angles)
    return tuple(_turned(point, centre, degrees) for point in points)


def _turned(offset: Point, centre: Point, degrees: float) -> Point:
    """A point at ``offset`` from ``centre`` after a turn; y points down, so that a positive angle is clockwise."""
    cosine, sine = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    right, down = offset
    return centre[0] + right * cosine - down * sine, centre[1] + right * sine + down * cosine
