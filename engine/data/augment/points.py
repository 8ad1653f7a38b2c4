"""Where points of the old picture appear in the new one: the way of the pixels, backwards."""

import numpy as np
from numpy.typing import NDArray

from engine.data.augment.elastic import movement_at
from engine.data.augment.maps import apply_map
from engine.data.augment.warp import Warps

Doubles = NDArray[np.float64]

CLOSE_ENOUGH_PX = 1e-3
MOST_STEPS = 16  # Each step at least halves what is missing, as no field is steeper than LARGEST_SLOPE.


def move_points(points: NDArray[np.floating], warp: Warps) -> Doubles:
    """Move points (P, 2), (x, y), of the old picture to where they appear in the new one.

    Args:
        points: they may lie outside of the picture, and may come to lie there.
        warp: of one sample.
    """
    straight = apply_map(points.astype(np.float64), np.linalg.inv(warp.maps[0]))
    if warp.fields is None or not is_curved(warp) or not len(points):
        return straight
    # new + movement(new) = straight: a contraction, so that the fixed point is found by iteration.
    moved = straight
    for _ in range(MOST_STEPS):
        step = straight - movement_at(moved, warp.fields[0], size=warp.size)
        is_done = bool(np.abs(step - moved).max() < CLOSE_ENOUGH_PX)
        moved = step
        if is_done:
            break
    return moved


def is_curved(warp: Warps) -> bool:
    """Whether a sample's warp bends straight lines."""
    return warp.fields is not None and bool(warp.fields.any())
