"""What a mouse that is held down does to a geometry: one class for each gesture. Free of Qt."""

from typing import Protocol

from engine.contract.annotations import Box, Point, Polygon
from gui.drawing.geometry import Canvas, Corner, Geometry, Handle, box_between, moved, resized, with_corner


class Gesture(Protocol):
    """A geometry that follows the mouse."""

    def at(self, point: Point) -> Geometry | None:
        """The geometry while the mouse is at a point of the picture; None: there is none yet."""


class Move:
    """Drags a box or an outline, by whole pixels."""

    def __init__(self, geometry: Geometry, start: Point, canvas: Canvas) -> None:
        self._geometry = geometry
        self._start = start
        self._canvas = canvas

    def at(self, point: Point) -> Geometry:
        dx, dy = round(point[0] - self._start[0]), round(point[1] - self._start[1])
        return moved(self._geometry, dx, dy, self._canvas)


class Resize:
    """Drags one of the eight handles of a box."""

    def __init__(self, box: Box, handle: Handle, canvas: Canvas) -> None:
        self._box = box
        self._handle = handle
        self._canvas = canvas

    def at(self, point: Point) -> Geometry:
        return resized(self._box, self._handle, point, self._canvas)


class MoveCorner:
    """Drags one point of an outline."""

    def __init__(self, polygon: Polygon, corner: Corner, canvas: Canvas) -> None:
        self._polygon = polygon
        self._corner = corner
        self._canvas = canvas

    def at(self, point: Point) -> Geometry:
        return with_corner(self._polygon, self._corner, point, self._canvas)


class NewBox:
    """Draws a box from where the mouse was pressed."""

    def __init__(self, start: Point, canvas: Canvas) -> None:
        self._start = start
        self._canvas = canvas

    def at(self, point: Point) -> Geometry | None:
        return box_between(self._start, point, self._canvas)
