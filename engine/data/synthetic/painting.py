"""Paints the layers of a sample picture: background, strokes, texture. All of it NumPy, with smooth edges."""

from functools import lru_cache
from typing import Literal, assert_never, get_args

import numpy as np
from numpy.typing import NDArray

from engine.data.synthetic.palette import Colour
from engine.data.synthetic.shapes import Field

Canvas = NDArray[np.floating]
Texture = Literal["plain", "stripes", "dots", "checks", "shade", "grain"]
TEXTURES: tuple[Texture, ...] = get_args(Texture)


@lru_cache(maxsize=8)
def grid(side: int) -> tuple[Field, Field]:
    """Horizontal and vertical positions of the pixel centres of a (side, side) picture."""
    axis = np.arange(side, dtype=np.float32) + np.float32(0.5)
    x, y = np.meshgrid(axis, axis)
    x.setflags(write=False)
    y.setflags(write=False)
    return x, y


def coverage(distance: Field) -> Field:
    """How much of each pixel lies inside, 0 to 1."""
    return np.clip(np.float32(0.5) - distance, 0, 1)


def paint(canvas: Canvas, colour: Colour | Canvas, alpha: Field) -> None:
    """Lay a colour over the canvas (side, side, 3), in place."""
    canvas += (colour - canvas) * alpha[..., None]


def paint_background(side: int, near: Colour, far: Colour, rng: np.random.Generator) -> Canvas:
    """A gradient in a random direction with two soft spots and a little grain."""
    x, y = grid(side)
    angle = rng.uniform(0, 2 * np.pi)
    ramp = ((x / side - 0.5) * np.cos(angle) + (y / side - 0.5) * np.sin(angle)) * np.float32(0.8) + np.float32(0.5)
    for centre_x, centre_y, width, strength in rng.uniform((0, 0, 0.12, -0.5), (1, 1, 0.3, 0.5), (2, 4)):
        squares = (x / side - centre_x) ** 2 + (y / side - centre_y) ** 2
        ramp += strength * np.exp(squares / (-2 * width**2))
    ramp += rng.standard_normal((side, side), np.float32) * np.float32(0.05)
    return near + (far - near) * np.clip(ramp, 0, 1)[..., None].astype(np.float32)


def paint_strokes(canvas: Canvas, colours: tuple[Colour, ...], rng: np.random.Generator) -> None:
    """Short thin lines anywhere, which have nothing to do with the class."""
    side = canvas.shape[0]
    for colour in colours:
        middle_x, middle_y, angle, length, thickness, opacity = rng.uniform(
            (0, 0, 0, 0.03, 0.008, 0.35), (1, 1, np.pi, 0.15, 0.022, 0.8)
        )
        reach, thick = length * side, thickness * side
        rows, columns = _around(middle_y * side, reach + thick, side), _around(middle_x * side, reach + thick, side)
        x, y = (axis[rows, columns] for axis in grid(side))
        from_x, from_y = x - np.float32(middle_x * side), y - np.float32(middle_y * side)
        along = np.float32(np.cos(angle)) * from_x + np.float32(np.sin(angle)) * from_y
        across = np.float32(np.cos(angle)) * from_y - np.float32(np.sin(angle)) * from_x
        distance = np.hypot(np.maximum(np.abs(along) - np.float32(reach), 0), across) - np.float32(thick)
        paint(canvas[rows, columns], colour, coverage(distance) * np.float32(opacity))


def _around(middle: float, reach: float, side: int) -> slice:
    """Pixels that something may cover that reaches so far from its middle."""
    return slice(max(0, int(middle - reach - 1)), min(side, int(middle + reach + 2)))


def texture(name: Texture, x: Field, y: Field, radius: float, rng: np.random.Generator) -> Field:
    """How much of the second colour shows at each pixel, 0 to 1; x and y turn with the shape."""
    period = np.float32(radius * rng.uniform(0.32, 0.5))
    match name:
        case "stripes":
            return _edge(np.abs(np.mod(x, period) - period / 2) - period / 4)
        case "dots":
            return _edge(np.hypot(np.mod(x, period) - period / 2, np.mod(y, period) - period / 2) - period * 0.3)
        case "checks":
            waves = np.sin(x * (np.pi / period)) * np.sin(y * (np.pi / period))
            return _edge(waves * period / 3)
        case "shade":
            return np.clip(np.float32(0.5) + (x + y) / (2 * radius), 0, 1)
        case "grain":
            return np.clip(rng.standard_normal(x.shape, np.float32) * np.float32(0.35), 0, 1)
        case "plain":
            return np.zeros_like(x)
        case _:
            assert_never(name)


def _edge(distance: Field) -> Field:
    return coverage(distance * np.float32(0.8))
