"""A colour for every weight of a matrix, so that shared weights are seen at a glance."""

import colorsys
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

NO_WEIGHT: Final = -1
_GOLDEN_TURN: Final = 0.618033988749895
_COLOURS: Final = 1024


@cache
def _table() -> NDArray[np.uint8]:
    """Hues that step by the golden ratio: neighbours never look alike; the lightness varies a little too."""
    rows = [
        colorsys.hls_to_rgb(number * _GOLDEN_TURN % 1.0, 0.42 + 0.08 * (number % 4), 0.55) for number in range(_COLOURS)
    ]
    return np.asarray(np.rint(np.array(rows) * 255), np.uint8)


def weight_colours(weights: NDArray[np.int32]) -> NDArray[np.uint8]:
    """The colours (..., 4) of numbered weights, RGBA; ``NO_WEIGHT`` is transparent."""
    opaque = np.where(weights == NO_WEIGHT, 0, 255).astype(np.uint8)
    parts = [_table()[np.maximum(weights, 0) % _COLOURS], opaque[..., np.newaxis]]
    return np.asarray(np.concatenate(parts, axis=-1), np.uint8)
