"""Rectangles and wires of a layout. No Qt."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from gui.builder.folding import VisibleEdge

TITLE_PX = 40.0
"""Height of a frame's title row."""
BORDER_PX = 16.0
"""Room between a frame and what it holds, at the other three sides."""

Point = tuple[float, float]


class Box(NamedTuple):
    """A rectangle: its upper left corner and its size."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.y + self.height

    def meets(self, other: "Box") -> bool:
        """Whether the two have a common area."""
        return self.x < other.right and other.x < self.right and self.y < other.bottom and other.y < self.bottom

    def is_crossed_by(self, start: Point, end: Point) -> bool:
        """Whether a horizontal or vertical line runs through the inside; along the edge is outside."""
        left, right = sorted((start[0], end[0]))
        top, bottom = sorted((start[1], end[1]))
        return left < self.right and right > self.x and top < self.bottom and bottom > self.y


@dataclass(frozen=True, slots=True)
class Route:
    """How a wire runs.

    Attributes:
        edge: the visible edge.
        points: corners from the source's port at its bottom to the target's port at its top; all parts are
            horizontal or vertical. A port of an item is where its wires end.
    """

    edge: VisibleEdge
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """Places of everything that is shown.

    Attributes:
        boxes: of nodes and folded blocks, by their key.
        frames: of open blocks, by their path; the title row is their upper part.
        routes: of the edges.
    """

    boxes: Mapping[str, Box]
    frames: Mapping[str, Box]
    routes: tuple[Route, ...]

    @property
    def bounds(self) -> Box:
        """The smallest rectangle around everything."""
        boxes = [*self.boxes.values(), *self.frames.values()]
        points = [point for route in self.routes for point in route.points]
        left = min([box.x for box in boxes] + [x for x, _ in points], default=0.0)
        top = min([box.y for box in boxes] + [y for _, y in points], default=0.0)
        right = max([box.right for box in boxes] + [x for x, _ in points], default=0.0)
        bottom = max([box.bottom for box in boxes] + [y for _, y in points], default=0.0)
        return Box(left, top, right - left, bottom - top)
