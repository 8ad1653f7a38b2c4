"""Draws the pictures of the classification sample: one shape in any colour, texture, place, size and turn.

Nothing but the shape says anything about the class, so a linear classifier of pixels fails, and an explanation has
one right place to point at. Textures are faint (palette.py): strong ones make a small network look at them first.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.data.synthetic.painting import (
    TEXTURES,
    coverage,
    grid,
    paint,
    paint_background,
    paint_strokes,
    texture,
)
from engine.data.synthetic.palette import Colour, choose_scheme
from engine.data.synthetic.shapes import SHAPES

CLASSES = tuple(SHAPES)
SIDE_PX = 64
RADII = (0.3, 0.45)
"""Smallest and largest, as shares of the picture."""
_BLACK: Colour = np.zeros(3, np.float32)


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawn picture.

    Attributes:
        pixels: (side, side, 3) uint8 RGB.
        label: name of its class.
        box_xyxy: tight box of the shape in pixels (x_min, y_min, x_max, y_max).
        mask: (side, side), where the shape is.
    """

    pixels: NDArray[np.uint8]
    label: str
    box_xyxy: tuple[int, int, int, int]
    mask: NDArray[np.bool_]


def draw(seed: int, number: int, *, side: int = SIDE_PX, radii: tuple[float, float] = RADII) -> Drawing:
    """The picture with a number, the same whatever else is drawn; classes take turns.

    Args:
        seed: another one gives other pictures.
        number: of the picture.
        side: of it in pixels.
        radii: of the shape, the smallest and the largest, as shares of the picture.
    """
    rng = np.random.Generator(np.random.PCG64((seed, number)))
    label = CLASSES[number % len(CLASSES)]
    scheme = choose_scheme(rng, strokes=int(rng.integers(3, 7)))
    canvas = paint_background(side, scheme.near, scheme.far, rng)
    paint_strokes(canvas, scheme.strokes, rng)
    radius = float(rng.uniform(*radii)) * side
    centre_x, centre_y = rng.uniform(radius, side - radius, 2).astype(np.float32)
    turn = rng.uniform(0, 2 * np.pi)
    x, y = grid(side)
    turned_x = (x - centre_x) * np.float32(np.cos(turn)) + (y - centre_y) * np.float32(np.sin(turn))
    turned_y = (y - centre_y) * np.float32(np.cos(turn)) - (x - centre_x) * np.float32(np.sin(turn))
    distance = SHAPES[label](turned_x, turned_y, radius)
    paint(canvas, _BLACK, _shadow(distance, side))
    pattern = texture(TEXTURES[rng.integers(len(TEXTURES))], turned_x, turned_y, radius, rng)
    inside = coverage(distance)
    paint(canvas, scheme.shape + (scheme.second - scheme.shape) * pattern[..., None], inside)
    pixels = np.clip(canvas * 255 + 0.5, 0, 255).astype(np.uint8)
    mask = inside >= 0.5
    return Drawing(pixels, label, _box(mask), mask)


def _shadow(distance: NDArray[np.float32], side: int) -> NDArray[np.float32]:
    """A soft shadow down and to the right of the shape."""
    offset = max(1, side // 40)
    moved = np.roll(distance, (offset, offset), (0, 1))
    softness = np.float32(side / 22)
    return np.clip(1 - moved / softness, 0, 1) ** 2 * np.float32(0.28)


def _box(inside: NDArray[np.bool_]) -> tuple[int, int, int, int]:
    rows, columns = np.flatnonzero(inside.any(axis=1)), np.flatnonzero(inside.any(axis=0))
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1
