"""Numbers as colours: the colour maps that stay readable for colour-blind people, and their blending over pictures."""

from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.contract.colour_tables import colour_table

SEQUENTIAL: Final = ("viridis", "inferno", "cividis", "grey")
DIVERGING: Final = "blue-white-red"
DEFAULT_MAP: Final = "viridis"

Floats = NDArray[np.float32]
Bytes = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class ValueRange:
    """The smallest and largest value that a map shows."""

    low: float
    high: float

    @property
    def is_signed(self) -> bool:
        """Whether zero lies inside, so that the sign means something."""
        return self.low < 0.0 < self.high


def value_range(values: Floats) -> ValueRange:
    """The range of the finite values; (0, 0) when there are none."""
    finite = values[np.isfinite(values)]
    return ValueRange(float(finite.min()), float(finite.max())) if finite.size else ValueRange(0.0, 0.0)


def normalised(values: Floats, shown: ValueRange) -> Floats:
    """Values scaled to [0, 1]; a constant map becomes 0, values that are not finite too."""
    span = shown.high - shown.low
    if span <= 0:
        return np.zeros_like(values, dtype=np.float32)
    scaled = np.nan_to_num((values - shown.low) / span, nan=0.0, posinf=1.0, neginf=0.0)
    return np.asarray(np.clip(scaled, 0.0, 1.0), dtype=np.float32)


@cache
def _table(name: str) -> Bytes:
    return np.asarray(colour_table(name), dtype=np.uint8)


def colours(values: Floats, name: str) -> Bytes:
    """The colours of values in [0, 1], shape (..., 3).

    Raises:
        KeyError: there is no colour map of this name.
    """
    table = _table(name)
    return table[np.clip(np.rint(values * (len(table) - 1)), 0, len(table) - 1).astype(np.intp)]


def signed_colours(values: Floats, *, largest: float | None = None) -> Bytes:
    """Colours of signed values: blue below zero, white at zero, red above, equal strength at equal distance.

    Args:
        values: of any shape.
        largest: distance from zero of the strongest colours; None: the largest one of ``values``.
    """
    if largest is None:
        largest = float(np.nanmax(np.abs(values), initial=0.0)) or 1.0
    return colours((values / largest + 1.0) / 2.0, DIVERGING)


def heat_layer(values: Floats, *, name: str, opacity: float) -> Bytes:
    """A heat map to lay over a picture, (h, w, 4) RGBA.

    The opacity of a pixel is ``opacity * (0.25 + 0.75 * value)``: what matters stands out, the rest stays visible.

    Args:
        values: (h, w) in [0, 1].
        name: one of SEQUENTIAL.
        opacity: of the strongest value, in [0, 1].
    """
    alpha = np.rint(255.0 * opacity * (0.25 + 0.75 * values)).astype(np.uint8)
    return np.concatenate([colours(values, name), alpha[..., np.newaxis]], axis=-1)


def signed_heat_layer(values: Floats, *, opacity: float) -> Bytes:
    """A signed map to lay over a picture, (h, w, 4) RGBA: clear at zero, strong far from it.

    Args:
        values: (h, w) in [-1, 1].
        opacity: of the strongest value, in [0, 1].
    """
    alpha = np.rint(255.0 * opacity * np.sqrt(np.clip(np.abs(values), 0.0, 1.0))).astype(np.uint8)
    return np.concatenate([signed_colours(values, largest=1.0), alpha[..., np.newaxis]], axis=-1)


def resized(values: Floats, *, width: int, height: int) -> Floats:
    """A map resized bilinearly with half-pixel centres, as heat maps are defined on the picture."""
    return _resized_along(_resized_along(values, height, axis=0), width, axis=1).astype(np.float32)


def _resized_along(values: Floats, size: int, *, axis: int) -> Floats:
    count = values.shape[axis]
    centres = np.clip((np.arange(size, dtype=np.float32) + 0.5) * (count / size) - 0.5, 0, count - 1)
    left = np.floor(centres).astype(np.intp)
    right = np.minimum(left + 1, count - 1)
    weight = (centres - left).astype(np.float32)
    weight = weight[:, np.newaxis] if axis == 0 else weight[np.newaxis, :]
    first, second = np.take(values, left, axis=axis), np.take(values, right, axis=axis)
    return np.asarray(first + (second - first) * weight, dtype=np.float32)
