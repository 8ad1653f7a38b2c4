"""Colours of the sample pictures, chosen to look well together and to stay apart."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Colour = NDArray[np.floating]

_BACKGROUNDS = (
    ("#fdf3e3", "#f7c59f"), ("#e8f1fb", "#b7c9f0"), ("#e3f5ea", "#8fd3bd"), ("#f6e7f2", "#d9a5cf"),
    ("#fbf7d5", "#e7c86e"), ("#dfe6ea", "#a7b4bd"), ("#1c2541", "#3a3f72"), ("#2b2d3b", "#5a3d5c"),
    ("#123b3a", "#1f6f66"), ("#3b1f2b", "#8c3f4d"), ("#0f2f57", "#2f74b5"), ("#4a3b2a", "#a07a4c"),
)  # fmt: skip
_SHAPES = (
    "#ef476f", "#f77f00", "#ffd166", "#90be6d", "#06a77d", "#118ab2", "#3d5aa8", "#7b2cbf", "#d8578f", "#fdfcfa",
    "#22263d", "#e63946", "#48cae4", "#bc6c25",
)  # fmt: skip
_LEAST_CONTRAST = 0.34
_TEXTURE_CONTRAST = (0.08, 0.2)


@dataclass(frozen=True, slots=True)
class Scheme:
    """Colours of one picture, RGB in [0, 1]: the background runs from ``near`` to ``far``."""

    near: Colour
    far: Colour
    shape: Colour
    second: Colour
    strokes: tuple[Colour, ...]


def choose_scheme(rng: np.random.Generator, *, strokes: int) -> Scheme:
    """Colours whose shape stands out from both ends of the background."""
    near, far = (_vary(colour, rng) for colour in _BACKGROUND_COLOURS[rng.integers(len(_BACKGROUND_COLOURS))])
    if rng.random() < 0.5:
        near, far = far, near
    candidates = [_SHAPE_COLOURS[index] for index in rng.permutation(len(_SHAPE_COLOURS))]
    clear = [colour for colour in candidates if _contrast(colour, near) > _LEAST_CONTRAST < _contrast(colour, far)]
    shape = _vary(clear[0] if clear else candidates[0], rng)
    lightness = rng.uniform(*_TEXTURE_CONTRAST)
    second = shape * (1 - lightness) + (lightness if shape.mean() < 0.55 else 0.0)
    return Scheme(near, far, shape, second.astype(np.float32), tuple(candidates[-strokes:]))


def _contrast(one: Colour, other: Colour) -> float:
    """Distance of two colours, weighted as the eye does (0 to 1)."""
    return float(np.sqrt(np.dot(_WEIGHTS, (one - other) ** 2)))


def _vary(colour: Colour, rng: np.random.Generator) -> Colour:
    varied: Colour = np.clip(colour + rng.normal(0, 0.025, 3), 0, 1).astype(np.float32)
    return varied


def colour_of(text: str) -> Colour:
    """The colour written as "#rrggbb"."""
    return np.array([int(text[i : i + 2], 16) / 255 for i in (1, 3, 5)], np.float32)


_WEIGHTS = np.array((0.3, 0.45, 0.25), np.float32)
_BACKGROUND_COLOURS = tuple((colour_of(near), colour_of(far)) for near, far in _BACKGROUNDS)
_SHAPE_COLOURS = tuple(colour_of(colour) for colour in _SHAPES)
