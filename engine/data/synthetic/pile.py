"""Lays objects on a canvas, one over the other, and keeps what can still be seen of each."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.data.synthetic.light import Light, moved, shade, shadow_of, shadow_offset
from engine.data.synthetic.objects import OBJECTS, Surface
from engine.data.synthetic.painting import Canvas, coverage, paint
from engine.data.synthetic.palette import Colour
from engine.data.synthetic.shapes import Field

SMALLEST_PX, LARGEST_SHARE = 12, 0.5
_ATTEMPTS = 4
# An object is not laid where less than this share of it, or of one below it, could still be seen.
_LEAST_SEEN, _LEAST_PIXELS = 0.4, 30
# Objects reach a little beyond their radius (the stalk of a leaf), and their shadows further.
_REACH, _MARGIN_PX = 1.4, 6
_DARK: Colour = np.zeros(3, np.float32)


@dataclass(slots=True)
class Pile:
    """The objects on a canvas from the lowest to the highest.

    Attributes:
        canvas: (H, W, 3), painted in place.
        light: of the scene.
        labels: class of each object.
        masks: (H, W) of each object, true where it can be seen.
    """

    canvas: Canvas
    light: Light
    labels: list[str] = field(default_factory=list)
    masks: list[NDArray[np.bool_]] = field(default_factory=list)
    _pixels: list[int] = field(default_factory=list)

    def lay(self, label: str, rng: np.random.Generator) -> None:
        """Put an object somewhere; not at all if it would hide too much wherever it is tried."""
        radius = _choose_radius(max(self.canvas.shape), rng)
        for _ in range(_ATTEMPTS):
            place = _choose_place(self.canvas.shape, radius, rng)
            surface = OBJECTS[label](*place.coordinates(), radius, rng)
            inside = coverage(surface.distance)
            mask = np.zeros(self.canvas.shape[:2], bool)
            place.of(mask)[...] = place.cropped(inside) >= 0.5
            pixels = int(np.count_nonzero(inside >= 0.5))
            if self._fits(mask, pixels):
                self._paint(surface, inside, place)
                self._cover(mask)
                self.labels.append(label)
                self.masks.append(mask)
                self._pixels.append(pixels)
                return

    def cut(self, covered: Field) -> None:
        """Take what something without a label covers from the masks, and objects of which too little is left."""
        self._cover(covered >= 0.5)
        kept = [index for index, mask in enumerate(self.masks) if mask.any()]
        self.labels = [self.labels[index] for index in kept]
        self.masks = [self.masks[index] for index in kept]
        self._pixels = [self._pixels[index] for index in kept]

    def _cover(self, mask: NDArray[np.bool_]) -> None:
        self.masks = [below & ~mask for below in self.masks]

    def _fits(self, mask: NDArray[np.bool_], pixels: int) -> bool:
        seen = [(int(np.count_nonzero(mask)), pixels)]
        seen += [
            (int(np.count_nonzero(below & ~mask)), whole) for below, whole in zip(self.masks, self._pixels, strict=True)
        ]
        return all(left >= max(_LEAST_PIXELS, _LEAST_SEEN * whole) for left, whole in seen)

    def _paint(self, surface: Surface, inside: Field, place: "_Place") -> None:
        fallen = moved(surface.distance, shadow_offset(place.radius, self.light), outside=np.inf)
        part = place.of(self.canvas)
        paint(part, _DARK, place.cropped(shadow_of(fallen, place.radius, self.light)))
        lit = shade(surface.colour, surface.height, self.light, gloss=surface.gloss)
        paint(part, place.cropped(lit), place.cropped(inside))


@dataclass(frozen=True, slots=True)
class _Place:
    """A square window of pixels around an object; it may reach beyond the picture.

    Attributes:
        shape: height and width of the picture.
        left: first column of the window, negative beyond the picture.
        top: first row.
        size: of the window in pixels.
        centre: of the object in the picture, x and y.
        radius: of the object.
        turn: of the object in radians.
        tilt: how much shorter it looks in one direction, 1: not at all.
    """

    shape: tuple[int, int]
    left: int
    top: int
    size: int
    centre: tuple[float, float]
    radius: float
    turn: float
    tilt: float

    def coordinates(self) -> tuple[Field, Field]:
        """Positions of the window's pixel centres, seen from the object."""
        x = np.arange(self.size, dtype=np.float32)[None] + np.float32(self.left + 0.5 - self.centre[0])
        y = np.arange(self.size, dtype=np.float32)[:, None] + np.float32(self.top + 0.5 - self.centre[1])
        cos, sin = np.float32(np.cos(self.turn)), np.float32(np.sin(self.turn))
        return x * cos + y * sin, (y * cos - x * sin) / np.float32(self.tilt)

    def of(self, canvas: NDArray[Any]) -> NDArray[Any]:
        """The part of a picture under the window."""
        rows = slice(max(0, self.top), max(0, self.top + self.size))
        return canvas[rows, max(0, self.left) : max(0, self.left + self.size)]

    def cropped(self, window: Field) -> Field:
        """The part of the window that lies in the picture."""
        height, width = self.shape
        rows = slice(max(0, -self.top), max(0, min(self.size, height - self.top)))
        return window[rows, max(0, -self.left) : max(0, min(self.size, width - self.left))]


def _choose_radius(side: int, rng: np.random.Generator) -> float:
    """Sizes from small to half the picture, each doubling as likely as the next."""
    low, high = np.log(SMALLEST_PX / 2), np.log(max(SMALLEST_PX + 1, side * LARGEST_SHARE) / 2)
    return float(np.exp(rng.uniform(low, high)))


def _choose_place(shape: tuple[int, ...], radius: float, rng: np.random.Generator) -> _Place:
    """Anywhere with the centre in the picture; large objects rather inside."""
    height, width = shape[:2]
    edge = radius * 0.3
    x, y = (float(value) for value in rng.uniform((edge, edge), (width - edge, height - edge)))
    reach = int(np.ceil(radius * _REACH)) + _MARGIN_PX
    return _Place(
        shape=(height, width),
        left=int(x) - reach,
        top=int(y) - reach,
        size=2 * reach,
        centre=(x, y),
        radius=radius,
        turn=float(rng.uniform(0, 2 * np.pi)),
        tilt=float(rng.uniform(0.84, 1)),
    )
