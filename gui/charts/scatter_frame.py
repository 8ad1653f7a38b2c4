"""Where the points of a scatter lie on the screen. Free of Qt."""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
Pair = tuple[float, float]
MOST_ZOOM: Final = 60.0
_MARGIN_PX: Final = 24.0


@dataclass(frozen=True, slots=True)
class ScatterFrame:
    """One scale for both axes; y goes up.

    Attributes:
        size: (width, height) of the place in pixels.
        centre: what lies in its middle, in units of the points.
        extent: (width, height) of all points.
        zoom: 1 shows all points.
    """

    size: Pair = (1.0, 1.0)
    centre: Pair = (0.0, 0.0)
    extent: Pair = (1.0, 1.0)
    zoom: float = 1.0

    @classmethod
    def around(cls, points: Points, size: Pair) -> "ScatterFrame":
        """The frame that shows all points (N, 2)."""
        if not len(points):
            return cls(size)
        low, high = points.min(axis=0), points.max(axis=0)
        middle, extent = (low + high) / 2, np.maximum(high - low, 1e-9)
        return cls(size, (float(middle[0]), float(middle[1])), (float(extent[0]), float(extent[1])))

    @property
    def scale(self) -> float:
        """Pixels per unit."""
        rooms = [max(1.0, side - 2 * _MARGIN_PX) / extent for side, extent in zip(self.size, self.extent, strict=True)]
        return min(rooms) * self.zoom

    def to_pixels(self, points: Points) -> Points:
        """Points (N, 2) on the screen."""
        middle = np.array(self.size) / 2
        return np.asarray((points - np.array(self.centre)) * np.array([self.scale, -self.scale]) + middle)

    def resized(self, size: Pair) -> "ScatterFrame":
        """The same middle in a place of another size."""
        return replace(self, size=size)

    def panned(self, across_px: float, down_px: float) -> "ScatterFrame":
        """Moved along with the pointer."""
        x, y = self.centre
        return replace(self, centre=(x - across_px / self.scale, y + down_px / self.scale))

    def zoomed(self, factor: float, at_px: Pair) -> "ScatterFrame":
        """Closer or farther; what lies at ``at_px`` stays there."""
        zoom = min(MOST_ZOOM, max(0.5, self.zoom * factor))
        across, down = at_px[0] - self.size[0] / 2, at_px[1] - self.size[1] / 2
        moved = replace(self.panned(-across, -down), zoom=zoom)
        return moved.panned(across, down)


def place_under(pixels: Points, at_px: Pair, *, reach_px: float) -> int | None:
    """The point nearest to a place on the screen, if it is within reach."""
    if not len(pixels):
        return None
    distances = np.hypot(*(pixels - np.array(at_px)).T)
    nearest = int(distances.argmin())
    return nearest if distances[nearest] <= reach_px else None


def places_inside(pixels: Points, outline: Points) -> NDArray[np.int64]:
    """The points inside an outline (K, 2), by the even-odd rule."""
    if len(outline) < 3:
        return np.zeros(0, np.int64)
    inside = np.zeros(len(pixels), bool)
    x, y = pixels.T
    for (x_from, y_from), (x_to, y_to) in zip(outline, np.roll(outline, -1, axis=0), strict=True):
        if y_from == y_to:
            continue
        crosses = (y_from > y) != (y_to > y)
        inside ^= crosses & (x < (x_to - x_from) * (y - y_from) / (y_to - y_from) + x_from)
    return np.flatnonzero(inside).astype(np.int64)
